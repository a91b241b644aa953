# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who is named in a text: an @ before the name, as it is written in the list of people."""

from __future__ import annotations

from collections.abc import Mapping


def named_in(text: str, names: Mapping[int, str]) -> set[int]:
    """The numbers of people whose name follows an @; all bearers of a name. Upper and lower case are the same.

    The longest name that fits counts: "@Anna Lena Kurz" is not "Anna Lena".
    """
    folded, found = " ".join(text.split()).casefold(), set()
    by_length = sorted(((" ".join(name.split()).casefold(), key) for key, name in names.items()), key=_longest_first)
    for start in (at + 1 for at, sign in enumerate(folded) if sign == "@"):
        fitting = [(name, key) for name, key in by_length if name and _stands_at(folded, name, start)]
        found |= {key for name, key in fitting if len(name) == len(fitting[0][0])}
    return found


def _longest_first(row: tuple[str, int]) -> int:
    return -len(row[0])


def _stands_at(text: str, name: str, start: int) -> bool:
    after = text[start + len(name) : start + len(name) + 1]
    return text.startswith(name, start) and not after.isalnum()
