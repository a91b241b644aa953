# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The parts of a strategy that are tables. Each is replaced as a whole, and only if it still is what the
writer has seen: ``seen_revision`` is the strategy's revision on the page (``None`` skips the question).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Role, User
from accounts.tenancy.permissions import require
from core.errors import Refused
from strategy.models import ApprovalStep, BudgetLine, Pillar, RoleAssignment, Strategy
from strategy.queries.approval import APPROVING_ROLES, may_approve
from strategy.services.writing import touch


@dataclass(frozen=True)
class PillarRow:
    """``quota`` in percent of all posts."""

    name: str
    quota: int
    belongs: str = ""
    explains_own_work: bool = False


@dataclass(frozen=True)
class RoleRow:
    person: User | None = None
    deputy: User | None = None
    hours_per_week: Decimal | None = None


@dataclass(frozen=True)
class ApprovalRow:
    """``deadline_hours`` are hours on working days."""

    approver: User | None = None
    deputy: User | None = None
    deadline_hours: int | None = None


def set_pillars(
    strategy: Strategy, *, actor: User, pillars: Sequence[PillarRow], seen_revision: int | None = None
) -> None:
    """Replace the content pillars: at most eight, together 100 percent, one of which explains the own work.

    An empty list takes them all out. ``Refused.gaps`` says everything that does not hold.
    """
    require(actor, "strategy.write_strategy", strategy)
    gaps = _pillar_gaps(pillars) if pillars else []
    _refuse(gaps)
    tidy = [replace(row, name=row.name.strip(), belongs=row.belongs.strip()) for row in pillars]
    with transaction.atomic():
        _hold(strategy, actor, seen_revision)
        _replace(strategy.pillars, [Pillar(strategy=strategy, slot=n, **vars(row)) for n, row in enumerate(tidy, 1)])
        record(actor, "strategy.pillars_set", strategy, pillars={row.name: row.quota for row in tidy})


def _pillar_gaps(pillars: Sequence[PillarRow]) -> list[str]:
    gaps = []
    names = [row.name.strip().casefold() for row in pillars]
    total = sum(row.quota for row in pillars)
    if len(pillars) > Pillar.MOST:
        gaps.append(_("At most %(most)s pillars: more cannot be kept apart.") % {"most": Pillar.MOST})
    if not all(names):
        gaps.append(_("Every pillar needs a name."))
    if len(set(names)) < len(names):
        gaps.append(_("Two pillars have the same name."))
    if any(not 1 <= row.quota <= 100 for row in pillars):
        gaps.append(_("Every share lies between 1 and 100 percent."))
    if total != 100:
        gaps.append(_("The shares of the pillars add up to %(total)s percent, not to 100.") % {"total": total})
    if sum(row.explains_own_work for row in pillars) != 1:
        gaps.append(_("Please mark the one pillar that explains your own work."))
    return gaps


def set_roles(
    strategy: Strategy, *, actor: User, roles: Mapping[str, RoleRow], seen_revision: int | None = None
) -> None:
    """Replace who does what. Person and deputy differ and serve the town; kinds left out are cleared."""
    require(actor, "strategy.write_strategy", strategy)
    gaps = [gap for kind, row in roles.items() for gap in _role_gaps(strategy, RoleAssignment.Kind(kind), row)]
    _refuse(gaps)
    kept = {kind: row for kind, row in roles.items() if row != RoleRow()}
    rows = [RoleAssignment(strategy=strategy, kind=kind, **vars(row)) for kind, row in kept.items()]
    with transaction.atomic():
        _hold(strategy, actor, seen_revision)
        _replace(strategy.role_assignments, rows)
        record(
            actor,
            "strategy.roles_set",
            strategy,
            roles={kind: [_key(row.person), _key(row.deputy), str(row.hours_per_week)] for kind, row in kept.items()},
        )


def _role_gaps(strategy: Strategy, kind: RoleAssignment.Kind, row: RoleRow) -> list[str]:
    gaps = _people_gaps(strategy, kind.label, row.person, row.deputy)
    if row.hours_per_week is not None and not 0 <= row.hours_per_week <= 168:
        gaps.append(_("%(role)s: a week has 168 hours.") % {"role": kind.label})
    return gaps


def _people_gaps(strategy: Strategy, label: Any, person: User | None, deputy: User | None) -> list[str]:
    gaps = []
    if person is not None and person == deputy:
        gaps.append(_("%(role)s: person and deputy are the same.") % {"role": label})
    for somebody in {person, deputy} - {None}:
        if somebody is not None and not somebody.roles_in(strategy.municipality_id):
            gaps.append(_("%(role)s: %(name)s does not serve the town.") % {"role": label, "name": somebody.name})
    return gaps


def set_approvals(
    strategy: Strategy, *, actor: User, steps: Mapping[str, ApprovalRow], seen_revision: int | None = None
) -> None:
    """Replace who approves what, within how many hours. Routine takes nobody; nobody else takes two.

    Approver and deputy hold a role the software lets approve: in a crisis only the head of the authority.
    """
    require(actor, "strategy.write_strategy", strategy)
    gaps = [gap for risk, row in steps.items() for gap in _step_gaps(strategy, ApprovalStep.Risk(risk), row)]
    _refuse(gaps)
    kept = {risk: row for risk, row in steps.items() if row != ApprovalRow()}
    rows = [ApprovalStep(strategy=strategy, risk=risk, **vars(row)) for risk, row in kept.items()]
    with transaction.atomic():
        _hold(strategy, actor, seen_revision)
        _replace(strategy.approval_steps, rows)
        record(
            actor,
            "strategy.approvals_set",
            strategy,
            steps={risk: [_key(row.approver), _key(row.deputy), row.deadline_hours] for risk, row in kept.items()},
        )


def _step_gaps(strategy: Strategy, risk: ApprovalStep.Risk, row: ApprovalRow) -> list[str]:
    if risk == ApprovalStep.Risk.ROUTINE:
        return [] if row == ApprovalRow() else [_("Routine posts need nobody's approval.")]
    gaps = _people_gaps(strategy, risk.label, row.approver, row.deputy)
    for somebody in (row.approver, row.deputy):
        if somebody is not None and not gaps and not may_approve(somebody, risk, strategy.municipality_id):
            roles = ", ".join(str(Role(role).label) for role in APPROVING_ROLES[risk])
            gaps.append(
                _("%(risk)s: %(name)s cannot approve this. These roles can: %(roles)s.")
                % {"risk": risk.label, "name": somebody.name, "roles": roles}
            )
    if row.deadline_hours is not None and not 1 <= row.deadline_hours <= 240:
        gaps.append(_("%(risk)s: the deadline lies between 1 and 240 hours.") % {"risk": risk.label})
    return gaps


def set_budget(
    strategy: Strategy, *, actor: User, lines: Sequence[tuple[str, Decimal]], seen_revision: int | None = None
) -> None:
    """Replace the items of the budget (euros per year). Where there are any, the budget is their sum."""
    require(actor, "strategy.write_strategy", strategy)
    if len(lines) > BudgetLine.MOST:
        raise Refused(_("At most %(most)s items.") % {"most": BudgetLine.MOST})
    if any(not item.strip() for item, _amount in lines):
        raise Refused(_("Every item needs a name."))
    if any(amount < 0 for _item, amount in lines):
        raise Refused(_("Amounts are not negative."))
    rows = [
        BudgetLine(strategy=strategy, slot=slot, item=item.strip(), amount=amount)
        for slot, (item, amount) in enumerate(lines, 1)
    ]
    total = {"budget_per_year": sum((amount for _item, amount in lines), Decimal(0))} if lines else {}
    with transaction.atomic():
        _hold(strategy, actor, seen_revision, **total)
        _replace(strategy.budget_lines, rows)
        record(actor, "strategy.budget_set", strategy, lines=[[item.strip(), str(amount)] for item, amount in lines])


@transaction.atomic
def set_tone(
    strategy: Strategy,
    *,
    actor: User,
    address: str,
    language_levels: Sequence[str],
    languages: str = "",
    seen_revision: int | None = None,
) -> None:
    """Choose how people are addressed, how plain the language is and which further languages are offered."""
    require(actor, "strategy.write_strategy", strategy)
    levels = [level for level in Strategy.LanguageLevel.values if level in language_levels]
    unknown = set(language_levels) - set(levels)
    if unknown or (address and address not in Strategy.Address.values):
        raise Refused(_("Please choose from the list."))
    _hold(strategy, actor, seen_revision, address=address, language_levels=levels, languages=languages.strip())
    record(actor, "strategy.tone_set", strategy, address=address, levels=levels, languages=languages.strip())


def _refuse(gaps: list[str]) -> None:
    if gaps:
        raise Refused(" ".join(gaps), gaps)


def _replace(table: Any, rows: Sequence[Model]) -> None:
    """The whole table anew; ``table`` is the strategy's side of the relation."""
    table.all().delete()
    table.bulk_create(rows)


def _hold(strategy: Strategy, actor: User, seen_revision: int | None, **changes: Any) -> None:
    """Count the change and lock the row; two people's tables never mix."""
    touch(strategy, actor=actor, only_if=None if seen_revision is None else {"revision": seen_revision}, **changes)


def _key(user: User | None) -> int | None:
    return user.pk if user else None
