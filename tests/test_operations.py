# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What must fit together for web, worker and beat to work as one."""

from django.conf import settings

from config.celery import app


def test_every_bell_of_beat_rings_a_task_that_exists() -> None:
    app.loader.import_default_modules()

    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} - set(app.tasks) == set()


def test_the_time_limit_of_a_task_ends_before_the_broker_hands_it_out_again() -> None:
    """Otherwise a task still running would be started a second time beside itself."""
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT


def test_beat_knows_intervals_in_utc_only() -> None:
    """A crontab in a zone with summer time stands still while the clocks are put back (findings/)."""
    assert (app.conf.timezone, app.conf.enable_utc) == ("UTC", True)
    assert [name for name, entry in settings.CELERY_BEAT_SCHEDULE.items() if type(entry["schedule"]) is not float] == []


def test_an_alarm_nobody_heard_expires_before_the_next_one() -> None:
    late = [
        name for name, entry in settings.CELERY_BEAT_SCHEDULE.items() if entry["options"]["expires"] > entry["schedule"]
    ]

    assert late == []
