# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Alarm clocks of the house itself, of reminders and of reports."""

from celery import shared_task

from reporting.services import heartbeat


@shared_task
def beat_heartbeat() -> None:
    heartbeat.beat()
