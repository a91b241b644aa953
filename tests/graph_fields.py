# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a request to the Graph says which fields it wants: ``id,comments.limit(5).order(chronological){id,message}``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass
class Wanted:
    name: str
    modifiers: dict[str, str] = field(default_factory=dict)
    fields: list[Wanted] = field(default_factory=list)


def parse(text: str) -> list[Wanted]:
    """The wanted fields in their order; raises ``ValueError`` where brackets do not fit."""
    found, _rest = _fields(text)
    return found


def _fields(text: str) -> tuple[list[Wanted], str]:
    found = []
    while text:
        match = re.match(r"[a-z_0-9]+", text)
        if not match:
            raise ValueError(text)
        wanted, text = Wanted(match[0]), text[match.end() :]
        while modifier := re.match(r"\.([a-z_]+)\(([^)]*)\)", text):
            wanted.modifiers[modifier[1]] = modifier[2]
            text = text[modifier.end() :]
        if text.startswith("{"):
            wanted.fields, text = _fields(text[1:])
            if not text.startswith("}"):
                raise ValueError(text)
            text = text[1:]
        found.append(wanted)
        if not text.startswith(","):
            return found, text
        text = text[1:]
    return found, text
