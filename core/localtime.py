# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wall-clock time of a town and the instants it names.

A plan is kept as people said it ("Sunday, 09:00 in Europe/Berlin"); the instant is computed per
occurrence, so that a change to summer time never moves a post by an hour.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core.errors import DomainError


class NoSuchLocalTime(DomainError):
    """The wall clock skips this time on the day summer time begins."""


def to_instant(wall: datetime, zone: str) -> datetime:
    """Return the UTC instant of the naive wall time ``wall`` in ``zone``.

    A time that occurs twice (end of summer time) means its first occurrence. A time that does
    not occur raises ``NoSuchLocalTime``.
    """
    local = wall.replace(tzinfo=ZoneInfo(zone), fold=0)
    instant = local.astimezone(UTC)
    if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall.replace(fold=0):
        raise NoSuchLocalTime(
            _("The clock skips %(time)s on that day because summer time begins. Please choose another time.")
            % {"time": f"{wall:%H:%M}"}
        )
    return instant


def to_wall(instant: datetime, zone: str) -> datetime:
    """Return the naive wall time of ``instant`` in ``zone``."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def to_first_instant(day: date, zone: str) -> datetime:
    """Return the UTC instant at which ``day`` begins in ``zone``.

    Where summer time begins at midnight, that is the first minute the clock shows.
    """
    try:
        return to_instant(datetime.combine(day, time()), zone)
    except NoSuchLocalTime:
        return to_instant(datetime.combine(day, time(1)), zone)
