# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Versions of the strategy: beginning the first, continuing a signed one, throwing a draft away."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.permissions import require
from core.errors import Refused
from core.states import compare_and_set
from strategy.models import Strategy, StrategySection

State = Strategy.State


def start_strategy(municipality: Municipality, *, actor: User) -> Strategy:
    """Begin the first strategy of a town, with all parts still empty."""
    require(actor, "strategy.write_strategy", municipality)
    return _open_version(municipality, actor, "strategy.started")


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
