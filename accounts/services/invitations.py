# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""People come by invitation: a link by e-mail, valid for fourteen days, usable once.

Invitations into an office wait for a second person first, and their links are shown to nobody (docs/adr/0020).
"""

from collections.abc import Collection
from datetime import date

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from accounts.audit import record
from accounts.mail.letters import send_at_once
from accounts.models import OFFICES, Invitation, Letter, Membership, Municipality, OfficeRequest, Role, User
from accounts.services.holders import one_at_a_time
from accounts.services.memberships import check_roles, found_membership, grant_roles
from accounts.services.office_invitations import post_invitation, take_back_invitation
from accounts.services.office_letters import announce_revoked_invitation
from accounts.services.offices import grant_office, request_grant
from accounts.services.tokens import VALID_FOR, hash_of, invitation_link, new_token
from accounts.tenancy.permissions import require
from core.errors import AlreadyChanged, DomainError, Refused
from core.states import compare_and_set


class InvitationInvalid(DomainError):
    """The link is unknown, used, withdrawn or too old."""


class MailNotSent(DomainError):
    """The invitation is kept, but its mail has not left yet. ``link`` can be handed over in another way."""

    def __init__(self, message: object, link: str) -> None:
        super().__init__(message)
        self.link = link


def invite_person(
    municipality: Municipality,
    *,
    actor: User,
    email: str,
    name: str,
    roles: Collection[str],
    ends_on: date | None = None,
) -> Invitation | None:
    """Invite the owner of ``email`` to ``roles`` and mail the link. Only a hash of the link is kept.

    Offices among ``roles`` become requests that a second person has to confirm; with nothing but offices there
    is no invitation yet, and ``None`` is returned. Raises ``Refused`` for a wrong entry (nothing is kept) and
    ``MailNotSent`` when the invitation stands but the mail server did not take the letter.
    """
    plain = sorted(set(roles) - set(OFFICES))
    email, name = _checked(municipality, email, name, roles, ends_on)
    with transaction.atomic():
        require(actor, "accounts.manage_people", municipality)
        one_at_a_time(municipality)
        for office in OFFICES:
            if office in roles:
                request_grant(municipality, actor=actor, role=office, email=email, name=name, ends_on=ends_on)
        if not plain:
            return None
        invitation, token = write_invitation(
            municipality, actor=actor, email=email, name=name, roles=plain, ends_on=ends_on
        )
        letter = post_invitation(invitation, token)
    _send(letter, token)
    return invitation


def write_invitation(
    municipality: Municipality,
    *,
    actor: User | None,
    email: str,
    name: str,
    roles: Collection[str],
    ends_on: date | None = None,
) -> tuple[Invitation, str]:
    """Write the invitation without mailing it and return it with its token, which is known only here.

    ``actor`` is ``None`` for the operator, who founds a town at the console (``founding.py``) and may invite into
    offices; pages use ``invite_person``.
    """
    email, name = _checked(municipality, email, name, roles, ends_on)
    if actor is not None and set(roles) & set(OFFICES):
        raise RuntimeError("an invitation into an office comes from a request or from the console")
    token = new_token()
    now = timezone.now()
    try:
        with transaction.atomic():
            open_ones = Invitation.objects.filter(
                municipality=municipality, email=email, accepted_at__isnull=True, revoked_at__isnull=True
            )
            open_ones.filter(expires_at__lte=now).update(revoked_at=now)
            invitation = Invitation.objects.create(
                municipality=municipality,
                email=email,
                name=name,
                roles=sorted(roles),
                ends_on=ends_on,
                token_hash=hash_of(token),
                invited_by=actor,
                expires_at=now + VALID_FOR,
            )
            record(actor, "accounts.person_invited", invitation, roles=sorted(roles), ends_on=ends_on)
    except IntegrityError as error:
        raise AlreadyChanged(
            _("%(email)s has an open invitation. You can send it again from the list.") % {"email": email}
        ) from error
    return invitation, token


def _checked(
    municipality: Municipality, email: str, name: str, roles: Collection[str], ends_on: date | None
) -> tuple[str, str]:
    """Address and name as they are kept. Raises ``Refused`` for a wrong entry and for somebody who is here."""
    email, name = email.strip().lower(), name.strip()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(_("Please enter a complete e-mail address, for example name@stadt.de.")) from error
    if not name:
        raise Refused(_("Please enter a name."))
    check_roles(roles, ends_on)
    today = timezone.localdate()
    if Membership.objects.current(today).filter(municipality=municipality, user__email=email).exists():
        raise Refused(_("%(email)s already belongs to this town. You can change the roles there.") % {"email": email})
    return email, name


def renew_invitation(invitation: Invitation, *, actor: User) -> None:
    """Mail a new link, valid for fourteen days from now. The former link stops working."""
    require(actor, "accounts.manage_people", invitation)
    token, leads_to_office = new_token(), bool(set(invitation.roles) & set(OFFICES))
    with transaction.atomic():
        compare_and_set(
            invitation,
            expected={"accepted_at": None, "revoked_at": None, "token_hash": invitation.token_hash},
            token_hash=hash_of(token),
            expires_at=timezone.now() + VALID_FOR,
        )
        record(actor, "accounts.invitation_renewed", invitation)
        letter = post_invitation(invitation, token)
    if not leads_to_office:
        _send(letter, token)


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, actor: User) -> None:
    """Withdraw an invitation that nobody has accepted yet. Where it leads into an office, all holders are told."""
    require(actor, "accounts.manage_people", invitation)
    leads_to_office = bool(set(invitation.roles) & set(OFFICES))
    if leads_to_office and invitation.invited_by_id is None:
        raise Refused(_("The operator has sent this invitation and alone can withdraw it, at the console."))
    compare_and_set(invitation, expected={"accepted_at": None, "revoked_at": None}, revoked_at=timezone.now())
    take_back_invitation(invitation)
    record(actor, "accounts.invitation_revoked", invitation)
    if leads_to_office:
        announce_revoked_invitation(invitation, actor=actor)


def find_invitation(token: str) -> Invitation:
    """The open invitation behind ``token``, of whatever town. Raises ``InvitationInvalid``."""
    with scopes_disabled():
        found = (
            Invitation.objects.select_related("municipality", "invited_by").filter(token_hash=hash_of(token)).first()
        )
    if found is None or found.revoked_at:
        raise InvitationInvalid(
            _("This invitation is not valid, or was replaced by a newer one. Please ask your administrator.")
        )
    if found.accepted_at:
        raise InvitationInvalid(_("This invitation was already accepted. Please sign in."))
    if found.expires_at <= timezone.now():
        raise InvitationInvalid(
            _("This invitation has expired. Please ask the administrator of %(town)s for a new one.")
            % {"town": found.municipality}
        )
    return found


def accept_invitation(token: str, *, name: str = "", password: str = "") -> User:
    """Turn the invitation behind ``token`` into roles and return the person.

    Somebody new gets an account with ``name``, ``password`` and a verified address, since the
    link reached that mailbox. Somebody who has an account keeps name and password.
    Raises ``InvitationInvalid``, or ``Refused`` with the password's gaps.
    """
    invitation = find_invitation(token)
    try:
        with transaction.atomic(), scopes_disabled():
            compare_and_set(
                invitation,
                expected={"accepted_at": None, "revoked_at": None, "token_hash": hash_of(token)},
                accepted_at=timezone.now(),
            )
            person = User.objects.filter(email=invitation.email).first() or _create_person(invitation, name, password)
            if invitation.ends_on is not None or Role.EXTERNAL in invitation.roles:
                check_roles(invitation.roles, invitation.ends_on)
            granted = _grant(invitation, person)
            record(person, "accounts.invitation_accepted", invitation, roles=granted)
    except IntegrityError as error:
        raise AlreadyChanged(_("This invitation was accepted in another window just now. Please sign in.")) from error
    return person


def _grant(invitation: Invitation, person: User) -> list[str]:
    """Turn the invitation into roles: plain ones, and offices only from the console or from requests in effect."""
    town = invitation.municipality
    one_at_a_time(town)
    plain = sorted(set(invitation.roles) - set(OFFICES))
    grant_roles(person, town, roles=plain, ends_on=invitation.ends_on)
    offices = []
    if invitation.invited_by_id is None:
        offices = sorted(set(invitation.roles) & set(OFFICES))
        for office in offices:
            found_membership(person, town, office, ends_on=invitation.ends_on)
    for request in OfficeRequest.objects.filter(
        invitation=invitation, person__isnull=True, state=OfficeRequest.State.IN_EFFECT
    ).select_related("requested_by", "confirmed_by", "municipality"):
        if person in (request.requested_by, request.confirmed_by):
            raise Refused(_("Nobody raises themselves. Please let somebody else ask for this role, or confirm it."))
        compare_and_set(request, expected={"person": None}, person=person)
        grant_office(request, person)
        offices.append(request.role)
    if not plain and not offices:
        raise InvitationInvalid(
            _("This invitation holds no role any more. Please ask your administrator for a new one.")
        )
    return sorted([*plain, *offices])


def _create_person(invitation: Invitation, name: str, password: str) -> User:
    person = User(email=invitation.email, name=name.strip() or invitation.name)
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused(_("Please choose another password."), error.messages) from error
    person.set_password(password)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def _send(letter: Letter, token: str) -> None:
    """Try the letter while its sender waits; who hears that it is late may hand the link over."""
    send_at_once(letter)
    if not letter.error:
        return  # it has left, or another worker is at it
    if letter.state == Letter.State.GIVEN_UP:
        text = _("The invitation is saved, but the mail could not be sent. You can pass this link on yourself:")
    else:
        text = _(
            "The invitation is saved, but the mail could not be sent yet. It is tried again for two hours. "
            "You can also pass this link on yourself:"
        )
    raise MailNotSent(text, invitation_link(token))
