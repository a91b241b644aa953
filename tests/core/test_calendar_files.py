# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Calendars are written as RFC 5545 has it: lines of 75 octets, text that stays what it was, days and instants."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import vobject
from hypothesis import given
from hypothesis import strategies as st

from core.calendar_files import (
    LONGEST_LINE,
    CalendarEntry,
    calendar_file,
    dated,
    escaped,
    fingerprint_of,
    folded,
)
from core.text import clean_text

AT = datetime(2026, 11, 30, 9, tzinfo=UTC)
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenständerübergabefeierlichkeit in Übelbächen – „größer“ 🎉🎉🎉"


def written(*entries: CalendarEntry, name: str = "Musterstadt: Plan") -> str:
    return dated(calendar_file(name, entries, host="stadt.example"), AT)


def lines_of(text: str) -> list[str]:
    """As they stand in the file, with the end that the standard asks for."""
    assert text.endswith("\r\n")
    return text[:-2].split("\r\n")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=300))
def test_no_line_is_longer_than_75_octets_and_put_together_it_is_the_same(text):
    lines = lines_of(folded(text))

    assert all(len(line.encode()) <= LONGEST_LINE for line in lines)
    assert all(line.startswith(" ") for line in lines[1:])
    assert lines[0] + "".join(line[1:] for line in lines[1:]) == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=200))
def test_a_reader_gets_each_text_as_it_was_written(text):
    [event] = vobject.readOne(written(CalendarEntry("post-1", text, AT))).vevent_list

    assert event.summary.value == clean_text(text)


def test_a_long_german_word_is_folded_and_read_whole():
    text = written(CalendarEntry("post-1", LONG, AT, note=f"{LONG}; {LONG}, \\ {LONG}\nZweite Zeile"))

    assert all(len(line.encode()) <= LONGEST_LINE for line in lines_of(text))
    event = vobject.readOne(text).vevent
    assert event.summary.value == LONG
    assert event.description.value == f"{LONG}; {LONG}, \\ {LONG}\nZweite Zeile"


def test_what_cannot_be_printed_is_left_out_and_no_line_can_be_smuggled_in():
    title = "Fest\r\nEND:VEVENT\rATTACH:https://example.org\x00\x0b"

    assert escaped(title) == "Fest\\nEND:VEVENT\\nATTACH:https://example.org\\n"
    assert not any(line.startswith("ATTACH") for line in lines_of(written(CalendarEntry("post-1", title, AT))))


def test_an_instant_is_written_in_utc_and_days_end_the_day_after_the_last():
    berlin = datetime(2026, 7, 1, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    text = written(
        CalendarEntry("post-1", "Freibad", berlin),
        CalendarEntry("window-1", "Landtagswahl", date(2027, 1, 14), date(2027, 3, 14)),
        CalendarEntry("action-1", "Ein Tag", date(2026, 12, 31)),
    )

    assert "DTSTART:20260701T073000Z\r\nDURATION:PT15M\r\n" in text
    assert "DTSTART;VALUE=DATE:20270114\r\nDTEND;VALUE=DATE:20270315\r\n" in text
    assert "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n" in text
    assert text.count("DTSTAMP:20261130T090000Z\r\n") == 3
    assert "RRULE" not in text and "TZID" not in text and "RDATE" not in text


def test_a_calendar_is_the_same_until_an_entry_changes():
    def told(title):
        return fingerprint_of(calendar_file("Plan", [CalendarEntry("post-1", title, AT)], host="stadt.example"))

    assert told("Freibad") == told("Freibad") != told("Freibad öffnet")


def test_an_empty_calendar_is_still_one():
    assert vobject.readOne(written()).version.value == "2.0"
