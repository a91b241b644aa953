# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which days a rule has, and what holidays and the change of clocks make of them."""

from datetime import date, datetime, time
from itertools import islice

import pytest

from channels_mgmt.domain.recurrence import (
    KEEP,
    MOVE,
    SKIP,
    days_from,
    end_of,
    first_day,
    occurrences,
    written,
)
from core.errors import Refused
from core.free_days import FreeDays
from core.localtime import to_instant

BERLIN, STATE = "Europe/Berlin", FreeDays("08")


def dates(rule, start, *, at=time(9), on_holidays=KEEP, most=4):
    found = occurrences(rule, start, at, since=start, on_holidays=on_holidays, free_days=STATE, zone=BERLIN, most=most)
    return [(one.day, one.wall) for one in found]


def test_an_hour_stays_the_same_on_the_wall_through_both_changes_of_clocks():
    for start, hours in ((date(2026, 10, 18), [7, 8]), (date(2027, 3, 21), [8, 7])):
        walls = [wall for _day, wall in dates("FREQ=WEEKLY;BYDAY=SU", start, most=2)]

        assert [wall.hour for wall in walls] == [9, 9]
        assert [to_instant(wall, BERLIN).hour for wall in walls] == hours


def test_a_time_the_clock_skips_is_an_hour_later_that_day_and_a_doubled_one_is_its_first():
    skipped = [wall for _day, wall in dates("FREQ=WEEKLY;BYDAY=SU", date(2027, 3, 21), at=time(2, 30), most=3)]
    doubled = [wall for _day, wall in dates("FREQ=WEEKLY;BYDAY=SU", date(2026, 10, 25), at=time(2, 30), most=1)]

    assert [f"{wall:%d.%m. %H:%M}" for wall in skipped] == ["21.03. 02:30", "28.03. 03:30", "04.04. 02:30"]
    assert to_instant(doubled[0], BERLIN).isoformat() == "2026-10-25T00:30:00+00:00"


def test_the_last_day_of_every_month_is_the_last_day():
    days = [day for day, _wall in dates("FREQ=MONTHLY;BYMONTHDAY=-1", date(2027, 1, 31))]

    assert days == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]


def test_a_holiday_is_kept_left_out_or_moved_to_the_next_working_day():
    friday, rule = date(2026, 12, 25), "FREQ=WEEKLY;BYDAY=FR"

    walls = {what: dates(rule, friday, on_holidays=what, most=1)[0][1] for what in (KEEP, SKIP, MOVE)}

    # The 26th is a holiday as well, the 27th a Sunday.
    assert walls == {KEEP: datetime(2026, 12, 25, 9), SKIP: None, MOVE: datetime(2026, 12, 28, 9)}


@pytest.mark.parametrize(
    ("rule", "earliest", "begins"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", date(2026, 11, 30), date(2026, 12, 1)),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", date(2026, 12, 1), date(2026, 12, 14)),
        ("FREQ=MONTHLY;BYDAY=1TU", date(2026, 12, 2), date(2027, 1, 5)),
        ("FREQ=MONTHLY;BYDAY=-1FR", date(2026, 12, 26), date(2027, 1, 29)),
        ("FREQ=MONTHLY;BYMONTHDAY=28", date(2026, 11, 30), date(2026, 12, 28)),
    ],
)
def test_a_series_begins_on_its_rule_and_five_dates_are_five(rule, earliest, begins):
    start = first_day(rule, earliest)

    assert start == begins
    assert len(list(days_from(f"{rule};COUNT=5", start, start))) == 5


def test_a_first_day_beside_the_rule_is_refused_as_readers_differ_about_it():
    with pytest.raises(Refused, match="Regel"):
        list(days_from("FREQ=WEEKLY;BYDAY=TU;COUNT=5", date(2026, 11, 30), date(2026, 11, 30)))


def test_a_rule_without_an_end_gives_as_many_dates_as_are_asked_for():
    days = list(islice(days_from("FREQ=WEEKLY;BYDAY=MO", date(2026, 11, 30), date(2036, 1, 1)), 3))

    assert days == [date(2036, 1, 7), date(2036, 1, 14), date(2036, 1, 21)]


def test_an_end_counts_its_own_day_and_is_read_back():
    rule = written("WEEKLY", by="BYDAY=MO", until=date(2026, 12, 14))

    assert [day for day, _wall in dates(rule, date(2026, 11, 30))][-1] == date(2026, 12, 14) == end_of(rule)


def test_an_end_before_the_first_date_is_a_sentence():
    with pytest.raises(Refused, match="keinen Termin"):
        first_day(written("WEEKLY", by="BYDAY=MO", until=date(2026, 12, 5)), date(2026, 12, 1))


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "täglich",
        "FREQ=SECONDLY;BYDAY=MO",
        "FREQ=WEEKLY",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=MO;INTERVAL=0",
        "FREQ=WEEKLY;BYDAY=MO;INTERVAL=99",
        "FREQ=WEEKLY;BYDAY=MO;COUNT=0",
        "FREQ=WEEKLY;BYDAY=MO;COUNT=999",
        "FREQ=WEEKLY;BYDAY=MO;COUNT=5;UNTIL=20270101T235959",
        "FREQ=WEEKLY;BYDAY=MO;UNTIL=20271341T235959",
        "FREQ=WEEKLY;BYDAY=MO;WKST=SU",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;BYDAY=MO\nEXDATE:20261201",
    ],
)
def test_what_is_no_rule_of_a_series_is_a_sentence(rule):
    with pytest.raises(Refused):
        first_day(rule, date(2026, 12, 1))
