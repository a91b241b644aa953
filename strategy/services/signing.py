# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is particular about signing a strategy; the steps themselves are ``accounts.signoff.lifecycle`` (D3)."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audit import record
from accounts.models import User
from accounts.signoff.kinds import DocumentKind
from core.gaps import Gap
from core.states import change_state
from strategy.models import Strategy, StrategyCopy
from strategy.presenters.signoff import consequences_of_revoking, page_of, signed_message, town_url
from strategy.queries import forget_renewal, today_in
from strategy.queries.completeness import missing_parts_of
from strategy.services.drafts import forget_drafts_of

State = Strategy.State


def gaps_before_submission(strategy: Strategy) -> list[Gap]:
    """What the document lacks, and a review date that would have passed before anybody signs."""
    gaps = missing_parts_of(strategy)
    if strategy.review_on and strategy.review_on <= today_in(strategy.municipality):
        gaps.append(Gap(_("The review date has passed. Please set a new one."), "figures"))
    return gaps


def put_in_force(document: Strategy, *, actor: User, signature: dict[str, Any]) -> dict[str, Any]:
    """Retire the strategy in force and let this one take its place, without anybody's unsaved text."""
    for old in Strategy.objects.filter(municipality=document.municipality_id, state=State.IN_FORCE):
        change_state(old, State.RETIRED)
        record(actor, "strategy.retired", old, replaced_by=document.version)
    change_state(document, State.IN_FORCE, signed_at=timezone.now(), **signature)
    forget_drafts_of(document)
    return {}


def read_anew(document: Strategy) -> None:
    forget_renewal(document.municipality)


STRATEGY = DocumentKind(
    name=gettext_lazy("Social media strategy"),
    model=Strategy,
    copies=StrategyCopy,
    page=page_of,
    town_url=town_url,
    gaps=gaps_before_submission,
    incomplete=gettext_lazy("The strategy cannot be submitted yet. Some parts are missing."),
    put_in_force=put_in_force,
    signed_message=signed_message,
    withdrawals=("strategy.withdrawn_by_edit",),
    consequences=consequences_of_revoking,
    after_commit=read_anew,
)
