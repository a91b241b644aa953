# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is the same word to a person who searches."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.folding import fold_words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Kita/Schule", "kita schule"),
        ("B27/B31", "b27 b31"),
        ("ja/nein", "ja nein"),
        ("Freibad.Endlich", "freibad endlich"),
        ("Rathaus/Bürgerbüro", "rathaus buergerbuero"),
        ("Gebühr und GEBUEHR", "gebuehr und gebuehr"),
        ("Straße, STRASSE", "strasse strasse"),
        ("Café", "cafe"),
        ("\u2026 ?! ", ""),
        ("", ""),
    ],
)
def test_words_are_parted_where_a_person_parts_them(text, folded):
    assert fold_words(text) == folded


@pytest.mark.parametrize(
    "text",
    [
        "Bürger:innen",
        "Bürger*innen",
        "Bürger_innen",
        "Bürger·innen",
        "BürgerInnen",
        "Bürger/innen",
        "Bürger/-innen",
        "Bürger(innen)",
    ],
)
def test_all_gendered_forms_are_one_word(text):
    assert fold_words(text) == "buergerinnen"


def test_an_office_in_both_genders_begins_with_the_office():
    assert fold_words("Bürgermeister/-in gesucht") == "buergermeisterin gesucht"
    assert fold_words("Bürger/in der Stadt") == "buergerin der stadt"


@pytest.mark.parametrize("text", ["in/innen", "Haus/Innenhof", "so/in"])
def test_words_that_only_look_gendered_stay_apart(text):
    assert " " in fold_words(text)


@given(st.text())
def test_folding_twice_changes_nothing_and_composed_letters_are_the_same(text):
    folded = fold_words(text)

    assert fold_words(folded) == folded
    assert fold_words(unicodedata.normalize("NFD", text)) == fold_words(unicodedata.normalize("NFC", text))
