# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits because of the netiquette."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.frame.waiting import Case, WaitingItem, WaitingSource
from accounts.models import Municipality, Role, User
from accounts.signoff.waiting import returned_items, signature_items
from netiquette.queries.waiting import netiquettes_returned, netiquettes_to_sign


def menu_rows(person: User, town: Municipality) -> Iterator[str]:
    """What the menu counts: for the head, versions to sign."""
    if Role.LEADERSHIP in person.roles_in(town):
        yield "netiquettes.submitted"


def _to_sign(case: Case) -> Iterator[WaitingItem]:
    documents = netiquettes_to_sign(case.town, case.person).select_related("submitted_by")
    yield from signature_items(documents, "admin:netiquette_netiquette_change")


def _returned(case: Case) -> Iterator[WaitingItem]:
    page = reverse("netiquette:edit", args=[case.town.slug])
    yield from returned_items(netiquettes_returned(case.town, case.person), page)


SOURCES = (
    WaitingSource(20, frozenset({Role.LEADERSHIP}), _to_sign, ("netiquettes.to_sign",)),
    WaitingSource(40, frozenset({Role.COMMUNICATIONS, Role.EDITOR}), _returned, ("netiquettes.returned",)),
)
