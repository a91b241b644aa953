# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Goals, groups, pillars, tone, roles, approvals and money as words of the document."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from accounts.models import User
from strategy.models import ApprovalStep, RoleAssignment, Strategy


@dataclass(frozen=True)
class Table:
    """Rows of a part as a person reads them; the first column names the row."""

    headers: Sequence[Any]
    rows: Sequence[Sequence[Any]]

    @property
    def labelled_rows(self) -> list[list[tuple[Any, Any]]]:
        """Cells with the head of their column, for screens too narrow to stand them side by side."""
        return [list(zip(self.headers, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Content:
    """``text`` says everything line by line, to be compared and printed; ``table`` and ``prose`` are the
    same for the eye.
    """

    text: str = ""
    table: Table | None = None
    prose: str = ""


def _both(text: str) -> Content:
    return Content(text=text, prose=text)


def goals_content(strategy: Strategy) -> Content:
    goals = strategy.goals_in_order()
    if not goals:
        return Content()
    rows = [
        [
            g.get_metric_display(),
            number(g.baseline),
            number(g.target),
            date_format(g.due_on, "d.m.Y"),
            _name(g.owner),
        ]
        for g in goals
    ]
    lines = []
    for goal, (metric, baseline, target, day, owner) in zip(goals, rows, strict=True):
        line = _("%(metric)s: from %(baseline)s to %(target)s by %(date)s") % {
            "metric": metric,
            "baseline": baseline,
            "target": target,
            "date": day,
        }
        lines.append(f"{line} ({owner})" if goal.owner_id else line)
    headers = [_("Measure"), _("Start value"), _("Target value"), _("Reached by"), _("Who looks after it")]
    return Content("\n".join(lines), Table(headers, rows))


def groups_content(strategy: Strategy) -> Content:
    lines, rows = [], []
    for group in strategy.target_groups.all():
        details = [group.life_situation, group.language, group.place]
        line = f"{group.rank}. {group.name} ({ages(group.age_from, group.age_to)})"
        lines.append(": ".join(filter(None, [line, " · ".join(filter(None, details))])))
        rows.append([f"{group.rank}. {group.name}", ages(group.age_from, group.age_to), *details])
    if not rows:
        return Content()
    headers = [_("Target group"), _("Age range"), _("Life situation"), _("Language"), _("Place")]
    return Content("\n".join(lines), Table(headers, rows))


def ages(first: int, last: int | None) -> str:
    """ "14–29 years" or "70 years and older"."""
    if last is None:
        return _("%(first)s years and older") % {"first": first}
    return _("%(first)s–%(last)s years") % {"first": first, "last": last}


def pillars_content(strategy: Strategy) -> Content:
    pillars = list(strategy.pillars.all())
    if not pillars:
        return Content()
    own = _("explains our own work")
    lines = [
        ": ".join(filter(None, [f"{p.name} {p.quota} %", p.belongs])) + (f" ({own})" if p.explains_own_work else "")
        for p in pillars
    ]
    rows = [[p.name + (f" ({own})" if p.explains_own_work else ""), f"{p.quota} %", p.belongs] for p in pillars]
    return Content("\n".join(lines), Table([_("Pillar"), _("Share"), _("What belongs to it")], rows))


def tone_content(strategy: Strategy) -> Content:
    lines = []
    if strategy.address:
        lines.append(_("We say “%(word)s”.") % {"word": strategy.get_address_display()})
    if strategy.language_levels:
        levels = [str(Strategy.LanguageLevel(level).label) for level in strategy.language_levels]
        lines.append(_("Language: %(levels)s") % {"levels": ", ".join(levels)})
    if strategy.languages:
        lines.append(_("Further languages: %(languages)s") % {"languages": strategy.languages})
    return _both("\n".join(lines))


def roles_content(strategy: Strategy) -> Content:
    found = {r.kind: r for r in strategy.role_assignments.all()}
    rows = [
        [
            RoleAssignment.Kind(kind).label,
            _name(found[kind].person),
            _name(found[kind].deputy),
            _hours(found[kind].hours_per_week),
        ]
        for kind in RoleAssignment.Kind.values
        if kind in found
    ]
    if not rows:
        return Content()
    lines = []
    for role, person, deputy, hours in rows:
        line = _("%(role)s: %(person)s, deputy %(deputy)s") % {"role": role, "person": person, "deputy": deputy}
        lines.append(", ".join([line, _("%(hours)s hours per week") % {"hours": hours}]) if hours else line)
    return Content("\n".join(lines), Table([_("Task"), _("Person"), _("Deputy"), _("Hours per week")], rows))


def named_hours(strategy: Strategy) -> Decimal:
    """Hours per week of all roles together."""
    return sum((r.hours_per_week or Decimal(0) for r in strategy.role_assignments.all()), Decimal(0))


def approvals_content(strategy: Strategy) -> Content:
    """Exactly what the software does (strategy/queries/approval.py), with the people the town names for it."""
    found = {a.risk: a for a in strategy.approval_steps.all()}
    if not found:
        return Content()
    nobody = _("nobody: the editorial team publishes on its own")
    rows: list[list[Any]] = [[ApprovalStep.Risk.ROUTINE.label, nobody, "–", "–"]]
    lines = [f"{ApprovalStep.Risk.ROUTINE.label}: {nobody}"]
    for risk in (ApprovalStep.Risk.SENSITIVE, ApprovalStep.Risk.CRISIS):
        step = found.get(risk)
        if step is None:
            continue
        hours = "" if step.deadline_hours is None else str(step.deadline_hours)
        rows.append([risk.label, _name(step.approver), _name(step.deputy), hours])
        line = _("%(risk)s: %(person)s approves, deputy %(deputy)s") % {
            "risk": risk.label,
            "person": _name(step.approver),
            "deputy": _name(step.deputy),
        }
        lines.append(", ".join([line, _("within %(hours)s hours") % {"hours": hours}]) if hours else line)
    note = _(
        "Never more than one approver. What a department or external help drafts needs one approver in any class. "
        "Author and approver are two people; in a crisis only the head of the authority approves."
    )
    headers = [_("Risk class"), _("Approves"), _("Deputy"), _("Deadline in hours")]
    return Content("\n".join([*lines, note]), Table(headers, rows), note)


def figures_content(strategy: Strategy) -> Content:
    lines = []
    if strategy.hours_per_week is not None:
        lines.append(_("%(hours)s hours per week") % {"hours": number(strategy.hours_per_week)})
    if strategy.budget_per_year is not None:
        lines.append(_("%(money)s euros per year") % {"money": euros(strategy.budget_per_year)})
    if strategy.answer_promise_hours is not None:
        lines.append(
            _("Questions of the team are answered within %(hours)s hours") % {"hours": strategy.answer_promise_hours}
        )
    if strategy.answer_deputy is not None:
        lines.append(_("While the head is away, %(name)s answers") % {"name": strategy.answer_deputy.name})
    if strategy.review_on is not None:
        lines.append(_("To be reviewed on %(date)s") % {"date": date_format(strategy.review_on, "d.m.Y")})
    budget = list(strategy.budget_lines.all())
    items = [f"{line.item}: {euros(line.amount)} €" for line in budget]
    rows = [[line.item, f"{euros(line.amount)} €"] for line in budget]
    table = Table([_("Item"), _("Per year")], rows) if rows else None
    return Content("\n".join([*lines, *items]), table, "\n".join(lines))


def euros(amount: Any) -> str:
    """An amount in whole euros, or with cents where there are any."""
    cents = 0 if amount == int(amount) else 2
    return number_format(amount, cents, use_l10n=True, force_grouping=True)


def number(value: Decimal) -> str:
    return number_format(value.normalize(), use_l10n=True)


def _hours(value: Decimal | None) -> str:
    return "" if value is None else number(value)


def _name(person: User | None) -> str:
    return person.name or person.email if person else "–"
