# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Days on which a town hall is closed: the state's public holidays and what one municipality has beside them.

The holidays library knows states, not municipalities: Assumption Day is a holiday in most, not all Bavarian
municipalities, Corpus Christi in some of Saxony and Thuringia, 8 August in Augsburg alone. Each town says its own.
Pure code, without tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache, lru_cache
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec
from pathlib import Path

import holidays

# The holidays library names states by letters, the municipality code by two digits.
_LETTERS = "SH HH NI HB NW HE RP BW BY SL BE BB MV SN ST TH"
SUBDIVISIONS = {f"{number:02}": letters for number, letters in enumerate(_LETTERS.split(), start=1)}
#: Days from Easter Sunday to a day that moves with it; Shrove Monday to Corpus Christi.
EASTER_REACH = (-48, 60)
#: Days until a yearly day has come again, 29 February and the latest Easter after the earliest included.
LONGEST_WAIT = 4 * 366 + 36


@dataclass(frozen=True)
class LocalHoliday:
    """A day that is free in one municipality: on one date, on the same date every year, or counted from Easter.

    With ``closes_at`` the day is half: service ends at this hour. Exactly one of ``on``, ``month`` with
    ``day_of_month`` and ``easter_offset`` is set.
    """

    name: str
    on: date | None = None
    month: int | None = None
    day_of_month: int | None = None
    easter_offset: int | None = None
    closes_at: time | None = None

    def falls_on(self, day: date) -> bool:
        if self.on is not None:
            return day == self.on
        if self.easter_offset is not None:
            easter = _easter(day.year)
            return easter is not None and day == easter + timedelta(days=self.easter_offset)
        return (day.month, day.day) == (self.month, self.day_of_month)

    def next_after(self, today: date) -> date | None:
        """The next day on which it falls, today included; ``None`` when it is over (or never comes)."""
        if self.on is not None:
            return self.on if self.on >= today else None
        return next((day for n in range(LONGEST_WAIT) if self.falls_on(day := today + timedelta(days=n))), None)


#: What municipalities of a state (two digits) or one municipality (eight) have beside the state's holidays.
#: Art. 1 BayFTG, § 1 SächsSFG, § 2 ThürFtG: whether it holds depends on the municipality, so a town says so itself.
LEGAL_ONES: dict[str, tuple[LocalHoliday, ...]] = {
    "09": (LocalHoliday("Mariä Himmelfahrt", month=8, day_of_month=15),),
    "09761000": (LocalHoliday("Augsburger Hohes Friedensfest", month=8, day_of_month=8),),
    "14": (LocalHoliday("Fronleichnam", easter_offset=60),),
    "16": (LocalHoliday("Fronleichnam", easter_offset=60),),
}
#: No holidays by law; many town halls are closed all the same, wholly or from noon on.
CUSTOMARY_ONES = (
    LocalHoliday("Rosenmontag", easter_offset=-48, closes_at=time(12)),
    LocalHoliday("Faschingsdienstag", easter_offset=-47, closes_at=time(12)),
    LocalHoliday("Heiligabend", month=12, day_of_month=24),
    LocalHoliday("Silvester", month=12, day_of_month=31),
)


def usual_local_holidays(municipality_code: str) -> tuple[LocalHoliday, ...]:
    """What a municipality may want to add, the legal ones of its state and its own first."""
    legal = (*LEGAL_ONES.get(municipality_code, ()), *LEGAL_ONES.get(municipality_code[:2], ()))
    return (*legal, *CUSTOMARY_ONES)


@dataclass(frozen=True)
class FreeDays:
    """The public holidays of a state (two-digit code) and the days that a town has beside them."""

    state_code: str
    local: tuple[LocalHoliday, ...] = ()

    def name_of(self, day: date) -> str:
        """What ``day`` is called when it is free, wholly or half; an empty string on other days."""
        names = [_holidays_of(self.state_code, day.year).get(day, "")] if self.state_code in SUBDIVISIONS else []
        return " · ".join(dict.fromkeys(filter(None, [*names, *(own.name for own in self._own(day))])))

    def closes_at(self, day: date) -> time | None:
        """The hour at which service ends early: midnight where the whole day is free, ``None`` on other days."""
        if self.state_code in SUBDIVISIONS and day in _holidays_of(self.state_code, day.year):
            return time.min
        return min((own.closes_at or time.min for own in self._own(day)), default=None)

    def _own(self, day: date) -> list[LocalHoliday]:
        return [own for own in self.local if own.falls_on(day)]


@lru_cache(maxsize=64)
def _easter(year: int) -> date | None:
    """Easter Sunday, from the holidays library; ``None`` in years it does not know (before 1991)."""
    monday = (day for day, name in _holidays_of("05", year).items() if name == "Ostermontag")
    return next((day - timedelta(days=1) for day in monday), None)


@lru_cache(maxsize=256)
def _holidays_of(state_code: str, year: int) -> dict[date, str]:
    return dict(_germany()(subdiv=SUBDIVISIONS[state_code], years=year, language="de"))


@lru_cache(maxsize=256)
def school_holidays_of(state_code: str, year: int) -> tuple[tuple[str, date, date], ...]:
    """Name, first and last day of the school holidays of a state that begin in ``year``.

    Source: the holiday calendar of the Kultusministerkonferenz in the holidays library; nothing for years that it does
    not have (yet). Days on which schools of single towns are closed (bewegliche Ferientage) are not in it.
    """
    if state_code not in SUBDIVISIONS:
        return ()
    years = (year - 1, year, year + 1)
    named = _germany()(subdiv=SUBDIVISIONS[state_code], years=years, language="de", categories=("school",))
    found: list[tuple[str, date, date]] = []
    for day, name in sorted(named.items()):
        if found and found[-1][0] == name and found[-1][2] + timedelta(days=1) == day:
            found[-1] = (name, found[-1][1], day)
        else:
            found.append((name, day, day))
    return tuple(span for span in found if span[1].year == year)


@cache
def _germany() -> type[holidays.HolidayBase]:
    """The library's Germany from its file: by its name, all its 250 countries would be loaded with it (8 MiB)."""
    name, file = "holidays_germany", Path(holidays.__file__).parent / "countries" / "germany.py"
    loader = SourceFileLoader(name, str(file))
    module = module_from_spec(ModuleSpec(name, loader, origin=str(file)))
    loader.exec_module(module)
    germany: type[holidays.HolidayBase] = module.Germany
    return germany
