# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The kind of a comment is suggested by rules, with the words that speak for it; a report of a defect is neither."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from channels_mgmt.connectors.contents import Contents
from channels_mgmt.connectors.contract import IncomingComment
from community.models import Comment
from community.queries.kinds import kind_of
from community.services.intake import store_comments
from tests.community.factories import address, comment_in, decision_on, delivery_of, practice_channel
from tests.community.test_teaching import seen_comment

QUESTIONS = [
    "Wann öffnet das Freibad?",
    "wann wird die Bahnhofstraße wieder frei",
    "Hallo. Gibt es schon einen Termin für den Flohmarkt",
    "Ich hätte mal eine Frage zur Biotonne.",
    "Wüsste gern, wann der Markt beginnt",
    "Super Aktion! Kann man da auch mit Kindern hin",
    "Danke für die Auskunft. Gilt das auch am Samstag?",
]
PRAISE = [
    "Vielen Dank an den Bauhof!",
    "Super, weiter so 👍",
    "Sehr schön geworden, gefällt mir.",
    "Das ist klasse!",
    "Großes Lob an alle Helferinnen und Helfer",
    "❤️",
    "Danke, dass ihr das so schnell gemacht habt",
    "Grossartige Arbeit, Respekt.",
]
CRITICISM = [
    "Eine Frechheit, was ihr da baut.",
    "Na toll, wieder gesperrt.",
    "Reine Steuerverschwendung!",
    "Das kann doch nicht sein.",
    "Super, dass ihr das auch noch schlechtredet. Peinlich.",
]
#: Written for this project, in the manner of what towns are told of defects.
REPORTS = [
    "Die Laterne vor Haus 12 ist defekt. Vielen Dank für die Reparatur!",
    "Auf dem Gehweg liegen Glasscherben. Danke.",
    "Bitte die Hecke am Radweg schneiden, danke im Voraus.",
    "Seit drei Wochen steht hier ein Sofa. Vielen Dank fürs Kümmern :-)",
    "Der Gully in der Hauptstraße ist verstopft. Es wäre sehr nett, wenn ihn jemand reinigt.",
    "Es wäre toll, wenn die Bank wieder aufgestellt würde.",
    "Am Zaun stehen spitze Drähte heraus.",
    "Der Weg ist dank des Bibers überschwemmt.",
    "Das Licht geht nachts nicht aus.",
    "In unserer Klasse sind alle erkältet.",
    "https://stadt.example/?seite=2",
    "Nicht schön.",
]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *(("question", text) for text in QUESTIONS),
        *(("praise", text) for text in PRAISE),
        *(("criticism", text) for text in CRITICISM),
    ],
)
def test_a_kind_is_seen_with_the_words_that_speak_for_it(kind, text):
    seen = kind_of(text)

    assert seen.kind == kind
    assert seen.words and all(words in text for words in seen.words)


@pytest.mark.parametrize("text", [text for text in REPORTS if text != "Auf dem Gehweg liegen Glasscherben. Danke."])
def test_harmless_reports_of_defects_are_neither_praise_nor_criticism(text):
    """Manners at the end of a request are no praise, and what is broken is no anger."""
    assert kind_of(text) == ("other", ())


def test_of_harmless_reports_hardly_any_is_taken_for_praise_or_criticism():
    seen = [kind_of(text).kind for text in REPORTS]

    assert seen.count("praise") <= 1 and seen.count("criticism") == 0


def test_the_words_of_a_poll_and_of_a_description_count():
    assert kind_of("", Contents(poll=("Ja", "Nein"))).kind == "question"
    assert kind_of("Schaut mal", Contents(warning="Wann wird das repariert?")).kind == "question"


def incoming(text):
    return IncomingComment(
        remote_id="c1",
        parent_id="",
        root_id="",
        url="",
        text=text,
        author_id="a1",
        author_handle="erna",
        author_name="Erna",
        created_at=timezone.now(),
    )


def test_a_comment_gets_its_kind_when_it_comes_in_and_when_it_is_edited(town):
    channel = delivery_of(practice_channel(town)).channel

    store_comments(channel, [incoming("Sehr schön geworden!")])
    assert Comment.objects.get().kind == "praise"
    store_comments(channel, [incoming("Sehr schön geworden! Was kostet der Eintritt?")])

    assert Comment.objects.get().kind == "question"


def test_what_was_open_before_or_written_lately_gets_its_kind_from_the_migration(town, alma):
    old = timezone.now() - timedelta(days=60)
    waiting = comment_in(town, text="Danke an alle!", posted_at=old)
    lately = comment_in(town, text="Eine Frechheit.")
    settled = comment_in(town, text="Danke an alle!", posted_at=old)
    decision_on(lately, alma)
    decision_on(settled, alma)

    import_module("community.migrations.0021_kinds").suggest_kinds(apps, None)

    kinds = dict(Comment.objects.values_list("pk", "kind"))
    assert kinds == {waiting.pk: "praise", lately.pk: "criticism", settled.pk: ""}


def test_the_desk_shows_the_kind_as_a_suggestion_with_its_words(town, client, alma):
    comment = seen_comment(town, text="Vielen Dank, das ist sehr gelungen!", kind="praise")

    page = client.get(address(town, "comment", comment.pk)).content.decode()

    assert "Vermutete Art" in page
    assert "<mark>Vielen Dank</mark>" in page and "<mark>sehr gelungen</mark>" in page


def test_words_are_not_shown_for_a_kind_they_do_not_speak_for(town, client, alma):
    comment = comment_in(town, text="Vielen Dank!", kind="criticism")

    assert "<mark>" not in client.get(address(town, "comment", comment.pk)).content.decode()
