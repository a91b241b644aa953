# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Dates read as a German office writes them, and icons never speak to screen readers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from accounts.templatetags.dorflinde import initials
from core.moments import german_date, german_datetime, german_time, relative

NOON_IN_WINTER = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
NOON_IN_SUMMER = datetime(2026, 7, 6, 12, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_german():
    with translation.override("de"):
        yield


def test_a_moment_is_written_in_local_time_with_weekday_and_uhr():
    assert german_datetime(NOON_IN_WINTER) == "Mo., 23.11.2026, 14:05 Uhr"
    assert german_datetime(NOON_IN_SUMMER) == "Mo., 06.07.2026, 14:05 Uhr"


def test_a_day_has_no_time_and_nothing_is_written_for_nothing():
    assert german_datetime(date(2026, 11, 23)) == "Mo., 23.11.2026"
    assert german_date(datetime(2026, 11, 22, 23, 30, tzinfo=UTC)) == "Mo., 23.11.2026"
    assert german_time(NOON_IN_WINTER) == "14:05 Uhr"
    assert [german_datetime(None), german_date(None), german_time(None)] == ["", "", ""]


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (timedelta(seconds=20), "gerade eben"),
        (timedelta(minutes=1), "vor 1 Minute"),
        (timedelta(minutes=59, seconds=59), "vor 59 Minuten"),
        (timedelta(hours=1), "vor 1 Stunde"),
        (timedelta(hours=23), "vor 23 Stunden"),
        (timedelta(days=1), "vor 1 Tag"),
        (timedelta(days=29), "vor 29 Tagen"),
        (-timedelta(minutes=5), "in 5 Minuten"),
        (-timedelta(days=2), "in 2 Tagen"),
    ],
)
def test_relative_times_name_one_unit(distance, words):
    assert relative(NOON_IN_WINTER - distance, NOON_IN_WINTER) == words


def test_a_relative_time_always_carries_the_absolute_one():
    shown = Template("{% since at %}").render(Context({"at": NOON_IN_WINTER}))

    assert 'title="Mo., 23.11.2026, 14:05 Uhr"' in shown
    assert 'datetime="2026-11-23T13:05:00+00:00"' in shown


def test_an_icon_is_decoration():
    shown = Template('{% icon "check" "icon--large" %}').render(Context())

    assert 'class="icon icon--large"' in shown
    assert 'aria-hidden="true"' in shown


def test_a_misspelt_icon_fails_when_the_page_is_written_and_an_unknown_state_still_shows_a_sign():
    with pytest.raises(TemplateSyntaxError, match="There is no icon 'chek'"):
        Template('{% icon "chek" %}')

    assert "<svg" in Template("{% icon state %}").render(Context({"state": "unheard_of"}))


def test_what_comes_from_outside_is_escaped():
    shown = Template('{% icon "check" css %}').render(Context({"css": '"><script>'}))

    assert "<script>" not in shown


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Alma Beispiel", "AB"), ("hafen_liebe", "H"), ("Stadt am See", "SS"), ("", "?"), ("@ 🙂", "?")],
)
def test_initials_are_two_letters_at_most(name, letters):
    assert initials(name) == letters
