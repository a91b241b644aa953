# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the documents of a channel begin with, written for this project; a draft to be checked, never law.

The wording is German because it is the document itself, not the interface. It is made of facts only,
so that equal facts always give equal text; what is not known is a blank ``[… eintragen]``.
"""

from __future__ import annotations

from collections.abc import Callable

from channels_mgmt.legal.texts_internal import dpia, usage_concept
from channels_mgmt.legal.texts_public import imprint, privacy_notice

Facts = dict[str, str]

#: Which facts a document uses; it is stale when one of these has changed.
_PROVIDER = (
    "provider_name", "provider_seat", "provider_privacy_url", "provider_joint_control", "provider_third_country",
    "provider_as_of", "provider_source",
)  # fmt: skip
USED: dict[str, tuple[str, ...]] = {
    "usage_concept": (
        "town", "contact_email", "website", "data_protection_officer", "platform", "account", *_PROVIDER, "owner",
        "deputy", "strategy", "mandate", "target_groups", "goals", "decision_reason", "exit_plan", "roles", "crisis",
        "hours_per_week", "service_hours", "netiquette", "netiquette_url", "imprint_url",
    ),
    "dpia": (
        "town", "contact_email", "website", "data_protection_officer", "supervisory_authority", "platform", "account",
        *_PROVIDER, "owner_roles", "deputy_roles", "strategy", "mandate", "target_groups", "decision_reason",
        "exit_plan", "service_hours", "netiquette_url",
    ),
    "privacy_notice": (
        "town", "contact_email", "website", "postal_address", "phone", "represented_by", "data_protection_officer",
        "supervisory_authority", "privacy_url", "platform", "account", *_PROVIDER, "netiquette_url", "imprint_url",
    ),
    "imprint": (
        "town", "contact_email", "website", "postal_address", "phone", "represented_by", "responsible_for_content",
        "platform", "account", "imprint_url", "privacy_url", "netiquette_url",
    ),
}  # fmt: skip

_TEXTS: dict[str, Callable[[Facts], str]] = {
    "usage_concept": usage_concept,
    "dpia": dpia,
    "privacy_notice": privacy_notice,
    "imprint": imprint,
}


def facts_for(kind: str, facts: Facts) -> Facts:
    """The facts that the document ``kind`` uses."""
    return {name: facts.get(name, "") for name in USED[kind]}


def write(kind: str, facts: Facts) -> str:
    """The text of ``kind`` in the markup of documents; the same facts give the same text."""
    return _TEXTS[kind](facts)
