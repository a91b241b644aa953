# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a person decided reaches the platform, exactly once."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from accounts.models import AuditEntry
from channels_mgmt.connectors.contract import Abilities, OutcomeUnknown
from channels_mgmt.connectors.practice.connector import Practice
from channels_mgmt.models import Channel
from channels_mgmt.services.publishing import publish_delivery
from community.models import Comment, Decision, PlatformAction
from community.services.actions import carry_out_action, due_actions
from community.services.reading import sync_channel
from netiquette.models import Clause
from practice.models import Fault, PracticePost
from tests.channels_mgmt.live import make_live_town
from tests.community.factories import decision_on, moderator
from tests.community.test_intake import reply

State = PlatformAction.State


@pytest.fixture
def live(town):
    return make_live_town(town)


@pytest.fixture
def comment(live):
    """A citizen's reply on the practice platform, in the queue."""
    publish_delivery(live.delivery().pk)
    reply(live)
    sync_channel(live.channel.pk)
    return Comment.objects.get()


def decided(live, comment, kind, **grounds):
    """A decision whose ten seconds are over, and the action it asks for."""
    decision = decision_on(comment, moderator(live.town), kind, **grounds)
    action = decision.action
    PlatformAction.objects.filter(pk=action.pk).update(due_at=now() - timedelta(seconds=1))
    action.refresh_from_db()
    return action


@pytest.fixture
def answer(live, comment):
    return decided(live, comment, "reply", text="Ja, auch für Fahrräder.")


@pytest.fixture
def hiding(live, comment):
    return decided(live, comment, "hide", clause=Clause.objects.get(), rationale="Beleidigung")


def reread(row):
    row.refresh_from_db()
    return row


def test_an_answer_arrives_under_the_citizens_reply_once(live, comment, answer):
    for _ in range(3):
        carry_out_action(answer.pk)

    answers = PracticePost.objects.filter(account=live.account, reply_to_id=comment.remote_id)
    assert [post.text for post in answers] == ["Ja, auch für Fahrräder."]
    assert reread(answer).state == State.PUBLISHED
    assert answer.remote_id == str(answers[0].pk)
    assert AuditEntry.objects.filter(action="community.action_carried_out").exists()


def test_our_answer_does_not_come_back_as_a_comment(live, comment, answer):
    carry_out_action(answer.pk)
    Channel.objects.update(sync_due_at=None, sync_cursor={})

    sync_channel(live.channel.pk)

    assert Comment.objects.count() == 1


def test_a_hidden_comment_is_hidden_and_says_so(live, comment, hiding):
    carry_out_action(hiding.pk)

    assert PracticePost.objects.get(pk=comment.remote_id).hidden_at
    assert reread(comment).is_hidden
    assert reread(hiding).outcome == "hidden"


def test_an_undone_decision_is_not_carried_out(answer):
    """Removal: undone_at in the claim."""
    Decision.objects.update(undone_at=now())

    carry_out_action(answer.pk)

    assert reread(answer).state == State.WITHDRAWN


@pytest.mark.parametrize("kind", ["answer", "hiding"])
def test_what_was_decided_about_other_words_is_not_carried_out(kind, request, live, comment):
    """Removal: the comment's revision in the claim."""
    action = request.getfixturevalue(kind)
    Comment.objects.update(revision=2, text="Ganz anders")

    carry_out_action(action.pk)

    assert reread(action).state == State.WITHDRAWN
    assert not PracticePost.objects.filter(account=live.account, reply_to__isnull=False).exists()


def test_an_undo_between_reading_and_claiming_stops_the_claim(answer, monkeypatch):
    """Removal: undone_at in the conditions of the claim's UPDATE."""
    from community.services.actions import ActionErrand

    conditions = ActionErrand.conditions

    def undo_first(self, row):
        Decision.objects.update(undone_at=now())
        return conditions(self, row)

    monkeypatch.setattr(ActionErrand, "conditions", undo_first)
    carry_out_action(answer.pk)

    assert reread(answer).state == State.SCHEDULED
    assert answer.attempts == 0


def test_a_paused_channel_answers_nothing_but_still_hides(live, comment, answer):
    Channel.objects.update(state=Channel.State.PAUSED, pause_reason="Hochwasser")

    carry_out_action(answer.pk)

    assert reread(answer).state == State.SCHEDULED
    assert "Hochwasser" in answer.error


def test_hiding_goes_on_while_paused(live, comment, hiding):
    Channel.objects.update(state=Channel.State.PAUSED)

    carry_out_action(hiding.pk)

    assert reread(comment).is_hidden


def test_an_answer_that_arrived_unseen_is_found(live, comment, answer):
    live.misbehave(Fault.TIMEOUT_AFTER, count=1)

    carry_out_action(answer.pk)
    carry_out_action(answer.pk)

    assert reread(answer).state == State.PUBLISHED
    assert PracticePost.objects.filter(account=live.account, reply_to__isnull=False).count() == 1


def lose_answers_to_hiding(monkeypatch):
    def hide(self, ref, reason=""):
        raise OutcomeUnknown("keine Antwort")

    monkeypatch.setattr(Practice, "hide", hide)


def test_hiding_that_may_have_failed_is_repeated(hiding, monkeypatch):
    lose_answers_to_hiding(monkeypatch)

    carry_out_action(hiding.pk)

    assert reread(hiding).state == State.SCHEDULED


def test_where_repeating_is_not_harmless_a_person_decides(hiding, monkeypatch):
    """Removal: abilities.hide in look_for (a report to the platform must not be sent twice)."""
    lose_answers_to_hiding(monkeypatch)
    abilities = Abilities(hide=False, unhide=False, hide_means="meldet")
    monkeypatch.setattr(Practice, "abilities", abilities)
    carry_out_action(hiding.pk)

    assert reread(hiding).state == State.UNCERTAIN
    assert hiding.next_attempt_at is None
    assert list(PlatformAction.objects.needing_a_person()) == [hiding]


def test_looking_at_what_is_due_costs_one_query(answer, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [item.pk for item in due_actions(now())] == [answer.pk]
