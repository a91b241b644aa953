# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A comment hidden wrongly is shown again, exactly once, and the measure stays in the record."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from accounts.models import AuditEntry, Role
from channels_mgmt.connectors.contract import OutcomeUnknown
from channels_mgmt.connectors.practice.connector import Practice
from channels_mgmt.models import Channel
from channels_mgmt.services.publishing import publish_delivery
from community.models import Appeal, Comment, CommentRevision, Decision, Evidence, PlatformAction
from community.queries import author_history, similar_decisions
from community.queries.appeals import standing_decision
from community.queries.transparency import transparency_of
from community.services.actions import carry_out_action, recover_action
from community.services.appeals import carry_out_appeal, close_appeal, decide_appeal
from community.services.decisions import CommentChanged, leave_comment, undo_decision
from community.services.queue import claim_comment
from community.services.reading import sync_channel
from community.services.settling import give_up_action, settle_action
from community.services.showing import show_comment
from core.errors import AlreadyChanged, NotPermitted, Refused
from core.hashing import content_hash
from netiquette.models import Clause
from practice.models import PracticePost
from tests.channels_mgmt.live import make_live_town
from tests.community.factories import address, appeal_in, decision_on, hidden_comment, moderator
from tests.community.test_intake import reply
from tests.factories import person
from tests.racing import race

State = PlatformAction.State
WHY = "Das war Kritik und keine Beleidigung."


@pytest.fixture
def live(town):
    return make_live_town(town)


@pytest.fixture
def berta(town):
    return moderator(town, name="Berta Beispiel")


@pytest.fixture
def comment(live, berta):
    """A citizen's reply that Berta has hidden on the practice platform."""
    publish_delivery(live.delivery().pk)
    reply(live)
    sync_channel(live.channel.pk)
    found = Comment.objects.get()
    decision = decision_on(found, berta, "hide", clause=Clause.objects.get(), rationale="Beleidigung")
    carry_out(decision.action)
    return fresh(found)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def carry_out(action: PlatformAction) -> PlatformAction:
    """Let its ten seconds be over and the worker call."""
    PlatformAction.objects.filter(pk=action.pk).update(due_at=now() - timedelta(seconds=1))
    carry_out_action(action.pk)
    return fresh(action)


def is_public(comment: Comment) -> bool:
    return PracticePost.objects.get(pk=comment.remote_id).hidden_at is None


def upheld(comment: Comment, judge, outcome: str = "upheld") -> Appeal:
    appeal = appeal_in(comment.municipality, comment)
    decide_appeal(appeal, actor=judge, outcome=outcome, reasons=WHY)
    return fresh(appeal)


# -- carried out like hiding ------------------------------------------------------------------------


def test_a_comment_shown_again_is_public_however_often_the_task_runs(comment, berta):
    action = show_comment(comment, actor=berta, rationale=f" {WHY} ").action

    for _ in range(3):
        carry_out(action)

    assert is_public(comment) and not fresh(comment).is_hidden
    assert (fresh(action).state, fresh(action).outcome, fresh(action).attempts) == (State.PUBLISHED, "shown", 1)


def test_the_measure_its_evidence_and_the_place_in_the_queue_stay(comment, berta):
    measure = Decision.objects.get()

    decision = show_comment(comment, actor=berta, rationale=WHY)
    carry_out(decision.action)

    assert (decision.reverses, decision.rationale, fresh(comment).state) == (measure, WHY, "decided")
    assert fresh(measure).undone_at is None and Evidence.objects.get().is_intact
    entry = AuditEntry.objects.get(action="community.comment_shown")
    assert (entry.details["reverses"], entry.details["rationale_sha256"]) == (measure.pk, content_hash(WHY))


def test_it_can_be_undone_for_ten_seconds_and_the_hiding_stands_again(comment, berta):
    decision = show_comment(comment, actor=berta, rationale=WHY)

    undo_decision(decision, actor=berta)

    assert carry_out(decision.action).state == State.WITHDRAWN
    assert not is_public(comment) and fresh(comment).state == "decided"
    assert show_comment(fresh(comment), actor=berta, rationale=WHY)


def test_an_answer_that_was_not_heard_is_followed_by_a_harmless_repetition(comment, berta, monkeypatch):
    """Removal: abilities.unhide in look_for."""
    unhide = Practice.unhide

    def unheard(self, ref):
        unhide(self, ref)
        raise OutcomeUnknown("keine Antwort")

    action = show_comment(comment, actor=berta, rationale=WHY).action
    monkeypatch.setattr(Practice, "unhide", unheard)
    assert carry_out(action).state == State.SCHEDULED
    monkeypatch.setattr(Practice, "unhide", unhide)

    assert carry_out(action).state == State.PUBLISHED
    assert not fresh(comment).is_hidden


def test_a_sender_that_died_is_followed_by_another(comment, berta):
    action = show_comment(comment, actor=berta, rationale=WHY).action
    over = now() - timedelta(seconds=1)
    PlatformAction.objects.filter(pk=action.pk).update(state="sending", lease_until=over, attempts=1, due_at=over)

    recover_action(action.pk)
    carry_out(action)

    assert is_public(comment) and fresh(action).state == State.PUBLISHED


def test_words_changed_before_it_arrives_are_not_shown_unread(comment, berta):
    decision = show_comment(comment, actor=berta, rationale=WHY)
    Comment.objects.update(revision=2, text="Ganz anders")

    assert carry_out(decision.action).state == State.WITHDRAWN
    assert not is_public(comment) and fresh(decision).undone_at is not None
    assert show_comment(fresh(comment), actor=berta, rationale=WHY)


def test_a_pause_of_the_channel_does_not_keep_a_citizen_hidden(comment, berta):
    action = show_comment(comment, actor=berta, rationale=WHY).action
    Channel.objects.update(state=Channel.State.PAUSED)

    carry_out(action)

    assert is_public(comment)


def test_what_the_platform_refuses_is_settled_by_a_person(comment, berta):
    action = show_comment(comment, actor=berta, rationale=WHY).action
    PracticePost.objects.filter(pk=comment.remote_id).update(deleted_at=now())
    assert carry_out(action).state == State.REJECTED
    with pytest.raises(Refused):
        show_comment(fresh(comment), actor=berta, rationale=WHY)

    give_up_action(fresh(action), actor=berta)

    assert fresh(comment).is_hidden and fresh(comment).state == "decided"
    assert fresh(action.decision).undone_by == berta


def test_an_unknown_outcome_that_a_person_found_done_counts_as_shown(comment, berta):
    action = show_comment(comment, actor=berta, rationale=WHY).action
    PlatformAction.objects.filter(pk=action.pk).update(state="uncertain")

    settle_action(fresh(action), actor=berta, was_carried_out=True)

    assert not fresh(comment).is_hidden


# -- refusals ---------------------------------------------------------------------------------------


def test_without_reasons_or_hiding_nothing_is_shown(comment, berta):
    with pytest.raises(Refused):
        show_comment(comment, actor=berta, rationale="  ")
    Comment.objects.update(is_hidden=False)
    with pytest.raises(AlreadyChanged):
        show_comment(fresh(comment), actor=berta, rationale=WHY)

    assert not Decision.objects.filter(kind="show").exists()


def test_where_the_platform_cannot_take_hiding_back_it_is_refused(comment, berta):
    Channel.objects.update(connector="mastodon", base_url="https://social.example")

    with pytest.raises(Refused):
        show_comment(fresh(comment), actor=berta, rationale=WHY)


def test_a_closed_channel_shows_nothing(comment, berta):
    Channel.objects.update(state=Channel.State.CLOSED, live_slot=None)

    with pytest.raises(Refused):
        show_comment(fresh(comment), actor=berta, rationale=WHY)


def test_showing_counts_only_for_the_words_that_were_read(comment, berta):
    CommentRevision.objects.create(comment=comment, revision=1, text=comment.text)
    Comment.objects.update(revision=2, text="Ganz anders")

    with pytest.raises(CommentChanged):
        show_comment(comment, actor=berta, rationale=WHY, seen_revision=1)


def test_a_second_showing_is_refused(comment, berta):
    show_comment(comment, actor=berta, rationale=WHY)

    with pytest.raises(AlreadyChanged):
        show_comment(fresh(comment), actor=berta, rationale=WHY)


def test_no_new_decision_meets_one_that_is_still_making_the_comment_visible(comment, berta):
    """Removal: the check in every other decision."""
    Comment.objects.update(state="new", decided_at=None)
    show_comment(fresh(comment), actor=berta, rationale=WHY)

    with pytest.raises(Refused):
        leave_comment(fresh(comment), actor=berta)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.DEPARTMENT, Role.EXTERNAL, Role.ADMINISTRATOR, Role.READER])
def test_other_roles_show_nothing(comment, town, role):
    with pytest.raises(NotPermitted):
        show_comment(comment, actor=person(town, role), rationale=WHY)


def test_the_database_itself_knows_no_showing_without_measure_or_reasons(comment, berta):
    common = {"comment": comment, "comment_revision": 1, "actor": berta}
    measure = Decision.objects.get()

    for wrong in (
        {"kind": "show", "rationale": WHY},
        {"kind": "show", "reverses": measure},
        {"kind": "leave", "reverses": measure},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.create(**common | wrong)


# -- appeals ----------------------------------------------------------------------------------------


def test_an_upheld_appeal_closes_by_itself_when_the_platform_has_shown_the_comment(comment, alma):
    appeal = upheld(comment, alma)

    decision = carry_out_appeal(appeal, actor=alma, rationale=WHY)
    assert fresh(appeal).state == "decided"
    carry_out(decision.action)

    found = fresh(appeal)
    assert (found.state, found.closed_by, bool(found.closing_note)) == ("closed", alma, True)


def test_one_upheld_in_part_waits_for_a_person(comment, alma):
    appeal = upheld(comment, alma, "partly")

    carry_out(carry_out_appeal(appeal, actor=alma, rationale=WHY).action)

    assert fresh(appeal).state == "decided" and not fresh(comment).is_hidden


def test_the_head_carries_out_an_appeal_too(comment, town, alma):
    appeal = upheld(comment, alma)

    carry_out_appeal(appeal, actor=person(town, Role.LEADERSHIP), rationale=WHY)

    assert Decision.objects.filter(kind="show").count() == 1


def test_an_appeal_that_waits_for_nothing_shows_nothing(comment, alma, town):
    waiting = appeal_in(town, comment)
    with pytest.raises(AlreadyChanged):
        carry_out_appeal(waiting, actor=alma, rationale=WHY)
    other = appeal_in(town)
    decide_appeal(other, actor=alma, outcome="upheld", reasons=WHY, is_without_decision=True)

    with pytest.raises(Refused):
        carry_out_appeal(fresh(other), actor=alma, rationale=WHY)

    assert fresh(comment).is_hidden


def test_what_was_done_by_hand_counts_as_taken_back_and_ends_a_stuck_step(comment, alma):
    appeal = upheld(comment, alma)
    action = carry_out_appeal(appeal, actor=alma, rationale=WHY).action
    PlatformAction.objects.filter(pk=action.pk).update(state="rejected")

    close_appeal(fresh(appeal), actor=alma, note="Im Browser eingeblendet.", is_visible_again=True)

    assert not fresh(comment).is_hidden and fresh(action).state == State.WITHDRAWN
    assert not PlatformAction.objects.needing_a_person().exists()


def test_a_report_that_was_withdrawn_by_hand_is_recorded_without_a_step(town, berta, alma):
    appeal = upheld(hidden_comment(town, berta), alma)

    close_appeal(appeal, actor=alma, note="Die Moderation hat es zurückgenommen.", is_visible_again=True)

    decision = Decision.objects.get(kind="show")
    assert decision.reverses == appeal.decision and not PlatformAction.objects.filter(decision=decision).exists()
    with pytest.raises(Refused):
        undo_decision(decision, actor=alma)


# -- what counts ------------------------------------------------------------------------------------


def test_what_was_taken_back_is_no_standing_measure_and_no_example(comment, town, berta):
    clauses = list(Clause.objects.all())
    assert author_history(comment.author).hidden == 1 and similar_decisions(town, clauses)

    decision = show_comment(comment, actor=berta, rationale=WHY)

    assert author_history(comment.author).hidden == 0 and not similar_decisions(town, clauses)
    assert standing_decision(comment) == decision


def test_hidden_anew_after_being_shown_is_a_standing_measure(comment, berta):
    carry_out(show_comment(comment, actor=berta, rationale=WHY).action)

    claim_comment(fresh(comment), actor=berta)
    again = decision_on(comment, berta, "hide", clause=Clause.objects.get(), rationale="Doch eine Beleidigung")

    assert standing_decision(comment) == again


def test_the_public_sees_the_measure_and_that_it_was_taken_back(comment, town, berta):
    """A published figure does not shrink afterwards; what was put right is counted beside it."""
    show_comment(comment, actor=berta, rationale=WHY)

    figures = transparency_of(town, localdate() + timedelta(days=1), with_practice=True)

    totals = {line.key: line.total for line in figures.kinds}
    assert (totals["hide"], totals["show"]) == (1, 1)


# -- pages ------------------------------------------------------------------------------------------


def test_a_comment_hidden_by_mistake_is_shown_from_its_page(comment, client, town, alma):
    shown = client.get(address(town, "comment", comment.pk)).content.decode()
    assert address(town, "show_again", comment.pk) in shown
    panel = client.get(address(town, "show_again", comment.pk)).content.decode()
    assert "Beleidigung" in panel

    answer = client.post(address(town, "show_again", comment.pk), {"rationale": WHY, "revision": 1})

    assert answer.status_code == 302
    page = client.get(address(town, "comment", comment.pk)).content.decode()
    assert WHY in page and address(town, "show_again", comment.pk) not in page


def test_without_reasons_the_page_says_so_and_keeps_the_panel(comment, client, town, alma):
    answer = client.post(address(town, "show_again", comment.pk), {"rationale": " ", "revision": 1})

    assert "Bitte schreiben Sie auf, warum" in answer.content.decode()
    assert not Decision.objects.filter(kind="show").exists()


def test_a_reader_sees_no_button(comment, client, town):
    client.force_login(person(town, Role.READER))

    assert (
        address(town, "show_again", comment.pk) not in client.get(address(town, "comment", comment.pk)).content.decode()
    )


def test_an_upheld_appeal_offers_one_button_with_its_reason(comment, client, town, alma):
    appeal = upheld(comment, alma)
    page = client.get(address(town, "appeal", appeal.pk))
    form = page.context["show_form"]
    assert appeal.reference in form["rationale"].value()

    client.post(address(town, "carry_out_appeal", appeal.pk), {"rationale": form["rationale"].value(), "revision": 1})

    decision = Decision.objects.get(kind="show")
    running = client.get(address(town, "appeal", appeal.pk)).content.decode()
    assert address(town, "carry_out_appeal", appeal.pk) not in running
    carry_out(decision.action)
    assert fresh(appeal).state == "closed"


def test_sent_twice_the_appeals_button_calls_once_and_says_so(comment, client, town, alma):
    appeal = upheld(comment, alma)
    sent = {"rationale": WHY, "revision": 1}

    answers = [client.post(address(town, "carry_out_appeal", appeal.pk), sent).status_code for _ in range(2)]

    assert answers == [302, 409] and Decision.objects.filter(kind="show").count() == 1


def test_where_the_platform_only_takes_reports_the_page_says_so_and_offers_no_button(comment, client, town, alma):
    appeal = upheld(comment, alma)
    Channel.objects.update(connector="mastodon", base_url="https://social.example")

    page = client.get(address(town, "appeal", appeal.pk)).content.decode()

    assert "Moderation" in page and address(town, "carry_out_appeal", appeal.pk) not in page
    assert address(town, "close_appeal", appeal.pk) in page


# -- races ------------------------------------------------------------------------------------------


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_people_who_show_a_comment_at_the_same_moment_make_one_call(town):
    """Removal: the compare-and-set that holds the comment, and the constraint behind it."""
    people = [moderator(town) for _ in range(6)]
    comment = hidden_comment(town, people[0])
    PlatformAction.objects.update(state=State.PUBLISHED, outcome="hidden")
    Comment.objects.update(is_hidden=True)

    def show(actor):
        return lambda: show_comment(fresh(comment), actor=actor, rationale=WHY)

    results = race(town, [show(actor) for actor in people])

    assert [type(r) for r in results if not isinstance(r, Decision)] == [AlreadyChanged] * 5
    assert PlatformAction.objects.filter(decision__kind="show").count() == 1
