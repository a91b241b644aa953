# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Versions of the strategy: beginning the first, continuing a signed one, throwing a draft away."""

from datetime import timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from core.errors import Refused
from core.states import compare_and_set
from strategy.domain.starter import TEMPLATES, StarterTemplate, hours_for
from strategy.models import Strategy, StrategySection
from strategy.services.tables import (
    ApprovalRow,
    PillarRow,
    RoleRow,
    set_approvals,
    set_budget,
    set_pillars,
    set_roles,
    set_tone,
)
from strategy.services.writing import touch

State = Strategy.State
REVIEW_DAYS = 365


@transaction.atomic
def start_strategy(municipality: Municipality, *, actor: User, template: str = "") -> Strategy:
    """Begin the first strategy of a town: all parts empty, or filled by the template with this key.

    A template names no person and says where only the town knows (``core.blanks``).
    """
    require(actor, "strategy.write_strategy", municipality)
    chosen = TEMPLATES.get(template)
    if template and chosen is None:
        raise Refused(_("There is no such template."))
    strategy = _open_version(municipality, actor, "strategy.started")
    if chosen is not None:
        facts = municipality.german.facts(municipality.name)
        _fill(strategy, actor, chosen.filled(facts, website=municipality.website, contact=municipality.contact_email))
    return strategy


def _fill(strategy: Strategy, actor: User, template: StarterTemplate) -> None:
    hours = hours_for(strategy.municipality.population or template.inhabitants)
    for key, text in template.sections.items():
        strategy.sections.filter(key=key).update(text=text, edited_by=actor, edited_at=timezone.now())
    set_pillars(strategy, actor=actor, pillars=[PillarRow(*pillar) for pillar in template.pillars])
    set_roles(
        strategy,
        actor=actor,
        roles={
            kind: RoleRow(hours_per_week=(hours * share / 100).quantize(Decimal("0.1"), ROUND_DOWN))
            for kind, share in template.role_shares.items()
        },
    )
    set_approvals(
        strategy,
        actor=actor,
        steps={risk: ApprovalRow(deadline_hours=deadline) for risk, deadline in template.deadlines.items()},
    )
    set_budget(strategy, actor=actor, lines=[(item, Decimal(amount)) for item, amount in template.budget])
    set_tone(strategy, actor=actor, address="formal", language_levels=template.language_levels)
    today = strategy.municipality.local_day()
    touch(
        strategy,
        actor=actor,
        hours_per_week=hours,
        answer_promise_hours=template.answer_promise_hours,
        review_on=today + timedelta(days=REVIEW_DAYS),
    )
    record(actor, "strategy.filled", strategy, template=template.key)


@transaction.atomic
def start_new_version(strategy: Strategy, *, actor: User) -> Strategy:
    """Copy a signed strategy into a new draft. The signed one stays in force until the new one is signed."""
    require(actor, "strategy.write_strategy", strategy)
    if strategy.state not in (State.IN_FORCE, State.RETIRED):
        raise Refused(_("This version is still being worked on."))
    new = _open_version(
        strategy.municipality,
        actor,
        "strategy.new_version",
        hours_per_week=strategy.hours_per_week,
        budget_per_year=strategy.budget_per_year,
        answer_promise_hours=strategy.answer_promise_hours,
        review_on=strategy.review_on,
        answer_deputy=strategy.answer_deputy,
        address=strategy.address,
        language_levels=strategy.language_levels,
        languages=strategy.languages,
    )
    for section in strategy.sections.all():
        new.sections.filter(key=section.key).update(
            text=section.text, edited_by=section.edited_by, edited_at=section.edited_at
        )
    for rows in (
        strategy.goals.order_by("pk"),
        strategy.target_groups.all(),
        strategy.platform_decisions.order_by("pk"),
        strategy.pillars.all(),
        strategy.role_assignments.order_by("pk"),
        strategy.approval_steps.order_by("pk"),
        strategy.budget_lines.all(),
        strategy.analyses.exclude(result_hash="").order_by("pk"),
        strategy.comments.filter(resolved_at__isnull=True),  # what is not settled yet moves along
    ):
        for row in rows:
            row.pk, row._state.adding, row.strategy = None, True, new
            row.save(force_insert=True)
    return new


@transaction.atomic
def discard_draft(strategy: Strategy, *, actor: User) -> None:
    """Throw away a version that was never signed; the audit trail remembers that it was there.

    Raises ``AlreadyChanged`` for a version that is submitted, signed, or changed since it was read.
    """
    require(actor, "strategy.write_strategy", strategy)
    compare_and_set(
        strategy,
        expected={"state": State.DRAFT, "signed_hash": "", "revision": strategy.revision},
        revision=strategy.revision + 1,
    )
    record(actor, "strategy.discarded", strategy, version=strategy.version)
    for parts in (
        strategy.sections,  # and the drafts of their texts
        strategy.goals,
        strategy.target_groups,
        strategy.analyses,
        strategy.platform_decisions,
        strategy.pillars,
        strategy.role_assignments,
        strategy.approval_steps,
        strategy.budget_lines,
        strategy.comments,
    ):
        parts.all().delete()
    strategy.delete()


def _open_version(municipality: Municipality, actor: User, action: str, **figures: Any) -> Strategy:
    try:
        with transaction.atomic():
            newest = Strategy.objects.filter(municipality=municipality).aggregate(v=Max("version"))["v"] or 0
            strategy = Strategy.objects.create(municipality=municipality, version=newest + 1, author=actor, **figures)
            StrategySection.objects.bulk_create(
                [StrategySection(strategy=strategy, key=key) for key in StrategySection.Key.values]
            )
            record(actor, action, strategy, version=strategy.version)
    except IntegrityError:
        raise Refused(
            _("A version of the strategy is being worked on already. Please continue with that one.")
        ) from None
    return strategy
