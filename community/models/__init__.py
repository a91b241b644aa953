# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The dialogue's tables: citizens' comments with decisions and evidence, and citizens' appeals."""

from community.models.actions import PlatformAction
from community.models.appeals import Appeal, AppealQuerySet, PublicSettings
from community.models.care import HandedOn
from community.models.comments import (
    Author,
    Comment,
    CommentQuerySet,
    CommentRevision,
    Decision,
    Evidence,
)
from community.models.departments import DepartmentQuestion
from community.models.notices import Notice
from community.models.reading import RootSearch, ThreadWatch, UnreadEntry
from community.models.restrictions import Restriction, RestrictionAction
from community.models.retention import CaseRelease, PseudonymRun

__all__ = [
    "Appeal",
    "AppealQuerySet",
    "Author",
    "CaseRelease",
    "Comment",
    "CommentQuerySet",
    "CommentRevision",
    "Decision",
    "DepartmentQuestion",
    "Evidence",
    "HandedOn",
    "Notice",
    "PlatformAction",
    "PseudonymRun",
    "PublicSettings",
    "Restriction",
    "RestrictionAction",
    "RootSearch",
    "ThreadWatch",
    "UnreadEntry",
]
