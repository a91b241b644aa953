# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A measure rests on a clause that was in force when it was taken, also while the netiquette changes."""

from datetime import timedelta

import pytest
import time_machine
from django.db.models.signals import post_save
from django.utils import timezone
from django_scopes import scope

from accounts.models import Role
from community.models import Decision, Evidence
from community.services.decisions import hide_comment
from core.errors import Refused
from netiquette import services
from netiquette.models import Clause, Netiquette
from netiquette.queries import citable_clauses
from tests.community.factories import comment_in, moderator
from tests.factories import PASSWORD, MunicipalityFactory, person
from tests.netiquette.factories import scheduled_netiquette, signed_netiquette, submitted_netiquette
from tests.racing import race

SECOND = timedelta(seconds=1)
MODERATORS, EACH = 4, 8


def a_clause_of(netiquette) -> Clause:
    return netiquette.clauses.filter(is_ground_for_measures=True).first()


def test_a_decision_is_dated_with_the_instant_its_clause_was_checked_at(town):
    """Detects a clause checked before midnight and a decision dated after it."""
    first, second = signed_netiquette(town), scheduled_netiquette(town)
    comment, actor = comment_in(town), moderator(town)

    with time_machine.travel(second.planned_for - SECOND, tick=False) as clock:
        slowly = lambda **_: clock.move_to(second.planned_for + SECOND)  # noqa: E731
        post_save.connect(slowly, sender=Evidence)
        try:
            decision = hide_comment(comment, actor=actor, clause=a_clause_of(first), rationale="Beleidigung.")
        finally:
            post_save.disconnect(slowly, sender=Evidence)

    assert decision.decided_at < second.planned_for


@pytest.fixture
def here():
    town = MunicipalityFactory()
    with scope(municipality=town):
        yield town


def hiding(town, comments, actor):
    """One moderator: cites the clause in force, and cites anew when it was replaced meanwhile."""

    def run():
        done = refused = 0
        for comment in comments:
            while True:
                clause = citable_clauses(town).first()
                try:
                    hide_comment(comment, actor=actor, clause=clause, rationale="Beleidigung.")
                except Refused:
                    refused += 1
                    continue
                done += 1
                break
        return done, refused

    return run


def assert_every_clause_was_in_force():
    decisions = Decision.objects.select_related("clause__netiquette")
    assert decisions.count() == MODERATORS * EACH
    wrong = [
        (decision.decided_at, cited.version, cited.published_at, cited.retired_at)
        for decision in decisions
        for cited in [decision.clause.netiquette]
        if not (
            cited.in_force_from <= decision.decided_at
            and (cited.retired_at is None or decision.decided_at < cited.retired_at)
        )
    ]
    assert wrong == []
    assert {d.clause.netiquette.version for d in decisions} <= {1, 2}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_measures_at_the_instant_of_a_planned_switch_cite_what_was_in_force(here, attempt):
    signed_netiquette(here)
    second = scheduled_netiquette(here)
    comments = [[comment_in(here) for _ in range(EACH)] for _ in range(MODERATORS)]
    actors = [moderator(here) for _ in range(MODERATORS)]
    instant = timezone.now() + timedelta(milliseconds=150)
    Netiquette.objects.filter(pk=second.pk).update(planned_for=instant)
    fresh = Netiquette.objects.get(pk=second.pk)
    Netiquette.objects.filter(pk=second.pk).update(signed_hash=fresh.current_hash())

    def switching():
        while not services.switch_due_version(Netiquette.objects.get(pk=second.pk)):
            pass
        return "switched"

    outcomes = race(here, [switching, *map(hiding, [here] * MODERATORS, comments, actors)])

    assert outcomes[0] == "switched"
    assert [done for done, _refused in outcomes[1:]] == [EACH] * MODERATORS
    assert_every_clause_was_in_force()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_measures_while_a_new_version_is_signed_cite_what_was_in_force(here, attempt):
    """Detects a signature dated before it waited for the decisions that cite the old version."""
    signed_netiquette(here)
    second, mayor = submitted_netiquette(here), person(here, Role.LEADERSHIP)
    comments = [[comment_in(here) for _ in range(EACH)] for _ in range(MODERATORS)]
    actors = [moderator(here) for _ in range(MODERATORS)]

    def signing():
        while not Decision.objects.exists():
            pass
        services.sign_netiquette(Netiquette.objects.get(pk=second.pk), actor=mayor, password=PASSWORD)
        return "signed"

    outcomes = race(here, [signing, *map(hiding, [here] * MODERATORS, comments, actors)])

    assert outcomes[0] == "signed"
    assert [done for done, _refused in outcomes[1:]] == [EACH] * MODERATORS
    assert_every_clause_was_in_force()
