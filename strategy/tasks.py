# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Alarm clocks of the strategy. What is due stands in the database."""

from celery import shared_task
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from strategy.models import DirectQuestion
from strategy.services import forget_old_drafts as forget_drafts
from strategy.services import tell_deputy

AT_ONCE = 200


@shared_task
def tell_deputies() -> None:
    """Let deputies know of questions whose half time is over; rung every minute, harmless if run twice."""
    with scopes_disabled():
        due = list(
            DirectQuestion.objects.deputy_due(now()).select_related("municipality", "deputy", "asked_by")[:AT_ONCE]
        )
    for question in due:
        with scope(municipality=question.municipality):
            tell_deputy(question)


@shared_task(ignore_result=True)
def forget_old_drafts() -> None:
    """Unsaved text that nobody has touched for thirty days goes."""
    with scopes_disabled():
        forget_drafts(now())
