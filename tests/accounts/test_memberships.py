# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scope

from accounts.models import AuditEntry, Membership, Role, User
from accounts.services import change_roles, confirm_office, end_membership
from core.errors import NotPermitted, Refused
from tests.factories import MunicipalityFactory, person
from tests.racing import race

TODAY = timezone.localdate


@pytest.fixture
def admin(town):
    return person(town, Role.ADMINISTRATOR)


def test_roles_are_replaced_and_the_change_is_recorded(town, admin):
    somebody = person(town, Role.EDITOR, Role.READER)

    change_roles(somebody, town, actor=admin, roles=[Role.EDITOR, Role.MODERATOR])

    assert somebody.roles_in(town) == {"editor", "moderator"}
    details = AuditEntry.objects.latest("sequence").details
    assert (details["before"], details["after"]) == (["editor", "reader"], ["editor", "moderator"])


def test_a_last_day_ends_the_access_by_itself(town, admin):
    somebody = person(town, Role.EDITOR)

    change_roles(somebody, town, actor=admin, roles=[Role.EDITOR], ends_on=TODAY())
    assert somebody.roles_in(town) == {"editor"}

    Membership.objects.filter(user=somebody).update(ends_on=TODAY() - timedelta(days=1))
    del somebody.current_memberships
    assert somebody.roles_in(town) == set()


@pytest.mark.parametrize(
    ("roles", "ends_in"),
    [([], None), (["king"], None), ([Role.EXTERNAL], None), ([Role.EXTERNAL, Role.EDITOR], 30), ([Role.EDITOR], -1)],
)
def test_impossible_roles_are_refused_and_nothing_changes(town, admin, roles, ends_in):
    somebody = person(town, Role.EDITOR)
    ends_on = TODAY() + timedelta(days=ends_in) if ends_in is not None else None

    with pytest.raises(Refused) as refusal:
        change_roles(somebody, town, actor=admin, roles=roles, ends_on=ends_on)

    assert refusal.value.gaps
    assert somebody.roles_in(town) == {"editor"}


def test_the_database_knows_no_external_help_without_an_end(town):
    """Detects the removal of the constraint ``external_help_has_an_end``."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=person(town), municipality=town, role=Role.EXTERNAL)


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.ADMINISTRATOR])
def test_only_an_administrator_manages_people(town, role):
    somebody = person(town, Role.EDITOR)

    with pytest.raises(NotPermitted):
        change_roles(somebody, town, actor=person(town, role), roles=[Role.ADMINISTRATOR])
    with pytest.raises(NotPermitted):
        end_membership(somebody, town, actor=person(town, role))


def test_an_administrator_of_another_town_manages_nobody_here(town):
    other = MunicipalityFactory()

    with pytest.raises(NotPermitted):
        change_roles(person(town, Role.EDITOR), town, actor=person(other, Role.ADMINISTRATOR), roles=[Role.READER])


def test_somebody_who_does_not_belong_here_gets_no_role_without_an_invitation(town, admin):
    stranger = person(MunicipalityFactory(), Role.EDITOR)

    with pytest.raises(Refused):
        change_roles(stranger, town, actor=admin, roles=[Role.EDITOR])

    assert stranger.roles_in(town) == set()


def test_the_last_administrator_stays(town, admin):
    """Detects the removal of ``keep_an_administrator``."""
    for change in (
        lambda: end_membership(admin, town, actor=admin),
        lambda: change_roles(admin, town, actor=admin, roles=[Role.EDITOR]),
        lambda: change_roles(admin, town, actor=admin, roles=[Role.ADMINISTRATOR], ends_on=TODAY()),
    ):
        with pytest.raises(Refused):
            change()

    row = Membership.objects.get(user=admin)
    assert (row.role, row.ends_on) == ("administrator", None)


def test_an_administrator_who_may_no_longer_sign_in_does_not_count(town, admin):
    inactive = person(town, Role.ADMINISTRATOR, is_active=False)

    with pytest.raises(Refused):
        end_membership(admin, town, actor=admin)

    end_membership(inactive, town, actor=admin)


def test_ending_takes_the_access_at_once_and_keeps_the_person_elsewhere(town, admin, client):
    other = MunicipalityFactory()
    somebody = person(town, Role.EDITOR)
    Membership.objects.create(user=somebody, municipality=other, role=Role.READER)
    client.force_login(somebody)
    assert client.get(f"/{town.slug}/einstellungen/").status_code == 200

    end_membership(somebody, town, actor=admin, reason="wechselt das Amt")

    assert client.get(f"/{town.slug}/einstellungen/").status_code == 302  # every session ended with it
    client.force_login(User.objects.get(pk=somebody.pk))
    assert client.get(f"/{town.slug}/einstellungen/").status_code == 404
    assert client.get(f"/{other.slug}/einstellungen/").status_code == 200
    assert AuditEntry.objects.latest("sequence").details["reason"] == "wechselt das Amt"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_remove_each_other_leave_one():
    """Detects the loss of the row's lock in ``one_at_a_time`` (real threads, real PostgreSQL)."""
    town = MunicipalityFactory()
    with scope(municipality=town):
        first, second = person(town, Role.ADMINISTRATOR), person(town, Role.ADMINISTRATOR)
        heads = [person(town, Role.LEADERSHIP) for _ in range(2)]
        [one] = end_membership(first, town, actor=second)
        [other] = end_membership(second, town, actor=first)

        race(
            town,
            [lambda: confirm_office(one, actor=heads[0]), lambda: confirm_office(other, actor=heads[1])],
        )

    assert Membership.objects.filter(municipality=town, role=Role.ADMINISTRATOR).count() == 1
