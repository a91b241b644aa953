# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Comments, steps on platforms and appeals that wait for somebody."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.frame.counting import Rows
from accounts.models import Municipality, User
from community.models import Appeal, Comment, DepartmentQuestion, FaqEntry, Snippet, UnreadEntry
from community.queries.blur import ROW, choice_of
from community.queries.notices import notices_to_settle
from community.queries.queue import (
    COUNT_CAP,
    actions_to_settle,
    comments_of_tab,
    open_of_kind,
    overdue_comments,
    unclaimed_comments,
)
from community.queries.replying import answers_to_release
from community.queries.restrictions import restrictions_to_decide, restrictions_to_look_at
from core.questions import Figure
from core.sight import sight


def dangerous_comments(town: Municipality) -> QuerySet[Comment]:
    return Comment.objects.filter(municipality=town, urgency=Comment.Urgency.DANGER).open()


def open_comments(town: Municipality, apart: str) -> QuerySet[Comment]:
    """Those of the queue itself, or those folded at its end."""
    return comments_of_tab(town, None, "open").filter(apart=apart).order_by()


def unread_entries(town: Municipality) -> QuerySet[UnreadEntry]:
    return UnreadEntry.objects.filter(channel__municipality=town, settled_at=None)


def newest_unread(town: Municipality) -> QuerySet[UnreadEntry, int]:
    return unread_entries(town).order_by("-pk").values_list("pk", flat=True)[:1]


def unread_since(town: Municipality) -> QuerySet[UnreadEntry, datetime]:
    return unread_entries(town).order_by("read_at").values_list("read_at", flat=True)[:1]


def open_appeals(town: Municipality) -> QuerySet[Appeal]:
    return Appeal.objects.filter(municipality=town).open()


def appeals_to_judge(town: Municipality, person: User) -> QuerySet[Appeal]:
    """Open appeals against what others decided."""
    return open_appeals(town).exclude(contested_by=person)


def appeals_to_carry_out(town: Municipality) -> QuerySet[Appeal]:
    return Appeal.objects.filter(municipality=town).to_be_carried_out()


def open_department_questions(town: Municipality) -> QuerySet[DepartmentQuestion]:
    return DepartmentQuestion.objects.filter(municipality=town).open()


def overdue_departments(town: Municipality, at: datetime) -> QuerySet[DepartmentQuestion]:
    return DepartmentQuestion.objects.filter(municipality=town).overdue(at)


def dated_texts(town: Municipality, person: User) -> QuerySet[Snippet]:
    """Texts in use ``person`` answers for that have a last day; whether it is over, the town's calendar says."""
    return Snippet.objects.filter(municipality=town, owner=person, valid_until__isnull=False).in_use()


def dated_faq(town: Municipality, person: User) -> QuerySet[FaqEntry]:
    """Published answers likewise."""
    return FaqEntry.objects.filter(
        municipality=town, owner=person, state=FaqEntry.State.PUBLISHED, valid_until__isnull=False
    )


def _lines(rows: Rows) -> Rows:
    """Counted for everybody alike: lists have a line for what concerns the staff, closed to most."""

    def counted(town: Municipality, person: User, at: datetime) -> Any:
        with sight(True):
            return rows(town, person, at)

    return counted


ROWS: dict[str, Rows] = {
    "comments.open": _lines(lambda town, person, at: open_comments(town, "")[: COUNT_CAP + 1]),
    "comments.spam": _lines(lambda town, person, at: open_comments(town, "spam")[: COUNT_CAP + 1]),
    "comments.mine": _lines(lambda town, person, at: comments_of_tab(town, person, "mine").order_by()[: COUNT_CAP + 1]),
    "comments.unclaimed": _lines(lambda town, person, at: unclaimed_comments(town, at).order_by()[: COUNT_CAP + 1]),
    "comments.questions": _lines(lambda town, person, at: open_of_kind(town, "question").order_by()[: COUNT_CAP + 1]),
    "comments.praise": _lines(lambda town, person, at: open_of_kind(town, "praise").order_by()[: COUNT_CAP + 1]),
    "comments.danger": _lines(lambda town, person, at: dangerous_comments(town).order_by()[: COUNT_CAP + 1]),
    "comments.overdue": _lines(lambda town, person, at: overdue_comments(town, at).order_by()[: COUNT_CAP + 1]),
    "actions.to_settle": lambda town, person, at: actions_to_settle(town).order_by()[: COUNT_CAP + 1],
    "notices.to_settle": lambda town, person, at: notices_to_settle(town).order_by()[: COUNT_CAP + 1],
    "departments.open": lambda town, person, at: open_department_questions(town).order_by()[: COUNT_CAP + 1],
    "departments.overdue": lambda town, person, at: overdue_departments(town, at).order_by()[: COUNT_CAP + 1],
    "answers.to_release": lambda town, person, at: answers_to_release(town, person).order_by()[: COUNT_CAP + 1],
    "faq.dated": lambda town, person, at: dated_faq(town, person),
    "texts.dated": lambda town, person, at: dated_texts(town, person),
    "restrictions.to_decide": lambda town, person, at: restrictions_to_decide(town, person).order_by(),
    "restrictions.to_look_at": lambda town, person, at: restrictions_to_look_at(town, at).order_by(),
    "entries.unread": lambda town, person, at: unread_entries(town),
    "entries.newest": lambda town, person, at: Figure(newest_unread(town)),
    "entries.since": lambda town, person, at: Figure(unread_since(town)),
    ROW: lambda town, person, at: Figure(choice_of(person)),
    "appeals.open": lambda town, person, at: open_appeals(town).order_by()[: COUNT_CAP + 1],
    "appeals.to_judge": lambda town, person, at: appeals_to_judge(town, person),
    "appeals.to_carry_out": lambda town, person, at: appeals_to_carry_out(town),
}
