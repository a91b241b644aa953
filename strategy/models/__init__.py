# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The strategy a town signs, the figures it rests on and the platforms it decides for."""

from strategy.models.document import Goal, MissingPart, Strategy, StrategySection, TargetGroup
from strategy.models.platforms import PlatformAnalysis, PlatformDecision
from strategy.models.reference import AGE_FIELDS, AgeProfile, PlatformUsage

__all__ = [
    "AGE_FIELDS",
    "AgeProfile",
    "Goal",
    "MissingPart",
    "PlatformAnalysis",
    "PlatformDecision",
    "PlatformUsage",
    "Strategy",
    "StrategySection",
    "TargetGroup",
]
