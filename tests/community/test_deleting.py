# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Deleting a comment on its platform: the last step of a measure, on stronger grounds than hiding (docs/adr/0060)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import Role
from channels_mgmt.connectors.contract import OutcomeUnknown
from channels_mgmt.connectors.practice.connector import Practice
from channels_mgmt.services.publishing import publish_delivery
from community.models import Comment, Decision, Evidence, PlatformAction
from community.queries.appeals import Way, way_back
from community.queries.below import answered_by_others
from community.services.actions import carry_out_action
from community.services.decisions import delete_comment, undo_decision
from community.services.queue import claim_comment
from community.services.reading import sync_channel
from community.services.settling import settle_action
from community.services.showing import can_be_shown
from core.errors import NotPermitted, Refused
from netiquette.models import Clause
from practice.models import PracticePost
from tests.channels_mgmt.live import make_live_town
from tests.community.factories import (
    address,
    appeal_in,
    clause,
    comment_in,
    comment_on,
    decision_on,
    moderator,
    netiquette_in_force,
    with_ladder,
)
from tests.community.test_intake import reply
from tests.factories import MunicipalityFactory, person
from tests.racing import race

GROUNDS = {"rationale": "Nennt Anschrift und Arbeitsstelle einer Nachbarin.", "why_not_hidden": "Freunde lesen mit."}


@pytest.fixture
def press(town):
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def ground(town):
    return clause(netiquette_in_force(town))


@pytest.fixture
def live(town):
    return make_live_town(town)


@pytest.fixture
def deletion(live, press):
    """A citizen's reply on the practice platform that is to be deleted; the ten seconds are over."""
    publish_delivery(live.delivery().pk)
    reply(live)
    sync_channel(live.channel.pk)
    decision = decision_on(Comment.objects.get(), press, "delete", clause=Clause.objects.get(), **GROUNDS)
    PlatformAction.objects.update(due_at=now() - timedelta(seconds=1))
    return decision


def reread(row):
    return type(row).objects.get(pk=row.pk)


def test_a_deletion_keeps_clause_reasons_and_evidence_before_it_leaves(town, press, ground):
    decision = delete_comment(comment_in(town), actor=press, clause=ground, **GROUNDS)

    assert (decision.kind, decision.clause, decision.why_not_hidden) == ("delete", ground, "Freunde lesen mit.")
    assert decision.evidence == Evidence.objects.get()
    assert decision.action.due_at == decision.decided_at + Decision.UNDO_TIME


@pytest.mark.parametrize("missing", ["clause", "rationale", "why_not_hidden"])
def test_nothing_is_deleted_on_grounds_with_a_gap(town, press, ground, missing):
    given = {"clause": ground, **GROUNDS, missing: None if missing == "clause" else "  "}

    with pytest.raises(Refused) as refusal:
        delete_comment(comment_in(town), actor=press, **given)

    assert len(refusal.value.gaps) == 1
    assert not Evidence.objects.exists()


def test_a_clause_whose_ladder_ends_at_hiding_supports_no_deletion(town, press, ground):
    """Removal: clause.supports in delete_comment."""
    for strongest in ("hide", "delete"):
        ground = with_ladder(ground, strongest)
        if strongest == "hide":
            with pytest.raises(Refused):
                delete_comment(comment_in(town), actor=press, clause=ground, **GROUNDS)
    assert delete_comment(comment_in(town), actor=press, clause=ground, **GROUNDS)


def test_a_moderator_hides_and_does_not_delete(town, ground):
    with pytest.raises(NotPermitted):
        delete_comment(comment_in(town), actor=moderator(town), clause=ground, **GROUNDS)


def test_where_the_platform_deletes_nothing_for_others_it_is_refused(town, press, ground):
    comment = comment_in(town)
    comment.channel.connector = "bluesky"

    with pytest.raises(Refused) as refusal:
        delete_comment(comment, actor=press, clause=ground, **GROUNDS)

    assert len(refusal.value.gaps) == 1


def test_a_comment_with_answers_of_others_is_not_deleted_at_any_depth(town, press, ground):
    """Removal: answered_by_others in delete_comment."""
    comment = comment_in(town)
    own = comment_on(comment.delivery, author=comment.author, answers=comment)
    assert not answered_by_others(comment)
    comment_on(comment.delivery, answers=own)

    with pytest.raises(Refused):
        delete_comment(comment, actor=press, clause=ground, **GROUNDS)


def test_the_database_knows_no_deletion_without_its_reasons(town, press, ground):
    """Removal: deleting_says_why_hiding_is_not_enough."""
    decision = delete_comment(comment_in(town), actor=press, clause=ground, **GROUNDS)

    for changes in ({"why_not_hidden": ""}, {"clause": None}, {"evidence": None}, {"rationale": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=decision.pk).update(**changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.update(is_hidden=True, removed_at=now())


def test_within_ten_seconds_a_deletion_is_taken_back(town, press, ground):
    decision = delete_comment(comment_in(town), actor=press, clause=ground, **GROUNDS)

    undo_decision(decision, actor=press)

    assert reread(decision.action).state == "withdrawn"
    assert reread(decision.comment).state == "claimed"


def test_a_deleted_comment_is_gone_there_and_says_so_here(deletion):
    for _ in range(3):
        carry_out_action(deletion.action.pk)

    comment = reread(deletion.comment)
    assert PracticePost.objects.get(pk=comment.remote_id).deleted_at
    assert comment.removed_at and not comment.is_hidden
    assert (reread(deletion.action).state, reread(deletion.action).attempts) == ("published", 1)
    assert comment.text


def test_a_deletion_whose_answer_got_lost_is_repeated_without_harm(deletion, monkeypatch):
    delete = Practice.delete_comment

    def lose_the_answer(self, ref):
        delete(self, ref)
        raise OutcomeUnknown("keine Antwort")

    monkeypatch.setattr(Practice, "delete_comment", lose_the_answer)
    carry_out_action(deletion.action.pk)
    monkeypatch.setattr(Practice, "delete_comment", delete)
    carry_out_action(deletion.action.pk)

    assert reread(deletion.action).state == "published"
    assert reread(deletion.comment).removed_at


def test_an_answer_of_somebody_else_in_the_last_moment_stops_the_deletion(deletion):
    """Removal: answered_by_others in obstacle, and reopen_after_deletion."""
    comment = reread(deletion.comment)
    comment_on(comment.delivery, answers=comment)

    carry_out_action(deletion.action.pk)

    assert reread(deletion.action).state == "withdrawn"
    assert PracticePost.objects.get(pk=comment.remote_id).deleted_at is None
    assert (reread(comment).state, reread(deletion).undone_at is None) == ("new", False)
    assert not Decision.objects.standing_measures().exists()


def test_who_looked_and_found_it_gone_says_so_for_everybody(deletion, press):
    PlatformAction.objects.update(state="uncertain", next_attempt_at=None)

    settle_action(reread(deletion.action), actor=press, was_carried_out=True)

    assert reread(deletion.comment).removed_at


def test_a_deleted_comment_is_neither_taken_up_nor_shown_again(deletion, press):
    carry_out_action(deletion.action.pk)
    comment = reread(deletion.comment)

    assert not can_be_shown(comment)
    with pytest.raises(Refused):
        claim_comment(comment, actor=press)


def test_an_appeal_about_a_deleted_comment_says_that_nobody_brings_it_back(deletion, town):
    carry_out_action(deletion.action.pk)

    appeal = appeal_in(town, reread(deletion.comment), measure="deleted")

    assert appeal.decision == deletion
    assert way_back(appeal).kind == Way.REMOVED


def test_the_panel_names_what_is_missing_and_keeps_what_was_typed(town, client, press, ground):
    client.force_login(press)
    comment = comment_in(town)
    typed = {"revision": 1, "clause": ground.pk, "rationale": "Nennt eine Anschrift.", "why_not_hidden": ""}

    body = client.post(address(town, "delete", comment.pk), typed).content.decode()

    assert "Nennt eine Anschrift." in body
    assert not Decision.objects.exists()


def test_the_panel_deletes_and_offers_ten_seconds(town, client, press, ground):
    client.force_login(press)
    comment = comment_in(town)
    url = address(town, "delete", comment.pk)

    assert url in client.get(address(town, "hide", comment.pk)).content.decode()
    assert client.get(url).status_code == 200
    body = client.post(url, {"revision": 1, "clause": ground.pk, **GROUNDS}, follow=True).content.decode()

    assert address(town, "undo", Decision.objects.get(kind="delete").pk) in body


def test_a_moderator_is_not_offered_to_delete(town, client, alma, ground):
    comment = comment_in(town)

    assert address(town, "delete", comment.pk) not in client.get(address(town, "hide", comment.pk)).content.decode()
    assert client.get(address(town, "delete", comment.pk)).status_code == 403


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_many_who_delete_and_hide_at_once_one_decides():
    town = MunicipalityFactory()

    with scope(municipality=town):
        ground = clause(netiquette_in_force(town))
        comment = comment_in(town)
        people = [person(town, Role.COMMUNICATIONS) for _ in range(6)]

    def deciding(actor, number):
        grounds = GROUNDS if number % 2 else {"rationale": "Beleidigung."}
        return lambda: decision_on(comment, actor, "delete" if number % 2 else "hide", clause=ground, **grounds)

    results = race(town, [deciding(actor, number) for number, actor in enumerate(people)])

    with scope(municipality=town):
        assert sum(isinstance(result, Decision) for result in results) == 1
        assert PlatformAction.objects.count() == Decision.objects.count() == 1
