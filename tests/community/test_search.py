# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A comment is found by its words, however they are joined, spelled or gendered – also far down, by the index."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from channels_mgmt.connectors.contract import IncomingComment
from community.models import Author, Comment
from community.queries.search import FIRST_PART, count_matching, matching
from community.services import intake
from tests.community.factories import delivery_of, practice_channel

CASES = [
    ("Kita/Schule geschlossen?", "Schule"),
    ("Stau auf der B27/B31", "B31"),
    ("Antworten Sie mit ja/nein", "nein"),
    ("Schönes Freibad.Endlich offen", "endlich"),
    ("Rathaus/Bürgerbüro zu", "Bürgerbüro"),
    ("Die Gebühr steigt", "Gebuehr"),
    ("Die Gebuehr steigt", "Gebühr"),
    ("Neue Strasse am See", "STRASSE"),
    ("Neue Straße am See", "strasse"),
    ("ÄRGERLICH", "ärgerlich"),
    ("Liebe Bürger:innen", "Bürger"),
    ("Liebe Bürger*innen", "Bürgerinnen"),
    ("Liebe Bürger_innen", "Bürger"),
    ("Liebe BürgerInnen", "Bürger:innen"),
    ("Unser/-e Bürgermeister/-in", "Bürgermeister"),
    ("Stadtwerke@Rathaus antwortet", "Rathaus"),
    ("Das Freibad hat geschlossen, sagt die Bürgermeisterin.", "buergermeister FREIBAD"),
    ("Im Weg liegt Laub", "laub weg"),
    ("GROẞ und klein", "gross"),
    ("Die Fuß-gänger warten", "fuss gaenger"),
    ("Na, wie geht's?", "geht's"),
    ("Nur 150 % dafür", "150%"),
    ('Der "Goldene" Löwe', '"goldene" & !löwe:* |'),
    ("Frau Müller wartet", "Mueller"),
]


def comments_in(town, texts, *, minutes=0):
    """Stored as intake stores many: by one statement."""
    delivery = delivery_of(practice_channel(town))
    author = Author.objects.create(municipality=town, channel=delivery.channel, remote_id="a", handle="a")
    at = timezone.now() - timedelta(minutes=minutes)
    rows = [
        Comment(
            municipality=town,
            channel=delivery.channel,
            delivery=delivery,
            author=author,
            remote_id=f"c{number}",
            text=text,
            posted_at=at + timedelta(microseconds=number),
            due_at=at + timedelta(microseconds=number),
        )
        for number, text in enumerate(texts)
    ]
    return Comment.objects.bulk_create(rows)


@pytest.mark.parametrize(("text", "words"), CASES)
def test_a_word_is_found_however_it_is_joined_or_spelled(town, text, words):
    sought, other = comments_in(town, [text, "Wann kommt der Winterdienst?"])

    found = matching(Comment.objects.in_queue_order(), town, words, 10)

    assert list(found.comments) == [sought] and other not in found.comments
    assert not found.is_partial or len(words) < 3


@pytest.mark.postgresql
def test_the_index_finds_the_same_words_below_the_part_that_is_read(town):
    """Every case lies behind more comments than are read in list order."""
    fillers = [f"Nummer {number} sagt nichts" for number in range(FIRST_PART)]
    comments = comments_in(town, [*fillers, *(text for text, _words in CASES)])
    sought = dict(zip((text for text, _words in CASES), comments[FIRST_PART:], strict=True))

    missed = {
        (text, words)
        for text, words in CASES
        if sought[text] not in matching(Comment.objects.in_queue_order(), town, words, 50).comments
    }

    assert missed == set()


@pytest.mark.parametrize("words", ["", "x", "& | ! : * ' \" %", "wort " * 1000, "\\", "':*", "a" * 5000])
def test_nothing_typed_breaks_the_search(town, words):
    comments_in(town, ["Wann kommt der Winterdienst?"])

    found = matching(Comment.objects.in_queue_order(), town, words, 10)
    assert list(found.comments) in ([], list(Comment.objects.all()))


def test_hits_are_counted_as_they_are_found(town):
    comments_in(town, ["Am Markt fehlt eine Bank", "Am Markt fehlt Licht", "Danke 🌳!"])
    everything = Comment.objects.in_queue_order()

    assert [count_matching(everything, words, 9) for words in ("markt", "bank markt", "park")] == [2, 1, 0]
    assert count_matching(everything, "markt", 1) == 1
    assert count_matching(everything, "🌳", 9) in (1, None)  # an index knows no signs


@pytest.mark.postgresql
def test_hits_below_the_part_that_is_read_are_counted_too(town):
    comments_in(town, [*(f"Nummer {n} sagt nichts" for n in range(FIRST_PART)), "Die Bank", "Keine Bank"])

    assert count_matching(Comment.objects.in_queue_order(), "bank", 9) == 2


def test_every_word_has_to_be_there(town):
    both, _one = comments_in(town, ["Am Markt fehlt eine Bank", "Am Markt fehlt Licht"])

    assert list(matching(Comment.objects.in_queue_order(), town, "bank markt", 10).comments) == [both]
    assert not matching(Comment.objects.in_queue_order(), town, "bank licht", 10).comments


def test_signs_and_smileys_are_searched_in_the_text_itself(town):
    sought, _other = comments_in(town, ["Danke 🌳!", "Danke!"])

    assert list(matching(Comment.objects.in_queue_order(), town, "🌳", 10).comments) == [sought]


def test_an_edited_comment_is_found_by_its_new_words_only(town):
    channel = practice_channel(town)
    values = {
        "parent_id": "",
        "root_id": "",
        "author_id": "u1",
        "author_handle": "emma",
        "author_name": "Emma Beispiel",
        "created_at": timezone.now(),
        "url": "",
    }
    for text in ("Wann öffnet das Freibad?", "Wann öffnet das Hallenbad?"):
        intake.store_comments(channel, [IncomingComment(remote_id="c1", text=text, **values)])

    assert matching(Comment.objects.in_queue_order(), town, "Hallenbad", 10).comments.count() == 1
    assert matching(Comment.objects.in_queue_order(), town, "Freibad", 10).comments.count() == 0


def test_comments_of_the_release_before_are_found_after_the_migration(town):
    (sought,) = comments_in(town, ["Rathaus/Bürgerbüro zu"])
    Comment.objects.update(searchable="")

    import_module("community.migrations.0009_searchable_text").fold_what_is_there(apps, None)

    assert list(matching(Comment.objects.in_queue_order(), town, "Buergerbuero", 10).comments) == [sought]
