# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""An office confirmed, refused and withdrawn at the same moment (real threads, real PostgreSQL)."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import AuditEntry, Membership, OfficeRequest, Role
from accounts.services import (
    confirm_office,
    put_due_office_into_effect,
    refuse_office,
    withdraw_office,
)
from tests.accounts.offices import fresh, raised
from tests.factories import MunicipalityFactory, person
from tests.racing import race

State = OfficeRequest.State


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_the_same_moment_are_one():
    """Detects the loss of the compare-and-set on the request's state."""
    town = MunicipalityFactory()
    with scope(municipality=town):
        admin, heads = person(town, Role.ADMINISTRATOR), [person(town, Role.LEADERSHIP) for _ in range(2)]
        request = raised(town, admin, person(town, Role.EDITOR))
        copies = [OfficeRequest.objects.get(pk=request.pk) for _ in heads]

        results = race(
            town,
            [
                lambda copy=copy, actor=actor: confirm_office(copy, actor=actor)
                for copy, actor in zip(copies, heads, strict=True)
            ],
        )

        assert sorted(type(result).__name__ for result in results) == ["AlreadyChanged", "NoneType"]
        assert AuditEntry.objects.filter(action="accounts.office_granted").count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_confirming_and_withdrawing_at_the_same_moment_agree():
    town = MunicipalityFactory()
    with scope(municipality=town):
        admin, head = person(town, Role.ADMINISTRATOR), person(town, Role.LEADERSHIP)
        somebody = person(town, Role.EDITOR)
        request = raised(town, admin, somebody)
        copy = OfficeRequest.objects.get(pk=request.pk)

        race(town, [lambda: confirm_office(request, actor=head), lambda: withdraw_office(copy, actor=admin)])

        row = OfficeRequest.objects.get(pk=request.pk)
        is_administrator = "administrator" in fresh(somebody).roles_in(town)
        assert (row.state, is_administrator) in [(State.IN_EFFECT, True), (State.WITHDRAWN, False)]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_day_runs_out_while_somebody_refuses():
    town = MunicipalityFactory()
    with scope(municipality=town):
        admins = [person(town, Role.ADMINISTRATOR) for _ in range(3)]
        gone = person(town, Role.LEADERSHIP)
        Membership.objects.filter(user=gone).update(ends_on=timezone.localdate() - timedelta(days=1))
        somebody = person(town, Role.EDITOR)
        request = raised(town, admins[0], somebody, Role.LEADERSHIP)
        confirm_office(request, actor=admins[1])
        OfficeRequest.objects.filter(pk=request.pk).update(due_at=now())

        race(
            town,
            [
                lambda: put_due_office_into_effect(request.pk),
                lambda: put_due_office_into_effect(request.pk),
                lambda: refuse_office(request, actor=admins[2], reason="Halt."),
            ],
        )

        row = OfficeRequest.objects.get(pk=request.pk)
        is_head = "leadership" in fresh(somebody).roles_in(town)
        assert (row.state, is_head) in [(State.IN_EFFECT, True), (State.REFUSED, False)]
        assert AuditEntry.objects.filter(action="accounts.office_granted").count() == int(is_head)
