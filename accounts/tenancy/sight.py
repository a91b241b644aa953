# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who sees in a town what is restricted to named people: the app that restricts it registers how it finds out."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser

from accounts.models import Municipality, User

Rule = Callable[[User, Municipality], bool]
_RULES: list[Rule] = []


def register_sight(rule: Rule) -> None:
    """``rule`` answers whether somebody who is signed in sees in a town what it restricts."""
    _RULES.append(rule)


def sight_in(user: User | AnonymousUser, town: Municipality) -> bool:
    """Whether ``user`` sees everything in ``town``; nobody does without signing in."""
    return user.is_authenticated and all(rule(user, town) for rule in _RULES)
