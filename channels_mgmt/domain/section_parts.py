# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A section of a document as fields: prose as it is typed, tables as rows of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from channels_mgmt.domain.markup import Grid, blocks_of, is_row

#: A cell ends at this sign, so that it cannot stand in one.
EDGE = "|"


@dataclass(frozen=True, slots=True)
class Part:
    """Either prose (``grid`` is ``None``) or a table."""

    text: str
    grid: Grid | None = None


def parts_of(text: str) -> list[Part]:
    """``text`` in reading order, tables taken out; the prose between them stays as it was typed."""
    parts: list[Part] = []
    kept: list[str] = []
    rows = False
    for line in [*text.split("\n"), None]:
        if kept and (line is None or is_row(line) != rows):
            parts += _part("\n".join(kept), is_grid=rows)
            kept = []
        if line is not None:
            rows = is_row(line)
            kept.append(line)
    return parts


def text_of(parts: Sequence[Part]) -> str:
    """The text that ``parts_of`` would give ``parts`` of; empty ones and empty rows are left out."""
    return "\n\n".join(text for part in parts if (text := _text(part)))


def _part(text: str, *, is_grid: bool) -> list[Part]:
    if not text.strip():
        return []
    if not is_grid:
        return [Part(text.strip("\n"))]
    return [Part("", block) for block in blocks_of(text) if isinstance(block, Grid)]


def _text(part: Part) -> str:
    if part.grid is None:
        return part.text.strip("\n").rstrip()
    rows = [row for row in part.grid.rows if any(cell.strip() for cell in row)]
    return "\n".join(_line(row) for row in (part.grid.head, *rows))


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()) for cell in cells) + " |"
