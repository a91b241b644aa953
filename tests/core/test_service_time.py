# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.free_days import FreeDays
from core.service_time import add_service_time, service_time_between

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = {day: [(time(8), time(12)), (time(13), time(17))] for day in range(5)}
BADEN, SAXONY = FreeDays("08"), FreeDays("14")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23T09:00", 2, "2026-11-23T11:00"),
        ("2026-11-23T11:00", 2, "2026-11-23T14:00"),  # over the lunch break
        ("2026-11-23T16:00", 8, "2026-11-24T16:00"),  # a working day later
        ("2026-11-27T16:00", 2, "2026-11-30T09:00"),  # over the week-end
        ("2026-11-28T22:00", 1, "2026-11-30T09:00"),  # on a Saturday night
        ("2026-12-24T16:00", 2, "2026-12-28T09:00"),  # over Christmas and a week-end
        ("2026-03-27T16:00", 2, "2026-03-30T09:00"),  # over the beginning of summer time
    ],
)
def test_a_deadline_counts_service_time_only(start, hours, end):
    assert add_service_time(local(start), timedelta(hours=hours), OFFICE, BERLIN, BADEN) == local(end)


def test_a_deadline_respects_the_holidays_of_the_state():
    """Buß- und Bettag (18 November 2026) is a public holiday in Saxony only."""
    assert SAXONY.name_of(date(2026, 11, 18))
    assert not BADEN.name_of(date(2026, 11, 18))
    evening_before = local("2026-11-17T17:00")

    in_saxony = add_service_time(evening_before, timedelta(hours=1), OFFICE, BERLIN, SAXONY)
    in_baden = add_service_time(evening_before, timedelta(hours=1), OFFICE, BERLIN, BADEN)

    assert in_saxony == local("2026-11-19T09:00")
    assert in_baden == local("2026-11-18T09:00")


def test_a_town_without_any_service_hours_still_gets_a_deadline():
    start = datetime(2026, 11, 23, 9, tzinfo=UTC)

    assert add_service_time(start, timedelta(hours=3), {}, BERLIN, BADEN) == start + timedelta(hours=3)


def test_service_time_between_is_the_inverse_of_adding_it():
    start = local("2026-11-27T16:00")
    for hours in (0.5, 1, 3, 8, 20):
        end = add_service_time(start, timedelta(hours=hours), OFFICE, BERLIN, BADEN)
        assert service_time_between(start, end, OFFICE, BERLIN, BADEN) == timedelta(hours=hours)
