# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The dialogue's tables: citizens' comments with decisions and evidence, and citizens' appeals."""

from community.models.appeals import Appeal, AppealQuerySet, PublicSettings
from community.models.comments import (
    Author,
    Comment,
    CommentQuerySet,
    CommentRevision,
    Decision,
    Evidence,
    PlatformAction,
)
from community.models.danger import DangerCall
from community.models.departments import DepartmentQuestion
from community.models.imports import CommentSheet
from community.models.reading import RootSearch, ThreadWatch, UnreadEntry
from community.models.retention import CaseRelease, PseudonymRun

__all__ = [
    "Appeal",
    "AppealQuerySet",
    "Author",
    "CaseRelease",
    "Comment",
    "CommentQuerySet",
    "CommentRevision",
    "CommentSheet",
    "DangerCall",
    "Decision",
    "DepartmentQuestion",
    "Evidence",
    "PlatformAction",
    "PseudonymRun",
    "PublicSettings",
    "RootSearch",
    "ThreadWatch",
    "UnreadEntry",
]
