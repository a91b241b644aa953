# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What documents begin with, written for this project; a draft to be checked, never law.

The wording is German because it is the document itself, not the interface. It is made of facts only,
so that equal facts always give equal text; what is not known is a blank (``core.blanks``).
"""

from __future__ import annotations

from collections.abc import Callable

from channels_mgmt.legal.texts_accessibility import accessibility_statement
from channels_mgmt.legal.texts_internal import dpia, usage_concept
from channels_mgmt.legal.texts_public import imprint, privacy_notice
from core.legal_facts import LAW

Facts = dict[str, str]

#: Which facts a document uses; it is stale when one of these has changed.
_PROVIDER = (
    "provider_name", "provider_seat", "provider_privacy_url", "provider_joint_control", "provider_third_country",
    "provider_as_of", "provider_source",
)  # fmt: skip
#: Which facts of law (``core.legal_facts.LAW``) a document rests on; when one changes, these are stale.
RESTS_ON: dict[str, tuple[str, ...]] = {
    "usage_concept": (
        "joint_control", "own_responsibility", "federal_page", "terminal_equipment", "ai_label",
        "political_advertising", "off_topic",
    ),
    "dpia": ("joint_control", "own_responsibility", "federal_page", "terminal_equipment"),
    "privacy_notice": (),
    "imprint": (),
    "accessibility": ("accessibility_statement",),
}  # fmt: skip
_NAMES = ("town", "town_titled", "town_genitive", "head")
USED: dict[str, tuple[str, ...]] = {
    "usage_concept": (
        "town", "town_genitive", "contact_email", "website", "data_protection_officer", "platform", "account",
        *_PROVIDER, "owner", "deputy", "strategy", "mandate", "target_groups", "goals", "decision_reason", "exit_plan",
        "roles", "crisis", "hours_per_week", "service_hours", "netiquette", "netiquette_url", "imprint_url",
        "author_period", "case_period", "audit_period", "processors", "state_law",
    ),
    "dpia": (
        "town", "town_genitive", "contact_email", "website", "data_protection_officer", "supervisory_authority",
        "platform", "account",
        *_PROVIDER, "owner_roles", "deputy_roles", "strategy", "mandate", "target_groups", "decision_reason",
        "exit_plan", "service_hours", "netiquette_url", "author_period", "case_period", "audit_period", "processors",
        "state_law",
    ),
    "privacy_notice": (
        *_NAMES, "contact_email", "website", "postal_address", "phone", "represented_by", "data_protection_officer",
        "supervisory_authority", "privacy_url", "platform", "account", *_PROVIDER, "netiquette_url", "imprint_url",
        "author_period", "case_period", "audit_period", "processors", "state_law", "provider_joint_own",
        "provider_third_own", "appeals_url",
    ),
    "imprint": (
        *_NAMES, "contact_email", "website", "postal_address", "phone", "represented_by", "responsible_for_content",
        "legal_form", "legal_supervision",
        "platform", "account", "imprint_url", "privacy_url", "netiquette_url",
    ),
    "accessibility": (
        *_NAMES, "contact_email", "website", "postal_address", "phone", "represented_by", "netiquette_url",
        "appeals_url", "transparency_url", "accessibility_url", "access_law", "access_method", "access_gaps_known",
        "access_gaps", "access_assessed_on", "enforcement", "enforcement_procedure", "enforcement_contact",
        "enforcement_source",
    ),
}  # fmt: skip


def _with_law(text: Callable[[Facts], str], kind: str) -> Callable[[Facts], str]:
    """The text, and what of the law it rests on, with source and date."""

    def whole(facts: Facts) -> str:
        lines = [f"- {said}" for key in RESTS_ON[kind] if (said := facts.get(f"law_{key}", ""))]
        return f"{text(facts)}\n## Worauf sich dieses Papier rechtlich stützt\n\n" + "\n".join(lines) + "\n"

    return whole


_TEXTS: dict[str, Callable[[Facts], str]] = {
    "usage_concept": _with_law(usage_concept, "usage_concept"),
    "dpia": _with_law(dpia, "dpia"),
    "privacy_notice": privacy_notice,
    "imprint": imprint,
    "accessibility": _with_law(accessibility_statement, "accessibility"),
}


def facts_for(kind: str, facts: Facts) -> Facts:
    """The facts that the document ``kind`` uses, those of the law among them."""
    used = [*USED[kind], *(f"law_{key}" for key in RESTS_ON[kind])]
    return {name: facts.get(name, "") for name in used}


def law_facts() -> Facts:
    """All facts of the law by the name under which documents keep them."""
    return {f"law_{key}": str(fact) for key, fact in LAW.items()}


def write(kind: str, facts: Facts) -> str:
    """The text of ``kind`` in the markup of documents; the same facts give the same text."""
    return _TEXTS[kind](facts)
