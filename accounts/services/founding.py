# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Offices from the console: when a town begins, and when nobody is left who could give them (docs/adr/0020).

Whoever runs the server can do everything to it. So this way is not hidden but loud: recorded, with letters to
everybody who holds, held or shall hold an office.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_scopes import scope

from accounts.audit import record
from accounts.models import OFFICES, Invitation, Membership, Municipality, Role
from accounts.services.holders import holders, one_at_a_time
from accounts.services.invitations import write_invitation
from accounts.services.office_invitations import post_invitation
from accounts.services.office_letters import concerned, tell_people
from accounts.services.tokens import invitation_link
from core.errors import Refused

ADMINISTRATORS = 2


@dataclass(frozen=True)
class Official:
    """Somebody the operator invites."""

    role: str
    email: str
    name: str


def missing_officials(town: Municipality) -> dict[str, int]:
    """How many heads and administrators are missing, open invitations of the operator counted as there."""
    invited = _open_invitations(town)
    there = {role: len(holders(town, role)) + sum(role in row.roles for row in invited) for role in OFFICES}
    return {
        Role.LEADERSHIP: max(0, 1 - there[Role.LEADERSHIP]),
        Role.ADMINISTRATOR: max(0, ADMINISTRATORS - there[Role.ADMINISTRATOR]),
    }


@transaction.atomic
def invite_officials(
    town: Municipality, officials: Iterable[Official], *, gone: Collection[str] = (), is_new: bool = False
) -> list[tuple[Invitation, str]]:
    """Invite the head and the administrators a town lacks; returns each invitation with its link.

    ``gone`` are addresses of people who held an office and can act no more, or whose invitation went wrong: their
    offices and the operator's invitations end first. Raises ``Refused`` for more people than are missing.
    """
    officials, links = list(officials), []
    with scope(municipality=town):
        one_at_a_time(town)
        people = concerned(town)
        for email in gone:
            people |= _end_offices(town, email)
        _check(town, officials)
        for official in officials:
            invitation, token = write_invitation(
                town, actor=None, email=official.email, name=official.name, roles=[official.role]
            )
            post_invitation(invitation, token)
            links.append((invitation, invitation_link(token)))
        if not is_new:
            record(
                None,
                "accounts.town_completed",
                town,
                invited=[f"{official.role}: {official.email}" for official in officials],
                ended=sorted(gone),
            )
            _tell(town, people, officials, gone)
    return links


def _check(town: Municipality, officials: list[Official]) -> None:
    gaps: list[object] = []
    addresses = [official.email.strip().lower() for official in officials]
    if len(set(addresses)) < len(addresses):
        gaps.append(_("Head and administrators need different addresses: each is a person of their own."))
    missing = missing_officials(town)
    for role in OFFICES:
        number = sum(official.role == role for official in officials)
        if number > missing[role]:
            gaps.append(
                _("%(role)s: %(number)s given, %(missing)s missing. Everybody else is invited by the town itself.")
                % {"role": role.label, "number": number, "missing": missing[role]}
            )
    if gaps:
        raise Refused(_("Nobody was invited."), gaps)


def _open_invitations(town: Municipality) -> list[Invitation]:
    rows = Invitation.objects.filter(municipality=town, invited_by=None, accepted_at=None, revoked_at=None)
    return [row for row in rows.filter(expires_at__gt=timezone.now()) if set(row.roles) & set(OFFICES)]


def _end_offices(town: Municipality, email: str) -> dict[str, str]:
    """End what the owner of ``email`` holds as an office; returns who has to be told."""
    email = email.strip().lower()
    rows = Membership.objects.filter(municipality=town, role__in=OFFICES, user__email=email).select_related("user")
    people = {row.user.email: row.user.name for row in rows}
    invited = [row for row in _open_invitations(town) if row.email == email]
    people |= {row.email: row.name for row in invited}
    if not people:
        raise Refused(_("%(email)s holds no office in this town and has no open invitation.") % {"email": email})
    rows.delete()
    Invitation.objects.filter(pk__in=[row.pk for row in invited]).update(revoked_at=timezone.now())
    return people


def _tell(town: Municipality, people: dict[str, str], officials: list[Official], gone: Collection[str]) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        lines = [_("The operator has completed %(town)s at the console.") % {"town": town.name}]
        lines += [
            _("Invited as %(role)s: %(name)s (%(email)s).")
            % {"role": Role(official.role).label, "name": official.name, "email": official.email}
            for official in officials
        ]
        lines += [_("Roles of head and administration ended: %(email)s.") % {"email": email} for email in gone]
    occasion = f"completed:{town.pk}:{timezone.now().isoformat()}"
    tell_people(town, people, occasion=occasion, line="\n".join(lines))
