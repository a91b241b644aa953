# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which words a question asks for, in which forms, and where they stand in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.words import LONGEST_QUESTION, MOST_WORDS, excerpt, is_found_in, pieces_of, words_asked

#: What somebody asks for → what stands in the text. The forms of a word lead to each other.
SAME = [
    ("Haus", "Häuser"),
    ("Häuser", "Haus"),
    ("Bad", "Bädern"),
    ("Bäder", "Bad"),
    ("Straßen", "Straße"),
    ("Spielplätze", "Spielplatz"),
    ("Spielplatz", "Spielplätzen"),
    ("Kindergarten", "Kindergärten"),
    ("Gärten", "Garten"),
    ("Baum", "Bäume"),
    ("Bürgerinnen", "Bürger"),
    ("Bürger:innen", "Bürgern"),
    ("Bürgermeisterin", "Bürgermeister"),
    ("Rathäuser", "Rathaus"),
    ("Wahlen", "Wahl"),
    ("Bücher", "Buch"),
    ("Mann", "Männer"),
    ("Stadt", "Städte"),
    ("Zug", "Züge"),
    ("Anträgen", "Antrag"),
]
DIFFERENT = [("Müller", "Müll"), ("Wetter", "Wette"), ("Bürger", "Burg"), ("Termin", "Term"), ("Keller", "Kelle")]


def is_found(question, *texts):
    return is_found_in(words_asked(question), texts)


@pytest.mark.parametrize(("question", "text"), SAME)
def test_the_forms_of_a_german_word_lead_to_each_other(question, text):
    assert is_found(question, f"Das sind, kurz gesagt: {text}!")


@pytest.mark.parametrize(("question", "text"), DIFFERENT)
def test_words_that_only_look_like_forms_of_each_other_stay_apart(question, text):
    assert not is_found(question, f"Das sind, kurz gesagt: {text}!")


def test_the_beginning_of_a_word_finds_it_and_its_end_does_not():
    assert is_found("spielpl", "Der Spielplatz ist neu")
    assert not is_found("platz", "Der Spielplatz ist neu")


def test_a_beginning_of_two_letters_has_to_be_the_whole_word():
    assert is_found("B3", "Stau auf der B3.")
    assert not is_found("B3", "Stau auf der B31.")


def test_words_that_stand_everywhere_are_not_asked_for_unless_they_are_all_there_is():
    assert is_found("Wann öffnet das Freibad?", "Freibad öffnet am Montag")
    assert is_found("der", "Der Winter")
    assert not is_found("der", "Winter")


def test_all_words_have_to_be_there_in_any_order_and_in_any_of_the_texts():
    assert is_found("Laub Weg", "Am Weg", "liegt Laub")
    assert not is_found("Laub Weg", "Am Weg liegt Schnee")


def test_a_question_without_letters_or_digits_finds_nothing():
    assert words_asked("??? 🌳") == ()
    assert not is_found("???", "???")


def test_a_question_is_no_longer_than_what_is_useful():
    assert len(words_asked("ab cd ef gh ij kl mn op qr st uv wx yz aa bb")) == MOST_WORDS
    assert words_asked("x" * 5000)[0].beginning == "x" * LONGEST_QUESTION


def test_hits_are_marked_as_they_are_written():
    pieces = pieces_of(words_asked("bürgerin strasse"), "Liebe Bürger*innen, die Hauptstraße und die Straßen (neu).")

    assert [text for text, is_hit in pieces if is_hit] == ["Bürger*innen", "Straßen"]


def test_a_long_text_is_shown_around_the_first_hit_and_cut_between_words():
    text = "Anfang " * 60 + "das Rathaus zieht um " + "Ende " * 60

    shown = excerpt(words_asked("rathaus"), text, 120)

    assert "das Rathaus zieht um" in shown
    assert shown.startswith("… Anfang") and shown.endswith("Ende …")
    assert len(shown) < 130


def test_a_word_longer_than_the_excerpt_is_cut():
    assert len(excerpt(words_asked("nichts"), "Donaudampfschiff" * 40, 100)) < 110


@given(st.text(alphabet="aeou ßäBürgen:innen*-/.,1", max_size=60), st.text(max_size=20))
def test_pieces_make_up_the_text_whatever_is_asked(text, question):
    assert "".join(piece.text for piece in pieces_of(words_asked(question), text)) == text
