# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What platforms count about posts and accounts. Each counts in its own way; figures of two platforms are not added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

LIKES, SHARES, REPLIES, QUOTES, VIEWS = "likes", "shares", "replies", "quotes", "views"
FOLLOWERS = "followers"
OF_A_POST = (LIKES, SHARES, REPLIES, QUOTES, VIEWS)
OF_AN_ACCOUNT = (FOLLOWERS,)

LABELS: Mapping[str, Any] = {
    LIKES: gettext_lazy("Likes"),
    SHARES: gettext_lazy("Shares"),
    REPLIES: pgettext_lazy("count", "Replies"),
    QUOTES: pgettext_lazy("count", "Quotes"),
    VIEWS: gettext_lazy("Views"),
    FOLLOWERS: gettext_lazy("Followers"),
}

Figures = dict[str, int]


class PartOf(Figures):
    """Figures of which some are missing; ``note`` says in words which and why."""

    def __init__(self, known: Mapping[str, int], note: str) -> None:
        super().__init__(known)
        self.note = note


MOST = 10**12


def counted(entries: Mapping[str, Any], names: Mapping[str, str]) -> Figures:
    """Our names → those of ``entries`` that are whole numbers. What a platform does not say stays out: never a zero.

    Raises ``KeyError`` when nothing was counted at all.
    """
    found = told_counts(entries, names)
    if not found:
        raise KeyError(next(iter(names.values())))
    return found


def told_counts(entries: Mapping[str, Any], names: Mapping[str, str]) -> Figures:
    """The same, empty when nothing was counted."""
    return {
        ours: value
        for ours, theirs in names.items()
        if isinstance(value := entries.get(theirs), int) and not isinstance(value, bool) and 0 <= value < MOST
    }
