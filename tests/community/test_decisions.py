# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Leave, reply, hide: a person decides, on the words they read, with reasons and evidence where it matters."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEntry, Role
from community.models import Comment, CommentRevision, Decision, Evidence, PlatformAction
from community.services.decisions import (
    CommentChanged,
    capture_evidence,
    hide_comment,
    leave_comment,
    reply_to_comment,
    undo_decision,
)
from community.services.queue import claim_comment
from core.errors import AlreadyChanged, NotPermitted, Refused
from core.hashing import content_hash
from tests.community.factories import (
    clause,
    comment_in,
    comment_on,
    decision_on,
    delivery_of,
    moderator,
    netiquette_in_force,
    practice_channel,
)
from tests.factories import person

REASONS = "Beschimpft eine Mitarbeiterin, ohne zur Sache zu sprechen."


def changed_by_its_author(comment: Comment, text: str) -> None:
    CommentRevision.objects.create(comment=comment, revision=comment.revision, text=comment.text)
    Comment.objects.filter(pk=comment.pk).update(text=text, revision=comment.revision + 1)


def test_leaving_a_comment_decides_it_and_calls_no_platform(town):
    comment, alma = comment_in(town), moderator(town)

    decision = leave_comment(comment, actor=alma)

    comment.refresh_from_db()
    assert (comment.state, comment.claimed_by, comment.decided_at) == ("decided", None, decision.decided_at)
    assert not PlatformAction.objects.exists()


def test_a_reply_waits_ten_seconds_before_it_leaves_the_house(town):
    decision = reply_to_comment(comment_in(town), actor=moderator(town), text=" Ja, auch für Fahrräder. ")

    assert decision.reply_text == "Ja, auch für Fahrräder."
    assert decision.action.due_at == decision.decided_at + timedelta(seconds=10)


def test_an_empty_reply_is_refused(town):
    with pytest.raises(Refused):
        reply_to_comment(comment_in(town), actor=moderator(town), text="  ")

    assert not Decision.objects.exists()


def test_a_reply_may_be_as_long_as_the_platform_counts_and_no_longer(town):
    reply_to_comment(comment_in(town), actor=moderator(town), text="👩‍👩‍👧‍👦" * 300)
    too_long = comment_in(town)

    with pytest.raises(Refused, match="301"):
        reply_to_comment(too_long, actor=moderator(town), text="ä" * 301)

    too_long.refresh_from_db()
    assert too_long.state == "new"


def test_hiding_keeps_evidence_and_carries_clause_and_reasons(town):
    comment, grounds = comment_in(town), clause(netiquette_in_force(town))

    decision = hide_comment(comment, actor=moderator(town), clause=grounds, rationale=f" {REASONS} ")

    assert (decision.clause, decision.rationale) == (grounds, REASONS)
    assert decision.evidence.comment == comment
    assert decision.action.state == "scheduled"


def test_evidence_holds_words_context_author_address_and_both_times(town):
    delivery = delivery_of(practice_channel(town), text="Die Bahnhofstraße wird gesperrt.")
    other = comment_on(delivery, "Gut so.")
    alma = moderator(town)
    decision_on(other, alma, "reply", text="Danke.")
    comment = comment_on(delivery, "So ein Unfug.", answers=other)

    evidence = capture_evidence(comment, actor=alma)

    kept = Evidence.objects.get(pk=evidence.pk)
    assert kept.is_intact
    assert kept.sha256 == content_hash(kept.content)
    assert kept.content["comment"]["text"] == "So ein Unfug."
    assert kept.content["comment"]["url"] == comment.url
    assert kept.content["comment"]["posted_at"] == comment.posted_at.isoformat()
    assert kept.content["captured_at"] == kept.captured_at.isoformat()
    assert kept.content["comment"]["author"] == {
        "id": comment.author.remote_id,
        "handle": comment.author.handle,
        "name": comment.author.name,
        "url": comment.author.url,
    }
    assert kept.content["post"]["text"] == "Die Bahnhofstraße wird gesperrt."
    assert [c["text"] for c in kept.content["thread"]["comments"]] == ["Gut so."]
    assert [a["text"] for a in kept.content["thread"]["answers"]] == ["Danke."]


def test_evidence_holds_every_earlier_wording(town):
    comment = comment_in(town, text="Erste Fassung")
    changed_by_its_author(comment, "Zweite Fassung")
    comment.refresh_from_db()

    evidence = capture_evidence(comment, actor=moderator(town))

    assert [r["text"] for r in evidence.content["comment"]["earlier_wordings"]] == ["Erste Fassung"]


def test_evidence_is_written_once(town):
    evidence = capture_evidence(comment_in(town), actor=moderator(town))

    with pytest.raises(TypeError):
        evidence.save()
    with pytest.raises(TypeError):
        evidence.delete()


def test_hiding_without_a_clause_is_refused(town):
    netiquette_in_force(town)

    with pytest.raises(Refused) as refusal:
        hide_comment(comment_in(town), actor=moderator(town), clause=None, rationale=REASONS)

    assert len(refusal.value.gaps) == 1
    assert not Evidence.objects.exists()


def test_hiding_without_reasons_is_refused(town):
    grounds = clause(netiquette_in_force(town))

    with pytest.raises(Refused) as refusal:
        hide_comment(comment_in(town), actor=moderator(town), clause=grounds, rationale="  ")

    assert len(refusal.value.gaps) == 1
    assert not Evidence.objects.exists()


def test_hiding_by_a_clause_of_an_older_version_is_refused(town):
    outdated = clause(netiquette_in_force(town))
    netiquette_in_force(town)

    with pytest.raises(Refused):
        hide_comment(comment_in(town), actor=moderator(town), clause=outdated, rationale=REASONS)


def test_hiding_by_a_clause_that_is_no_ground_for_measures_is_refused(town):
    no_ground = clause(netiquette_in_force(town), "kontakt")

    with pytest.raises(Refused):
        hide_comment(comment_in(town), actor=moderator(town), clause=no_ground, rationale=REASONS)


def test_hiding_without_a_netiquette_in_force_is_refused_and_names_all_that_is_missing(town):
    with pytest.raises(Refused) as refusal:
        hide_comment(comment_in(town), actor=moderator(town), clause=None, rationale="")

    assert len(refusal.value.gaps) == 2


def test_the_database_itself_knows_no_hiding_without_grounds(town):
    """Detects a missing constraint: services can be bypassed, it cannot."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(comment=comment_in(town), comment_revision=1, kind="hide", actor=moderator(town))
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(comment=comment_in(town), comment_revision=1, kind="reply", actor=moderator(town))
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment_in(town).pk).update(state="claimed")
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment_in(town).pk).update(state="decided")


@pytest.mark.parametrize("kind", ["leave", "reply", "hide"])
def test_a_decision_counts_only_for_the_words_it_was_made_on(town, kind):
    """Detects a decision without its revision: it would hit words nobody read."""
    grounds = {"hide": {"clause": clause(netiquette_in_force(town)), "rationale": REASONS}}.get(kind, {})
    comment, alma = comment_in(town, text="Das ist Unfug."), moderator(town)
    claim_comment(comment, actor=alma)
    changed_by_its_author(comment, "Das ist großartig.")

    with pytest.raises(CommentChanged) as refusal:
        decision_on(comment, alma, kind, seen_revision=1, **grounds)

    assert (refusal.value.seen_text, refusal.value.current_text) == ("Das ist Unfug.", "Das ist großartig.")
    assert not Decision.objects.exists()
    assert not Evidence.objects.exists()


def test_a_comment_held_by_a_colleague_cannot_be_decided(town):
    comment = comment_in(town)
    claim_comment(comment, actor=moderator(town, name="Alma Beispiel"))

    with pytest.raises(AlreadyChanged, match="Alma Beispiel"):
        leave_comment(Comment.objects.get(pk=comment.pk), actor=moderator(town))


def test_sending_the_form_twice_sends_one_reply(town):
    """Detects a decision that takes a decided comment up again by itself."""
    comment, alma = comment_in(town), moderator(town)
    reply_to_comment(comment, actor=alma, text="Ja.")

    with pytest.raises(AlreadyChanged):
        reply_to_comment(Comment.objects.get(pk=comment.pk), actor=alma, text="Ja.")

    assert Decision.objects.count() == 1


@pytest.mark.parametrize("kind", ["leave", "reply", "hide"])
def test_within_ten_seconds_everything_can_be_undone(town, kind):
    grounds = {"hide": {"clause": clause(netiquette_in_force(town)), "rationale": REASONS}}.get(kind, {})
    comment, alma = comment_in(town), moderator(town)
    decision = decision_on(comment, alma, kind, **grounds)

    undo_decision(decision, actor=alma)

    comment.refresh_from_db()
    assert (comment.state, comment.claimed_by, comment.decided_at) == ("claimed", alma, None)
    assert Decision.objects.get().undone_by == alma
    assert [a.state for a in PlatformAction.objects.all()] == ([] if kind == "leave" else ["withdrawn"])


def test_after_ten_seconds_nothing_can_be_undone(town):
    alma = moderator(town)
    decision = decision_on(comment_in(town), alma, "reply")

    with time_machine.travel(decision.decided_at + timedelta(seconds=10, milliseconds=1)), pytest.raises(Refused):
        undo_decision(decision, actor=alma)

    assert PlatformAction.objects.get().state == "scheduled"


def test_what_is_being_sent_cannot_be_undone(town):
    """Detects an undo that does not compare: the reply would be public and shown as withdrawn."""
    alma = moderator(town)
    decision = decision_on(comment_in(town), alma, "reply")
    PlatformAction.objects.update(state="sending", lease_until=timezone.now())

    with pytest.raises(Refused):
        undo_decision(decision, actor=alma)

    decision.refresh_from_db()
    assert decision.undone_at is None


def test_nobody_undoes_a_colleagues_decision(town):
    decision = decision_on(comment_in(town), moderator(town))

    with pytest.raises(NotPermitted):
        undo_decision(decision, actor=moderator(town))


def test_undoing_twice_changes_nothing_more(town):
    alma = moderator(town)
    decision = decision_on(comment_in(town), alma)
    stale = Decision.objects.get(pk=decision.pk)
    undo_decision(decision, actor=alma)

    with pytest.raises(AlreadyChanged):
        undo_decision(stale, actor=alma)


def test_each_decision_is_recorded_with_kind_wording_clause_reasons_and_evidence(town):
    comment, grounds = comment_in(town), clause(netiquette_in_force(town))

    decision = hide_comment(comment, actor=moderator(town), clause=grounds, rationale=REASONS)

    entry = AuditEntry.objects.get(action="community.comment_decided")
    assert entry.details == {
        "kind": "hide",
        "comment": comment.pk,
        "revision": 1,
        "clause": "1. Respekt",
        "rationale_sha256": content_hash(REASONS),
        "evidence_sha256": decision.evidence.sha256,
    }


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.COMMUNICATIONS])
def test_these_roles_decide(town, role):
    assert leave_comment(comment_in(town), actor=person(town, role)).kind == "leave"


@pytest.mark.parametrize("role", [r for r in Role.values if r not in ("moderator", "communications")])
def test_all_other_roles_do_not(town, role):
    outsider, comment = person(town, role), comment_in(town)
    comment.channel.connector = "manual"  # invented citizens are answered by more people

    with pytest.raises(NotPermitted):
        leave_comment(comment, actor=outsider)
    with pytest.raises(NotPermitted):
        reply_to_comment(comment, actor=outsider, text="Ja.")
    with pytest.raises(NotPermitted):
        hide_comment(comment, actor=outsider, clause=None, rationale="")
    with pytest.raises(NotPermitted):
        capture_evidence(comment, actor=outsider)
