# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a strategy still lacks before it can be submitted, each gap with the part that closes it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.models import Municipality
from accounts.queries import people_of
from core.blanks import BLANK
from core.gaps import Gap
from strategy.models import (
    ApprovalStep,
    Goal,
    Pillar,
    PlatformDecision,
    RoleAssignment,
    Strategy,
    StrategySection,
)
from strategy.queries.outline import title_of

Key = StrategySection.Key

BLANKS_SHOWN = 3


def missing_parts_of(strategy: Strategy) -> list[Gap]:
    """Every gap in the order of the document; empty when a head could sign."""
    texts = {s.key: s.text.strip() for s in strategy.sections.all()}
    goals = strategy.goals_in_order()
    roles = {r.kind: r for r in strategy.role_assignments.all()}
    steps = {a.risk: a for a in strategy.approval_steps.all()}
    pillars = list(strategy.pillars.all())
    decisions = strategy.decisions_in_order()
    gaps = [
        *_text_gap(texts, Key.MANDATE),
        *_goal_gaps(goals),
        *_when(not strategy.target_groups.all(), "target_groups", _("There is no target group yet.")),
        *_when(
            strategy.newest_result() is None,
            "analysis",
            _("There is no platform analysis with a result yet."),
        ),
        *_decision_gaps(decisions),
        *_pillar_gaps(pillars),
        *_blank_gap(Key.PILLARS, texts.get(Key.PILLARS, "")),
        *_text_gap(texts, Key.TONE),
        *_when(
            not (strategy.address and strategy.language_levels),
            "tone_choices",
            _("Form of address or language level is not chosen yet."),
        ),
        *_role_gaps(roles),
        *_blank_gap(Key.ROLES, texts.get(Key.ROLES, "")),
        *_text_gap(texts, Key.DIRECT_LINE),
        *_approval_gaps(steps),
        *_figure_gaps(strategy),
        *_blank_gap("budget", " ".join(line.item for line in strategy.budget_lines.all())),
        *_text_gap(texts, Key.CRISIS),
        *_text_gap(texts, Key.ACCESSIBILITY),
        *_people_gaps(strategy, goals, list(roles.values()), list(steps.values())),
    ]
    return gaps


def open_blanks(text: str) -> list[str]:
    """What a text leaves to be filled in, as the templates mark it."""
    return [" ".join(found.split()) for found in BLANK.findall(text)]


def _when(is_missing: bool, part: str, message: str) -> Iterator[Gap]:
    if is_missing:
        yield Gap(message, part)


def _text_gap(texts: dict[str, str], key: Key) -> Iterator[Gap]:
    if not texts.get(key):
        yield Gap(_("The part “%(part)s” is still empty.") % {"part": key.label}, key)
    yield from _blank_gap(key, texts.get(key, ""))


def _blank_gap(part: str, text: str) -> Iterator[Gap]:
    found = open_blanks(text)
    if found:
        shown = ", ".join(found[:BLANKS_SHOWN]) + (" …" if len(found) > BLANKS_SHOWN else "")
        text = _("“%(part)s” still has something to fill in: %(blanks)s")
        yield Gap(text % {"part": title_of(part), "blanks": shown}, part)


def _goal_gaps(goals: list[Goal]) -> Iterator[Gap]:
    yield from _when(not goals, "goals", _("There is no goal yet."))
    for goal in goals:
        if goal.owner_id is None:
            text = _("Nobody looks after the goal “%(goal)s” yet.")
            yield Gap(text % {"goal": goal.get_metric_display()}, "goals")


def _decision_gaps(decisions: list[PlatformDecision]) -> Iterator[Gap]:
    chosen = [d for d in decisions if d.is_chosen]
    yield from _when(not chosen, "decision", _("No platform has been decided on yet."))
    for decision in chosen:
        if not decision.exit_plan.strip():
            text = _("%(platform)s has no exit plan yet.")
            yield Gap(text % {"platform": decision.get_platform_display()}, "decision")
    yield from _blank_gap("decision", " ".join(f"{d.reason} {d.exit_plan}" for d in decisions))


def _pillar_gaps(pillars: list[Pillar]) -> Iterator[Gap]:
    if not pillars:
        yield Gap(_("There are no content pillars with a share yet."), "pillar_shares")
        return
    total = sum(p.quota for p in pillars)
    yield from _when(
        total != 100,
        "pillar_shares",
        _("The shares of the pillars add up to %(total)s percent, not to 100.") % {"total": total},
    )
    yield from _when(
        not any(p.explains_own_work for p in pillars), "pillar_shares", _("No pillar explains your own work yet.")
    )
    yield from _blank_gap("pillar_shares", " ".join(f"{p.name} {p.belongs}" for p in pillars))


def _role_gaps(roles: dict[str, RoleAssignment]) -> Iterator[Gap]:
    for kind in RoleAssignment.Kind:
        row = roles.get(kind)
        if row is None or row.person_id is None:
            yield Gap(_("“%(role)s” has no person yet.") % {"role": kind.label}, "role_table")
        elif row.deputy_id is None:
            yield Gap(_("“%(role)s” has no deputy yet.") % {"role": kind.label}, "role_table")


def _approval_gaps(steps: dict[str, ApprovalStep]) -> Iterator[Gap]:
    for risk in (ApprovalStep.Risk.SENSITIVE, ApprovalStep.Risk.CRISIS):
        step = steps.get(risk)
        if step is None or not step.is_settled:
            text = _("Approval of posts of the class “%(risk)s”: person, deputy or deadline is missing.")
            yield Gap(text % {"risk": risk.label}, "approvals")


def _figure_gaps(strategy: Strategy) -> Iterator[Gap]:
    figures = (strategy.hours_per_week, strategy.budget_per_year, strategy.answer_promise_hours, strategy.review_on)
    yield from _when(
        None in figures, "figures", _("Hours, budget, promised answer time or review date are not filled in.")
    )
    yield from _when(
        strategy.answer_deputy_id is None, "figures", _("Nobody is named who answers while the head is away.")
    )


def _people_gaps(
    strategy: Strategy, goals: list[Goal], roles: list[RoleAssignment], steps: list[ApprovalStep]
) -> Iterator[Gap]:
    """People who no longer serve the town cannot look after anything."""
    named = {
        "goals": {g.owner_id for g in goals},
        "role_table": {i for r in roles for i in (r.person_id, r.deputy_id)},
        "approvals": {i for s in steps for i in (s.approver_id, s.deputy_id)},
        "figures": {strategy.answer_deputy_id},
    }
    members = members_of(strategy.municipality)
    for part, people in named.items():
        if (people - {None}) - members:
            yield Gap(_("Somebody named here no longer serves the town. Please name somebody else."), part)


def members_of(municipality: Municipality) -> set[int]:
    """Keys of everybody who serves the town today."""
    return {person.user.pk for person in people_of(municipality)}
