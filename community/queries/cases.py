# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Measures and evidence whose time is over: what a person may release, and what stays for a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.models import Municipality, case_years_of, years_ended
from community.models import CaseRelease, Comment, CommentRevision, Decision, Evidence
from community.queries.retention import RetentionReason, counted_by_reason, with_a_reason, without_reasons
from netiquette.models import Clause

if TYPE_CHECKING:
    from django.db.models import QuerySet

IS_CASE = (RetentionReason.MEASURE, RetentionReason.EVIDENCE)
HOLDS = (
    RetentionReason.APPEAL,
    RetentionReason.QUESTION,
    RetentionReason.RESTRICTION,
    RetentionReason.DEPARTMENT,
    RetentionReason.UNSETTLED,
)


@dataclass(frozen=True, slots=True)
class Contained:
    """What goes with some cases, by kind."""

    comments: int
    evidence: int
    decisions: int
    wordings: int


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as it may be shown to somebody who must not read a citizen's words."""

    pk: int
    decided_at: datetime
    measure: str
    clause: str
    evidence: int


@dataclass(frozen=True, slots=True)
class CaseOutlook:
    """What could be released now, the oldest first and ``lines`` at most, and what stays by reason."""

    years: int
    before: datetime
    releasable: int
    lines: list[CaseLine]
    kept: list[tuple[str, int]]


def past_cases(town: Municipality, before: datetime) -> QuerySet[Comment]:
    """Settled comments with a measure or evidence about which nothing was decided or captured since ``before``."""
    settled = Comment.objects.filter(municipality=town, state__in=Comment.DECIDED_STATES, emptied_at=None)
    cases = with_a_reason(settled, IS_CASE).filter(decided_at__lt=before)
    later = Exists(Decision._base_manager.filter(comment=OuterRef("pk"), decided_at__gte=before))
    captured = Exists(Evidence._base_manager.filter(comment=OuterRef("pk"), captured_at__gte=before))
    return cases.exclude(later).exclude(captured).order_by("decided_at", "pk")


def is_held(comment: Comment) -> bool:
    """Asked once more while nobody else can change the row."""
    return not without_reasons(Comment._base_manager.filter(pk=comment.pk), HOLDS).exists()


def releasable_cases(town: Municipality, at: datetime) -> QuerySet[Comment]:
    return without_reasons(past_cases(town, years_ended(town, at, case_years_of(town))), HOLDS)


def contained_in(cases: list[int]) -> Contained:
    """What exactly goes with these comments."""
    return Contained(
        len(cases),
        Evidence.objects.filter(comment__in=cases).count(),
        Decision.objects.filter(comment__in=cases).count(),
        CommentRevision.objects.filter(comment__in=cases).count(),
    )


def case_outlook(town: Municipality, at: datetime, *, lines: int) -> CaseOutlook:
    years = case_years_of(town)
    before = years_ended(town, at, years)
    past = past_cases(town, before)
    free = without_reasons(past, HOLDS)
    kept = [(str(RetentionReason(reason).label), number) for reason, number in counted_by_reason(past, HOLDS).items()]
    return CaseOutlook(years, before, free.count(), case_lines(list(free[:lines])), kept)


def case_lines(comments: list[Comment]) -> list[CaseLine]:
    """Three queries however many there are."""
    pks = [comment.pk for comment in comments]
    counted = Evidence.objects.filter(comment__in=pks).order_by().values("comment").annotate(number=Count("pk"))
    evidence = {row["comment"]: row["number"] for row in counted}
    measures = Decision.objects.filter(comment__in=pks, kind__in=Decision.NEEDS_GROUNDS).order_by("decided_at", "pk")
    newest = {measure.comment_id: measure for measure in measures.select_related("clause").defer("rationale")}
    return [_line(comment, newest.get(comment.pk), evidence.get(comment.pk, 0)) for comment in comments]


def _line(comment: Comment, measure: Decision | None, evidence: int) -> CaseLine:
    assert comment.decided_at is not None  # noqa: S101  by constraint
    words = measure.get_kind_display() if measure else _("Evidence only")
    clause: Clause | None = measure.clause if measure else None
    return CaseLine(
        comment.pk, comment.decided_at, words, f"{clause.number}. {clause.title}" if clause else "", evidence
    )


def newest_releases(town: Municipality) -> QuerySet[CaseRelease]:
    """The record, the newest first."""
    return CaseRelease.objects.filter(municipality=town).select_related("released_by")
