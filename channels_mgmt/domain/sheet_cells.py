# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What people write into the cells of an editorial calendar, read as channels and wordings."""

from __future__ import annotations

import re
from collections.abc import Mapping


def names_in(cell: str, known: Mapping[str, int]) -> tuple[list[int], list[str]]:
    """Keys of the known names that stand in the cell, and what stands there besides.

    Names are written in any case, one after the other with comma, semicolon or line end; a name may hold a comma.
    """
    found: list[int] = []
    unknown: list[str] = []
    for line in re.split(r"[;\n]", cell):
        parts = [part.strip() for part in line.split(",")]
        while parts:
            # The longest run of parts that is a name: "Amt, Nord" before "Amt".
            for length in range(len(parts), 0, -1):
                key = known.get(", ".join(parts[:length]).casefold())
                if key is not None:
                    found.append(key)
                    break
            else:
                length = 1
                if parts[0]:
                    unknown.append(parts[0])
            del parts[:length]
    return list(dict.fromkeys(found)), unknown


def wordings_in(cell: str, names: Mapping[str, int]) -> dict[int, str] | None:
    """Own wording by channel, each begun with the channel's name and a colon; ``None`` when something stands before."""
    found: dict[int, list[str]] = {}
    current: list[str] | None = None
    for line in cell.split("\n"):
        name, colon, rest = line.partition(":")
        key = names.get(name.strip().casefold()) if colon else None
        if key is not None and key not in found:
            current = found.setdefault(key, [])
            current.append(rest.strip())
        elif current is not None:
            current.append(line)
        elif line.strip():
            return None
    return {key: "\n".join(lines).strip() for key, lines in found.items()}
