# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The platform analysis: weights and target groups are frozen before any result exists (D12)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from core.errors import AlreadyChanged, Refused
from core.hashing import content_hash
from core.platforms import Platform
from core.states import compare_and_set
from strategy.domain.comparison import compare_platforms
from strategy.domain.criteria import (
    BEST,
    DEFAULT_WEIGHTS,
    JUDGED,
    MAX_WEIGHT,
    WORST,
    Criterion,
    completed_scores,
    completed_weights,
    default_scores,
)
from strategy.models import PlatformAnalysis, Strategy
from strategy.queries import (
    RESULT_COMPUTED,
    comparable_series,
    earlier_results,
    figures_by_series,
    groups_counted,
    groups_of,
)
from strategy.queries.places import Place, census_place, country_place, place_of
from strategy.services.writing import touch

Weights = Mapping[str, int]
Scores = Mapping[str, Mapping[str, int]]


@transaction.atomic
def start_analysis(
    strategy: Strategy,
    *,
    actor: User,
    profile_code: str = "",
    place: Place | None = None,
    metric: str = "",
    base: str = "",
) -> PlatformAnalysis:
    """Begin a comparison for a ``place``, or for the town with ``profile_code`` in the census.

    The ages are kept with the analysis. Without a metric the best covered series is used. Refused without
    target groups, without ages, and for series that compare fewer than two platforms for these groups.
    """
    require(actor, "strategy.write_strategy", strategy)
    place = place or census_place(profile_code)
    groups = groups_of(strategy)
    if not groups:
        raise Refused(_("Please name at least one target group first."))
    offered = comparable_series(groups, place.ages)
    chosen = [s for s in offered if not metric or (s.metric, s.base) == (metric, base)]
    if not chosen:
        raise Refused(_nothing_to_compare())
    touch(strategy, actor=actor)
    analysis = PlatformAnalysis.objects.create(
        strategy=strategy,
        profile_code=place.code,
        town=place.as_json(),
        metric=chosen[0].metric,
        base=chosen[0].base,
        weights={str(c): w for c, w in DEFAULT_WEIGHTS.items()},
        scores=default_scores(),
        created_by=actor,
    )
    _record_start(analysis, actor)
    return analysis


@transaction.atomic
def restart_analysis(analysis: PlatformAnalysis, *, actor: User) -> PlatformAnalysis:
    """Begin another run with the town, figures, weights and judgements of ``analysis``, all still to be frozen.

    The earlier run stays. When its result was seen before the new weights are frozen, the new result says so.
    """
    strategy = analysis.strategy
    require(actor, "strategy.write_strategy", strategy)
    touch(strategy, actor=actor)
    place = place_of(analysis)
    if not any(
        (s.metric, s.base) == (analysis.metric, analysis.base)
        for s in comparable_series(groups_of(strategy), place.ages)
    ):
        raise Refused(_nothing_to_compare())
    again = PlatformAnalysis.objects.create(
        strategy=strategy,
        profile_code=analysis.profile_code,
        town=place.as_json(),
        metric=analysis.metric,
        base=analysis.base,
        weights=completed_weights(analysis.weights),
        scores=completed_scores(analysis.scores),
        copied_from=analysis,
        created_by=actor,
    )
    _record_start(again, actor, copied_from=analysis.pk)
    return again


def _record_start(analysis: PlatformAnalysis, actor: User, **details: Any) -> None:
    town = {name: analysis.town[name] for name in ("kind", "name", "code")}
    record(
        actor,
        "strategy.analysis_started",
        analysis.strategy,
        analysis=analysis.pk,
        town=town,
        metric=analysis.metric,
        base=analysis.base,
        **details,
    )


def _nothing_to_compare() -> str:
    return _(
        "No series of figures compares two platforms for these target groups, and different metrics are never mixed."
    )


@transaction.atomic
def freeze_weights(analysis: PlatformAnalysis, *, actor: User, weights: Weights, scores: Scores | None = None) -> None:
    """Fix weights (0 to 5), judgements (1 to 5) and target groups for good. Others later mean another analysis.

    Without ``scores`` the judgements stay as they were when the analysis began. How much each group counts follows
    from its size in the town and needs no weight; that is why the groups themselves are fixed here.
    """
    strategy = analysis.strategy
    require(actor, "strategy.write_strategy", strategy)
    clean_weights = _checked_weights(weights)
    clean_scores = _checked_scores(completed_scores(analysis.scores if scores is None else scores))
    groups = groups_of(strategy)
    if not groups:
        raise Refused(_("Please name at least one target group first."))
    touch(strategy, actor=actor)
    compare_and_set(
        analysis,
        expected={"weights_frozen_at": None},
        weights=clean_weights,
        scores=clean_scores,
        groups=[group.as_json() for group in groups],
        weights_frozen_by=actor,
        weights_frozen_at=timezone.now(),
    )
    record(actor, "strategy.weights_frozen", strategy, analysis=analysis.pk, weights=clean_weights)


def _checked_weights(weights: Weights) -> dict[str, int]:
    clean = {str(c): weights.get(c, 0) for c in Criterion.values}
    if set(weights) - set(clean) or not all(isinstance(w, int) and 0 <= w <= MAX_WEIGHT for w in clean.values()):
        raise Refused(_("Weights go from 0 to %(most)s.") % {"most": MAX_WEIGHT})
    if not any(clean.values()):
        raise Refused(_("At least one criterion needs a weight above zero."))
    return clean


def _checked_scores(scores: Scores) -> dict[str, dict[str, int]]:
    clean = {p: {str(c): scores.get(p, {}).get(c, 0) for c in JUDGED} for p in Platform.values}
    if not all(isinstance(s, int) and WORST <= s <= BEST for own in clean.values() for s in own.values()):
        raise Refused(_("Judgements go from %(worst)s to %(best)s.") % {"worst": WORST, "best": BEST})
    return clean


@transaction.atomic
def run_analysis(analysis: PlatformAnalysis, *, actor: User) -> PlatformAnalysis:
    """Compute the result once and keep it, with everything it was computed from and its hash."""
    strategy = analysis.strategy
    require(actor, "strategy.write_strategy", strategy)
    if analysis.weights_frozen_at is None:
        raise Refused(_("Please freeze the weights first. They must not be chosen with the result in view."))
    if analysis.computed_at is not None:
        raise AlreadyChanged(_("This analysis has its result already. Please start another one for other assumptions."))
    touch(strategy, actor=actor)
    place, nation = place_of(analysis), country_place()
    groups = groups_counted(analysis)
    figures = figures_by_series().get((analysis.metric, analysis.base), [])
    if not groups or not figures:
        raise Refused(_("Target groups or figures are missing meanwhile. Please start another analysis."))
    compared = compare_platforms(
        town=place.ages,
        nation=nation.ages if nation else place.ages,
        groups=groups,
        figures=figures,
        weights=analysis.weights,
        scores=analysis.scores,
    )
    if not compared["platforms"]:
        raise Refused(_nothing_to_compare())
    computed_at = timezone.now()
    result = {
        **compared,
        "town": place.as_json(),
        "nation": {
            "name": nation.name if nation else place.name,
            "year": nation.year if nation else place.year,
            "is_the_town_itself": nation is None,
            **compared["nation"],
        },
        "metric": analysis.metric,
        "base": analysis.base,
        "weights": analysis.weights,
        "scores": analysis.scores,
        "frozen_at": analysis.weights_frozen_at.isoformat(),
        "frozen_by": str(analysis.weights_frozen_by),
        "earlier_results": [
            {"computed_at": known.computed_at.isoformat(), "hash": known.result_hash}
            for known in earlier_results(analysis)
        ],
        "computed_at": computed_at.isoformat(),
    }
    compare_and_set(
        analysis,
        expected={"computed_at": None},
        result=result,
        result_hash=content_hash(result),
        computed_at=computed_at,
    )
    first_two = [row["platform"] for row in result["platforms"][:2]]
    record(actor, RESULT_COMPUTED, strategy, hash=analysis.result_hash, first_two=first_two)
    return analysis
