# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which roles a person holds in a town, and when that ends.

The offices among them (head of the authority, administrator) are never changed here: they are asked for, and a
second person decides (``offices.py``, docs/adr/0020).
"""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import OFFICES, Membership, Municipality, OfficeRequest, Role, User
from accounts.services.holders import forget_cached_roles, one_at_a_time
from accounts.services.offices import request_end, request_grant
from accounts.tenancy.permissions import require
from core.errors import Refused


def check_roles(roles: Collection[str], ends_on: date | None) -> None:
    """Raise ``Refused`` unless somebody may hold ``roles`` together until ``ends_on``."""
    gaps: list[object] = []
    if not roles or not set(roles) <= set(Role.values):
        gaps.append(_("Please choose at least one role."))
    if Role.EXTERNAL in roles and len(set(roles)) > 1:
        gaps.append(_("External help only drafts and therefore holds no other role."))
    if Role.EXTERNAL in roles and ends_on is None:
        gaps.append(_("External help needs a last day; access then ends by itself."))
    if ends_on is not None and ends_on < timezone.localdate():
        gaps.append(_("The last day lies in the past."))
    if gaps:
        raise Refused(_("The roles were not saved."), gaps)


@transaction.atomic
def change_roles(
    person: User, municipality: Municipality, *, actor: User, roles: Collection[str], ends_on: date | None = None
) -> list[OfficeRequest]:
    """Give ``person`` exactly ``roles`` in ``municipality``, until ``ends_on`` (last day included) if given.

    Offices that would be given, ended or get another last day stay as they are: each becomes a request, and
    these requests are returned. Everything else counts at once.
    """
    require(actor, "accounts.manage_people", municipality)
    check_roles(roles, ends_on)
    one_at_a_time(municipality)
    rows = Membership.objects.filter(user=person, municipality=municipality)
    held = {row.role: row for row in rows}
    if not held:
        raise Refused(_("%(person)s does not belong to this town. Please send an invitation.") % {"person": person})
    requests = []
    for office in OFFICES:
        row = held.get(office)
        if office in roles and (row is None or row.ends_on != ends_on):
            request = request_grant(
                municipality,
                actor=actor,
                role=office,
                person=person,
                email=person.email,
                name=person.name,
                ends_on=ends_on,
            )
        elif row is not None and office not in roles:
            request = request_end(person, municipality, actor=actor, role=office)
        else:
            continue
        requests.append(request)
    plain = set(roles) - set(OFFICES)
    grant_roles(person, municipality, roles=plain, ends_on=ends_on)
    rows.exclude(role__in={*plain, *OFFICES}).delete()
    forget_cached_roles(person)
    after = sorted(rows.values_list("role", flat=True))
    if not requests or sorted(held) != after:
        record(
            actor,
            "accounts.roles_changed",
            municipality,
            person=person.name,
            person_id=person.pk,
            before=sorted(held),
            after=after,
            ends_on=ends_on,
        )
    return requests


@transaction.atomic
def end_membership(person: User, municipality: Municipality, *, actor: User, reason: str = "") -> list[OfficeRequest]:
    """Take all roles in ``municipality`` from ``person``, at once. What they did stays on record.

    Offices end when a second person confirms it; the requests for that are returned.
    """
    require(actor, "accounts.manage_people", municipality)
    one_at_a_time(municipality)
    rows = Membership.objects.filter(user=person, municipality=municipality)
    before = sorted(rows.values_list("role", flat=True))
    if not before:
        raise Refused(_("%(person)s does not belong to this town.") % {"person": person})
    offices = [role for role in before if role in OFFICES]
    requests = [request_end(person, municipality, actor=actor, role=role, reason=reason) for role in offices]
    if rows.exclude(role__in=OFFICES).delete()[0]:
        forget_cached_roles(person)
        record(
            actor,
            "accounts.membership_ended",
            municipality,
            person=person.name,
            person_id=person.pk,
            before=before,
            reason=reason,
        )
    return requests


def grant_roles(person: User, municipality: Municipality, *, roles: Collection[str], ends_on: date | None) -> None:
    """Write the rows of ``roles``, none of them an office. For services that hold a transaction and record it."""
    for role in roles:
        Membership.objects.update_or_create(
            user=person, municipality=municipality, role=role, defaults={"ends_on": ends_on}
        )


def found_membership(person: User, town: Municipality, role: str, *, ends_on: date | None = None) -> None:
    """Give a role from the console. An office that a request gave stays what it is."""
    rows = Membership.objects.current(timezone.localdate()).filter(user=person, municipality=town, role=role)
    if not rows.exists():
        Membership.objects.update_or_create(
            user=person,
            municipality=town,
            role=role,
            defaults={
                "ends_on": ends_on,
                "is_founded": role in OFFICES,
                "office_request": None,
                "office_requested_by": None,
                "office_confirmed_by": None,
            },
        )
