# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether an invitation still stands when its link is opened: both of its people are looked at again."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import Invitation, Membership, Role, User
from accounts.services.invitations import InvitationInvalid

INVITING = (Role.ADMINISTRATOR, Role.LEADERSHIP)


def require_standing(invitation: Invitation) -> None:
    """Raise ``InvitationInvalid`` if the invited person was shut out, or who invited no longer may."""
    if User.objects.filter(email=invitation.email, is_active=False).exists():
        raise InvitationInvalid(_("This account is shut. Please ask your administrator."))
    sender = invitation.invited_by
    if sender is None:  # the operator's
        return
    held = Membership.objects.current(localdate()).filter(municipality=invitation.municipality_id, role__in=INVITING)
    if not sender.is_active or not held.filter(user=sender).exists():
        raise InvitationInvalid(
            _("Whoever sent this invitation may no longer invite. Please ask your administrator for a new one.")
        )
