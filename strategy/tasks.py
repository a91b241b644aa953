# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Alarm clock of the direct line. Whom to tell when stands in the database."""

from celery import shared_task
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from strategy.models import DirectQuestion
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
