# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Cells as people fill them in are days, times, channels and wordings; a doubtful one is none."""

from datetime import date, time

import pytest

from channels_mgmt.domain.sheet_cells import names_in, wordings_in
from core.cells import choice_in, day_in, time_in, time_of_moment

CHANNELS = {"mastodon": 1, "amt, nord": 2, "amt": 3}


@pytest.mark.parametrize(
    "cell",
    ["2026-11-30", "30.11.2026", "30. 11. 2026", "30.11.26", "Mo., 30.11.2026", "Montag, 30.11.2026", " 2026-11-30 ",
     "2026-11-30 09:30", "2026-11-30T09:30:00", "46356"],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(cell):
    assert day_in(cell) == date(2026, 11, 30)


@pytest.mark.parametrize(
    "cell", ["", "30.02.2026", "31.11.2026", "11/30/2026", "30.11.", "morgen", "2026", "٣٠.١١.٢٠٢٦", "1.1.0001"]
)
def test_what_is_no_day_is_none(cell):
    assert day_in(cell) is None


@pytest.mark.parametrize(
    "cell", ["9:30", "09:30", "09:30:00", "9.30 Uhr", "9:30 h", "0.3958333333", "0,39583", "2026-11-30 09:30"]
)
def test_a_time_is_read_as_people_write_it(cell):
    assert time_in(cell) == time(9, 30)


@pytest.mark.parametrize("cell", ["", "25:00", "9:70", "morgens", "9", "24:00", "1.5"])
def test_what_is_no_time_is_none(cell):
    assert time_in(cell) is None


def test_an_hour_alone_needs_a_word_and_a_moment_holds_both():
    assert time_in("9 Uhr") == time(9)
    assert time_of_moment("2026-11-30 09:30") == time(9, 30) and time_of_moment("2026-11-30") is None


@pytest.mark.parametrize(
    ("cell", "found", "unknown"),
    [
        ("Mastodon", [1], []),
        ("mastodon, Amt", [1, 3], []),
        ("Amt, Nord; Mastodon\nAmt", [2, 1, 3], []),
        ("Mastodon, Mastodon", [1], []),
        ("Mastodon, Fax", [1], ["Fax"]),
        ("", [], []),
    ],
)
def test_channels_are_told_by_name_also_with_a_comma_in_it(cell, found, unknown):
    assert names_in(cell, CHANNELS) == (found, unknown)


def test_wordings_begin_with_their_channel():
    assert wordings_in("Mastodon: Kurz\nund: lang\nAmt: Anders", CHANNELS) == {1: "Kurz\nund: lang", 3: "Anders"}
    assert wordings_in("", CHANNELS) == {}
    assert wordings_in("Einfach so", CHANNELS) is None


def test_a_choice_is_told_by_any_of_its_words():
    choices = {"routine": ["routine", "Routine"], "crisis": ["crisis", "Krise"]}
    assert (choice_in(" krise ", choices), choice_in("Chaos", choices)) == ("crisis", None)
