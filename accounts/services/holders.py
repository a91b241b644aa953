# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who holds an office at this moment, read anew inside the caller's transaction, and what a town must never lose."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Municipality, Role, User
from core.errors import Refused
from core.states import hold


def one_at_a_time(municipality: Municipality) -> None:
    """Let changes of one town's people wait for each other."""
    hold(municipality)


def holders(municipality: Municipality, *roles: str) -> set[int]:
    """The keys of everybody who holds one of ``roles`` today and may sign in."""
    rows = Membership.objects.current(timezone.localdate()).filter(municipality=municipality, role__in=roles)
    return set(rows.filter(user__is_active=True).values_list("user_id", flat=True))


def keep_an_administrator(municipality: Municipality, *, without: User | None = None) -> None:
    """Raise ``Refused`` unless somebody administers the town without end, apart from ``without``."""
    remaining = Membership.objects.exclude(user=without).filter(
        municipality=municipality,
        role=Role.ADMINISTRATOR,
        ends_on__isnull=True,
        user__is_active=True,
    )
    if not remaining.exists():
        raise Refused(
            _("This is the last administrator. Please make somebody else administrator first. Nothing was changed.")
        )


def keep_a_head(municipality: Municipality, *, without: User | None) -> None:
    """Raise ``Refused`` when ``without`` is the last head of the authority who may sign in."""
    if without is not None and holders(municipality, Role.LEADERSHIP) == {without.pk}:
        raise Refused(_("This is the last head of the authority. Please give this role to the successor first."))


def forget_cached_roles(person: User) -> None:
    for name in ("current_memberships", "municipalities"):
        person.__dict__.pop(name, None)
