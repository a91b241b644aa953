# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Open questions as lines of the admin view, in all towns a head leads."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.frame.navigation import HeadItem
from accounts.models import Role, User
from core.moments import german_datetime
from strategy.models import DirectQuestion


def questions_for_head(head: User) -> Iterator[HeadItem]:
    """What the teams ask this head, the most urgent first (one query)."""
    at = now()
    led = [m.municipality_id for m in head.current_memberships if m.role == Role.LEADERSHIP]
    questions = DirectQuestion.objects.filter(municipality__in=led).open().exclude(asked_by=head)
    for question in questions.select_related("municipality", "asked_by"):
        town = question.municipality
        is_late = question.is_late(at)
        words = _("%(name)s asks, overdue since %(moment)s") if is_late else _("%(name)s asks, answer until %(moment)s")
        yield HeadItem(
            text=question.question,
            note=words % {"name": question.asked_by, "moment": german_datetime(question.due_at, town)},
            url=reverse("strategy:question", args=[town.slug, question.pk]),
            action=_("Give an answer"),
            is_late=is_late,
        )
