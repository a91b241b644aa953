# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which roles a person holds in a town, and when that ends."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Membership, Municipality, Role, User
from accounts.permissions import require
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
) -> None:
    """Give ``person`` exactly ``roles`` in ``municipality``, until ``ends_on`` (last day included) if given.

    A town never loses its last administrator, not even through two changes at the same moment.
    """
    require(actor, "accounts.manage_people", municipality)
    check_roles(roles, ends_on)
    _one_at_a_time(municipality)
    rows = Membership.objects.filter(user=person, municipality=municipality)
    before = sorted(rows.values_list("role", flat=True))
    if not before:
        raise Refused(_("%(person)s does not belong to this town. Please send an invitation.") % {"person": person})
    grant_roles(person, municipality, roles=roles, ends_on=ends_on)
    rows.exclude(role__in=roles).delete()
    _keep_an_administrator(municipality)
    _forget_cached_roles(person)
    record(
        actor,
        "accounts.roles_changed",
        municipality,
        person=person.name,
        person_id=person.pk,
        before=before,
        after=sorted(roles),
        ends_on=ends_on,
    )


@transaction.atomic
def end_membership(person: User, municipality: Municipality, *, actor: User, reason: str = "") -> None:
    """Take all roles in ``municipality`` from ``person``, at once. What they did stays on record."""
    require(actor, "accounts.manage_people", municipality)
    _one_at_a_time(municipality)
    rows = Membership.objects.filter(user=person, municipality=municipality)
    before = sorted(rows.values_list("role", flat=True))
    if not before:
        raise Refused(_("%(person)s does not belong to this town.") % {"person": person})
    rows.delete()
    _keep_an_administrator(municipality)
    _forget_cached_roles(person)
    record(
        actor,
        "accounts.membership_ended",
        municipality,
        person=person.name,
        person_id=person.pk,
        before=before,
        reason=reason,
    )


def grant_roles(person: User, municipality: Municipality, *, roles: Collection[str], ends_on: date | None) -> None:
    """Write the rows of ``roles``. For services that hold a transaction and record it themselves."""
    for role in roles:
        Membership.objects.update_or_create(
            user=person, municipality=municipality, role=role, defaults={"ends_on": ends_on}
        )


def _one_at_a_time(municipality: Municipality) -> None:
    """Let changes of one town's people wait for each other (SQLite: transactions are IMMEDIATE anyway)."""
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)


def _keep_an_administrator(municipality: Municipality) -> None:
    remaining = Membership.objects.filter(
        municipality=municipality, role=Role.ADMINISTRATOR, ends_on__isnull=True, user__is_active=True
    )
    if not remaining.exists():
        raise Refused(
            _("This is the last administrator. Please make somebody else administrator first. Nothing was changed.")
        )


def _forget_cached_roles(person: User) -> None:
    for name in ("current_memberships", "municipalities"):
        person.__dict__.pop(name, None)
