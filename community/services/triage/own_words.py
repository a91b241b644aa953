# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words by which a town itself knows a label, and words of the house that mean nothing there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from community.triage.labels import Label
from community.triage.rules import OwnWords

#: Words of the house that mean nothing in this town.
REMOVED = "removed"


def own_words(kept: Mapping[str, Any]) -> OwnWords:
    """``kept`` as the settings of a town keep it: words by label, and ``REMOVED``."""
    added = [(Label(label), word.lower()) for label, words in kept.items() if label in Label.values for word in words]
    return OwnWords(added=tuple(added), removed=tuple(kept.get(REMOVED, ())))


def words_to_keep(typed: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Without empty ones and doubles, in the order they were typed."""
    return {name: list(dict.fromkeys(words)) for name, words in typed.items() if words}
