# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows of the strategy and the direct line that wait for somebody."""

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.frame.counting import Rows
from accounts.models import Municipality, User
from strategy.models import DirectQuestion, Strategy

State = DirectQuestion.State


def strategies_to_sign(town: Municipality, person: User) -> QuerySet[Strategy]:
    """Submitted versions that somebody else wrote and submitted."""
    submitted = Strategy.objects.filter(municipality=town, state=Strategy.State.SUBMITTED)
    return submitted.exclude(author=person).exclude(submitted_by=person)


def strategies_returned(town: Municipality, person: User) -> QuerySet[Strategy]:
    """Versions that came back to their author."""
    returned = Strategy.objects.filter(municipality=town, state=Strategy.State.DRAFT, author=person)
    return returned.exclude(return_reason="")


def questions_to_answer(town: Municipality, person: User) -> QuerySet[DirectQuestion]:
    """Open questions that somebody else asked."""
    return DirectQuestion.objects.filter(municipality=town).open().exclude(asked_by=person)


def answers_to_read(town: Municipality, person: User) -> QuerySet[DirectQuestion]:
    """Own questions with an answer not read yet."""
    return DirectQuestion.objects.filter(_is_unread(), municipality=town, asked_by=person)


def own_questions_to_see(town: Municipality, person: User, at: datetime) -> QuerySet[DirectQuestion]:
    """Own questions with an answer not read yet, and those whose time is over, the most urgent first."""
    late = Q(state=State.ASKED, due_at__lte=at)
    return DirectQuestion.objects.filter(_is_unread() | late, municipality=town, asked_by=person).order_by(
        "due_at", "pk"
    )


def _is_unread() -> Q:
    return Q(state=State.ANSWERED, read_at__isnull=True)


ROWS: dict[str, Rows] = {
    "strategies.to_sign": lambda town, person, at: strategies_to_sign(town, person),
    "strategies.returned": lambda town, person, at: strategies_returned(town, person),
    "questions.to_answer": lambda town, person, at: questions_to_answer(town, person),
    "questions.answered": lambda town, person, at: answers_to_read(town, person),
    "questions.own": own_questions_to_see,
}
