# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The platform analysis: weights are frozen before any result exists (D12)."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.permissions import require
from core.errors import AlreadyChanged, Refused
from core.hashing import content_hash
from core.platforms import Platform
from core.states import compare_and_set
from strategy.comparison import compare_platforms
from strategy.criteria import BEST, DEFAULT_WEIGHTS, JUDGED, MAX_WEIGHT, WORST, Criterion, default_scores
from strategy.models import AgeProfile, PlatformAnalysis, Strategy
from strategy.queries import ages_of, comparable_series, country_ages, figures_by_series, groups_of
from strategy.services.writing import touch

Weights = Mapping[str, int]
Scores = Mapping[str, Mapping[str, int]]


@transaction.atomic
def start_analysis(
    strategy: Strategy, *, actor: User, profile_code: str, metric: str = "", base: str = ""
) -> PlatformAnalysis:
    """Begin a comparison for the town with ``profile_code``; without a metric the best covered series is used.

    Refused without target groups, without ages of the town, and for series that compare fewer than two
    platforms for these groups.
    """
    require(actor, "strategy.write_strategy", strategy)
    profile = AgeProfile.objects.filter(code=profile_code).first()
    if profile is None:
        raise Refused(_("There is no town with this code in the census table."))
    if not profile.has_ages:
        raise Refused(_("The census publishes no ages for %(town)s.") % {"town": profile.name})
    groups = groups_of(strategy)
    if not groups:
        raise Refused(_("Please name at least one target group first."))
    offered = comparable_series(groups, ages_of(profile))
    chosen = [s for s in offered if not metric or (s.metric, s.base) == (metric, base)]
    if not chosen:
        raise Refused(_nothing_to_compare())
    touch(strategy, actor=actor)
    analysis = PlatformAnalysis.objects.create(
        strategy=strategy,
        profile_code=profile.code,
        metric=chosen[0].metric,
        base=chosen[0].base,
        weights={str(c): w for c, w in DEFAULT_WEIGHTS.items()},
        scores=default_scores(),
        created_by=actor,
    )
    record(actor, "strategy.analysis_started", strategy, town=profile.code, metric=analysis.metric, base=analysis.base)
    return analysis


def _nothing_to_compare() -> str:
    return _(
        "No series of figures compares two platforms for these target groups, and different metrics are never mixed."
    )


@transaction.atomic
def freeze_weights(analysis: PlatformAnalysis, *, actor: User, weights: Weights, scores: Scores | None = None) -> None:
    """Fix weights (0 to 5) and judgements (1 to 5) for good. Other weights later mean another analysis.

    Without ``scores`` the judgements stay as they were when the analysis began.
    """
    strategy = analysis.strategy
    require(actor, "strategy.write_strategy", strategy)
    clean_weights = _checked_weights(weights)
    clean_scores = _checked_scores(analysis.scores if scores is None else scores)
    touch(strategy, actor=actor)
    compare_and_set(
        analysis,
        expected={"weights_frozen_at": None},
        weights=clean_weights,
        scores=clean_scores,
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
    profile = AgeProfile.objects.get(code=analysis.profile_code)
    groups = groups_of(strategy)
    figures = figures_by_series().get((analysis.metric, analysis.base), [])
    if not groups or not figures:
        raise Refused(_("Target groups or figures are missing meanwhile. Please start another analysis."))
    town = ages_of(profile)
    compared = compare_platforms(
        town=town,
        nation=country_ages(fallback=town),
        groups=groups,
        figures=figures,
        weights=analysis.weights,
        scores=analysis.scores,
    )
    if not compared["platforms"]:
        raise Refused(_nothing_to_compare())
    result = {
        "town": {
            "code": profile.code,
            "name": profile.name,
            "population": profile.population,
            "census_year": profile.census_year,
            "ages": town,
        },
        "metric": analysis.metric,
        "base": analysis.base,
        "weights": analysis.weights,
        "scores": analysis.scores,
        "frozen_at": analysis.weights_frozen_at.isoformat(),
        **compared,
    }
    touch(strategy, actor=actor)
    compare_and_set(
        analysis,
        expected={"computed_at": None},
        result=result,
        result_hash=content_hash(result),
        computed_at=timezone.now(),
    )
    first_two = [row["platform"] for row in result["platforms"][:2]]
    record(actor, "strategy.analysis_computed", strategy, hash=analysis.result_hash, first_two=first_two)
    return analysis
