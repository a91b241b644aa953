# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What became of a published post, said by the apps that know: comments, answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from accounts.models import User
from channels_mgmt.models import Post


@dataclass(frozen=True, slots=True)
class EchoLine:
    """A comment: who, what, how it stands, and its page."""

    author: str
    text: str
    standing: str
    level: str
    url: str


@dataclass(frozen=True, slots=True)
class Echo:
    """Counts as pairs of words and number; ``lines`` the newest comments the person may read, ``url`` all of them."""

    counts: list[tuple[str, int]]
    lines: list[EchoLine] = field(default_factory=list)
    url: str = ""


Teller = Callable[[Post, User], Echo]
_tellers: list[Teller] = []


def register_echo(teller: Teller) -> None:
    """Let an app say on the page of a published post what it knows of it."""
    _tellers.append(teller)


def echoes_of(post: Post, reader: User) -> list[Echo]:
    return [teller(post, reader) for teller in _tellers]
