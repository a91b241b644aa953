# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nobody makes a head or an administrator alone: asking, confirming, the day of objection, the database."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import now
from django_scopes import scope

from accounts import tasks
from accounts.models import AuditEntry, Invitation, Letter, Membership, OfficeRequest, Role, User
from accounts.services import (
    accept_invitation,
    change_roles,
    confirm_office,
    end_membership,
    invite_person,
    put_due_office_into_effect,
    refuse_office,
    renew_invitation,
    revoke_invitation,
    withdraw_office,
)
from core.errors import AlreadyChanged, DomainError, IllegalTransition, NotPermitted, Refused
from reporting.queries.waiting import waiting_for
from tests.factories import MunicipalityFactory, person
from tests.racing import race

NEW = {"name": "Nora Neu", "password": "ein-sehr-langer-satz"}
State = OfficeRequest.State
EDITOR_AND_ADMIN = [Role.EDITOR, Role.ADMINISTRATOR]


@pytest.fixture
def admin(town):
    return person(town, Role.ADMINISTRATOR, name="Ida")


@pytest.fixture
def second(town, admin):
    return person(town, Role.ADMINISTRATOR, name="Theo")


@pytest.fixture
def head(town):
    return person(town, Role.LEADERSHIP, name="Mara")


@pytest.fixture
def vacancy(town):
    """The last head's time is over: the row is still there, and a letter still reaches the person."""
    gone = person(town, Role.LEADERSHIP, name="Alt", email="alt@stadt.example")
    Membership.objects.filter(user=gone).update(ends_on=timezone.localdate() - timedelta(days=1))
    return gone


def raised(town, admin, somebody, role=Role.ADMINISTRATOR):
    """A request that ``somebody``, an editor, gets ``role`` as well."""
    [request] = change_roles(somebody, town, actor=admin, roles=[Role.EDITOR, role])
    return request


def fresh(user):
    return User.objects.get(pk=user.pk)


def token_in_letter(email):
    letter = Letter.objects.filter(to=email, text__contains="/einladung/").latest("pk")
    return re.search(r"/einladung/([^/\s]+)/", letter.text).group(1)


# -- with a head --------------------------------------------------------------------------------


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


# -- without a head -----------------------------------------------------------------------------


def test_two_administrators_wait_a_day_and_the_former_head_is_told(town, admin, second, vacancy):
    somebody = person(town, Role.EDITOR)
    request = raised(town, admin, somebody, Role.LEADERSHIP)

    confirm_office(request, actor=second)
    assert (request.state, fresh(somebody).roles_in(town)) == (State.WAITING, {"editor"})
    told = Letter.objects.filter(key__startswith=f"office:{request.pk}:seconded").values_list("to", flat=True)
    assert set(told) == {admin.email, second.email, vacancy.email}

    with time_machine.travel(now() + timedelta(hours=23, minutes=59)):
        tasks.put_due_offices_into_effect()
        put_due_office_into_effect(request.pk)  # a doubled or early call is harmless, too
        assert fresh(somebody).roles_in(town) == {"editor"}
    with time_machine.travel(now() + timedelta(hours=24, minutes=1)):
        tasks.put_due_offices_into_effect()
        tasks.put_due_offices_into_effect()
        assert fresh(somebody).roles_in(town) == {"editor", "leadership"}


def test_any_other_administrator_can_stop_it_within_the_day(town, admin, second, vacancy):
    third, somebody = person(town, Role.ADMINISTRATOR), person(town, Role.EDITOR)
    request = raised(town, admin, somebody, Role.LEADERSHIP)
    confirm_office(request, actor=second)

    refuse_office(request, actor=third, reason="Nicht abgesprochen.")

    with time_machine.travel(now() + timedelta(hours=25)):
        tasks.put_due_offices_into_effect()
    assert fresh(somebody).roles_in(town) == {"editor"}


@pytest.mark.parametrize("what", ["a head is back", "who asked is gone", "who confirmed is gone"])
def test_what_no_longer_holds_after_the_day_goes_back_to_waiting(town, admin, second, vacancy, what):
    somebody = person(town, Role.EDITOR)
    request = raised(town, admin, somebody, Role.LEADERSHIP)
    confirm_office(request, actor=second)
    if what == "a head is back":
        person(town, Role.LEADERSHIP)
    else:
        User.objects.filter(pk=(admin if "asked" in what else second).pk).update(is_active=False)

    with time_machine.travel(now() + timedelta(hours=25)):
        put_due_office_into_effect(request.pk)

    request.refresh_from_db()
    assert (request.state, request.confirmed_by) == (State.REQUESTED, None)
    assert fresh(somebody).roles_in(town) == {"editor"}


def test_a_head_who_is_back_decides_at_once(town, admin, second, vacancy):
    somebody = person(town, Role.EDITOR)
    request = raised(town, admin, somebody, Role.LEADERSHIP)
    confirm_office(request, actor=second)

    confirm_office(request, actor=person(town, Role.LEADERSHIP))

    assert "leadership" in fresh(somebody).roles_in(town)


def test_a_town_that_never_had_a_head_is_completed_by_the_operator_only(town, admin, second):
    request = raised(town, admin, person(town, Role.EDITOR), Role.LEADERSHIP)

    with pytest.raises(Refused):
        confirm_office(request, actor=second)


# -- invitations --------------------------------------------------------------------------------


def test_an_invitation_into_an_office_leaves_only_when_confirmed(town, admin, head, mailoutbox):
    assert invite_person(town, actor=admin, email="nora@stadt.example", name="Nora", roles=[Role.LEADERSHIP]) is None
    assert not Invitation.objects.exists() and not mailoutbox

    confirm_office(OfficeRequest.objects.get(), actor=head)

    newcomer = accept_invitation(token_in_letter("nora@stadt.example"), **NEW)
    assert newcomer.roles_in(town) == {"leadership"}
    row = Membership.objects.get(user=newcomer)
    assert (row.office_requested_by, row.office_confirmed_by, row.is_founded) == (admin, head, False)


def test_a_link_shown_to_the_administrator_opens_no_office(town, admin, head, mailoutbox):
    """Detects an office added to an invitation under the link that its sender may know."""
    roles = [Role.EDITOR, Role.LEADERSHIP]
    invitation = invite_person(town, actor=admin, email="nora@stadt.example", name="Nora", roles=roles)
    known = re.search(r"/einladung/([^/\s]+)/", mailoutbox[0].body).group(1)
    assert invitation.roles == ["editor"]

    confirm_office(OfficeRequest.objects.get(), actor=head)

    with pytest.raises(DomainError):
        accept_invitation(known, **NEW)
    assert accept_invitation(token_in_letter(invitation.email), **NEW).roles_in(town) == {"editor", "leadership"}


def test_the_link_into_an_office_is_never_shown_not_even_without_a_mail_server(town, admin, head, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    invite_person(town, actor=admin, email="nora@stadt.example", name="Nora", roles=[Role.ADMINISTRATOR])
    confirm_office(OfficeRequest.objects.get(), actor=head)
    client = Client()
    client.force_login(admin, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.post(f"/{town.slug}/einstellungen/einladungen/{Invitation.objects.get().pk}/erneut/", follow=True)

    assert page.status_code == 200 and "/einladung/" not in page.content.decode()


def test_who_came_as_an_editor_in_the_meantime_gets_the_office_directly(town, admin, head, mailoutbox):
    roles = [Role.EDITOR, Role.LEADERSHIP]
    invite_person(town, actor=admin, email="nora@stadt.example", name="Nora", roles=roles)
    newcomer = accept_invitation(re.search(r"/einladung/([^/\s]+)/", mailoutbox[0].body).group(1), **NEW)
    assert newcomer.roles_in(town) == {"editor"}

    confirm_office(OfficeRequest.objects.get(), actor=head)

    assert fresh(newcomer).roles_in(town) == {"editor", "leadership"}


def test_an_invitation_written_past_the_services_gives_no_office(town, admin):
    """Whatever stands in ``roles``: the office comes from the request alone."""
    invitation = invite_person(town, actor=admin, email="nora@stadt.example", name="Nora", roles=[Role.EDITOR])
    renewed = Invitation.objects.filter(pk=invitation.pk)
    renewed.update(roles=["editor", "leadership", "administrator"])
    invitation.refresh_from_db()
    renew_invitation(invitation, actor=admin)

    newcomer = accept_invitation(token_in_letter(invitation.email), **NEW)

    assert newcomer.roles_in(town) == {"editor"}


def test_who_asked_cannot_accept_the_invitation_under_another_address(town, admin, head):
    """The requester takes over the address meant for the new head."""
    invite_person(town, actor=admin, email="neu@stadt.example", name="Neu", roles=[Role.LEADERSHIP])
    confirm_office(OfficeRequest.objects.get(), actor=head)
    User.objects.filter(pk=admin.pk).update(email="neu@stadt.example")

    with pytest.raises(Refused):
        accept_invitation(token_in_letter("neu@stadt.example"))

    assert fresh(admin).roles_in(town) == {"administrator"}


def test_withdrawing_the_invitation_of_a_head_is_told_to_all_and_the_operators_one_stays(town, admin, head):
    invite_person(town, actor=admin, email="nora@stadt.example", name="Nora", roles=[Role.LEADERSHIP])
    confirm_office(OfficeRequest.objects.get(), actor=head)
    invitation = Invitation.objects.get()

    revoke_invitation(invitation, actor=admin)
    assert Letter.objects.filter(to=head.email, key=f"invitation:{invitation.pk}:revoked:{head.email}").exists()

    Invitation.objects.filter(pk=invitation.pk).update(invited_by=None, revoked_at=None)
    invitation.refresh_from_db()
    with pytest.raises(Refused):
        revoke_invitation(invitation, actor=admin)


# -- the database -------------------------------------------------------------------------------


def test_the_database_knows_no_office_without_two_other_people(town, admin, head):
    """Detects the removal of the constraint ``office_needs_two_other_people``."""
    somebody = person(town, Role.EDITOR)
    request = raised(town, admin, somebody)
    fine = {"office_request": request, "office_requested_by": admin, "office_confirmed_by": head}
    row = {"user": somebody, "municipality": town, "role": Role.ADMINISTRATOR}
    wrong = [
        {},
        {**fine, "office_request": None},
        {**fine, "office_confirmed_by": None},
        {**fine, "office_confirmed_by": admin},
        {**fine, "office_confirmed_by": somebody},
        {**fine, "office_requested_by": somebody},
    ]
    for given in wrong:
        with pytest.raises(IntegrityError, match="office_needs_two_other_people"), transaction.atomic():
            Membership.objects.create(**row, **given)
    Membership.objects.create(**row, **fine)


@pytest.mark.parametrize("change", ["alone", "self", "nobody", "timeless", "endless"])
def test_the_database_knows_no_request_confirmed_by_the_wrong_person(town, admin, head, change):
    """Detects the removal of a constraint of ``OfficeRequest``."""
    somebody = person(town, Role.EDITOR)
    request = OfficeRequest.objects.filter(pk=raised(town, admin, somebody).pk)
    changes = {
        "alone": {"state": State.IN_EFFECT, "confirmed_by": admin},
        "self": {"state": State.IN_EFFECT, "confirmed_by": somebody},
        "nobody": {"state": State.IN_EFFECT},
        "timeless": {"state": State.WAITING, "confirmed_by": head},
        "endless": {"kind": "end", "person": None},
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        request.update(**changes[change])
    with pytest.raises(IntegrityError), transaction.atomic():
        request.update(role=Role.EDITOR)


# -- the pages ----------------------------------------------------------------------------------


def signed_in(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_one_tap_confirms_and_the_start_page_asks_the_right_people(town, admin, second, head):
    somebody = person(town, Role.EDITOR, name="Emil")
    request = raised(town, admin, somebody)
    url = f"/{town.slug}/einstellungen/personen/anfragen/{request.pk}/bestaetigen/"

    assert [item.cause for item in waiting_for(head, town, now())] == [f"office:{request.pk}:requested"]
    assert not waiting_for(second, town, now())
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


# -- races (real threads, real PostgreSQL) ------------------------------------------------------


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
