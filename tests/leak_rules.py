# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a line of the table in ``tests/leaks.py`` is said."""

from dataclasses import dataclass
from typing import Any

from accounts.models import Municipality


@dataclass(frozen=True)
class Rule:
    """``row`` is the kind of row the address names by its key; ``see`` and ``act`` are the permissions for
    reading and for sending its form: empty for everybody of the town, ``None`` for "there is no such thing".
    """

    row: str = ""
    see: str | None = ""
    act: str | None = None
    fixed: tuple[tuple[str, Any], ...] = ()
    key: str = "pk"

    def kwargs(self, town: Municipality, rows: dict[str, Any]) -> dict[str, Any]:
        found = {"municipality": town.slug, **dict(self.fixed)}
        if self.row:
            found[self.key] = rows[self.row].pk
        return found


def page(see: str = "", **fixed: Any) -> Rule:
    """An address that only shows something."""
    return Rule(see=see, fixed=tuple(fixed.items()))


def form(act: str, **fixed: Any) -> Rule:
    """A page with a form, both for the same people."""
    return Rule(see=act, act=act, fixed=tuple(fixed.items()))


def button(act: str, row: str = "") -> Rule:
    """An address that only takes POST."""
    return Rule(row=row, see=None, act=act)


def shown(row: str, see: str = "") -> Rule:
    """A page about a row."""
    return Rule(row=row, see=see)


def edited(row: str, act: str) -> Rule:
    """A form about a row, for the same people."""
    return Rule(row=row, see=act, act=act)
