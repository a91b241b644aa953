# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whose name has to go: settled comments past the town's period, and those that stay for a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import CharField, Count, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, author_months_of
from channels_mgmt.models.outbox import OutgoingState
from community.models import (
    Appeal,
    Comment,
    Decision,
    DepartmentQuestion,
    Evidence,
    NoticeMessage,
    PlatformAction,
    PseudonymRun,
    Restriction,
    UnreadEntry,
)
from core.days import months_before
from strategy.models import DirectQuestion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

#: Days after the last message of a conversation in private until its words and names go.
MESSAGE_DAYS = 90
SETTLED_ACTIONS = [OutgoingState.PUBLISHED, OutgoingState.WITHDRAWN]


class RetentionReason(models.TextChoices):
    """Why a comment keeps its author although the time is over; the first that fits is counted."""

    MEASURE = "measure", _("hidden once: a court may ask who wrote it")
    EVIDENCE = "evidence", _("evidence was captured")
    APPEAL = "appeal", _("somebody objected")
    UNSETTLED = "unsettled", _("a step on the platform is not settled")
    QUESTION = "question", _("a question to the head about it is open")
    RESTRICTION = "restriction", _("a restriction of the account is asked for or in force")
    DEPARTMENT = "department", _("a question to a department about it is open")


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a run would do now: comments whose author would go, entries and messages to be emptied, what is kept."""

    months: int
    before: datetime
    comments: int
    entries: int
    messages: int
    kept: dict[str, int]
    kept_messages: dict[str, int]


def limit_of(town: Municipality, at: datetime) -> tuple[int, datetime]:
    """The town's period in months, and the moment before which a comment must have been settled."""
    months = author_months_of(town)
    return months, months_before(at, months)


def past_their_time(town: Municipality, before: datetime) -> QuerySet[Comment]:
    """Settled comments with their author, decided about before ``before``; the oldest first."""
    settled = Comment.objects.filter(municipality=town, state__in=Comment.DECIDED_STATES, pseudonymised_at=None)
    return settled.filter(decided_at__lt=before).order_by("decided_at", "pk")


def reasons_to_stay() -> dict[str, Q]:
    """By reason the condition, in the order in which they are counted."""
    decisions = Decision._base_manager.filter(comment=OuterRef("pk"))
    actions = PlatformAction._base_manager.filter(decision__comment=OuterRef("pk"))
    notices = NoticeMessage._base_manager.filter(decision__comment=OuterRef("pk"))
    appeals = Appeal._base_manager.filter(comment=OuterRef("pk"))
    # A measure that was taken back within its ten seconds never reached anybody, but its evidence exists.
    measures = decisions.filter(kind__in=[*Decision.NEEDS_GROUNDS, Decision.Kind.SHOW], undone_at=None)
    questions = DirectQuestion._base_manager.filter(
        municipality=OuterRef("municipality"), state=DirectQuestion.State.ASKED
    )
    departments = DepartmentQuestion._base_manager.filter(comment=OuterRef("pk"), state=DepartmentQuestion.State.ASKED)
    restrictions = Restriction._base_manager.filter(account=OuterRef("author"), state__in=Restriction.LIVE)
    return {
        RetentionReason.MEASURE: Q(is_hidden=True) | Q(Exists(measures)),
        RetentionReason.EVIDENCE: Q(Exists(Evidence._base_manager.filter(comment=OuterRef("pk")))),
        RetentionReason.APPEAL: Q(Exists(appeals.filter(forgotten_at=None))),
        RetentionReason.UNSETTLED: Q(Exists(actions.exclude(state__in=SETTLED_ACTIONS)))
        | Q(Exists(notices.exclude(state__in=SETTLED_ACTIONS))),
        RetentionReason.QUESTION: Q(Exists(questions.filter(asked_from__startswith=_own_pages()))),
        RetentionReason.RESTRICTION: Q(Exists(restrictions)),
        RetentionReason.DEPARTMENT: Q(Exists(departments)),
    }


def cases_of(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Those of ``comments`` with a measure, with evidence or with an objection that is not forgotten."""
    return with_a_reason(comments, (RetentionReason.MEASURE, RetentionReason.EVIDENCE, RetentionReason.APPEAL))


def _own_pages() -> Concat:
    """What the paths of a comment's pages begin with; a question to the head keeps where it was asked."""
    before, between, after = reverse("dialog:comment", args=["TOWN", 999]).replace("999", "TOWN").split("TOWN")
    number = Cast(OuterRef("pk"), CharField())
    return Concat(Value(before), OuterRef("municipality__slug"), Value(between), number, Value(after))


def questions_about(comment: Comment) -> QuerySet[DirectQuestion]:
    """Questions to the head that were asked from one of the comment's pages."""
    path = reverse("dialog:comment", args=[comment.municipality.slug, comment.pk])
    return DirectQuestion._base_manager.filter(municipality=comment.municipality_id, asked_from__startswith=path)


def may_become_pseudonyms(town: Municipality, before: datetime) -> QuerySet[Comment]:
    """Those past their time that nothing keeps."""
    return without_reasons(past_their_time(town, before))


def with_a_reason(comments: QuerySet[Comment], reasons: Sequence[RetentionReason]) -> QuerySet[Comment]:
    """Those of ``comments`` for which one of ``reasons`` holds."""
    conditions = reasons_to_stay()
    return comments.filter(reduce(or_, (conditions[reason] for reason in reasons)))


def without_reasons(
    comments: QuerySet[Comment], reasons: Sequence[RetentionReason] = tuple(RetentionReason)
) -> QuerySet[Comment]:
    """Those of ``comments`` for which none of ``reasons`` holds."""
    conditions = reasons_to_stay()
    for reason in reasons:
        comments = comments.exclude(conditions[reason])
    return comments


def counted_by_reason(
    comments: QuerySet[Comment], reasons: Sequence[RetentionReason] = tuple(RetentionReason)
) -> dict[str, int]:
    """How many of ``comments`` stay, by the first of ``reasons`` that holds; reasons without any are left out."""
    conditions = reasons_to_stay()
    when = [models.When(conditions[reason], then=models.Value(reason)) for reason in reasons]
    first = models.Case(*when, default=models.Value(""), output_field=models.CharField())
    counted = comments.order_by().annotate(reason=first).exclude(reason="").values("reason")
    return {row["reason"]: row["number"] for row in counted.annotate(number=Count("pk")).order_by("reason")}


def has_a_reason_to_stay(comment: Comment) -> bool:
    """Asked once more while nobody else can change the row."""
    return not without_reasons(Comment._base_manager.filter(pk=comment.pk)).exists()


def kept_for_a_reason(town: Municipality, before: datetime) -> dict[str, int]:
    """How many comments past their time stay as they are, by the first reason; reasons without any are left out."""
    return counted_by_reason(past_their_time(town, before))


def past_messages(town: Municipality, at: datetime) -> QuerySet[Comment]:
    """Private comments whose conversation, answers included, was over ``MESSAGE_DAYS`` ago; the oldest first.

    Dates are ours: what an author claims ends nothing early. What somebody works on waits, and so does a possible
    threat that nobody has decided about.
    """
    before = at - timedelta(days=MESSAGE_DAYS)
    said = Comment._base_manager.filter(author=OuterRef("author"), is_private=True, received_at__gte=before)
    answered = Decision._base_manager.filter(
        comment__author=OuterRef("author"),
        comment__is_private=True,
        kind=Decision.Kind.REPLY,
        undone_at=None,
        decided_at__gte=before,
    )
    messages = Comment.objects.filter(municipality=town, is_private=True, emptied_at=None, received_at__lt=before)
    is_open = Q(state=Comment.State.NEW) & ~Q(urgency=Comment.Urgency.DANGER)
    over = messages.filter(is_open | Q(state__in=Comment.DECIDED_STATES)).filter(~Exists(said), ~Exists(answered))
    return over.order_by("received_at", "pk")


def entries_to_empty(town: Municipality, before: datetime) -> QuerySet[UnreadEntry]:
    """Entries of platforms that could not be read and that somebody has looked at."""
    entries = UnreadEntry.objects.filter(channel__municipality=town, settled_at__lt=before)
    return entries.exclude(content__isnull=True, reason="")


def outlook(town: Municipality, at: datetime) -> Outlook:
    """The dry run: nothing is changed."""
    months, before = limit_of(town, at)
    messages = past_messages(town, at)
    return Outlook(
        months,
        before,
        may_become_pseudonyms(town, before).count(),
        entries_to_empty(town, before).count(),
        without_reasons(messages).count(),
        kept_for_a_reason(town, before),
        counted_by_reason(messages),
    )


def newest_runs(town: Municipality) -> QuerySet[PseudonymRun]:
    """The record, newest day first."""
    return PseudonymRun.objects.filter(municipality=town).order_by("-day")


def fingerprint_of(channel_id: int, remote_id: str) -> str:
    """What is kept of a comment's id, so that it is known again when the platform shows it once more."""
    return _fingerprints(channel_id, remote_id, None)


def fingerprints_of(channel_id: int, remote_id: str) -> list[str]:
    """Under the key of today and those before it (``SECRET_KEY_FALLBACKS``)."""
    return [_fingerprints(channel_id, remote_id, key) for key in (None, *settings.SECRET_KEY_FALLBACKS)]


def _fingerprints(channel_id: int, remote_id: str, key: str | bytes | None) -> str:
    sealed = salted_hmac("dorflinde.pseudonym", f"{channel_id}|{remote_id}", secret=key, algorithm="sha256")
    return f"{Comment.FINGERPRINT}{sealed.hexdigest()}"


def pseudonymised_among(channel_id: int, remote_ids: list[str]) -> set[str]:
    """Those of ``remote_ids`` whose comment is stored under its fingerprint; one query."""
    known = {mark: remote_id for remote_id in remote_ids for mark in fingerprints_of(channel_id, remote_id)}
    found = Comment._base_manager.filter(channel=channel_id, remote_id__in=list(known))
    return {known[mark] for mark in found.values_list("remote_id", flat=True)}
