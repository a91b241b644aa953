# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is shown blurred until its reader asks for it: possible violence, as a rule or a person says (docs/adr/0067)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from accounts.frame.counting import menu_counts
from accounts.models import Municipality, User
from community.models import Comment, ReadingChoice

Blur = ReadingChoice.Blur
#: Among the rows of the app (``community.queries.waiting.ROWS``): read with what the menu counts.
ROW = "reading.blur"


def choice_of(person: User) -> QuerySet[ReadingChoice, str]:
    return ReadingChoice.objects.filter(person=person).values_list("blur", flat=True)[:1]


def blur_of(person: User, town: Municipality) -> str:
    """What ``person`` wants to see blurred. No query of its own: the menu of the same page counts nothing again."""
    return menu_counts(person, town)[ROW] or Blur.MARKED.value


def is_flagged(comment: Any) -> bool:
    """Whether a comment, or a line of one, may speak of violence: as a person said, else as the rule for danger."""
    if comment.burden == "":
        return bool(comment.urgency == Comment.Urgency.DANGER)
    return bool(comment.burden == Comment.Burden.YES)


def is_blurred(comment: Any, blur: str) -> bool:
    return blur == Blur.ALWAYS or (blur == Blur.MARKED and is_flagged(comment))
