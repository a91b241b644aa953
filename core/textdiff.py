# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What changed between two texts, word by word, for people to read."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from core.text import plain_lines


@dataclass(frozen=True)
class DiffPart:
    """A run of text that is ``same``, ``added`` or ``removed``."""

    kind: str
    text: str


def word_diff(before: str, after: str) -> list[DiffPart]:
    """Return the parts of both texts in reading order; joined without the removed ones they give ``after``."""
    old, new = _words(before), _words(after)
    parts: list[DiffPart] = []
    for operation, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            parts.append(DiffPart("same", "".join(new[j1:j2])))
            continue
        if i2 > i1:
            parts.append(DiffPart("removed", "".join(old[i1:i2])))
        if j2 > j1:
            parts.append(DiffPart("added", "".join(new[j1:j2])))
    return parts


def _words(text: str) -> list[str]:
    """Words with the white space after them, so that nothing is lost in between."""
    return re.findall(r"\S+\s*|^\s+", plain_lines(text))
