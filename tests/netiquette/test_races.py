# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signature and withdrawal of a netiquette at the same moment; only PostgreSQL really lets them."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django_scopes import scope

from accounts.models import AuditEntry, Role
from core.errors import DomainError
from netiquette import services
from netiquette.models import Netiquette, NetiquetteCopy
from netiquette.queries import published_netiquette
from tests.factories import PASSWORD, MunicipalityFactory, person
from tests.netiquette.factories import scheduled_netiquette, signed_netiquette, submitted_netiquette
from tests.racing import race

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def here():
    town = MunicipalityFactory()
    with scope(municipality=town):
        yield town


def by_editing(netiquette):
    seen = netiquette.introduction
    services.edit_introduction(netiquette, actor=netiquette.author, text=f"{seen} Willkommen.", seen=seen)


def by_returning(netiquette):
    head = person(netiquette.municipality, Role.LEADERSHIP)
    services.return_netiquette(netiquette, actor=head, reason="Bitte kürzer.")


def by_planning(netiquette):
    wall = datetime.combine(timezone.localdate() + timedelta(days=3), datetime.min.time())
    services.plan_publication(netiquette, actor=netiquette.author, wall=wall, seen=None)


def read_again(netiquette):
    return Netiquette.objects.select_related("municipality", "author").get(pk=netiquette.pk)


@pytest.mark.parametrize("withdraw", [by_editing, by_returning])
@pytest.mark.parametrize("attempt", range(3))
def test_a_signature_and_a_withdrawal_at_once_leave_one_of_both(here, withdraw, attempt):
    """Detects a signature under a version that somebody has just taken back, and the reverse."""
    signed_netiquette(here)
    submitted = submitted_netiquette(here)
    heads = [person(here, Role.LEADERSHIP) for _ in range(2)]
    read = [read_again(submitted) for _ in range(4)]

    outcomes = race(
        here,
        [
            lambda: services.sign_netiquette(read[0], actor=heads[0], password=PASSWORD),
            lambda: withdraw(read[1]),
            lambda: services.sign_netiquette(read[2], actor=heads[1], password=PASSWORD),
            lambda: withdraw(read[3]),
        ],
    )

    after = read_again(submitted)
    assert all(outcome is None or isinstance(outcome, DomainError) for outcome in outcomes)
    signatures = [outcomes[0], outcomes[2]].count(None)
    taken_back = [outcomes[1], outcomes[3]].count(None)
    assert (signatures, taken_back > 0) in {(1, False), (0, True)}
    if signatures:
        assert after.state == "published" and after.is_signature_valid
        assert published_netiquette(here) == after
    else:
        assert (after.state, after.signed_hash, after.signed_at) == ("draft", "", None)
        assert published_netiquette(here).version == 1
        assert not NetiquetteCopy.objects.filter(document=after).exists()
    assert AuditEntry.objects.filter(action="netiquette.signed", object_id=str(after.pk)).count() == signatures


@pytest.mark.parametrize("attempt", range(3))
def test_a_plan_changed_while_it_is_signed_is_part_of_the_signature_or_voids_it(here, attempt):
    """Detects a signature under a plan that the signatory has not seen."""
    submitted = submitted_netiquette(here)
    head, seen = person(here, Role.LEADERSHIP), submitted.current_hash()
    signing, planning = read_again(submitted), read_again(submitted)

    outcomes = race(
        here,
        [
            lambda: services.sign_netiquette(signing, actor=head, password=PASSWORD, seen_hash=seen),
            lambda: by_planning(planning),
        ],
    )

    after = read_again(submitted)
    assert outcomes.count(None) == 1
    assert (after.state, after.planned_for is None) == (
        ("published", True) if outcomes[0] is None else ("submitted", False)
    )


@pytest.mark.parametrize("attempt", range(3))
def test_a_withdrawal_at_the_planned_instant_comes_before_it_or_not_at_all(here, attempt):
    """Detects a version withdrawn after it took effect."""
    signed_netiquette(here)
    second = scheduled_netiquette(here)
    head = person(here, Role.LEADERSHIP)
    instant = timezone.now() + timedelta(milliseconds=400)  # both threads are under way by then
    Netiquette.objects.filter(pk=second.pk).update(planned_for=instant)
    Netiquette.objects.filter(pk=second.pk).update(signed_hash=read_again(second).current_hash())
    read = [read_again(second) for _ in range(3)]

    def switching():
        while timezone.now() < instant + timedelta(milliseconds=30):
            services.switch_due_version(read[1])

    def withdrawing():
        while timezone.now() < instant - timedelta(milliseconds=2):
            pass
        services.withdraw_netiquette(read[0], actor=head, reason="Der Rat berät noch.")
        return timezone.now()

    outcomes = race(here, [withdrawing, switching])

    after = read_again(second)
    if isinstance(outcomes[0], DomainError):
        assert published_netiquette(here).pk == second.pk and after.state == "published"
    else:
        assert after.state == "withdrawn" and after.returned_at < instant
        assert published_netiquette(here).version == 1
