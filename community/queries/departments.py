# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What departments were asked: about one comment, and all of a town's."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict

from accounts.models import Municipality
from community.models import Comment, DepartmentFile, DepartmentQuestion
from core.questions import question

PAGE_SIZE = 25
OPEN, ANSWERED, WITHDRAWN = "open", "answered", "withdrawn"
TABS = (OPEN, ANSWERED, WITHDRAWN)
_STATES = {
    OPEN: DepartmentQuestion.State.ASKED,
    ANSWERED: DepartmentQuestion.State.ANSWERED,
    WITHDRAWN: DepartmentQuestion.State.WITHDRAWN,
}


@dataclass(frozen=True)
class DepartmentFilter:
    """What the address of the list asks for; senseless values count as not given."""

    tab: str = OPEN
    search: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> DepartmentFilter:
        tab = query.get("tab", "")
        return cls(tab if tab in TABS else OPEN, query.get("q", "").replace("\0", "").strip()[:100])

    def as_query(self, **changes: Any) -> str:
        values = {"tab": self.tab, "q": self.search} | changes
        return urlencode({name: value for name, value in values.items() if value and value != OPEN})


@question
def department_questions(town: int, comment: int) -> QuerySet[DepartmentQuestion]:
    """Everything asked about one comment, the newest first."""
    asked = DepartmentQuestion.objects.filter(comment=comment).select_related("asked_by")
    return asked.order_by("-asked_at", "-pk")


def questions_about(comment: Comment) -> list[DepartmentQuestion]:
    """As ``department_questions``; no query where ``comment_for_screen`` has seen that there are none."""
    if not getattr(comment, "has_department_questions", True):
        return []
    return list(department_questions(comment.municipality_id, comment.pk))


def files_of(questions: list[DepartmentQuestion]) -> dict[int, list[DepartmentFile]]:
    """What came with the answers, by question; no query while none of them is answered."""
    answered = [asked.pk for asked in questions if asked.is_answered]
    found: dict[int, list[DepartmentFile]] = defaultdict(list)
    if answered:
        for row in DepartmentFile.objects.filter(question__in=answered):
            found[row.question_id].append(row)
    return found


def answer_to_use(comment: Comment, pk: int) -> str:
    """The words a department has answered to question ``pk`` about ``comment``, for a person to work on."""
    return next((asked.answer for asked in questions_about(comment) if asked.pk == pk), "")


def questions_of(town: Municipality, wanted: DepartmentFilter) -> QuerySet[DepartmentQuestion]:
    """A town's questions in one state; open ones by due time, the others with the newest first."""
    asked = DepartmentQuestion.objects.filter(municipality=town, state=_STATES[wanted.tab])
    for word in wanted.search.split():
        asked = asked.filter(Q(department__icontains=word) | Q(question__icontains=word) | Q(answer__icontains=word))
    order = ("due_at", "pk") if wanted.tab == OPEN else ("-asked_at", "-pk")
    return asked.select_related("comment__channel", "asked_by").order_by(*order)
