# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What changed between two texts, word by word, for people to read."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from core.text import plain_lines

#: The product of the numbers of words up to which they are compared: half a second at the very most. Longer texts are
#: compared by lines, and what is longer still as a whole.
MOST_PAIRS = 4_000_000


@dataclass(frozen=True)
class DiffPart:
    """A run of text that is ``same``, ``added`` or ``removed``."""

    kind: str
    text: str


def word_diff(before: str, after: str) -> list[DiffPart]:
    """Return the parts of both texts in reading order; joined without the removed ones they give ``after``."""
    old, new = _pieces(plain_lines(before), plain_lines(after))
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


def _pieces(before: str, after: str) -> tuple[list[str], list[str]]:
    """What is compared: words with the white space after them, so that nothing is lost in between."""
    for cut in (r"\S+\s*|^\s+", r"[^\n]*\n|[^\n]+"):
        old, new = re.findall(cut, before), re.findall(cut, after)
        if len(old) * len(new) <= MOST_PAIRS:
            return old, new
    return [before], [after]
