# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Warning, pictures, poll, quoted post, links and privacy of a comment: kept, compared, shown, found."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils.timezone import now

from accounts.models import AuditEntry
from channels_mgmt.connectors.contents import Audience, Contents, Link, Medium, Quote
from channels_mgmt.connectors.mastodon.connector import _addressed
from channels_mgmt.models import Delivery
from channels_mgmt.services.publishing import publish_delivery
from community.models import Author, Comment, CommentRevision, PlatformAction
from community.queries import QueueFilter, queue_page
from community.queries.urgency import rate
from community.services.actions import carry_out_action
from community.services.decisions import capture_evidence
from community.services.intake import store_comments
from community.services.reading import sync_channel
from community.services.wording import CommentChanged, raise_if_changed
from practice.models import PracticePost
from practice.services import reply_as_citizen
from tests.channels_mgmt.live import make_live_town
from tests.community.factories import address, appeal_in, comment_in, decision_on, hidden_comment, moderator
from tests.community.test_intake import incoming

Urgency = Comment.Urgency
PICTURE = Medium("image", "Ein Schlagloch vor der Kita", "https://social.example/9.jpg", "9")
FULL = Contents(
    audience=Audience.DIRECT,
    warning="Unfall",
    media=(PICTURE, Medium("video", key="10")),
    poll=("Sperren", "Reparieren"),
    quote=Quote("https://social.example/5", "alma", "Das war der Bauhof", "5"),
    links=(Link("sparkasse.example", "https://falle.example/x"),),
)


@pytest.fixture
def live(town):
    return make_live_town(town)


def stored(live, contents, text="Schaut!", **fields):
    store_comments(live.channel, [incoming(text=text, contents=contents, **fields)])
    return Comment.objects.get()


def decided(comment):
    Comment.objects.filter(pk=comment.pk).update(state=Comment.State.DECIDED, decided_at=now())


def with_contents(town, contents, **fields):
    values = {"kept_contents": contents.as_json(), "other_words": contents.other_words}
    return comment_in(town, **values | {"is_private": contents.is_private} | fields)


# -- intake ------------------------------------------------------------------------------------


def test_what_a_comment_carries_is_stored_with_it(live):
    comment = stored(live, FULL)

    assert comment.contents == FULL
    assert comment.is_private
    assert comment.other_words.splitlines()[:3] == ["Unfall", "Ein Schlagloch vor der Kita", "Sperren"]


def test_an_edit_that_swaps_only_the_picture_reopens_the_comment(live):
    """Removal: the comparison of contents in intake."""
    comment = stored(live, Contents(media=(PICTURE,)))
    decided(comment)

    swapped = Contents(media=(replace(PICTURE, key="11", alt="Ein Galgen"),))
    store_comments(live.channel, [incoming(text="Schaut!", contents=swapped)])

    comment.refresh_from_db()
    assert (comment.state, comment.revision, comment.contents) == (Comment.State.NEW, 2, swapped)
    assert comment.other_words == "Ein Galgen"
    assert CommentRevision.objects.get().contents.media == (PICTURE,)
    assert AuditEntry.objects.filter(action="community.comment_edited").exists()


def test_what_the_platform_adds_later_is_taken_in_and_never_lost_again(live):
    """Removal: ``completed_by``; a notification knows less than a thread, and both come again and again."""
    bare = Contents(media=(replace(PICTURE, url=""),), quote=Quote(key="5"))
    comment = stored(live, bare)
    decided(comment)

    seen = Contents(media=(PICTURE,), quote=Quote("https://q", "alma", "Worte", "5"))
    for contents in (seen, bare):
        store_comments(live.channel, [incoming(text="Schaut!", contents=contents)])

    comment.refresh_from_db()
    assert (comment.state, comment.revision, comment.contents) == (Comment.State.DECIDED, 1, seen)


def test_a_comment_from_before_contents_were_kept_is_completed_without_reopening(live):
    """Removal: ``is_complete``; after an update of Dorflinde every comment with a picture would come back."""
    comment = stored(live, Contents())
    decided(comment)
    for kept in ({}, {"audience": "public", "media": [{"kind": "image", "alt": "", "url": "https://x"}]}):
        Comment.objects.update(kept_contents=kept)

        store_comments(live.channel, [incoming(text="Schaut!", contents=Contents(media=(PICTURE,)))])

        comment = Comment.objects.get()
        assert (comment.state, comment.revision, comment.contents.media) == (Comment.State.DECIDED, 1, (PICTURE,))


def test_the_migration_takes_over_what_connectors_had_kept_so_far(town):
    """A filled database of before; ``is_complete`` lets the next reading fill in the rest."""
    migration = import_module("community.migrations.0005_contents")
    media = [{"type": "gifv", "url": "https://x", "alt": None}]
    old = {"visibility": "private", "spoiler_text": "Unfall", "media": media}
    comment, plain = comment_in(town, remote_data=old), comment_in(town, remote_data={"media": []})

    migration.take_over(apps, None)

    comment.refresh_from_db()
    plain.refresh_from_db()
    assert (comment.is_private, comment.other_words, comment.contents.audience) == (True, "Unfall", "followers")
    assert comment.contents.media == (Medium("animation", "", "https://x"),)
    assert (plain.kept_contents, plain.is_private) == ({}, False)


def test_what_turns_out_to_be_dangerous_becomes_urgent(live):
    comment = stored(live, Contents(quote=Quote(key="5")))
    due_at = comment.due_at

    dangerous = Contents(quote=Quote("https://q", "x", "Ich bringe euch um", "5"))
    store_comments(live.channel, [incoming(text="Schaut!", contents=dangerous)])

    comment.refresh_from_db()
    assert comment.urgency == Urgency.DANGER
    assert comment.due_at < due_at


def test_characters_no_database_keeps_stop_no_reading(live):
    """Removal: ``clean_json``; PostgreSQL refuses NUL in JSON as well."""
    hostile = Contents(warning="a\x00", media=(Medium("image", "b\ud800", key="k" * 99_999),) * 99)
    comment = stored(live, hostile, raw={"cid": "c\x00", "list": ["\ud800"]})

    store_comments(live.channel, [incoming(text="Schaut!", contents=hostile)])

    comment.refresh_from_db()
    assert (comment.revision, comment.contents.warning, comment.remote_data["cid"]) == (1, "a", "c")


@pytest.mark.parametrize(
    ("text", "contents", "urgency", "word"),
    [
        ("Schön", Contents(), Urgency.NORMAL, ""),
        ("Schön", Contents(media=(PICTURE,)), Urgency.NORMAL, ""),
        ("Schön", Contents(media=(replace(PICTURE, alt=" "),)), Urgency.SOON, "Bild"),
        ("", Contents(media=(Medium("video"),)), Urgency.SOON, "Bild"),
        ("Schön", Contents(media=(replace(PICTURE, alt="Eine Bombe"),)), Urgency.DANGER, "Bombe"),
        ("Schön", Contents(warning="Suizid"), Urgency.DANGER, "Suizid"),
        ("Schön", Contents(poll=("Aufhängen", "Abwarten")), Urgency.DANGER, "Aufhängen"),
        ("Schön", Contents(poll=("Ja", "Nein")), Urgency.SOON, "Frage"),
        ("Schön", Contents(quote=Quote(text="Ich bringe euch um")), Urgency.DANGER, "bringe euch um"),
        ("Schön", Contents(quote=Quote(text="Wer war das?")), Urgency.NORMAL, ""),
        ("Schön", Contents(links=FULL.links), Urgency.SOON, "woandershin"),
        ("Schön", Contents(links=(Link("hier", "https://b.example"),)), Urgency.NORMAL, "Adresse"),
    ],
)
def test_urgency_reads_everything_a_comment_carries(text, contents, urgency, word):
    rating = rate(text, contents)

    assert rating.urgency == urgency
    assert word.lower() in rating.reason.lower()
    assert bool(word) == bool(rating.reason)


# -- private -----------------------------------------------------------------------------------


def test_a_private_message_is_answered_privately(live):
    """Removal: ``is_private`` on its way from the comment to the platform."""
    delivery = live.delivery()
    publish_delivery(delivery.pk)
    root = PracticePost.objects.get(pk=int(Delivery.objects.get(pk=delivery.pk).remote_id))
    actor = moderator(live.town)
    reply_as_citizen(root, actor=actor, citizen="anna-ausgedacht", text="Nur für Sie: …", is_private=True)
    sync_channel(live.channel.pk)

    decision = decision_on(Comment.objects.get(), actor, "reply")
    PlatformAction.objects.update(due_at=now() - timedelta(seconds=1))
    carry_out_action(decision.action.pk)

    assert PlatformAction.objects.get().state == PlatformAction.State.PUBLISHED
    assert PracticePost.objects.get(text=decision.reply_text).is_private


def test_the_desk_says_that_a_comment_and_its_answer_are_private(town, client, alma):
    comment = with_contents(town, FULL)

    page = client.get(address(town, "comment", comment.pk)).content.decode()

    assert "Eine private Nachricht" in page
    assert "Ihre Antwort geht privat an" in page


# -- shown -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["comment", "history"])
def test_a_page_shows_all_of_it_and_loads_nothing_from_the_platform(town, client, alma, name):
    comment = with_contents(town, FULL)

    page = client.get(address(town, name, comment.pk)).content.decode()

    for words in (
        "Unfall",
        "Ein Schlagloch vor der Kita",
        "Ohne Beschreibung",
        "Reparieren",
        "Das war der Bauhof",
        "https://falle.example/x",
        "Führt woandershin, als dasteht",
    ):
        assert words in page, words
    assert 'src="https://' not in page
    assert 'href="https://falle.example' not in page
    assert 'href="https://social.example/9.jpg" rel="noopener noreferrer nofollow"' in page


def test_the_list_shows_signs_and_the_words_of_a_comment_without_text(town, client, alma):
    with_contents(town, FULL, text="")

    page = client.get(address(town, "queue")).content.decode()

    for words in ("Privat", "Warnung: Unfall", "Link führt woandershin", "Umfrage", "Ein Schlagloch vor der Kita"):
        assert words in page, words


def test_the_page_of_an_appeal_shows_what_the_decision_was_about(town, client, alma):
    comment = hidden_comment(
        town, moderator(town), kept_contents=Contents(media=(replace(PICTURE, alt="Ein Galgen"),)).as_json()
    )
    appeal = appeal_in(town, comment)

    page = client.get(address(town, "appeal", appeal.pk)).content.decode()

    assert "Ein Galgen" in page


def test_whoever_decides_on_a_swapped_picture_is_told_what_changed(live):
    comment = stored(live, Contents(media=(PICTURE,)))
    store_comments(live.channel, [incoming(text="Schaut!", contents=Contents(media=(replace(PICTURE, alt="Galgen"),)))])

    with pytest.raises(CommentChanged) as caught:
        raise_if_changed(comment, 1)

    assert "Schlagloch" in caught.value.seen_text
    assert "Galgen" in caught.value.current_text


# -- found and kept ----------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["Schlagloch", "Unfall", "Reparieren", "Bauhof", "falle.example"])
@pytest.mark.parametrize("tab", ["open", "person"])
def test_the_search_finds_words_wherever_they_stand(town, alma, words, tab):
    """Removal: ``other_words`` in the search."""
    comment = with_contents(town, replace(FULL, audience=Audience.PUBLIC), text="Schaut!")
    comment_in(town, text="Etwas anderes")
    if tab == "person":
        action = decision_on(comment, alma, "reply").action
        PlatformAction.objects.filter(pk=action.pk).update(state=PlatformAction.State.REJECTED)

    rows = queue_page(town, alma, QueueFilter(tab=tab, search=words)).rows

    assert [row.comment for row in rows] == [comment]


def test_evidence_keeps_address_kind_and_description_of_a_picture(town, client, alma):
    comment = with_contents(town, FULL)
    CommentRevision.objects.create(comment=comment, revision=0, text="alt", kept_contents=FULL.as_json())

    evidence = capture_evidence(comment, actor=alma)

    kept = evidence.content["comment"]
    first, second = kept["contents"]["media"]
    assert (first["url"], first["kind"], first["alt"]) == (PICTURE.url, "image", PICTURE.alt)
    assert len(first["alt_sha256"]) == 64
    assert first["alt_sha256"] != second["alt_sha256"]
    assert kept["earlier_wordings"][0]["contents"]["warning"] == "Unfall"
    assert evidence.contents == FULL
    assert evidence.is_intact
    page = client.get(address(town, "history", comment.pk)).content.decode()
    assert "wurden nicht mitkopiert" in page


def test_what_others_wrote_in_confidence_is_no_part_of_the_evidence(town, alma):
    """Removal: the exclusion of private comments of other authors."""
    comment = with_contents(town, Contents())
    ours = Author.objects.get()
    with_contents(town, FULL, text="Vertraulich")
    with_contents(town, FULL, text="Auch von mir", author=ours)

    thread = capture_evidence(comment, actor=alma).content["thread"]

    assert [c["text"] for c in thread["comments"]] == ["Auch von mir"]
    assert thread["private_left_out"] == 1


def test_an_answer_names_its_addressee_even_beside_a_longer_name():
    """Removal: the boundary in ``_addressed``; "@anna" stands inside "@annabell"."""
    ref = incoming(author_handle="anna").ref

    assert _addressed("Fragen Sie @annabell.", ref).startswith("@anna Fragen")
    assert _addressed("Liebe @Anna, danke!", ref) == "Liebe @Anna, danke!"
