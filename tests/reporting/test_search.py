# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one search: the same answers on both engines, in the newest part and by the index, and to each his own."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Role
from channels_mgmt.models import Post
from channels_mgmt.services.planning import edit_post
from community.models import Comment
from community.queries import found as queries
from community.queries.found import BEGINNING, find_comments, indexed_with, newest_with
from core import folded
from core.folded import asked, keep_word_tables
from core.folding import fold_words
from core.words import is_found_in, pattern_of, words_asked
from tests.channels_mgmt.factories import draft
from tests.community.factories import comment_in, netiquette_in_force
from tests.community.test_search import CASES, comments_in
from tests.core.test_words import DIFFERENT, SAME
from tests.factories import MunicipalityFactory, person

pytestmark = pytest.mark.django_db

EXAMPLES = [
    *[(text, question, True) for text, question in CASES],
    *[(f"Es geht um {text}, wirklich.", question, True) for question, text in SAME],
    *[(f"Es geht um {text}, wirklich.", question, False) for question, text in DIFFERENT],
    ("Frau Müller-Lüdenscheidt fragt", "lüdenscheidt müller", True),
    ("Im Weg liegt Laub", "Laub Schnee", False),
    ("Kinderspielplatz", "Spielplatz", False),
]


def search(user, town, **query):
    client = Client()
    client.force_login(user)
    return client.get(reverse("search:search", args=[town.slug]), query)


def text_of(response):
    return response.content.decode().partition('<main id="main"')[2]


def answers(town, question):
    """What the walk over the newest and the index find, each by its key."""
    words = words_asked(question)
    walked = newest_with(town, pattern_of(words), *BEGINNING, limit=50, walked=1000)
    indexed = indexed_with(town, asked(words), *BEGINNING, limit=50)
    return {row[0] for row in walked}, {row[0] for row in indexed}


@pytest.mark.parametrize(("text", "question", "is_hit"), EXAMPLES)
def test_walk_index_and_python_answer_alike_on_both_engines(town, text, question, is_hit):
    sought, _other = comments_in(town, [text, "Wann kommt der Winterdienst?"])
    expected = {sought.pk} if is_hit else set()

    assert answers(town, question) == (expected, expected)
    assert is_found_in(words_asked(question), [text]) is is_hit


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.text(alphabet="aeBbürßs1 :*-/.,'\"&|!()\\%_éИ", max_size=30),
    st.text(alphabet="aeBbürßs1 :*-/.,'\"&|!()\\%_éИ", max_size=12),
)
def test_they_answer_alike_whatever_is_written_and_asked(town, text, question):
    words = words_asked(question)
    if not words:
        return
    comment = Comment.objects.first() or comments_in(town, [text])[0]
    comment.text = text
    comment.save()
    expected = {comment.pk} if is_found_in(words, [text, "a"]) else set()

    assert answers(town, question) == (expected, expected)


def test_comments_of_every_state_are_found_the_newest_first(town):
    comments = [comment_in(town, text=f"Das Freibad, Teil {number}") for number in range(3)]
    for number, comment in enumerate(comments):
        at = timezone.now() - timedelta(days=number)
        Comment.objects.filter(pk=comment.pk).update(posted_at=at, decided_at=at, state="decided" if number else "new")

    found = find_comments(town, words_asked("freibad"), limit=10)

    assert [row.pk for row in found.comments] == [comment.pk for comment in comments]
    assert (found.total, found.is_more) == (3, False)


def test_what_is_frequent_among_the_newest_is_not_counted_to_the_end(town, monkeypatch):
    monkeypatch.setattr(queries, "FREQUENT", 4)
    comments_in(town, [f"Das Freibad {number}" for number in range(6)])

    with CaptureQueriesContext(connection) as captured:
        found = find_comments(town, words_asked("freibad"), limit=2)

    assert len(captured) == 1
    assert (found.total, found.is_more) == (6, True)
    assert [row.text for row in found.comments] == ["Das Freibad 5", "Das Freibad 4", "Das Freibad 3"]


@pytest.mark.postgresql
def test_the_newest_comments_are_read_before_their_words_are_looked_at(town):
    """Detects a plan that tries a regular expression on every comment of a town, because it is taken for cheap."""
    comments_in(town, ["Es geht um die Brücke, wirklich."])

    with CaptureQueriesContext(connection) as captured:
        (found,) = newest_with(town, pattern_of(words_asked("Brücke")), *BEGINNING, limit=5, walked=1000)

    assert '"community_comment"."id" = ANY(ARRAY(SELECT ' in captured.captured_queries[-1]["sql"]
    assert "Brücke" in found[1]


@pytest.mark.postgresql
def test_frequent_words_are_looked_for_beside_rare_ones_or_among_the_newest(town, monkeypatch):
    monkeypatch.setattr(queries, "WALKED", 10)
    monkeypatch.setattr(queries, "FAR", 50)
    texts = [f"Freibad und Hallenbad {number + 100}" for number in range(200)]
    sought, *_others = comments_in(town, ["Die Freibadkasse am Hallenbad 117", *texts])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE community_comment")
    folded._FREQUENT.clear()

    beside_rare = find_comments(town, words_asked("freibad 117"), limit=5)
    all_frequent = find_comments(town, words_asked("freibad hallenbad"), limit=70)
    known = set(folded.frequent_words(queries.INDEX))
    folded._FREQUENT.clear()

    assert known >= {"freibad", "hallenbad"}
    assert {row.text for row in beside_rare.comments} == {texts[17], sought.text}
    assert (beside_rare.total, beside_rare.is_more) == (2, False)
    assert (all_frequent.total, all_frequent.is_more) == (50, True)


def test_comments_are_found_by_who_wrote_them_together_with_their_words(town):
    comment = comment_in(town, text="Wann öffnet das Freibad?")
    comment.author.name, comment.author.handle = "Zoë Müller", "@zoe_m@social.example"
    comment.author.save()
    comment.save()

    for question in ("mueller freibad", "Zoe", "zoe_m"):
        assert {comment.pk} == answers(town, question)[1], question
    assert answers(town, "social")[1] == set()


def test_authors_of_the_release_before_are_found_after_the_migration(town):
    comment = comment_in(town, text="Wann öffnet das Freibad?")
    Comment.objects.filter(pk=comment.pk).update(searchable=fold_words(comment.text))
    migration = import_module("community.migrations.0012_author_words")

    class Editor:
        pass

    Editor.connection = connection
    for _ in range(2):  # begun again, it adds nothing twice
        migration.add_author_words(apps, Editor)

    comment.refresh_from_db()
    assert comment.searchable == fold_words(comment.all_words)


def test_a_post_is_found_by_its_new_words_after_an_edit(town):
    editor = person(town, Role.EDITOR)
    post = draft(town, editor, title="Sperrung", text="Die Brücke ist zu.")

    edit_post(post, actor=editor, text="Die Fähre fährt.")

    page = text_of(search(editor, town, q="fähre"))
    assert post.title in page
    assert "Nichts gefunden" in text_of(search(editor, town, q="brücke"))
    assert Post.objects.get().searchable == post.searchable == "sperrung die faehre faehrt"


def test_one_question_finds_posts_comments_clauses_people_and_pages(town):
    everybody = person(town, Role.COMMUNICATIONS, name="Ada Werbung")
    netiquette_in_force(town)
    draft(town, everybody, title="Werbung für das Stadtfest")
    comment_in(town, text="Das ist doch Werbung!")

    page = text_of(search(everybody, town, q="werbung"))

    for kind in ("beitraege", "kommentare", "klauseln", "personen"):
        assert f'id="kind-{kind}"' in page, kind
    assert "<mark>Werbung</mark> für das Stadtfest" in page
    assert 'id="kind-seiten"' in text_of(search(everybody, town, q="netiquette"))


def test_who_may_not_read_the_dialogue_or_the_people_finds_none_of_them(town):
    comment_in(town, text="Das ist geheimnisvoll")
    person(town, Role.MODERATOR, name="Gero Geheimnisvoll")
    editor = person(town, Role.EDITOR)

    page = text_of(search(editor, town, q="geheimnisvoll"))

    assert "Nichts gefunden" in page
    assert "Gero" not in page and "Das ist" not in page
    assert "Kommentare" not in text_of(search(editor, town, q="geheimnisvoll", art="kommentare"))


def test_pages_are_found_by_those_who_may_open_them(town):
    audit = f'href="{reverse("settings:audit", args=[town.slug])}"'

    assert audit in text_of(search(person(town, Role.ADMINISTRATOR), town, q="protokoll"))
    assert audit not in text_of(search(person(town, Role.EDITOR), town, q="protokoll"))


def test_another_town_is_not_found(town):
    other = MunicipalityFactory()
    boss = person(town, Role.COMMUNICATIONS)
    comments_in(other, ["Das Strandbad nebenan"])
    draft(other, person(other, Role.EDITOR), title="Strandbad nebenan")

    assert "nebenan</a>" not in text_of(search(boss, town, q="strandbad"))
    assert "Nichts gefunden" in text_of(search(boss, town, q="strandbad"))


def test_a_kind_is_paged_to_its_end_without_gaps_or_repeats(town):
    boss = person(town, Role.COMMUNICATIONS)
    comments_in(town, [f"Freibad {number}" for number in range(60)])
    for number in range(60):
        draft(town, boss, title=f"Freibad {number}")
    for kind, whole in (("kommentare", 60), ("beitraege", 120)):
        seen, query = [], {"q": "freibad", "art": kind}
        while query is not None:
            result = search(boss, town, **query).context["result"]
            (group,) = result.groups
            seen += [line.hit.url for line in group.lines]
            after = group.next_query.partition("nach=")[2]
            query = (
                {**query, "nach": after.replace("%3A", ":").replace("%2B", "+").replace("~", "~")} if after else None
            )
        assert len(seen) == len(set(seen))
        assert len(seen) in (60, whole)


@pytest.mark.parametrize(
    "query",
    [{}, {"q": ""}, {"q": "???"}, {"q": "a" * 5000}, {"q": "x", "art": "nichts"}, {"q": "x", "nach": "~1"}]
    + [{"q": sign * 3, "art": "kommentare", "nach": "9999-99-99~x"} for sign in "'\\&|!:*()<>%_\""],
)
def test_nothing_typed_breaks_the_search(town, query):
    comments_in(town, ["Wann kommt der Winterdienst?"])

    assert search(person(town, Role.COMMUNICATIONS), town, **query).status_code == 200


def test_what_is_typed_is_escaped(town):
    boss = person(town, Role.COMMUNICATIONS)
    comments_in(town, ["<b>fett</b> Freibad <script>"])

    page = text_of(search(boss, town, q='freibad "><script>'))

    assert "<script>" not in page
    assert "&lt;b&gt;fett" in text_of(search(boss, town, q="freibad"))


def test_long_pages_cost_as_many_queries_as_short_ones(town):
    boss = person(town, Role.COMMUNICATIONS)
    comments_in(town, ["Hallenbad", *(f"Freibad {number}" for number in range(20))])
    search(boss, town, q="freibad")

    counted = []
    for question in ("hallenbad", "freibad"):
        with CaptureQueriesContext(connection) as captured:
            search(boss, town, q=question)
        counted.append(len(captured))

    assert counted[0] == counted[1]


@pytest.mark.sqlite_only
def test_the_word_tables_of_sqlite_come_back_after_the_table_was_copied(town):
    (comment,) = comments_in(town, ["Das Freibad"])
    with connection.cursor() as cursor:
        for trigger in ("added", "changed", "gone"):
            cursor.execute(f"DROP TRIGGER community_comment_words_{trigger}")
    Comment.objects.filter(pk=comment.pk).update(searchable="das hallenbad")

    keep_word_tables()

    assert answers(town, "hallenbad")[1] == {comment.pk}
    Comment.objects.filter(pk=comment.pk).update(searchable="die faehre")
    assert answers(town, "hallenbad")[1] == set()
    assert answers(town, "fähre")[1] == {comment.pk}
    Comment.objects.all().delete()
    assert answers(town, "fähre")[1] == set()


def test_the_text_of_the_handbook_is_found_in_german_forms_and_leads_to_its_section(town):
    reader = person(town, Role.EXTERNAL)

    found = text_of(search(reader, town, q="Feiertagen Dienstpläne", art="handbuch"))

    assert f"{reverse('help:chapter', args=[town.slug, 'team-und-berichte'])}#hilfe-" in found
    assert "Treffer" not in text_of(search(reader, town, q="Quastenflosser", art="handbuch"))


def test_comments_that_were_found_can_be_worked_on_in_the_queue_with_the_same_words(town):
    moderator = person(town, Role.MODERATOR)
    comment_in(town, text="Der Spielplatz ist zu & bleibt zu")
    comment_in(town, text="Etwas anderes")
    client = Client()
    client.force_login(moderator)

    page = text_of(client.get(reverse("search:search", args=[town.slug]), {"q": "Spielplatz zu"}))
    address = f"{reverse('dialog:queue', args=[town.slug])}?tab=all&amp;q=Spielplatz+zu"
    queue = client.get(address.replace("&amp;", "&")).content.decode()

    assert f'href="{address}"' in page
    assert "Der Spielplatz ist zu" in queue and "Etwas anderes" not in queue
