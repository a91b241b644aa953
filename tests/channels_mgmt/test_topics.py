# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Topics: noted in two fields, become one post, are set aside for a reason; of a citizen only the question stays."""

import pytest
from django.urls import reverse
from django_scopes import scope

from accounts.models import AuditEntry, Role
from accounts.tenancy.permissions import NotPermitted
from channels_mgmt.models import Post, Topic
from channels_mgmt.services.planning import create_post, discard_post
from channels_mgmt.services.topics import note_question, plan_topic, reopen_topic, set_topic_aside, suggest_topic
from core.errors import AlreadyChanged, Refused
from tests.factories import person
from tests.racing import race


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


@pytest.fixture
def topic(town, editor):
    return suggest_topic(town, actor=editor, title="Warum ist die Straße gesperrt?", note="Bauamt fragen")


def page(town, query=""):
    return reverse("planning:topics", args=[town.slug]) + query


def composed(topic, **fields):
    given = {"title": "Sperrung", "text": "Die Straße ist zu.", "kind": "service", "risk": "sensitive"}
    return given | {"thema": topic.pk, "action": "save"} | fields


def test_an_idea_of_two_fields_is_listed(town, client, editor):
    client.force_login(editor)

    answer = client.post(page(town), {"title": "Neue Bank am Markt", "note": "Mit Foto"})

    assert answer.url == page(town)
    shown = client.get(page(town)).content.decode()
    assert "Neue Bank am Markt" in shown
    assert "Mit Foto" in shown


def test_a_topic_without_words_is_refused_and_the_note_is_kept(town, client, editor):
    client.force_login(editor)

    answer = client.post(page(town), {"title": "", "note": "Mit Foto"})

    assert answer.status_code == 422
    assert "Mit Foto" in answer.content.decode()
    assert not Topic.objects.exists()


def test_one_button_fills_the_composer_and_saving_books_it(town, client, editor, topic):
    """Removal: ``plan_topic`` in ``create_post``."""
    client.force_login(editor)
    composer = reverse("planning:post_create", args=[town.slug])

    opened = client.get(f"{composer}?thema={topic.pk}").content.decode()
    assert 'value="Warum ist die Straße gesperrt?"' in opened
    assert "Bauamt fragen" in opened
    client.post(composer, composed(topic))

    topic.refresh_from_db()
    assert (topic.state, topic.post) == (Topic.State.PLANNED, Post.objects.get())
    told = client.get(reverse("planning:post_detail", args=[town.slug, topic.post_id])).content.decode()
    assert "Warum ist die Straße gesperrt?" in told


def test_the_second_post_of_a_topic_is_told_keeps_its_words_and_goes_without_it(town, client, editor, topic):
    create_post(town, actor=editor, title="Von der Kollegin", topic=topic)
    client.force_login(editor)
    composer = reverse("planning:post_create", args=[town.slug])

    answer = client.post(composer, composed(topic))

    words = answer.content.decode()
    assert answer.status_code == 409
    assert Post.objects.count() == 1
    assert "Die Straße ist zu." in words
    assert 'name="thema"' not in words
    client.post(composer, composed(topic, thema=""))
    assert Post.objects.count() == 2


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_five_posts_made_at_once_of_a_topic_one_is_stored(town, editor):
    with scope(municipality=town):
        pk = suggest_topic(town, actor=editor, title="Winterdienst").pk

    def make():
        return create_post(town, actor=editor, title="Winterdienst", topic=Topic.objects.get(pk=pk))

    results = race(town, [make] * 5)

    assert sum(isinstance(result, Post) for result in results) == 1
    assert sum(isinstance(result, AlreadyChanged) for result in results) == 4
    with scope(municipality=town):
        assert Post.objects.count() == 1


def test_a_topic_is_open_again_when_its_draft_is_deleted(town, editor, topic):
    """Removal: ``free_topic_of`` in ``discard_post``."""
    post = create_post(town, actor=editor, title="Sperrung", topic=topic)

    discard_post(post, actor=editor)

    topic.refresh_from_db()
    assert (topic.is_open, topic.post) == (True, None)


def test_a_topic_is_set_aside_for_a_reason_and_taken_up_again(town, editor, topic):
    with pytest.raises(Refused):
        set_topic_aside(topic, actor=editor, reason=" ")
    set_topic_aside(topic, actor=editor, reason="Steht im Amtsblatt")
    with pytest.raises(AlreadyChanged):
        plan_topic(topic, create_post(town, actor=editor, title="Sperrung"), actor=editor)

    reopen_topic(topic, actor=editor)

    assert (topic.is_open, topic.reason) == (True, "")
    with pytest.raises(AlreadyChanged):
        reopen_topic(topic, actor=editor)


def test_departments_note_topics_and_set_none_aside(town, topic):
    clerk = person(town, Role.DEPARTMENT)

    assert suggest_topic(town, actor=clerk, title="Laubsäcke").is_open
    with pytest.raises(NotPermitted):
        set_topic_aside(topic, actor=clerk, reason="Nein")


def test_a_question_is_noted_once_and_the_audit_trail_does_not_quote_it(town, editor):
    topic = note_question(town, actor=editor, comment_number=7, title="Frau Öztürk fragt nach Laub")

    with pytest.raises(AlreadyChanged):
        note_question(town, actor=editor, comment_number=7, title="Noch einmal")

    assert list(Topic.objects.values_list("pk", "source")) == [(topic.pk, Topic.Source.CITIZENS)]
    entry = AuditEntry.objects.get(action="planning.topic_suggested")
    assert "Öztürk" not in f"{entry.object_label}{entry.details}"


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Warum ist die Straße gesperrt?", "Laub"}),
        ("?q=STRASSE", {"Warum ist die Straße gesperrt?"}),
        ("?woher=citizens", {"Laub"}),
        ("?stand=set_aside", {"Alt"}),
        ("?stand=alle", {"Warum ist die Straße gesperrt?", "Laub", "Alt"}),
        ("?stand=unsinn&woher=unsinn", {"Warum ist die Straße gesperrt?", "Laub"}),
    ],
)
def test_the_list_is_narrowed_by_state_source_and_words(town, client, editor, topic, query, titles):
    note_question(town, actor=editor, comment_number=7, title="Laub")
    set_topic_aside(suggest_topic(town, actor=editor, title="Alt"), actor=editor, reason="Vorbei")
    client.force_login(editor)

    shown = client.get(page(town, query))

    assert {found.title for found, _place in shown.context["topics"]} == titles


def test_the_list_needs_a_constant_number_of_queries(town, client, editor, django_assert_max_num_queries):
    client.force_login(editor)
    note_question(town, actor=editor, comment_number=1, title="Eins")
    client.get(page(town))
    with django_assert_max_num_queries(50) as one:
        client.get(page(town))
    note_question(town, actor=editor, comment_number=2, title="Zwei")
    create_post(town, actor=editor, title="Drei", topic=suggest_topic(town, actor=editor, title="Drei"))

    with django_assert_max_num_queries(len(one)):
        client.get(page(town, "?stand=alle"))


def test_a_reason_that_is_too_long_stays_in_its_field_and_the_topic_open(client, town, editor, topic):
    client.force_login(editor)
    suggest_topic(town, actor=editor, title="Bauhof")

    answer = client.post(reverse("planning:set_topic_aside", args=[town.slug, topic.pk]), {"reason": "x" * 201})

    assert answer.status_code == 422
    assert f'value="{"x" * 201}"' in answer.content.decode()
    assert [shown for shown, _question in answer.context["topics"]] == [topic]
    topic.refresh_from_db()
    assert topic.is_open
