# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The strategy a town signs, the figures it rests on and the platforms it decides for."""

from strategy.models.archive import StrategyCopy
from strategy.models.collaboration import PartComment, SectionDraft
from strategy.models.direct_line import LONGEST_ANSWER, LONGEST_QUESTION, DirectQuestion
from strategy.models.document import Strategy, StrategySection
from strategy.models.parts import ApprovalStep, BudgetLine, Goal, Pillar, RoleAssignment, TargetGroup
from strategy.models.platforms import PlatformAnalysis, PlatformDecision
from strategy.models.reference import AGE_FIELDS, AgeProfile, PlatformUsage, UsageTable, search_key

__all__ = [
    "AGE_FIELDS",
    "LONGEST_ANSWER",
    "LONGEST_QUESTION",
    "AgeProfile",
    "ApprovalStep",
    "BudgetLine",
    "DirectQuestion",
    "Goal",
    "PartComment",
    "Pillar",
    "PlatformAnalysis",
    "PlatformDecision",
    "PlatformUsage",
    "RoleAssignment",
    "SectionDraft",
    "Strategy",
    "StrategyCopy",
    "StrategySection",
    "TargetGroup",
    "UsageTable",
    "search_key",
]
