# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Alarm clocks of the house itself, of reminders and of reports. What is due stands in the database."""

from celery import shared_task
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from core.waking import wake
from reporting.models import Report
from reporting.services import heartbeat, reports
from reporting.services.reminders import forget_old_reminders, remind_everybody


@shared_task
def beat_heartbeat() -> None:
    heartbeat.beat()


@shared_task
def send_due_reminders() -> None:
    """Digests for everybody something waits for."""
    with scopes_disabled():
        remind_everybody()


@shared_task
def forget_reminders() -> None:
    """Delete reminders that nobody needs any more; rung once a day."""
    with scopes_disabled():
        forget_old_reminders(now())


@shared_task
def plan_reports() -> None:
    """Make last month's reports due."""
    with scopes_disabled():
        reports.plan_reports()


@shared_task
def build_due_reports() -> None:
    """Wake a worker for each report that nobody holds."""
    with scopes_disabled():
        due = list(Report.objects.due(now()).values_list("pk", flat=True)[:100])
    for pk in due:
        wake(build_and_deliver_report, pk, expires=60)


@shared_task
def build_and_deliver_report(pk: int) -> None:
    """One report, from its figures to the mail. Harmless if run twice."""
    with scopes_disabled():
        report = Report.objects.select_related("municipality").get(pk=pk)
    with scope(municipality=report.municipality):
        reports.build_report(report)
        reports.deliver_report(report)
