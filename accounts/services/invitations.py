# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""People come by invitation: a link by e-mail, valid for fourteen days, usable once."""

import secrets
from collections.abc import Collection
from datetime import date, timedelta
from hashlib import sha256
from smtplib import SMTPException

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from accounts.audit import record
from accounts.models import Invitation, Membership, Municipality, Role, User
from accounts.permissions import require
from accounts.services.memberships import check_roles, grant_roles
from core.errors import AlreadyChanged, DomainError, Refused
from core.states import compare_and_set

VALID_FOR = timedelta(days=14)


class InvitationInvalid(DomainError):
    """The link is unknown, used, withdrawn or too old."""


class MailNotSent(DomainError):
    """The invitation is kept, but its mail did not leave. ``link`` can be handed over in another way."""

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
) -> Invitation:
    """Invite the owner of ``email`` to ``roles`` and mail the link. Only a hash of the link is kept.

    Raises ``Refused`` for a wrong entry (nothing is kept) and ``MailNotSent`` when the invitation
    stands but the mail server did not take the letter.
    """
    invitation, token = prepare_invitation(
        municipality, actor=actor, email=email, name=name, roles=roles, ends_on=ends_on
    )
    _send(invitation, token)
    return invitation


def prepare_invitation(
    municipality: Municipality,
    *,
    actor: User | None,
    email: str,
    name: str,
    roles: Collection[str],
    ends_on: date | None = None,
) -> tuple[Invitation, str]:
    """Write the invitation without mailing it and return it with its token, which is known only here.

    For the operator's command that sets up a town's first administrator (``actor`` is ``None``);
    pages use ``invite_person``.
    """
    if actor is not None:
        require(actor, "accounts.manage_people", municipality)
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(_("Please enter a complete e-mail address, for example name@stadt.de.")) from error
    if not name.strip():
        raise Refused(_("Please enter a name."))
    check_roles(roles, ends_on)
    today = timezone.localdate()
    if Membership.objects.current(today).filter(municipality=municipality, user__email=email).exists():
        raise Refused(_("%(email)s already belongs to this town. You can change the roles there.") % {"email": email})
    token = secrets.token_urlsafe(32)
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
                name=name.strip(),
                roles=sorted(roles),
                ends_on=ends_on,
                token_hash=_hash(token),
                invited_by=actor,
                expires_at=now + VALID_FOR,
            )
            record(actor, "accounts.person_invited", invitation, roles=sorted(roles), ends_on=ends_on)
    except IntegrityError as error:
        raise AlreadyChanged(
            _("%(email)s has an open invitation. You can send it again from the list.") % {"email": email}
        ) from error
    return invitation, token


def renew_invitation(invitation: Invitation, *, actor: User) -> None:
    """Mail a new link, valid for fourteen days from now. The former link stops working."""
    require(actor, "accounts.manage_people", invitation)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        compare_and_set(
            invitation,
            expected={"accepted_at": None, "revoked_at": None, "token_hash": invitation.token_hash},
            token_hash=_hash(token),
            expires_at=timezone.now() + VALID_FOR,
        )
        record(actor, "accounts.invitation_renewed", invitation)
    _send(invitation, token)


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, actor: User) -> None:
    """Withdraw an invitation that nobody has accepted yet."""
    require(actor, "accounts.manage_people", invitation)
    compare_and_set(invitation, expected={"accepted_at": None, "revoked_at": None}, revoked_at=timezone.now())
    record(actor, "accounts.invitation_revoked", invitation)


def find_invitation(token: str) -> Invitation:
    """The open invitation behind ``token``, of whatever town. Raises ``InvitationInvalid``."""
    with scopes_disabled():
        found = Invitation.objects.select_related("municipality", "invited_by").filter(token_hash=_hash(token)).first()
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
                expected={"accepted_at": None, "revoked_at": None, "token_hash": _hash(token)},
                accepted_at=timezone.now(),
            )
            person = User.objects.filter(email=invitation.email).first() or _create_person(invitation, name, password)
            if invitation.ends_on is not None or Role.EXTERNAL in invitation.roles:
                check_roles(invitation.roles, invitation.ends_on)
            grant_roles(person, invitation.municipality, roles=invitation.roles, ends_on=invitation.ends_on)
            record(person, "accounts.invitation_accepted", invitation, roles=invitation.roles)
    except IntegrityError as error:
        raise AlreadyChanged(_("This invitation was accepted in another window just now. Please sign in.")) from error
    return person


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


def invitation_link(token: str) -> str:
    """The absolute address that accepts an invitation."""
    return f"{settings.BASE_URL}{reverse('invitation:accept', args=[token])}"


def _send(invitation: Invitation, token: str) -> None:
    link = invitation_link(token)
    context = {"invitation": invitation, "town": invitation.municipality, "link": link}
    message = EmailMultiAlternatives(
        subject=_("Invitation to %(town)s") % {"town": invitation.municipality},
        body=render_to_string("accounts/email/invitation.txt", context),
        to=[invitation.email],
    )
    try:
        message.send()
    except (OSError, SMTPException) as error:
        raise MailNotSent(
            _("The invitation is saved, but the mail could not be sent. You can pass this link on yourself:"), link
        ) from error


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
