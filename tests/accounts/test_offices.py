# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nobody makes a head or an administrator alone: asking, confirming, refusing, the pages."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import now

from accounts.models import AuditEntry, Invitation, Letter, Membership, OfficeRequest, Role
from accounts.services import (
    change_roles,
    confirm_office,
    end_membership,
    invite_person,
    refuse_office,
    renew_invitation,
    withdraw_office,
)
from core.errors import AlreadyChanged, IllegalTransition, NotPermitted, Refused
from reporting.presenters.waiting import waiting_for
from tests.accounts.offices import fresh, raised
from tests.factories import person

State = OfficeRequest.State
EDITOR_AND_ADMIN = [Role.EDITOR, Role.ADMINISTRATOR]


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.ADMINISTRATOR])
def test_an_office_is_given_when_a_head_confirms_and_other_roles_at_once(town, admin, head, role):
    somebody = person(town, Role.EDITOR)

    [request] = change_roles(somebody, town, actor=admin, roles=[Role.MODERATOR, role])
    assert fresh(somebody).roles_in(town) == {"moderator"}

    confirm_office(request, actor=head)
    assert fresh(somebody).roles_in(town) == {"moderator", role}
    row = Membership.objects.get(user=somebody, role=role)
    assert (row.office_request, row.office_requested_by, row.office_confirmed_by) == (request, admin, head)


def test_an_administrator_cannot_confirm_where_a_head_can(town, admin, second, head):
    request = raised(town, admin, person(town, Role.EDITOR))

    with pytest.raises(NotPermitted, match="Behördenspitze"):
        confirm_office(request, actor=second)

    request.refresh_from_db()
    assert request.state == State.REQUESTED


def test_an_administrator_confirms_what_a_head_has_asked_for(town, head, second):
    Membership.objects.create(user=head, municipality=town, role=Role.ADMINISTRATOR, is_founded=True)
    head = fresh(head)
    somebody = person(town, Role.EDITOR)

    confirm_office(raised(town, head, somebody), actor=second)

    assert "administrator" in fresh(somebody).roles_in(town)


def test_nobody_raises_themselves(town, admin, head):
    with pytest.raises(Refused):
        change_roles(admin, town, actor=admin, roles=[Role.ADMINISTRATOR, Role.LEADERSHIP])
    with pytest.raises(Refused):
        change_roles(admin, town, actor=admin, roles=[Role.ADMINISTRATOR], ends_on=timezone.localdate())

    assert fresh(admin).roles_in(town) == {"administrator"} and not OfficeRequest.objects.exists()


def test_neither_who_asked_nor_who_is_raised_confirms(town, admin, head):
    [own] = change_roles(head, town, actor=admin, roles=[Role.LEADERSHIP, Role.ADMINISTRATOR])

    for actor in (admin, head):
        with pytest.raises(NotPermitted):
            confirm_office(own, actor=fresh(actor))

    assert fresh(head).roles_in(town) == {"leadership"}


def test_a_longer_time_in_office_is_a_way_of_granting(town, admin, head):
    """Detects a last day that moves without a second person."""
    other = person(town, Role.ADMINISTRATOR)
    soon = timezone.localdate() + timedelta(days=3)
    Membership.objects.filter(user=other).update(ends_on=soon)

    [request] = change_roles(other, town, actor=admin, roles=[Role.ADMINISTRATOR])
    assert Membership.objects.get(user=other).ends_on == soon

    confirm_office(request, actor=head)
    assert Membership.objects.get(user=other).ends_on is None


def test_an_office_that_has_run_out_does_not_come_back_by_itself(town, admin, head):
    """Detects a path that writes over the old row: the address is invited anew as an editor."""
    former = person(town, Role.LEADERSHIP)
    Membership.objects.filter(user=former).update(ends_on=timezone.localdate() - timedelta(days=1))

    invite_person(town, actor=admin, email=former.email, name="Alt", roles=[Role.LEADERSHIP, Role.EDITOR])
    invitation = Invitation.objects.get(email=former.email)
    assert invitation.roles == ["editor"]
    renew_invitation(invitation, actor=admin)


def test_ending_an_office_needs_a_second_person_and_leaves_the_others_at_once(town, admin, second, head):
    Membership.objects.create(user=second, municipality=town, role=Role.EDITOR)

    [request] = end_membership(second, town, actor=admin, reason="wechselt das Amt")
    assert fresh(second).roles_in(town) == {"administrator"}

    confirm_office(request, actor=head)
    assert fresh(second).roles_in(town) == set()


def test_a_head_may_agree_to_the_own_leaving_but_the_last_one_stays(town, admin, head):
    with pytest.raises(Refused):
        end_membership(head, town, actor=admin)
    successor = person(town, Role.LEADERSHIP)

    [request] = end_membership(head, town, actor=admin)
    confirm_office(request, actor=fresh(head))

    assert fresh(head).roles_in(town) == set() and "leadership" in fresh(successor).roles_in(town)


def test_the_last_administrator_is_not_ended_by_a_confirmation_either(town, admin, second, head):
    """Two requests, each fine when asked: the check counts again when it takes effect."""
    third = person(town, Role.ADMINISTRATOR)
    [first] = end_membership(second, town, actor=admin)
    [other] = end_membership(admin, town, actor=third)
    [last] = end_membership(third, town, actor=second)
    confirm_office(first, actor=head)
    confirm_office(other, actor=head)

    with pytest.raises(Refused):
        confirm_office(last, actor=head)

    assert Membership.objects.filter(municipality=town, role=Role.ADMINISTRATOR).count() == 1


def test_a_refusal_needs_words_and_tells_them(town, admin, head):
    request = raised(town, admin, person(town, Role.EDITOR))
    with pytest.raises(Refused):
        refuse_office(request, actor=head, reason="  ")

    refuse_office(request, actor=head, reason="Bitte erst anrufen.")

    assert request.state == State.REFUSED
    assert Letter.objects.filter(to=admin.email, text__contains="Bitte erst anrufen.").exists()
    with pytest.raises(IllegalTransition):
        confirm_office(request, actor=head)


def test_only_who_asked_withdraws(town, admin, second, head):
    request = raised(town, admin, person(town, Role.EDITOR))
    for other in (second, head):
        with pytest.raises(NotPermitted):
            withdraw_office(request, actor=other)

    withdraw_office(request, actor=admin)

    assert request.state == State.WITHDRAWN


def test_a_request_of_somebody_who_lost_the_office_counts_no_more(town, admin, second, head):
    request = raised(town, admin, person(town, Role.EDITOR))
    Membership.objects.filter(user=admin).delete()

    with pytest.raises(Refused):
        confirm_office(request, actor=head)


def test_the_same_request_made_twice_is_one(town, admin, head):
    somebody = person(town, Role.EDITOR)

    assert raised(town, admin, somebody) == raised(town, admin, somebody)
    with pytest.raises(AlreadyChanged):
        change_roles(somebody, town, actor=admin, roles=EDITOR_AND_ADMIN, ends_on=timezone.localdate())


def test_everybody_in_office_gets_a_letter_about_request_and_outcome_and_the_trail_knows(town, admin, second, head):
    somebody = person(town, Role.EDITOR)
    everybody = {admin.email, second.email, head.email}

    request = raised(town, admin, somebody)
    assert set(Letter.objects.values_list("to", flat=True)) == everybody
    confirm_office(request, actor=head)

    outcome = Letter.objects.filter(key__startswith=f"office:{request.pk}:granted")
    assert set(outcome.values_list("to", flat=True)) == {*everybody, somebody.email}
    actions = list(AuditEntry.objects.order_by("sequence").values_list("action", "actor"))
    assert actions[-2:] == [("accounts.office_requested", admin.pk), ("accounts.office_granted", head.pk)]


def signed_in(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_one_tap_confirms_and_the_start_page_asks_the_right_people(town, admin, second, head):
    somebody = person(town, Role.EDITOR, name="Emil")
    request = raised(town, admin, somebody)
    url = f"/{town.slug}/einstellungen/personen/anfragen/{request.pk}/bestaetigen/"

    causes = [item.cause for item in waiting_for(head, town, now())]
    assert [cause for cause in causes if cause.startswith("office:")] == [f"office:{request.pk}:requested"]
    assert not [item for item in waiting_for(second, town, now()) if item.cause.startswith("office:")]
    assert url in signed_in(head).get(f"/{town.slug}/einstellungen/personen/").content.decode()
    assert url not in signed_in(second).get(f"/{town.slug}/einstellungen/personen/").content.decode()

    assert signed_in(second).post(url).status_code == 403
    signed_in(head).post(url)

    assert "administrator" in fresh(somebody).roles_in(town)


def test_the_list_of_people_costs_the_same_with_one_and_three_requests(town, admin, head):
    client, counted = signed_in(head), []
    client.get(f"/{town.slug}/einstellungen/personen/")  # fills what is remembered per process
    for _ in range(3):
        raised(town, admin, person(town, Role.EDITOR))
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/{town.slug}/einstellungen/personen/")
        counted.append(len(queries))

    assert counted[0] == counted[1] == counted[2]


def test_only_the_console_the_demo_and_the_operators_invitation_found_an_office():
    """A new caller of ``found_membership`` would be a way around the second person."""
    root = Path(settings.BASE_DIR)
    apps = (
        "accounts",
        "channels_mgmt",
        "community",
        "demo",
        "netiquette",
        "practice",
        "reporting",
        "staffing",
        "strategy",
    )
    callers = {
        str(path.relative_to(root))
        for app in apps
        for path in (root / app).rglob("*.py")
        if "migrations" not in path.parts
        and re.search(r"(?<!def )found_membership\(|is_founded\W+True\b(?!\))", path.read_text(encoding="utf-8"))
    }

    assert callers == {
        "accounts/services/demo_people.py",
        "accounts/services/invitations.py",
        "demo/management/commands/seed_load.py",
    }
