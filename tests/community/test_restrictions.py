# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""An account is restricted by two people, for a time, and set free by itself (docs/adr/0061)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import Role
from channels_mgmt.services.publishing import publish_delivery
from community.models import Comment, Restriction, RestrictionAction
from community.queries.restrictions import restrictions_to_decide, restrictions_to_look_at
from community.queries.retention import has_a_reason_to_stay
from community.services.appeals import take_appeal
from community.services.queue import claim_comment
from community.services.reading import sync_channel
from community.services.restricting import carry_out_restriction
from community.services.restrictions import (
    decide_restriction,
    empty_restrictions,
    end_restriction,
    end_what_is_over,
    review_restriction,
    settle_restriction_step,
)
from community.tasks import carry_out_restrictions
from core.errors import AlreadyChanged, NotPermitted, Refused
from practice.models import PracticeAccount
from tests.channels_mgmt.live import make_live_town
from tests.community.factories import (
    address,
    appeal_in,
    comment_in,
    comment_on,
    moderator,
    netiquette_in_force,
    restriction_asked,
    restriction_in_force,
    with_ladder,
)
from tests.community.test_intake import reply
from tests.factories import MunicipalityFactory, person
from tests.racing import race


@pytest.fixture
def alma(town):
    return moderator(town, name="Alma Beispiel")


@pytest.fixture
def head(town):
    return person(town, Role.LEADERSHIP)


@pytest.fixture
def threat(town):
    """A citizen's reply on the practice platform."""
    live = make_live_town(town)
    publish_delivery(live.delivery().pk)
    reply(live)
    sync_channel(live.channel.pk)
    return Comment.objects.get()


def reread(row):
    return type(row).objects.get(pk=row.pk)


def is_blocked(comment):
    return PracticeAccount.objects.get(pk=comment.author.remote_id).blocked_at is not None


def test_a_request_keeps_evidence_of_every_comment_it_rests_on_and_does_nothing(town, alma):
    first = comment_in(town)
    second = comment_on(first.delivery, author=first.author)
    stranger = comment_on(first.delivery)

    asked = restriction_asked(first, alma, comments=[second.pk, stranger.pk])

    assert {one.comment for one in asked.evidence.all()} == {first, second}
    assert (asked.state, RestrictionAction.objects.exists()) == ("requested", False)


def test_whoever_asks_does_not_decide(town, alma):
    """Removal: has_not_requested; restriction_has_a_second_person is the database's own refusal."""
    asked = restriction_asked(comment_in(town), alma)

    with pytest.raises(NotPermitted):
        decide_restriction(asked, actor=alma, is_approved=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Restriction.objects.filter(pk=asked.pk).update(
            state="in_force", decided_by=alma, decided_at=now(), ends_at=now() + timedelta(days=1), review_at=now()
        )
    assert list(restrictions_to_decide(town, alma)) == []


@pytest.mark.parametrize("changes", [{"reason": " "}, {"days": 0}, {"days": 181}, {"clause": None}, {"kind": "ban"}])
def test_nothing_is_asked_for_with_a_gap(town, alma, changes):
    with pytest.raises(Refused) as refusal:
        restriction_asked(comment_in(town), alma, **changes)

    assert len(refusal.value.gaps) == 1
    assert not Restriction.objects.exists()


def test_a_clause_that_ends_at_restricting_supports_no_block(town, alma):
    ground = with_ladder(netiquette_in_force(town).clauses.first(), "restrict")

    with pytest.raises(Refused):
        restriction_asked(comment_in(town), alma, clause=ground)
    assert restriction_asked(comment_in(town), alma, clause=ground, kind="restrict")


def test_one_account_has_one_restriction_at_a_time(town, alma):
    """Removal: one_restriction_per_account."""
    first = comment_in(town)
    restriction_asked(first, alma)

    with pytest.raises(Refused):
        restriction_asked(comment_on(first.delivery, author=first.author), alma)


def test_declining_needs_reasons_and_changes_nothing_outside(town, alma, head):
    asked = restriction_asked(comment_in(town), alma)

    with pytest.raises(Refused):
        decide_restriction(asked, actor=head, is_approved=False)
    decide_restriction(asked, actor=head, is_approved=False, note="Das ist scharfe Kritik.")

    assert (reread(asked).state, RestrictionAction.objects.exists()) == ("declined", False)
    with pytest.raises(AlreadyChanged):
        decide_restriction(reread(asked), actor=head, is_approved=True)


def test_a_clause_that_is_gone_from_the_netiquette_carries_no_approval(town, alma, head):
    asked = restriction_asked(comment_in(town), alma)
    new = netiquette_in_force(town)
    new.clauses.filter(key=asked.clause.key).update(key="anders")

    with pytest.raises(Refused):
        decide_restriction(asked, actor=head, is_approved=True)


def test_an_approved_block_reaches_the_platform_and_ends_there_by_itself(threat, alma):
    blocked = restriction_in_force(threat, alma, days=2)
    with scope(municipality=threat.municipality):
        carry_out_restriction(blocked.actions.get().pk)
    assert is_blocked(threat)

    with time_machine.travel(now() + timedelta(days=2, minutes=1)):
        carry_out_restrictions()
        carry_out_restrictions()
        for step in blocked.actions.all():
            carry_out_restriction(step.pk)

    assert not is_blocked(threat)
    ended = reread(blocked)
    assert (ended.state, ended.ended_by) == ("ended", None)
    assert set(ended.actions.values_list("act", "state")) == {("put_on", "published"), ("take_off", "published")}


def test_what_ended_before_it_was_carried_out_never_reaches_the_platform(threat, alma, head):
    """Removal: the state in the conditions of the claim."""
    blocked = restriction_in_force(threat, alma)
    end_restriction(blocked, actor=head, note="Hat sich entschuldigt.")

    carry_out_restriction(blocked.actions.get().pk)

    assert not is_blocked(threat)
    assert [step.state for step in blocked.actions.all()] == ["withdrawn"]


def test_ending_early_needs_reasons(town, alma, head):
    blocked = restriction_in_force(comment_in(town), alma)

    with pytest.raises(Refused):
        end_restriction(blocked, actor=head, note=" ")
    with pytest.raises(Refused):
        end_restriction(blocked, actor=None)
    assert end_what_is_over(now()) == 0


def test_where_the_platform_has_no_such_act_a_person_gets_the_task_for_both_ends(town, alma, head):
    muted = restriction_in_force(comment_in(town), alma, kind="restrict")
    (step,) = muted.actions.all()
    assert step.waits_for_a_person and list(restrictions_to_look_at(town, now())) == [muted]

    with pytest.raises(Refused):
        settle_restriction_step(step, actor=alma, was_carried_out=False)
    settle_restriction_step(step, actor=alma, was_carried_out=True)
    end_restriction(muted, actor=head, note="Genug.")

    assert [one.state for one in muted.actions.order_by("pk")] == ["published", "handed_over"]


def test_what_the_platform_refused_may_be_done_by_hand(threat, alma):
    step = restriction_in_force(threat, alma).actions.get()
    RestrictionAction.objects.update(state="rejected", error="Nein.")

    settle_restriction_step(reread(step), actor=alma, was_carried_out=True)

    assert (reread(step).state, reread(step).outcome) == ("published", "by_hand")


def test_a_week_before_the_end_somebody_is_asked_once(town, alma, head):
    blocked = restriction_in_force(comment_in(town), alma, days=30)
    RestrictionAction.objects.update(state="published")
    later = now() + timedelta(days=24)

    assert not restrictions_to_look_at(town, now())
    assert list(restrictions_to_look_at(town, later)) == [blocked]
    review_restriction(blocked, actor=head)

    assert not restrictions_to_look_at(town, later)
    with pytest.raises(AlreadyChanged):
        review_restriction(reread(blocked), actor=alma)


def test_as_long_as_it_lasts_the_name_stays_and_afterwards_the_words_go(town, alma, head):
    comment = comment_in(town)
    other = comment_on(comment.delivery, author=comment.author)
    blocked = restriction_in_force(comment, alma)
    assert has_a_reason_to_stay(other)

    end_restriction(blocked, actor=head, note="Genug.")
    empty_restrictions(comment, now())

    assert not has_a_reason_to_stay(other)
    assert {getattr(reread(blocked), name) for name in Restriction.WORDS} <= {Comment.GONE, ""}


def test_the_request_is_written_on_a_page_and_decided_on_another(town, client, alma, head):
    comment, ground = comment_in(town), netiquette_in_force(town).clauses.first()
    client.force_login(alma)
    url = address(town, "restrict", comment.pk)
    assert url in client.get(address(town, "hide", comment.pk)).content.decode()
    typed = {"kind": "block", "clause": ground.pk, "reason": "", "days": 14}

    assert client.post(url, typed).status_code == 422
    client.post(url, typed | {"reason": "Droht täglich."})
    asked = Restriction.objects.get()
    assert client.post(address(town, "decide_restriction", asked.pk), {"outcome": "approve"}).status_code == 403
    client.force_login(head)
    assert address(town, "restriction", asked.pk) in client.get(address(town, "restrictions")).content.decode()
    client.post(address(town, "decide_restriction", asked.pk), {"outcome": "approve", "note": ""})

    assert (reread(asked).state, reread(asked).days) == ("in_force", 14)


def test_an_appeal_leads_to_the_restriction_it_is_about(town, client, alma, head):
    comment = comment_in(town)
    blocked = restriction_in_force(comment, alma)
    appeal = appeal_in(town, comment, measure="blocked")
    take_appeal(appeal, actor=head)
    client.force_login(head)

    body = client.get(address(town, "appeal", appeal.pk)).content.decode()

    assert address(town, "restriction", blocked.pk) in body


def test_a_restricted_account_is_still_answered(town, alma):
    comment = comment_in(town)
    restriction_in_force(comment, alma)

    claim_comment(reread(comment), actor=alma)

    assert reread(comment).claimed_by == alma


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_many_who_approve_decline_and_end_at_once_each_step_happens_once():
    town = MunicipalityFactory()
    with scope(municipality=town):
        asked = restriction_asked(comment_in(town), moderator(town))
        heads = [person(town, Role.LEADERSHIP) for _ in range(6)]

    def deciding(actor, number):
        return lambda: decide_restriction(
            Restriction.objects.get(pk=asked.pk), actor=actor, is_approved=bool(number % 2), note="Nein."
        )

    decided = race(town, [deciding(actor, number) for number, actor in enumerate(heads)])

    with scope(municipality=town):
        assert sum(result is None for result in decided) == 1
        is_in_force = reread(asked).is_in_force
        assert RestrictionAction.objects.count() == int(is_in_force)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_who_ask_about_one_account_at_once_ask_once():
    town = MunicipalityFactory()
    with scope(municipality=town):
        netiquette_in_force(town)
        comment = comment_in(town)
        people = [moderator(town) for _ in range(4)]

    asked = race(town, [lambda who=who: restriction_asked(comment, who) for who in people])

    with scope(municipality=town):
        assert sum(isinstance(one, Restriction) for one in asked) == Restriction.objects.count() == 1
