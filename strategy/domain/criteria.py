# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What platforms are compared by. Reach is computed; the others are judged from 1 (poor) to 5 (good).

The seven judged criteria: whether a conversation is possible, moderation effort, what the platform lets us
moderate, formats the team can make, data protection, accessibility, existing followers. That nobody can comment
is no advantage in effort alone: such a platform is neutral there and poor in conversation. The judgements a
town begins with stand with their reasons in ``strategy.domain.judgements`` (docs/handbuch/analyse.md).
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.platforms import Platform
from strategy.domain.judgements import JUDGEMENTS, Judgement

WORST, BEST = 1, 5
NEUTRAL = 3
MAX_WEIGHT = 5


class Criterion(TextChoices):
    REACH = "reach", _("Reach in the target groups")
    DIALOGUE = "dialogue", _("Conversation possible")
    EFFORT = "effort", _("Little effort for moderation")
    TOOLS = "tools", _("What the platform lets us moderate")
    FORMATS = "formats", _("Formats our team can make")
    PRIVACY = "privacy", _("Data protection")
    ACCESSIBILITY = "accessibility", _("Accessibility")
    FOLLOWERS = "followers", _("Followers we have already")


JUDGED = tuple(c for c in Criterion if c is not Criterion.REACH)

DEFAULT_WEIGHTS: dict[str, int] = {
    Criterion.REACH: 5,
    Criterion.DIALOGUE: 3,
    Criterion.EFFORT: 3,
    Criterion.TOOLS: 3,
    Criterion.FORMATS: 3,
    Criterion.PRIVACY: 3,
    Criterion.ACCESSIBILITY: 2,
    Criterion.FOLLOWERS: 1,
}

EXPLAINED = (Criterion.DIALOGUE, Criterion.EFFORT, Criterion.TOOLS, Criterion.PRIVACY, Criterion.ACCESSIBILITY)

#: For a platform of which ``judgements`` says nothing.
NOT_JUDGED = (Judgement(NEUTRAL, _("Nobody has judged this platform yet; your own judgement counts.")),) * len(
    EXPLAINED
)


def default_scores() -> dict[str, dict[str, int]]:
    """A judgement of every platform by every judged criterion, 1 to 5."""
    scores: dict[str, dict[str, int]] = {}
    for platform in Platform.values:
        judged = JUDGEMENTS.get(platform, NOT_JUDGED)
        own = {str(c): j.score for c, j in zip(EXPLAINED, judged, strict=True)}
        scores[platform] = {**own, str(Criterion.FORMATS): NEUTRAL, str(Criterion.FOLLOWERS): WORST}
    return scores


def completed_scores(scores: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """``scores`` with the suggestions for whatever was not judged when they were begun."""
    return {platform: {**own, **scores.get(platform, {})} for platform, own in default_scores().items()}


def completed_weights(weights: Mapping[str, int]) -> dict[str, int]:
    """``weights`` with the suggestion for criteria that came later."""
    return {str(c): weights.get(c, suggested) for c, suggested in DEFAULT_WEIGHTS.items()}


def why(platform: str, criterion: str) -> Any:
    """Why the suggested judgement is this one and no other, in a sentence."""
    if criterion == Criterion.FORMATS:
        return _("3 for all: only you know what your team can make. 5 = your team makes this well already.")
    if criterion == Criterion.FOLLOWERS:
        return _("1 for all: nothing is known yet. 5 = you have as many followers there as nowhere else.")
    judgement = dict(zip(EXPLAINED, JUDGEMENTS.get(platform, NOT_JUDGED), strict=True))[Criterion(criterion)]
    return format_lazy("{}: {}", judgement.score, judgement.reason)


def relative(score: int) -> float:
    """A judgement of 1 to 5 as 0 to 1."""
    return (score - WORST) / (BEST - WORST)
