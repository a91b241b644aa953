# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Leases on comments: nobody answers a citizen twice, nobody waits for a colleague who went home."""

import threading
from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.utils import timezone
from django_scopes import scope

from accounts.models import AuditEntry, Role
from community.models import Comment
from community.queries import QueueFilter
from community.services.queue import (
    LEASE,
    claim_comment,
    claim_next,
    release_claim,
    release_expired_claims,
    renew_claim,
)
from core.errors import AlreadyChanged, NotPermitted, Refused
from tests.community.factories import comment_in, comment_on, decision_on, delivery_of, moderator, practice_channel
from tests.factories import person

LATER = LEASE + timedelta(seconds=1)


def test_a_claimed_comment_belongs_to_one_person_for_five_minutes(town):
    comment, alma = comment_in(town), moderator(town)
    before = timezone.now()

    claim_comment(comment, actor=alma)

    comment.refresh_from_db()
    assert (comment.state, comment.claimed_by) == ("claimed", alma)
    assert before + LEASE <= comment.claim_until <= timezone.now() + LEASE


def test_a_colleague_is_told_by_name_who_holds_the_comment(town):
    comment = comment_in(town)
    claim_comment(comment, actor=moderator(town, name="Alma Beispiel"))

    with pytest.raises(AlreadyChanged, match="Alma Beispiel"):
        claim_comment(Comment.objects.get(pk=comment.pk), actor=moderator(town))


def test_two_people_who_read_the_same_free_comment_cannot_both_claim_it(town):
    """Detects a claim that is no compare-and-set: the second one holds a stale object."""
    comment = comment_in(town)
    stale = Comment.objects.get(pk=comment.pk)
    claim_comment(comment, actor=moderator(town, name="Alma Beispiel"))

    with pytest.raises(AlreadyChanged, match="Alma Beispiel"):
        claim_comment(stale, actor=moderator(town))


def test_an_open_screen_keeps_the_lease_alive(town):
    comment, alma = comment_in(town), moderator(town)
    claim_comment(comment, actor=alma)

    with time_machine.travel(timezone.now() + timedelta(minutes=4), tick=False):
        renew_claim(comment, actor=alma)

        comment.refresh_from_db()
        assert comment.claim_until == timezone.now() + LEASE


def test_a_lease_that_a_colleague_took_over_cannot_be_renewed(town):
    comment, alma = comment_in(town), moderator(town)
    claim_comment(comment, actor=alma)
    with time_machine.travel(timezone.now() + LATER):
        claim_comment(Comment.objects.get(pk=comment.pk), actor=moderator(town, name="Bruno Muster"))

        with pytest.raises(AlreadyChanged, match="Bruno Muster"):
            renew_claim(comment, actor=alma)


def test_an_expired_lease_is_free_before_any_sweep_has_run(town):
    comment, bruno = comment_in(town), moderator(town)
    claim_comment(comment, actor=moderator(town))

    with time_machine.travel(timezone.now() + LATER):
        claim_comment(Comment.objects.get(pk=comment.pk), actor=bruno)

    comment.refresh_from_db()
    assert comment.claimed_by == bruno


def test_the_sweep_frees_expired_leases_only(town):
    gone, here = comment_in(town), comment_in(town)
    claim_comment(gone, actor=moderator(town))
    with time_machine.travel(timezone.now() + LATER):
        claim_comment(here, actor=moderator(town))

        assert release_expired_claims() == 1

    gone.refresh_from_db()
    here.refresh_from_db()
    assert (gone.state, gone.claimed_by, here.state) == ("new", None, "claimed")


def test_only_the_holder_gives_a_comment_back(town):
    comment, alma = comment_in(town), moderator(town)
    claim_comment(comment, actor=alma)

    with pytest.raises(AlreadyChanged):
        release_claim(Comment.objects.get(pk=comment.pk), actor=moderator(town))
    release_claim(comment, actor=alma)

    comment.refresh_from_db()
    assert (comment.state, comment.claimed_by) == ("new", None)


def test_claim_next_takes_the_most_urgent_free_comment(town):
    at = timezone.now()
    comment_in(town, urgency=3, due_at=at - timedelta(days=1))
    later = comment_in(town, urgency=1, due_at=at + timedelta(hours=2))
    first = comment_in(town, urgency=1, due_at=at + timedelta(hours=1))
    alma = moderator(town)

    assert [claim_next(town, actor=alma), claim_next(town, actor=alma)] == [first, later]


def test_claim_next_finds_a_comment_whose_holder_went_home(town):
    comment = comment_in(town)
    claim_comment(comment, actor=moderator(town))

    with time_machine.travel(timezone.now() + LATER):
        assert claim_next(town, actor=moderator(town)) == comment


def test_claim_next_gives_back_the_comment_one_turns_away_from(town):
    first, second, alma = comment_in(town), comment_in(town), moderator(town)
    claim_comment(first, actor=alma)

    assert claim_next(town, actor=alma, after=first) == second

    first.refresh_from_db()
    assert first.state == "new"


def test_claim_next_says_when_nothing_is_free(town):
    claim_comment(comment_in(town), actor=moderator(town))

    assert claim_next(town, actor=moderator(town)) is None


def test_claim_next_can_be_held_to_one_channel(town):
    comment_in(town)
    other = delivery_of(practice_channel(town, live_slot=2, name="Zweiter Kanal"))
    wanted = comment_on(other)

    assert claim_next(town, actor=moderator(town), wanted=QueueFilter(channel=other.channel_id)) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        QueueFilter(search="freibad"),
        QueueFilter(is_overdue=True),
        QueueFilter(search="Freibad", is_overdue=True, state="new"),
        QueueFilter(tab="decided", state="hidden", search="freibad"),
    ],
)
def test_claim_next_gives_only_what_the_filters_and_the_search_of_the_list_leave_in(town, wanted):
    """Detects a claim by another rule than the list's: somebody searching would get a stranger's comment."""
    now = timezone.now()
    comment_in(town, text="Wo parke ich?", urgency=1, due_at=now + timedelta(hours=1))
    fitting = comment_in(town, text="Wann öffnet das Freibad?", urgency=3, due_at=now - timedelta(hours=1))
    alma = moderator(town)

    assert claim_next(town, actor=alma, wanted=wanted) == fitting
    assert claim_next(town, actor=moderator(town), wanted=wanted) is None


def test_claim_next_among_what_colleagues_hold_takes_nothing_away_from_them(town):
    claim_comment(comment_in(town), actor=moderator(town))
    comment_in(town)

    assert claim_next(town, actor=moderator(town), wanted=QueueFilter(state="claimed")) is None


def test_leases_leave_no_trace_of_who_works_how_fast(town):
    """Detects an audit entry per lease: figures per employee trigger co-determination (DOMAIN § 3)."""
    comment, alma = comment_in(town), moderator(town)

    claim_comment(comment, actor=alma)
    renew_claim(comment, actor=alma)
    release_claim(comment, actor=alma)

    assert not AuditEntry.objects.exists()


def test_a_decided_comment_can_be_taken_up_again_and_that_is_recorded(town):
    alma, comment = moderator(town), comment_in(town)
    decision_on(comment, alma)
    comment.refresh_from_db()

    claim_comment(comment, actor=alma)

    assert comment.state == "claimed"
    assert AuditEntry.objects.last().action == "community.comment_taken_up_again"


def test_a_comment_whose_reply_is_on_its_way_cannot_be_taken_up_again(town):
    alma, comment = moderator(town), comment_in(town)
    decision_on(comment, alma, "reply")
    comment.refresh_from_db()

    with pytest.raises(Refused, match=r"on its way|unterwegs"):
        claim_comment(comment, actor=alma)


@pytest.mark.parametrize("role", [r for r in Role.values if r not in ("moderator", "communications")])
def test_who_may_not_decide_may_not_claim(town, role):
    comment = comment_in(town)
    comment.channel.connector = "manual"  # invented citizens are answered by more people

    with pytest.raises(NotPermitted):
        claim_comment(comment, actor=person(town, role))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_ten_people_who_ask_at_once_get_ten_different_comments():
    """Detects a claim that reads first and writes unconditionally: several would hold the same one."""
    from tests.factories import MunicipalityFactory

    town = MunicipalityFactory()
    with scope(municipality=town):
        for _ in range(12):
            comment_in(town)
        people = [moderator(town) for _ in range(10)]
    got: list[int] = []
    start = threading.Barrier(10)

    def ask(person_):
        try:
            with scope(municipality=town):
                start.wait()
                got.append(claim_next(town, actor=person_).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[p]) for p in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(got) == len(set(got)) == 10


def test_threats_that_were_open_before_get_the_hour_that_new_ones_have(town):
    arrived = timezone.now() - timedelta(minutes=10)
    late = {"received_at": arrived, "due_at": arrived + timedelta(hours=42)}
    threat, question = comment_in(town, urgency=1, **late), comment_in(town, urgency=2, **late)

    import_module("community.migrations.0010_threats_on_the_clock_of_the_wall").count_from_arrival(apps, None)

    threat.refresh_from_db()
    question.refresh_from_db()
    assert threat.due_at == arrived + timedelta(hours=1)
    assert question.due_at == arrived + timedelta(hours=42)
