# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The letters of invitations, and invitations into an office.

The links into an office go to the mailbox and to nobody else, not even when the mail is late.
"""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.mail.letters import post_letter, take_back_letters
from accounts.models import Invitation, Letter, OfficeRequest
from accounts.services.tokens import VALID_FOR, hash_of, invitation_link, new_token
from core.states import compare_and_set


def invite_into_office(request: OfficeRequest) -> Invitation:
    """Invite whom a request in effect raises; an open invitation of the same address carries the office along.

    In both cases under a new link: the former one may have been shown to whoever sent it.
    """
    token, now = new_token(), timezone.now()
    link = {"token_hash": hash_of(token), "expires_at": now + VALID_FOR}
    invitation = Invitation.objects.filter(
        municipality=request.municipality, email=request.email, accepted_at__isnull=True, revoked_at__isnull=True
    ).first()
    if invitation is None:
        invitation = Invitation.objects.create(
            municipality=request.municipality,
            email=request.email,
            name=request.name,
            roles=[request.role],
            ends_on=request.ends_on,
            invited_by=request.requested_by,
            **link,
        )
    else:
        roles = sorted({*invitation.roles, request.role})
        compare_and_set(invitation, expected={"accepted_at": None, "revoked_at": None}, roles=roles, **link)
    compare_and_set(request, expected={"invitation": None}, invitation=invitation)
    post_invitation(invitation, token)
    return invitation


def post_invitation(invitation: Invitation, token: str) -> Letter:
    """Let the link leave by letter, with the caller's transaction. A former link that has not left stays here."""
    town = invitation.municipality
    take_back_invitation(invitation)
    with translation.override(settings.LANGUAGE_CODE):
        context = {"invitation": invitation, "town": town, "link": invitation_link(token)}
        text = render_to_string("accounts/email/invitation.txt", context)
        subject = _("Invitation to %(town)s") % {"town": town}
    key = f"invitation:{invitation.pk}:{invitation.token_hash[:20]}"
    return post_letter(town, to=invitation.email, subject=subject, text=text, key=key)


def take_back_invitation(invitation: Invitation) -> None:
    """Let no letter leave any more whose link opens nothing."""
    take_back_letters(invitation.municipality, f"invitation:{invitation.pk}")
