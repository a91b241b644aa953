# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether two images look the same: the difference hash (N. Krawetz, "Kind of Like That", 2013), both ways.

Sixty-four bits say where the image grows brighter from left to right, sixty-four where from top to bottom, in grey and
nine dots wide and high. Size, compression and less light hardly touch them; overexposure, a cut or a turn does.
``images.likeness`` makes the hash; comparing needs no picture.
"""

from __future__ import annotations

from collections.abc import Iterable

SIDE = 8
BITS = 2 * SIDE * SIDE
SAME = 12
"""Of 128 bits. Between other images half of them differ, on average; tests/channels_mgmt/test_likeness.py measures."""
SAYS_NOTHING = "-"
"""What an image has that is nearly one colour: it looks like every other such image."""
LEAST_BITS = 6


def likeness_from(grey: bytes) -> str:
    """The hash of 9 × 9 shades of grey, row by row, as 32 hexadecimal digits."""
    width = SIDE + 1
    bits = 0
    for step in (1, width):  # to the right, then down
        for row in range(SIDE):
            for column in range(SIDE):
                at = row * width + column
                bits = bits << 1 | (grey[at] < grey[at + step])
    is_flat = bits.bit_count() < LEAST_BITS or max(grey) - min(grey) < LEAST_BITS
    return SAYS_NOTHING if is_flat else f"{bits:032x}"


def distance(one: str, other: str) -> int:
    """In how many bits two hashes differ; all of them where one says nothing."""
    if SAYS_NOTHING in (one, other) or not (one and other):
        return BITS
    return (int(one, 16) ^ int(other, 16)).bit_count()


def alike(one: str, others: Iterable[tuple[int, str]]) -> list[int]:
    """The keys of ``others`` that look like ``one``, the most alike first."""
    if one in ("", SAYS_NOTHING):
        return []
    found = [(distance(one, other), pk) for pk, other in others]
    return [pk for bits, pk in sorted(found) if bits <= SAME]
