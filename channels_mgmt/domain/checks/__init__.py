# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Checks of a text, each a pure function of the text alone. None of them blocks (D7).

A new check is a function in a file of its subject and a line in ``CHECKS``. What keeps a post from going out stands in
``channels_mgmt.queries.gaps.RULES``.
"""

from __future__ import annotations

from collections.abc import Callable

from channels_mgmt.domain.checks.finding import Finding
from channels_mgmt.domain.checks.hashtags import many_hashtags, unreadable_hashtags
from channels_mgmt.domain.checks.personal import addresses_of_people
from channels_mgmt.domain.checks.reading import hard_to_read, long_sentences
from channels_mgmt.domain.checks.signs import many_emoji, shouting
from channels_mgmt.domain.checks.tracking import tracked_links
from channels_mgmt.domain.checks.words import long_words, officialese

__all__ = ["CHECKS", "STYLE", "Finding", "findings_in"]

STYLE: tuple[Callable[[str], list[Finding]], ...] = (
    unreadable_hashtags,
    many_hashtags,
    long_sentences,
    hard_to_read,
    officialese,
    long_words,
    many_emoji,
    shouting,
)
CHECKS = (addresses_of_people, tracked_links, *STYLE)
"""Most important first."""


def findings_in(text: str, checks: tuple[Callable[[str], list[Finding]], ...] = CHECKS) -> list[Finding]:
    """What a person should look at in ``text``, most important first."""
    return [finding for check in checks for finding in check(text)]
