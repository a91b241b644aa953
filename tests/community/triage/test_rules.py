# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rules see labels with the words as they stand; who somebody is, is never a sign of anything."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels_mgmt.connectors.contents import Contents
from community.triage import lexicon
from community.triage.labels import BURDENING, Label
from community.triage.rules import OwnWords, counts, seen, without_identity
from community.triage.stems import Words, beginnings, split_alternatives

pytestmark = pytest.mark.sqlite_only

#: Label, comment, a word that has to be named.
SEEN = [
    (Label.THREAT, "Ich weiß, wo du wohnst.", "Ich weiß, wo du wohnst"),
    (Label.THREAT, "Man sollte euch alle an die Wand stellen", "Man sollte euch alle an die Wand"),
    (Label.THREAT, "Die gehoeren alle aufgehängt!", "gehoeren alle aufgehängt"),
    (Label.HATE, "Ausländer raus!", "Ausländer raus"),
    (Label.HATE, "Die Flüchtlinge sind alle Abschaum", "Die Flüchtlinge sind alle Abschaum"),
    (Label.INSULT, "Ihr seid doch alle Vollidioten", "Vollidioten"),
    (Label.INSULT, "VERPISS DICH", "VERPISS"),
    (Label.INSULT, "halt einfach die Fresse", "halt einfach die Fresse"),
    (Label.CONSPIRACY, "Schaut euch die Chemtrails an", "Chemtrails"),
    (Label.ANTIDEMOCRATIC, "Die Lügenpresse schweigt wieder", "Lügenpresse"),
    (Label.SPAM, "Verdiene 500 Euro am Tag, klick auf den Link", "Verdiene 500 Euro"),
    (Label.SPAM, "hier: t.me/reich", "t.me/reich"),
    (Label.QUESTION, "Wann öffnet das Bad?", "?"),
    (Label.PRAISE, "Vielen Dank an den Bauhof!", "Vielen Dank"),
    (Label.CRITICISM, "Eine Frechheit.", "Frechheit"),
    (Label.CLAIM, "Laut Haushalt kostet das 3 Millionen", "3 Millionen"),
    (Label.DEFECT, "Vor Haus 3 ist ein Schlagloch", "Schlagloch"),
]
#: Written for this project in the manner of HateCheck's neutral mentions and of reports to a town.
HARMLESS = [
    "Ich bin eine Jüdin.",
    "Mein Kollege ist Muslim und spielt Handball.",
    "Drei Frauen wurden in den Stadtrat gewählt.",
    "In meiner Straße wohnen viele Syrer.",
    "Schwule und Lesben feiern am Samstag auf dem Marktplatz.",
    "Ein Rollstuhlfahrer kommt hier nicht durch.",
    "Die Ukrainer im dritten Stock sind sehr nett.",
    "Bitte hängen Sie das Schild wieder auf.",
    "Der Mülleimer am Spielplatz quillt über, es stinkt.",
    "Die Ratten am Bach werden immer mehr.",
    "Vor dem Haus liegt ein toter Igel.",
    "An der Wand am Bahnhof sind Schmierereien.",
    "Der Strick am Fahnenmast ist gerissen.",
    "Bei der Feuerwehr brennt noch Licht.",
]


@pytest.mark.parametrize(("label", "text", "word"), SEEN)
def test_a_rule_sees_a_label_and_names_the_words_as_they_stand(label, text, word):
    assert word in seen(text)[label]
    assert all(one in text for one in seen(text)[label])


@pytest.mark.parametrize("text", HARMLESS)
def test_who_somebody_is_and_what_is_broken_burdens_nobody(text):
    assert BURDENING.isdisjoint(seen(text))


def test_a_poll_is_a_question_and_its_words_are_read():
    asked = seen("", Contents(poll=("Ja", "Ihr Idioten")))

    assert asked[Label.QUESTION] == ()
    assert asked[Label.INSULT] == ("Idioten",)


def test_a_town_adds_words_and_takes_some_out():
    own = OwnWords(added=((Label.INSULT, "Rathaus*"), (Label.SPAM, "wunder  kur")), removed=("vollidioten",))

    assert seen("Ihr Rathausschnarcher, ihr Vollidioten", own=own)[Label.INSULT] == ("Rathausschnarcher",)
    assert seen("Die Wunder Kur", own=own)[Label.SPAM] == ("Wunder Kur",)
    assert Label.INSULT not in seen("Ihr Vollidioten", own=own)
    assert Label.INSULT in seen("Ihr Vollidioten")


def test_a_sign_of_a_town_counts_wherever_it_stands():
    own = OwnWords(added=((Label.INSULT, "🤡"),))

    assert seen("Der Rat🤡🤡", own=own) == {Label.INSULT: ("🤡",)}


@pytest.mark.parametrize("word", ["a(b", "[", "x|y", "\\", "*", " ", "😀", "?"])
def test_whatever_a_town_writes_is_a_word_and_no_pattern(word):
    seen("Ein Satz, x und y.", own=OwnWords(added=((Label.SPAM, word),)))


def test_at_most_three_words_are_named():
    assert len(seen("Idiot, Depp, Trottel, Arschloch, Versager")[Label.INSULT]) == 3


def test_identity_words_can_be_left_out():
    assert without_identity("Die Jüdin und der Nachbar").split() == ["Die", "und", "der", "Nachbar"]


@given(st.text(max_size=300))
def test_rules_take_any_text(text):
    assert set(seen(text)) <= set(Label)
    assert set(counts(text)) == set(Label)


@pytest.mark.parametrize(
    "text", ["a" * 9_999, "a " * 9_999, "!" * 40_000, "a.b" * 15_000, "ich werde " * 4_000, "sie sind " * 4_000]
)
def test_no_comment_keeps_the_rules_busy(text):
    began = time.process_time()

    seen(text)

    assert time.process_time() - began < 1


@pytest.mark.parametrize("label", lexicon.PATTERNED)
def test_the_index_finds_what_one_pattern_of_all_stems_finds(label):
    """The quick way and the plain way, on every comment of this file."""
    words = lexicon.pattern(label)
    plain = re.compile(rf"\b(?:{'|'.join(words._stems)})(?!\w)", re.IGNORECASE)
    for text in [*HARMLESS, *(text for _label, text, _word in SEEN)]:
        whole = Words.finditer(words, text)
        assert {one[0] for one in plain.finditer(text)} <= set(whole)


def test_how_a_stem_begins_is_known_letter_by_letter():
    assert beginnings("(?:ä|ae)rger") == ["är", "ae"]
    assert beginnings("s?ab") == ["sa", "ab"]
    assert set(beginnings(r"\d+ Euro")) == set("0123456789")
    assert beginnings("(?:die |der )?bank") == ["di", "de", "ba"]
    assert split_alternatives(r"a(?:b|c)|d\||[|]e") == ["a(?:b|c)", r"d\|", "[|]e"]
    with pytest.raises(ValueError, match="begins"):
        beginnings(r"\w+ende")
