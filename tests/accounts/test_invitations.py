# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django_scopes import scopes_disabled

from accounts.mail.letters import send_letter
from accounts.models import AuditEntry, Invitation, Letter, Role, User
from accounts.services import (
    InvitationInvalid,
    MailNotSent,
    accept_invitation,
    find_invitation,
    invite_person,
    renew_invitation,
    revoke_invitation,
)
from core.errors import AlreadyChanged, NotPermitted, Refused
from tests.factories import MunicipalityFactory, person

NEW = {"name": "Nora Neu", "password": "ein-sehr-langer-satz"}


@pytest.fixture
def admin(town):
    return person(town, Role.ADMINISTRATOR)


@pytest.fixture
def invite(town, admin, mailoutbox):
    """Invite somebody and return the invitation with the token from the mail."""

    def invite(email="nora@stadt.example", roles=(Role.EDITOR,), **kwargs):
        invitation = invite_person(town, actor=admin, email=email, name="Nora Neu", roles=roles, **kwargs)
        return invitation, token_of(mailoutbox[-1])

    return invite


def token_of(mail):
    return re.search(r"/einladung/([^/\s]+)/", mail.body).group(1)


def test_the_link_goes_to_the_mailbox_and_only_its_hash_is_kept(town, invite, mailoutbox):
    invitation, token = invite()

    assert mailoutbox[0].to == ["nora@stadt.example"]
    assert town.name in mailoutbox[0].body
    assert token not in str(Invitation.objects.values().get(pk=invitation.pk))
    assert find_invitation(token) == invitation


def test_somebody_new_gets_an_account_with_a_confirmed_address(town, invite):
    _, token = invite(roles=[Role.EDITOR, Role.MODERATOR])

    newcomer = accept_invitation(token, **NEW)

    assert newcomer.roles_in(town) == {"editor", "moderator"}
    assert newcomer.check_password(NEW["password"]) and newcomer.name == "Nora Neu"
    assert EmailAddress.objects.get(user=newcomer).verified
    assert AuditEntry.objects.latest("sequence").actor == newcomer


def test_somebody_with_an_account_gains_the_roles_and_keeps_name_and_password(town, invite):
    known = person(MunicipalityFactory(), Role.READER, name="Karl Kennt")
    password = known.password
    _, token = invite(email=known.email.upper())

    accepted = accept_invitation(token, name="Anders", password="ein-anderes-kennwort")

    assert accepted == known
    assert (accepted.name, accepted.password) == ("Karl Kennt", password)
    assert accepted.roles_in(town) == {"editor"} and len(accepted.municipalities) == 2


def test_a_link_works_once(invite):
    """Detects the removal of the compare-and-set on ``accepted_at``."""
    _, token = invite()
    accept_invitation(token, **NEW)

    with pytest.raises(InvitationInvalid):
        accept_invitation(token, **NEW)

    assert User.objects.filter(email="nora@stadt.example").count() == 1


def test_a_link_is_valid_for_fourteen_days(invite):
    """Detects a removed check of ``expires_at``."""
    _, token = invite()

    with time_machine.travel(timezone.now() + timedelta(days=13, hours=23)):
        assert find_invitation(token)
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)), pytest.raises(InvitationInvalid):
        accept_invitation(token, **NEW)


def test_a_withdrawn_link_is_dead(invite, admin):
    invitation, token = invite()

    revoke_invitation(invitation, actor=admin)

    with pytest.raises(InvitationInvalid):
        find_invitation(token)


def test_a_renewed_invitation_kills_the_former_link(invite, admin, mailoutbox):
    invitation, former = invite()

    renew_invitation(invitation, actor=admin)

    assert find_invitation(token_of(mailoutbox[-1])) == invitation
    with pytest.raises(InvitationInvalid):
        find_invitation(former)


def test_an_invented_token_finds_nothing(town):
    with pytest.raises(InvitationInvalid):
        find_invitation("x" * 43)


def test_an_address_has_one_open_invitation_per_town(invite):
    """Detects the removal of the constraint ``one_open_invitation_per_address``."""
    invite()

    with pytest.raises(AlreadyChanged):
        invite(email="Nora@stadt.example")


def test_an_expired_invitation_makes_room_for_a_new_one(invite):
    invitation, _ = invite()
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())

    _, token = invite()

    assert find_invitation(token) != invitation


@pytest.mark.parametrize(
    "wrong",
    [{"email": "nora@"}, {"roles": []}, {"roles": [Role.EXTERNAL]}, {"roles": ["king"]}],
)
def test_a_wrong_entry_is_refused_and_no_mail_leaves(invite, mailoutbox, wrong):
    with pytest.raises(Refused):
        invite(**wrong)

    assert not Invitation.objects.exists() and not mailoutbox


def test_members_are_not_invited_again(town, invite, mailoutbox):
    member = person(town, Role.READER)

    with pytest.raises(Refused):
        invite(email=member.email)


def test_only_an_administrator_invites_renews_and_withdraws(town, invite):
    invitation, _ = invite()
    editor = person(town, Role.EDITOR)

    with pytest.raises(NotPermitted):
        invite_person(town, actor=editor, email="a@stadt.example", name="A", roles=[Role.EDITOR])
    with pytest.raises(NotPermitted):
        renew_invitation(invitation, actor=editor)
    with pytest.raises(NotPermitted):
        revoke_invitation(invitation, actor=editor)


def test_when_the_mail_server_is_down_the_invitation_stands_and_the_link_can_be_passed_on(town, admin, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    with pytest.raises(MailNotSent) as failure:
        invite_person(town, actor=admin, email="nora@stadt.example", name="Nora", roles=[Role.EDITOR])

    token = failure.value.link.rstrip("/").rsplit("/", 1)[1]
    assert accept_invitation(token, **NEW).roles_in(town) == {"editor"}


def test_an_invitation_whose_sender_died_leaves_with_the_post(town, admin, mailoutbox, monkeypatch):
    """Detects a letter written outside the transaction of its invitation, or not at all."""
    monkeypatch.setattr("accounts.services.invitations.send_at_once", lambda letter: None)
    invite_person(town, actor=admin, email="nora@stadt.example", name="Nora", roles=[Role.EDITOR])

    for letter in Letter.objects.due(timezone.now()):
        send_letter(letter.pk)

    assert accept_invitation(token_of(mailoutbox[-1]), **NEW).roles_in(town) == {"editor"}


@pytest.mark.parametrize("change", [renew_invitation, revoke_invitation])
def test_a_letter_with_a_dead_link_does_not_leave(town, admin, settings, mailoutbox, change):
    """Detects an invitation that lets its former letter wait in the post."""
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Refusing"
    with pytest.raises(MailNotSent):
        invite_person(town, actor=admin, email="nora@stadt.example", name="Nora", roles=[Role.EDITOR])
    settings.EMAIL_BACKEND = backend

    change(Invitation.objects.get(), actor=admin)
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        for letter in Letter.objects.due(timezone.now()):
            send_letter(letter.pk)

    assert len(mailoutbox) == (1 if change is renew_invitation else 0)
    assert all(find_invitation(token_of(mail)) for mail in mailoutbox)


class Refusing(BaseEmailBackend):
    def send_messages(self, messages):
        raise OSError("refused")


def test_a_weak_password_is_refused_and_the_link_stays_good(invite):
    _, token = invite()

    with pytest.raises(Refused) as refusal:
        accept_invitation(token, name="Nora", password="kurz")

    assert refusal.value.gaps
    assert accept_invitation(token, **NEW)


# -- the page -----------------------------------------------------------------------------------


def test_opening_the_link_shows_the_offer_and_changes_nothing(town, invite, client):
    """Mail scanners follow links."""
    _, token = invite()

    page = client.get(f"/einladung/{token}/")

    assert page.status_code == 200 and town.name in page.content.decode()
    with scopes_disabled():
        assert Invitation.objects.get().accepted_at is None


def test_accepting_signs_the_newcomer_in(town, invite, client):
    _, token = invite()

    response = client.post(
        f"/einladung/{token}/",
        {"name": "Nora Neu", "password": NEW["password"], "repeated": NEW["password"]},
    )

    assert response.headers["Location"] == f"/{town.slug}/"
    assert client.get(f"/{town.slug}/einstellungen/").status_code == 200


def test_two_different_passwords_are_noticed_and_the_name_is_kept(invite, client):
    _, token = invite()

    page = client.post(f"/einladung/{token}/", {"name": "Nora N.", "password": NEW["password"], "repeated": "anders"})

    assert page.status_code == 422
    assert 'value="Nora N."' in page.content.decode()
    assert not User.objects.filter(email="nora@stadt.example").exists()


def test_a_known_person_accepts_with_one_button_and_signs_in_as_usual(town, invite, client):
    known = person(MunicipalityFactory(), Role.READER)
    _, token = invite(email=known.email)

    client.post(f"/einladung/{token}/")

    assert User.objects.get(pk=known.pk).roles_in(town) == {"editor"}
    assert client.get("/").status_code == 302  # possession of the link is no login


def test_somebody_else_in_this_browser_accepts_nothing(town, invite, client):
    _, token = invite()
    client.force_login(person(MunicipalityFactory(), Role.READER))

    page = client.post(f"/einladung/{token}/", {"name": "x", "password": NEW["password"], "repeated": NEW["password"]})

    assert page.status_code == 422
    assert not User.objects.filter(email="nora@stadt.example").exists()


def test_a_dead_link_explains_itself(client, db):
    page = client.get("/einladung/unbekannt/")

    assert page.status_code == 410
