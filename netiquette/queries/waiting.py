# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Versions of the netiquette that wait for somebody."""

from django.db.models import QuerySet

from accounts.frame.counting import Rows
from accounts.models import Municipality, User
from netiquette.models import Netiquette


def netiquettes_submitted(town: Municipality) -> QuerySet[Netiquette]:
    """Versions that wait for a signature, whoever wrote them."""
    return Netiquette.objects.filter(municipality=town, state=Netiquette.State.SUBMITTED)


def netiquettes_to_sign(town: Municipality, person: User) -> QuerySet[Netiquette]:
    """Submitted versions that somebody else began and submitted."""
    return netiquettes_submitted(town).exclude(author=person).exclude(submitted_by=person)


def netiquettes_returned(town: Municipality, person: User) -> QuerySet[Netiquette]:
    """Versions that came back to their author."""
    returned = Netiquette.objects.filter(municipality=town, state=Netiquette.State.DRAFT, author=person)
    return returned.exclude(return_reason="")


ROWS: dict[str, Rows] = {
    "netiquettes.submitted": lambda town, person, at: netiquettes_submitted(town),
    "netiquettes.to_sign": lambda town, person, at: netiquettes_to_sign(town, person),
    "netiquettes.returned": lambda town, person, at: netiquettes_returned(town, person),
}
