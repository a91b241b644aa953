# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is particular about signing a netiquette; the steps themselves are ``accounts.signoff.lifecycle`` (D20)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.signoff.kinds import DocumentKind
from core.gaps import Gap
from netiquette.models import Netiquette, NetiquetteCopy, NetiquettePaper
from netiquette.presenters.signoff import page_of, signed_message, town_url
from netiquette.queries.completeness import missing_parts
from netiquette.queries.versions import period_of
from netiquette.services.switching import hold_versions, sign_and_publish


def gaps_before_submission(netiquette: Netiquette) -> list[Gap]:
    return missing_parts(netiquette, netiquette.clauses.order_by("number"))


def put_in_force(document: Netiquette, *, actor: User, signature: dict[str, Any]) -> dict[str, Any]:
    """In force at its planned instant, else with the signature; the record says which."""
    now = hold_versions(document.municipality)
    sign_and_publish(document, actor=actor, now=now, signed_at=now, **signature)
    return {"planned_for": document.planned_for.isoformat() if document.planned_for else None}


NETIQUETTE = DocumentKind(
    name=_("Netiquette"),
    model=Netiquette,
    copies=NetiquetteCopy,
    papers=NetiquettePaper,
    period=period_of,
    page=page_of,
    town_url=town_url,
    gaps=gaps_before_submission,
    incomplete=_("The netiquette cannot be submitted yet."),
    put_in_force=put_in_force,
    signed_message=signed_message,
    withdrawals=("netiquette.taken_back",),
)
