# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest

from channels_mgmt.domain.plain_language import wording_hints


def test_a_plain_text_gets_no_hint():
    assert wording_hints("Das Bürgerbüro öffnet am Samstag um 9 Uhr. Kommen Sie vorbei! #BürgerbüroAmSamstag") == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Kommt alle! #burgfestimpark", "burgfestimpark"),
        ("Diesbezüglich teilen wir mit: Es schneit.", "diesbezüglich"),
        ("ACHTUNG, es schneit.", "ACHTUNG"),
        ("Es schneit 🎉🎉🎉🎉", "4"),
        ("Das Straßenverkehrsordnungswidrigkeitenverfahren ruht.", "Straßenverkehrsordnungswidrigkeitenverfahren"),
        ("Wir " + "gehen und " * 12 + "bleiben.", "20"),
    ],
)
def test_what_is_hard_to_read_is_named(text, word):
    (hint,) = wording_hints(text)

    assert word in hint


@pytest.mark.parametrize("text", ["#DasIstLesbar", "#konstanz", "https://stadt.example/#langerankername", "StVO", ""])
def test_what_can_be_read_is_left_alone(text):
    assert wording_hints(text) == []
