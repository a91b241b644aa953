# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""An invitation into an office leaves when a second person has confirmed it."""

import re

import pytest
from django.test import Client

from accounts.models import Invitation, Letter, Membership, OfficeRequest, Role, User
from accounts.services import (
    accept_invitation,
    confirm_office,
    invite_person,
    renew_invitation,
    revoke_invitation,
)
from core.errors import DomainError, Refused
from tests.accounts.offices import fresh, token_in_letter

NEW = {"name": "Nora Neu", "password": "ein-sehr-langer-satz"}


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
