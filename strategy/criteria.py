# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What platforms are compared by. Reach is computed; the others are judged from 1 (poor) to 5 (good).

The default judgements are background knowledge of this project, not law and not a study: a starting
point that a town changes before it freezes them (docs/handbuch/strategie.md).
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.platforms import Platform

WORST, BEST = 1, 5
NEUTRAL = 3
MAX_WEIGHT = 5


class Criterion(TextChoices):
    REACH = "reach", _("Reach in the target groups")
    EFFORT = "effort", _("Little effort for moderation")
    TOOLS = "tools", _("What the platform lets us moderate")
    FORMATS = "formats", _("Formats our team can make")
    PRIVACY = "privacy", _("Data protection")
    ACCESSIBILITY = "accessibility", _("Accessibility")
    FOLLOWERS = "followers", _("Followers we have already")


JUDGED = tuple(c for c in Criterion if c is not Criterion.REACH)

DEFAULT_WEIGHTS: dict[str, int] = {
    Criterion.REACH: 5,
    Criterion.EFFORT: 3,
    Criterion.TOOLS: 3,
    Criterion.FORMATS: 3,
    Criterion.PRIVACY: 3,
    Criterion.ACCESSIBILITY: 2,
    Criterion.FOLLOWERS: 1,
}

# effort, tools, privacy, accessibility; formats and followers are the town's own and start alike.
_JUDGEMENTS: dict[str, tuple[int, int, int, int]] = {
    Platform.MASTODON: (4, 3, 5, 5),
    Platform.BLUESKY: (4, 3, 4, 4),
    Platform.FACEBOOK: (2, 5, 2, 4),
    Platform.INSTAGRAM: (3, 5, 2, 3),
    Platform.YOUTUBE: (3, 5, 2, 4),
    Platform.TIKTOK: (2, 4, 1, 2),
    Platform.WHATSAPP: (5, 3, 2, 3),
    Platform.LINKEDIN: (4, 4, 2, 3),
    Platform.X: (1, 2, 1, 3),
    Platform.SNAPCHAT: (4, 2, 1, 1),
    Platform.PINTEREST: (4, 3, 2, 2),
    Platform.TELEGRAM: (2, 3, 1, 2),
    Platform.NEBENAN: (4, 2, 4, 3),
    Platform.THREADS: (3, 4, 2, 3),
}


def default_scores() -> dict[str, dict[str, int]]:
    """A judgement of every platform by every judged criterion, 1 to 5."""
    columns = (Criterion.EFFORT, Criterion.TOOLS, Criterion.PRIVACY, Criterion.ACCESSIBILITY)
    scores: dict[str, dict[str, int]] = {}
    for platform, judged in _JUDGEMENTS.items():
        own = dict(zip((str(c) for c in columns), judged, strict=True))
        scores[str(platform)] = {**own, str(Criterion.FORMATS): NEUTRAL, str(Criterion.FOLLOWERS): WORST}
    return scores


def relative(score: int) -> float:
    """A judgement of 1 to 5 as 0 to 1."""
    return (score - WORST) / (BEST - WORST)
