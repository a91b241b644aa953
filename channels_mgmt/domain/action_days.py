# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Action days that come every year and about which town halls like to say something, each with who proclaimed it.

The list is short on purpose: a day for everything is a day for nothing. A town notes its own beside it
(``models.PlanSpan``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

THURSDAY, FRIDAY, SUNDAY = 3, 4, 6


@dataclass(frozen=True)
class ActionDay:
    """A day or some days of each year: on a date, or on the first ``weekday`` from that date on."""

    name: str
    month: int
    day_of_month: int
    source: str
    weekday: int | None = None
    days: int = 1

    def first_in(self, year: int) -> date:
        start = date(year, self.month, self.day_of_month)
        return start if self.weekday is None else start + timedelta(days=(self.weekday - start.weekday()) % 7)


#: By the day of the year. Resolutions are those of the General Assembly of the United Nations.
ACTION_DAYS = (
    ActionDay("Tag des Gedenkens an die Opfer des Nationalsozialismus", 1, 27, "Bundespräsident, 3.1.1996"),
    ActionDay("Europäischer Tag des Notrufs 112", 2, 11, "EU-Kommission, Parlament und Rat, 11.2.2009"),
    ActionDay("Internationaler Frauentag", 3, 8, "Vereinte Nationen, Resolution 32/142"),
    ActionDay("Weltwassertag", 3, 22, "Vereinte Nationen, Resolution 47/193"),
    ActionDay("Weltgesundheitstag", 4, 7, "Weltgesundheitsorganisation, seit 1950"),
    ActionDay("Welttag des Buches", 4, 23, "UNESCO, Resolution 28 C/3.18"),
    ActionDay("Europatag", 5, 9, "Europäische Union, seit 1985"),
    ActionDay("Tag des Grundgesetzes", 5, 23, "Verkündung im Bundesgesetzblatt, 23.5.1949"),
    ActionDay("Weltumwelttag", 6, 5, "Vereinte Nationen, Stockholmer Konferenz von 1972"),
    ActionDay("Weltblutspendetag", 6, 14, "Weltgesundheitsversammlung, Resolution 58.13"),
    ActionDay("Weltflüchtlingstag", 6, 20, "Vereinte Nationen, Resolution 55/76"),
    ActionDay("Tag der Jugend", 8, 12, "Vereinte Nationen, Resolution 54/120"),
    ActionDay("Bundesweiter Warntag", 9, 8, "Innenministerkonferenz: zweiter Donnerstag im September", THURSDAY),
    ActionDay(
        "Tag des offenen Denkmals", 9, 8, "Deutsche Stiftung Denkmalschutz: zweiter Sonntag im September", SUNDAY
    ),
    ActionDay("Europäische Mobilitätswoche", 9, 16, "Europäische Kommission, seit 2002", days=7),
    ActionDay("Weltkindertag", 9, 20, "Deutschland, seit 1954"),
    ActionDay("Tag der älteren Menschen", 10, 1, "Vereinte Nationen, Resolution 45/106"),
    ActionDay("Volkstrauertag", 11, 13, "Feiertagsgesetze der Länder: zwei Sonntage vor dem ersten Advent", SUNDAY),
    ActionDay("Bundesweiter Vorlesetag", 11, 15, "Stiftung Lesen: dritter Freitag im November", FRIDAY),
    ActionDay("Tag gegen Gewalt an Frauen", 11, 25, "Vereinte Nationen, Resolution 54/134"),
    ActionDay("Tag der Menschen mit Behinderungen", 12, 3, "Vereinte Nationen, Resolution 47/3"),
    ActionDay("Tag des Ehrenamtes", 12, 5, "Vereinte Nationen, Resolution 40/212"),
    ActionDay("Tag der Menschenrechte", 12, 10, "Vereinte Nationen, Resolution 423 (V)"),
)


@lru_cache(32)
def action_days_of(year: int) -> Mapping[date, tuple[str, ...]]:
    """The days of ``year`` with the names of what falls on them."""
    found: dict[date, tuple[str, ...]] = {}
    for entry in ACTION_DAYS:
        first = entry.first_in(year)
        for day in (first + timedelta(days=n) for n in range(entry.days)):
            found[day] = (*found.get(day, ()), entry.name)
    return found
