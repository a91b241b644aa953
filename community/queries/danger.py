# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which comments ring, whom a call reaches, and which calls have no reason any more."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Municipality, Role, User
from accounts.queries import people_with_role
from accounts.tenancy.permissions import ROLES_WITH_PERMISSION
from community.models import Comment, DangerCall
from core.questions import question_planned_once
from staffing.queries import on_call

Circle = DangerCall.Circle
#: How many calls one ring looks at; the next comes seconds later.
AT_ONCE = 500


def without_a_call() -> QuerySet[Comment]:
    """Open comments that may mean danger and of which nobody is told yet. Needs all towns in scope."""
    calls = DangerCall._base_manager.filter(comment=OuterRef("pk"))
    dangerous = Comment.objects.filter(urgency=Comment.Urgency.DANGER, state__in=Comment.OPEN_STATES)
    told_of_this = calls.filter(Q(over_at__isnull=True) | Q(revision=OuterRef("revision")))
    found = dangerous.exclude(channel__connector="practice").filter(~Exists(told_of_this))
    return found.select_related("municipality", "channel").order_by("due_at", "pk")[:AT_ONCE]


def without_a_reason() -> QuerySet[DangerCall]:
    """Open calls whose comment is decided, or turned out to be no danger. Needs all towns in scope."""
    settled = ~Q(comment__urgency=Comment.Urgency.DANGER) | ~Q(comment__state__in=Comment.OPEN_STATES)
    return DangerCall.objects.open().filter(settled).select_related("comment", "municipality")[:AT_ONCE]


def open_call(comment: Comment) -> DangerCall | None:
    """The call about ``comment`` that is not over; no query where none was seen with it."""
    if not getattr(comment, "has_call", True):
        return None
    return open_calls.one(comment.municipality, comment.pk)


@question_planned_once
def open_calls(town: Municipality, comment: int) -> QuerySet[DangerCall]:
    return DangerCall.objects.filter(comment=comment).open().select_related("seen_to_by")


def people_of(circle: int, town: Municipality, at: datetime) -> list[User]:
    """Whom a call tells in this circle; the wider ones tell the narrower ones nothing twice."""
    if circle == Circle.ON_CALL:
        return on_call(town, at)
    if circle == Circle.DEPUTIES:
        return people_with_role(town, *ROLES_WITH_PERMISSION["staffing.be_on_call"])
    return people_with_role(town, Role.LEADERSHIP)
