# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing a strategy part by part, so that nobody overwrites what somebody else has just written."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from core.errors import AlreadyChanged, Refused
from core.states import change_state, compare_and_set
from core.text import grouped, plain_lines
from strategy.models import Goal, SectionDraft, Strategy, StrategySection, TargetGroup

State = Strategy.State
OPEN_STATES = (State.DRAFT, State.SUBMITTED)


class NewerText(AlreadyChanged):
    """Somebody saved a newer text of the part meanwhile; ``current`` holds it, nothing was overwritten."""

    def __init__(self, current: StrategySection) -> None:
        super().__init__(
            _("%(name)s has changed this part meanwhile. Nothing was overwritten; both texts are shown below.")
            % {"name": current.edited_by or _("Somebody")}
        )
        self.current = current


def edit_section(
    section: StrategySection, *, actor: User, text: str, seen_revision: int, draft_revision: int | None = None
) -> StrategySection:
    """Save the text of one part, if it still is the revision the writer has seen.

    Raises ``NewerText`` otherwise. A submitted strategy becomes a draft again. The writer's own draft goes
    with it, unless another window has kept a newer one than ``draft_revision``.
    """
    strategy = section.strategy
    require(actor, "strategy.write_strategy", strategy)
    text = plain_lines(text).strip()
    if text == section.text and seen_revision == section.revision:
        _drop_draft(section, actor, text, draft_revision)
        return section
    try:
        with transaction.atomic():
            compare_and_set(
                section,
                expected={"revision": seen_revision},
                text=text,
                revision=seen_revision + 1,
                edited_by=actor,
                edited_at=timezone.now(),
            )
            touch(strategy, actor=actor)
            _drop_draft(section, actor, text, draft_revision)
            record(actor, "strategy.section_edited", strategy, part=section.key, revision=section.revision)
    except AlreadyChanged:
        current = StrategySection.objects.select_related("edited_by").get(pk=section.pk)
        if current.revision == seen_revision:
            raise
        if current.text == text:
            return current
        raise NewerText(current) from None
    return section


def _drop_draft(section: StrategySection, actor: User, text: str, draft_revision: int | None) -> None:
    for draft in SectionDraft.objects.filter(section=section, person=actor):
        if draft.revision == draft_revision or draft.text.strip() == text:
            SectionDraft.objects.filter(pk=draft.pk, revision=draft.revision).delete()


@transaction.atomic
def edit_figures(
    strategy: Strategy,
    *,
    actor: User,
    seen_revision: int,
    hours_per_week: Decimal | None,
    budget_per_year: Decimal | None,
    answer_promise_hours: int | None,
    review_on: date | None,
    answer_deputy: User | None = None,
) -> None:
    """Set what the undertaking costs, what the head promises, and when it is looked at again.

    ``answer_deputy`` answers while the head is away. A budget made of items is their sum, nothing else.
    """
    require(actor, "strategy.write_strategy", strategy)
    _must_serve(strategy, answer_deputy)
    total = strategy.budget_lines.aggregate(total=Sum("amount"))["total"]
    if total is not None and budget_per_year != total:
        raise Refused(
            _("The budget is the sum of its items, %(total)s euros. Please change the items.")
            % {"total": grouped(float(total))}
        )
    figures = {
        "hours_per_week": hours_per_week,
        "budget_per_year": budget_per_year,
        "answer_promise_hours": answer_promise_hours,
        "review_on": review_on,
        "answer_deputy": answer_deputy,
    }
    touch(strategy, actor=actor, only_if={"revision": seen_revision}, **figures)
    named = {**figures, "answer_deputy": answer_deputy.pk if answer_deputy else None}
    record(actor, "strategy.figures_edited", strategy, **{name: str(value) for name, value in named.items()})


@transaction.atomic
def add_goal(
    strategy: Strategy,
    *,
    actor: User,
    metric: str,
    baseline: Decimal,
    target: Decimal,
    due_on: date,
    owner: User | None = None,
) -> Goal:
    """Add a goal that the monthly report really measures; ``owner`` looks after it."""
    require(actor, "strategy.write_strategy", strategy)
    if metric not in Goal.COLLECTED:
        raise Refused(_("The monthly report does not collect this measure."))
    _must_serve(strategy, owner)
    touch(strategy, actor=actor)
    goal = Goal.objects.create(
        strategy=strategy, metric=metric, baseline=baseline, target=target, due_on=due_on, owner=owner
    )
    record(actor, "strategy.goal_added", strategy, metric=metric, target=str(target), due_on=due_on)
    return goal


def _must_serve(strategy: Strategy, person: User | None) -> None:
    if person is not None and not person.roles_in(strategy.municipality_id):
        raise Refused(_("%(name)s does not serve the town.") % {"name": person.name})


@transaction.atomic
def assign_goal(goal: Goal, *, actor: User, owner: User) -> None:
    """Say who looks after a goal."""
    require(actor, "strategy.write_strategy", goal.strategy)
    _must_serve(goal.strategy, owner)
    touch(goal.strategy, actor=actor)
    compare_and_set(goal, expected={"owner": goal.owner_id}, owner=owner)
    record(actor, "strategy.goal_assigned", goal.strategy, metric=goal.metric, owner=owner.pk)


@transaction.atomic
def remove_goal(goal: Goal, *, actor: User) -> None:
    """Take a goal out of a draft."""
    require(actor, "strategy.write_strategy", goal.strategy)
    touch(goal.strategy, actor=actor)
    record(actor, "strategy.goal_removed", goal.strategy, metric=goal.metric, target=str(goal.target))
    goal.delete()


def add_target_group(
    strategy: Strategy,
    *,
    actor: User,
    name: str,
    age_from: int,
    age_to: int | None = None,
    life_situation: str = "",
    language: str = "",
    place: str = "",
) -> TargetGroup:
    """Add a target group at the end of the ranking."""
    require(actor, "strategy.write_strategy", strategy)
    if age_to is not None and age_to < age_from:
        raise Refused(_("The age band ends before it begins."))
    try:
        with transaction.atomic():
            touch(strategy, actor=actor)
            rank = (strategy.target_groups.aggregate(last=Max("rank"))["last"] or 0) + 1
            group = TargetGroup.objects.create(
                strategy=strategy,
                rank=rank,
                name=name,
                age_from=age_from,
                age_to=age_to,
                life_situation=life_situation,
                language=language,
                place=place,
            )
            record(actor, "strategy.target_group_added", strategy, name=name, age_from=age_from, age_to=age_to)
    except IntegrityError:
        raise AlreadyChanged(
            _("Somebody else changed this in the meantime. Please look at the current version.")
        ) from None
    return group


@transaction.atomic
def remove_target_group(group: TargetGroup, *, actor: User) -> None:
    """Take a target group out of a draft; those after it move up."""
    strategy = group.strategy
    require(actor, "strategy.write_strategy", strategy)
    touch(strategy, actor=actor)
    record(actor, "strategy.target_group_removed", strategy, name=group.name)
    rank = group.rank
    group.delete()
    for later in strategy.target_groups.filter(rank__gt=rank).order_by("rank"):
        TargetGroup.objects.filter(pk=later.pk).update(rank=later.rank - 1)


@transaction.atomic
def move_target_group(group: TargetGroup, *, actor: User) -> None:
    """Let a target group change places with the one before it. The first one stays where it is."""
    strategy = group.strategy
    require(actor, "strategy.write_strategy", strategy)
    before = strategy.target_groups.filter(rank__lt=group.rank).order_by("-rank").first()
    if before is None:
        return
    touch(strategy, actor=actor)
    groups = TargetGroup.objects
    spare = (strategy.target_groups.aggregate(last=Max("rank"))["last"] or 0) + 1
    groups.filter(pk=group.pk).update(rank=spare)
    groups.filter(pk=before.pk).update(rank=group.rank)
    groups.filter(pk=group.pk).update(rank=before.rank)
    record(actor, "strategy.target_group_moved", strategy, name=group.name, rank=before.rank)


def touch(strategy: Strategy, *, actor: User, only_if: dict[str, Any] | None = None, **changes: Any) -> None:
    """Count a change of content, which locks the row until the commit. A submitted strategy becomes a draft.

    Raises ``Refused`` for a strategy that is signed or replaced: it is changed by a new version only.
    """
    if strategy.state not in OPEN_STATES:
        raise Refused(_("A signed strategy is not changed. Please start a new version."))
    if strategy.state == State.SUBMITTED:
        change_state(strategy, State.DRAFT, only_if=only_if, revision=F("revision") + 1, **changes)
        record(actor, "strategy.withdrawn_by_edit", strategy)
    else:
        expected = {"state": State.DRAFT, **(only_if or {})}
        compare_and_set(strategy, expected=expected, revision=F("revision") + 1, **changes)
    strategy.refresh_from_db(fields=["revision"])
