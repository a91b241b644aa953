# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who stands in the register of departments, and who writes from an address."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Municipality
from channels_mgmt.models import Department

#: Departments a form proposes.
MOST_PROPOSED = 200


def departments_to_choose(town: Municipality) -> list[Department]:
    """What both forms propose: everybody who is not paused, by name."""
    return list(Department.objects.filter(municipality=town).to_choose()[:MOST_PROPOSED])


def register_of(town: Municipality) -> QuerySet[Department]:
    """All entries, those who can be asked in front."""
    return Department.objects.filter(municipality=town).order_by("is_paused", "name", "pk")


def department_at(town: Municipality, address: str) -> Department | None:
    """The department that is written to at ``address`` or writes from there."""
    wanted = address.strip().lower()
    entries = Department.objects.filter(municipality=town)
    return entries.filter(email=wanted).first() or next((one for one in entries if wanted in one.addresses), None)
