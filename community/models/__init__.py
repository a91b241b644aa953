# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The dialogue's tables: citizens' comments with decisions and evidence, and citizens' appeals."""

from community.models.actions import AnswerPart, PlatformAction
from community.models.appeals import Appeal, AppealQuerySet, PublicSettings
from community.models.care import HandedOn
from community.models.comments import Author, Comment, CommentQuerySet, CommentRevision
from community.models.danger import DangerCall
from community.models.decisions import Decision, Evidence
from community.models.departments import DepartmentFile, DepartmentQuestion
from community.models.faq import FaqEntry
from community.models.imports import CommentSheet
from community.models.notices import Notice, NoticeMessage
from community.models.reading import RootSearch, ThreadWatch, UnreadEntry
from community.models.replying import ReplySettings, StaffInitials
from community.models.restrictions import Restriction, RestrictionAction
from community.models.retention import CaseRelease, PseudonymRun
from community.models.staff_matters import ReadingChoice, StaffMatter, StaffReader
from community.models.texts import Snippet, SnippetVersion
from community.models.triage import TriageLabel, TriageModel, TriageScore, TriageSettings

__all__ = [
    "AnswerPart",
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
    "DepartmentFile",
    "DepartmentQuestion",
    "Evidence",
    "FaqEntry",
    "HandedOn",
    "Notice",
    "NoticeMessage",
    "PlatformAction",
    "PseudonymRun",
    "PublicSettings",
    "ReadingChoice",
    "ReplySettings",
    "Restriction",
    "RestrictionAction",
    "RootSearch",
    "Snippet",
    "SnippetVersion",
    "StaffInitials",
    "StaffMatter",
    "StaffReader",
    "ThreadWatch",
    "TriageLabel",
    "TriageModel",
    "TriageScore",
    "TriageSettings",
    "UnreadEntry",
]
