# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the accessibility statement of a town is made of, and the version that is public."""

from __future__ import annotations

from accounts.models import Municipality
from channels_mgmt.models import ChannelDocument, DocumentParticulars
from core.accessibility_facts import ENFORCEMENT, KNOWN_GAPS, METHOD, Enforcement
from core.text import plain_lines
from core.urls import absolute_address


def accessibility_facts(town: Municipality, given: DocumentParticulars) -> dict[str, str]:
    """What only the accessibility statement uses; a body nobody has seen in a source stays empty."""
    state = ENFORCEMENT.get(town.state_code, Enforcement(""))
    return {
        "transparency_url": absolute_address("appeals:transparency", town.slug),
        "accessibility_url": absolute_address("accessibility:statement", town.slug),
        "access_law": state.law,
        "access_method": METHOD,
        "access_gaps_known": "\n".join(KNOWN_GAPS),
        "access_gaps": plain_lines(given.access_gaps).strip(),
        "access_assessed_on": f"{given.access_assessed_on:%d.%m.%Y}" if given.access_assessed_on else "",
        "enforcement": state.body if state.is_seen else "",
        "enforcement_procedure": state.procedure if state.is_seen else "",
        "enforcement_contact": plain_lines(given.enforcement_contact).strip() or state.url,
        "enforcement_source": f"{state.source}, {state.as_of:%d.%m.%Y}" if state.source else "",
    }


def published_statement(town: Municipality) -> ChannelDocument | None:
    """The newest version somebody has vouched for, with its checks; a newer draft does not displace it.

    It stays public when a fact has changed or a year has gone: people need a contact, and staff are reminded.
    """
    kind, state = ChannelDocument.Kind.ACCESSIBILITY, ChannelDocument.State.CHECKED
    checked = ChannelDocument.objects.filter(channel__isnull=True, municipality=town, kind=kind, state=state)
    checked = checked.select_related("municipality").prefetch_related("checks").order_by("-version")
    return next((document for document in checked if document.is_check_valid), None)
