# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading the strategy: what is in force, what may be compared, what changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet
from django.utils.timezone import now

from accounts.models import AuditEntry, Municipality, User
from core.cache import read_by_pages
from core.localtime import to_wall
from core.platforms import ALIASES, Platform
from core.questions import question_planned_once
from strategy.domain.age_bands import AgeBand
from strategy.domain.comparison import Group, is_estimated
from strategy.domain.doubt import level_with_first
from strategy.domain.metrics import mapped_metrics
from strategy.domain.reach import Figure, NotComparable, base_of, best_disjoint, expected_reach
from strategy.models import (
    DirectQuestion,
    PlatformAnalysis,
    PlatformUsage,
    RoleAssignment,
    SectionDraft,
    Strategy,
)


def strategy_in_force(municipality: Municipality) -> Strategy | None:
    """The signed strategy, provided not a character has changed since it was signed."""
    strategies = Strategy.objects.filter(municipality=municipality, state=Strategy.State.IN_FORCE)
    strategy = strategies.with_parts().first()
    return strategy if strategy and strategy.is_signature_valid else None


def platform_is_decided(municipality: Municipality, platform: str) -> bool:
    """Whether the strategy in force names ``platform`` as one of its two."""
    return platform in decided_platforms(municipality)


def decided_platforms(municipality: Municipality) -> list[str]:
    """Platform codes of the strategy in force, first choice first."""
    strategy = strategy_in_force(municipality)
    if strategy is None:
        return []
    return [d.platform for d in strategy.chosen_platforms()]


def missing_crisis_roles(in_force: Strategy | None) -> list[str]:
    """Crisis roles that the strategy in force leaves without person or deputy, by name.

    All of them while no strategy is in force; empty when everything is settled.
    """
    covered = {row.kind for row in in_force.role_assignments.all() if row.is_covered} if in_force else set()
    return [str(RoleAssignment.Kind(kind).label) for kind in RoleAssignment.CRISIS_KINDS if kind not in covered]


def open_strategy(municipality: Municipality) -> Strategy | None:
    """The version being worked on: draft or submitted."""
    return open_strategies.one(municipality)


@question_planned_once
def open_strategies(town: Municipality) -> QuerySet[Strategy]:
    states = (Strategy.State.DRAFT, Strategy.State.SUBMITTED)
    return Strategy.objects.filter(municipality=town, state__in=states).select_related("municipality")[:1]


REMIND_BEFORE = timedelta(days=30)
QUIET_SECONDS = 60
RENEWAL_SECONDS = 60
_renewal_key = read_by_pages("strategy-renewal")


@dataclass(frozen=True)
class Renewal:
    """By when the strategy in force has to be looked at again, as a day of the town's calendar."""

    version: int
    due_on: date

    def is_near(self, today: date) -> bool:
        """Within the thirty days in which people are reminded, or later."""
        return today >= self.due_on - REMIND_BEFORE

    def is_overdue(self, today: date) -> bool:
        """The day has passed. The strategy stays in force; it only says so on every page."""
        return today > self.due_on

    def days_over(self, today: date) -> int:
        return (today - self.due_on).days


def renewal_due_on(review_on: date | None, signed_at: datetime, zone: str) -> date:
    """The review date of the text, and at the latest one year after the signature (D3: yearly)."""
    signed_on = to_wall(signed_at, zone).date()
    try:
        latest = signed_on.replace(year=signed_on.year + 1)
    except ValueError:  # signed on 29 February
        latest = date(signed_on.year + 1, 2, 28)
    return min(review_on, latest) if review_on else latest


def renewal_of(municipality: Municipality) -> Renewal | None:
    """The renewal of the strategy in force; ``None`` without one. At most one query a minute and town."""
    key = _renewal_key(municipality)
    known: tuple[int, date] | str | None = cache.get(key)
    if known is None:
        signed = Strategy.objects.filter(municipality=municipality, state=Strategy.State.IN_FORCE)
        row = signed.values_list("version", "review_on", "signed_at").first()
        known = (row[0], renewal_due_on(row[1], row[2], municipality.timezone)) if row and row[2] else "none"
        cache.set(key, known, RENEWAL_SECONDS)
    return None if isinstance(known, str) else Renewal(*known)


def forget_renewal(municipality: Municipality) -> None:
    """After a signature or its withdrawal the next page reads anew."""
    cache.delete(_renewal_key(municipality))


def today_in(municipality: Municipality, at: datetime | None = None) -> date:
    """The day of the town's calendar at the instant ``at`` (now)."""
    return municipality.local_day(at)


def newest_strategy(municipality: Municipality) -> Strategy | None:
    """The version being worked on, else the last one there was: a version is begun after all others."""
    return Strategy.objects.filter(municipality=municipality).first()


def writers_of(strategy: Strategy, *, besides: User) -> dict[str, list[SectionDraft]]:
    """Who has unsaved text in which section, without the text: section key → drafts with their person (one query)."""
    writers: dict[str, list[SectionDraft]] = defaultdict(list)
    drafts = SectionDraft.objects.filter(section__strategy=strategy).exclude(person=besides)
    for draft in drafts.select_related("person", "section").defer("text").order_by("begun_at"):
        writers[draft.section.key].append(draft)
    return dict(writers)


def comment_counts(strategy: Strategy) -> dict[str, tuple[int, int]]:
    """Remarks per part as (open, all); parts without remarks are left out (one query)."""
    rows = strategy.comments.order_by().values_list("part")
    counted = rows.annotate(unsettled=Count("pk", filter=Q(resolved_at__isnull=True)), number=Count("pk"))
    return {part: (unsettled, number) for part, unsettled, number in counted}


def groups_of(strategy: Strategy) -> list[Group]:
    """The target groups in their ranking."""
    return [Group(g.name, AgeBand(g.age_from, g.age_to)) for g in strategy.target_groups.order_by("rank")]


def groups_counted(analysis: PlatformAnalysis) -> list[Group]:
    """The target groups an analysis counts: as frozen with its weights, else as they are now."""
    return [Group.from_json(kept) for kept in analysis.groups] or groups_of(analysis.strategy)


def figures_by_series() -> dict[tuple[str, str], list[Figure]]:
    """All figures on platforms the product knows, by (metric, base). One query.

    Metrics that are another name for the one of a series, or a bound of it, count in that series and say so
    (``strategy.domain.metrics``).
    """
    series: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for row in PlatformUsage.objects.order_by("pk"):
        platform = ALIASES.get(row.platform, row.platform)
        if platform not in Platform.values:
            continue
        mapped = mapped_metrics().get((row.metric, row.base))
        is_bound = mapped is not None and mapped.is_bound and row.status == PlatformUsage.Status.SOURCED
        series[mapped.counts_as if mapped else row.metric, row.base].append(
            Figure(
                platform=platform,
                band=AgeBand(row.age_from, row.age_to),
                share=float(row.percent) / 100,
                year=row.year,
                status=PlatformUsage.Status.BOUND.value if is_bound else row.status,
                sample_size=row.sample_size,
                source_url=row.source_url,
                published_as=row.metric if mapped else "",
            )
        )
    return dict(series)


@dataclass(frozen=True)
class Series:
    """A choice of one metric and one base, with the platforms it can compare for the target groups.

    ``newest`` is the year of the newest figure that would count, totals not among them.
    """

    metric: str
    base: str
    newest: int
    comparable: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.metric}|{self.base}"


YEARS_UNTIL_OUTDATED = 2
RESULT_COMPUTED = "strategy.analysis_computed"


def is_outdated(newest: int, year: int) -> bool:
    """Whether the newest figure of a series is older than two years in ``year`` (D26: habits change)."""
    return year - newest > YEARS_UNTIL_OUTDATED


@dataclass(frozen=True)
class EarlierResult:
    """A result somebody could have seen; ``is_discarded`` when its draft was thrown away since."""

    computed_at: datetime
    result_hash: str
    is_discarded: bool


def earlier_results(analysis: PlatformAnalysis) -> list[EarlierResult]:
    """Results of this town's strategy that existed when the weights of ``analysis`` were frozen, oldest first.

    Before the weights are frozen: all results there are. Drafts can be thrown away, so the audit trail is
    asked as well: nobody gets rid of a result by discarding it (two queries).
    """
    known = analysis.strategy.analyses.filter(computed_at__isnull=False).exclude(pk=analysis.pk)
    recorded = AuditEntry.objects.filter(
        municipality_id=analysis.strategy.municipality_id, action=RESULT_COMPUTED
    ).order_by("sequence")
    if analysis.weights_frozen_at:
        known = known.filter(computed_at__lt=analysis.weights_frozen_at)
        recorded = recorded.filter(at__lt=analysis.weights_frozen_at)
    kept = known.values_list("computed_at", "result_hash")
    found = {sha: EarlierResult(at, sha, is_discarded=False) for at, sha in kept if at is not None}
    for at, details in recorded.values_list("at", "details"):
        found.setdefault(details["hash"], EarlierResult(at, details["hash"], True))
    found.pop(analysis.result_hash, None)
    return sorted(found.values(), key=lambda r: (r.computed_at, r.result_hash))


def is_on_record(analysis: PlatformAnalysis) -> bool:
    """Whether the audit trail holds the hash of this result, so that both would have to be forged."""
    entries = AuditEntry.objects.filter(action=RESULT_COMPUTED)
    return entries.filter(details__hash=analysis.result_hash).exists()


def comparable_series(groups: list[Group], town: Mapping[str, int]) -> list[Series]:
    """Series that compare at least two platforms for all target groups, most platforms first, then newest."""
    found = []
    for (metric, base_text), figures in figures_by_series().items():
        base = base_of(figures)
        if any(group.band.overlap(base).is_empty for group in groups):
            continue
        comparable, years = [], set()
        for platform, own in best_disjoint(figures).items():
            try:
                for group in groups:
                    expected_reach(own, town=town, ages=[group.band], base=base, nation=town)
            except NotComparable:
                continue
            comparable.append(platform)
            years |= {figure.year for figure in own}
        if len(comparable) >= 2:
            found.append(Series(metric, base_text, max(years), tuple(comparable)))
    return sorted(found, key=lambda s: (-len(s.comparable), -s.newest, s.metric, s.base))


# -- the direct line --------------------------------------------------------------------------------

DEFAULT_PROMISE_HOURS = 8
"""Service hours (about one working day), while no strategy in force promises another time (DOMAIN § 4)."""


def direct_line_promise(municipality: Municipality) -> int:
    """Within how many service hours the head answers the team."""
    strategy = strategy_in_force(municipality)
    return (strategy.answer_promise_hours if strategy else None) or DEFAULT_PROMISE_HOURS


@dataclass(frozen=True)
class DirectLineRecord:
    """How the promise was kept: totals only. Hours are service hours, ``None`` without an answer."""

    asked: int = 0
    answered: int = 0
    median_hours: float | None = None
    promise_hours: int | None = None
    kept_percent: int | None = None


def direct_line_record(
    municipality: Municipality, since: datetime | None = None, until: datetime | None = None, at: datetime | None = None
) -> DirectLineRecord:
    """Questions asked from ``since`` to before ``until`` (all, when left out) and how soon they were answered.

    Withdrawn questions do not count. The promise is kept by an answer until the due time; open questions
    count as broken once it has passed at ``at``. One query.
    """
    found = DirectQuestion.objects.filter(municipality=municipality).exclude(state=DirectQuestion.State.WITHDRAWN)
    if since is not None:
        found = found.filter(asked_at__gte=since)
    if until is not None:
        found = found.filter(asked_at__lt=until)
    questions = list(found.select_related("municipality").order_by("asked_at", "pk"))
    hours = [taken for q in questions if (taken := q.hours_taken()) is not None]
    judged = [q for q in questions if q.answered_at is not None or q.is_late(at or now())]
    return DirectLineRecord(
        asked=len(questions),
        answered=len(hours),
        median_hours=round(median(hours), 1) if hours else None,
        promise_hours=questions[-1].promise_hours if questions else None,
        kept_percent=round(100 * sum(q.is_kept for q in judged) / len(judged)) if judged else None,
    )


@dataclass(frozen=True)
class Places:
    """The order of a comparison: platform code → place, best first.

    ``estimated_first`` is the platform in the first place when its reach rests wholly on estimates, else empty.
    ``level`` are those that the doubt of the figures does not tell apart from the first place.
    """

    of: Mapping[str, int]
    estimated_first: str = ""
    level: frozenset[str] = frozenset()


def places_of(strategy: Strategy) -> Places:
    """The newest comparison with a result; no places without one."""
    newest = strategy.analyses.exclude(result_hash="").first()
    if newest is None or not newest.result:
        return Places({})
    ranked = [row["platform"] for row in newest.result["platforms"]]
    return Places(
        {platform: place for place, platform in enumerate(ranked, 1)},
        estimated_first=next((p for p in ranked[:1] if is_estimated(newest.result, p)), ""),
        level=frozenset(level_with_first(newest.result)),
    )
