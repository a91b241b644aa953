# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Letters about offices: to heads and administrators, about each request and what became of it (docs/adr/0020)."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.mail.letters import post_letter
from accounts.models import OFFICES, Invitation, Membership, Municipality, OfficeRequest, Role, User
from accounts.presenters.offices import sentence_of
from core.urls import absolute_address


def concerned(town: Municipality) -> dict[str, str]:
    """Names by address: who holds an office; without a head also those who led the town, or are invited to."""
    rows = Membership.objects.filter(municipality=town, role__in=OFFICES).select_related("user")
    today = localdate()
    current = [row for row in rows if row.user.is_active and (row.ends_on is None or row.ends_on >= today)]
    found = {row.user.email: row.user.name for row in current}
    if all(row.role != Role.LEADERSHIP for row in current):
        found |= {row.user.email: row.user.name for row in rows if row.role == Role.LEADERSHIP}
        invited = Invitation.objects.filter(municipality=town, accepted_at__isnull=True, revoked_at__isnull=True)
        found |= {row.email: row.name for row in invited if Role.LEADERSHIP in row.roles}
    return found


def announce_office(request: OfficeRequest, what: str, *, actor: User | None) -> None:
    """Tell everybody who holds an office, and the person concerned once something has changed for them."""
    town = request.municipality
    people = concerned(town)
    if request.person is not None and what in ("granted", "ended"):
        people |= {request.person.email: request.person.name}
    with translation.override(settings.LANGUAGE_CODE):
        line = sentence_of(request, what, actor)
    occasion = f"office:{request.pk}:{what}:{timezone.now().isoformat()}"
    tell_people(town, people, occasion=occasion, line=line, reason=_reason(request, what))


def announce_revoked_invitation(invitation: Invitation, *, actor: User) -> None:
    """Tell everybody who holds an office that somebody will not come into one."""
    town = invitation.municipality
    with translation.override(settings.LANGUAGE_CODE):
        line = _("%(actor)s has withdrawn the invitation of %(name)s (%(email)s) as %(roles)s.") % {
            "actor": actor,
            "name": invitation.name,
            "email": invitation.email,
            "roles": ", ".join(str(Role(role).label) for role in invitation.roles),
        }
    tell_people(town, concerned(town), occasion=f"invitation:{invitation.pk}:revoked", line=line)


def tell_people(town: Municipality, people: dict[str, str], *, occasion: str, line: Any, reason: str = "") -> None:
    """One letter each, with the caller's transaction."""
    url = absolute_address("settings:people", town.slug)
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Roles of head and administration changed or requested – %(town)s") % {"town": town.name}
        for email, name in people.items():
            context = {"name": name, "line": line, "reason": reason, "url": url, "town": town}
            text = render_to_string("accounts/email/office.txt", context)
            post_letter(town, to=email, subject=subject, text=text, key=f"{occasion}:{email}"[:160])


def _reason(request: OfficeRequest, what: str) -> str:
    return request.refusal if what == "refused" else request.reason
