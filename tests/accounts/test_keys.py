# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One list of single keys, and what a person makes of them."""

import re
from pathlib import Path

import pytest

from accounts.frame.keys import DIGITS, KEYS, OFF, chosen_keys, line_of
from accounts.frame.navigation import ACTIONS
from core.errors import Refused

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def test_every_key_of_a_page_stands_in_the_list_and_every_one_of_the_list_on_a_page():
    text = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.*"))
    text += "".join(
        path.read_text(encoding="utf-8") for path in Path(TEMPLATES.parent, "community", "forms").glob("*.py")
    )
    named = set(re.findall(r"data-key=[\"'](.)[\"']", text)) | set(re.findall(r'"data-key": "(.)"', text))
    named |= set(re.findall(r'blurred\(.*?"(.)"\)', text))
    named |= {action.key for action in ACTIONS}

    assert named - set(DIGITS) == set(KEYS)


def test_nothing_changed_is_an_empty_line():
    assert line_of(chosen_keys(""), is_off=False) == ""
    assert line_of({}, is_off=True) == OFF


@pytest.mark.parametrize("line", ["r=x h=", "off l=ä", "/=+", "r=l l=r"])
def test_what_was_chosen_is_read_as_it_was_written(line):
    is_off = line.startswith(OFF)

    written = line_of(chosen_keys(line), is_off=is_off)

    assert set(written.split()) == set(line.split())


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"r": "h"}, "zweierlei tun"),
        ({"r": "xy"}, "mehr als eine Taste"),
        ({"r": "3"}, "Ziffern wählen"),
        ({"r": "\u200b"}, "mehr als eine Taste"),
    ],
)
def test_a_conflict_is_refused_in_words(wanted, words):
    with pytest.raises(Refused, match=words):
        line_of(wanted, is_off=False)


def test_the_longest_line_fits_its_column():
    from accounts.models import User

    line = line_of({key: chr(0x1F600 + n) for n, key in enumerate(KEYS)}, is_off=True)

    assert len(line) <= User._meta.get_field("key_choice").max_length
