# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What must fit together for web, worker and beat to work as one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from config.celery import app

ROOT = Path(settings.BASE_DIR)
PRODUCTION = {
    "SECRET_KEY": "s" * 60,
    "FIELD_ENCRYPTION_KEYS": "Y2hlY2stb25seS1jaGVjay1vbmx5LWNoZWNrLW9ubHk=",
    "ALLOWED_HOSTS": "dorflinde.example.org",
    "BASE_URL": "https://dorflinde.example.org",
    "DATABASE_URL": "postgres://dorflinde@127.0.0.1:1/dorflinde",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
    "DEFAULT_FROM_EMAIL": "Dorflinde <dorflinde@example.org>",
    "MEDIA_ROOT": "/var/lib/dorflinde/media",
}


def start(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of its own, with nothing else in its environment."""
    command = [sys.executable, "-c", "import config.settings"]
    return subprocess.run(
        command, cwd=ROOT, env={"PATH": os.environ["PATH"]} | environment, capture_output=True, text=True
    )


def test_every_bell_of_beat_rings_a_task_that_exists() -> None:
    app.loader.import_default_modules()

    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} - set(app.tasks) == set()


def test_the_time_limit_of_a_task_ends_before_the_broker_hands_it_out_again() -> None:
    """Otherwise a task still running would be started a second time beside itself."""
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT


def test_an_alarm_nobody_heard_expires_before_the_next_one() -> None:
    late = [
        name for name, entry in settings.CELERY_BEAT_SCHEDULE.items() if entry["options"]["expires"] > entry["schedule"]
    ]

    assert late == []


def test_a_complete_configuration_starts() -> None:
    assert start(PRODUCTION).returncode == 0


@pytest.mark.parametrize("name", sorted(PRODUCTION))
def test_without_a_required_value_it_does_not_start_and_names_it(name: str) -> None:
    refused = start({key: value for key, value in PRODUCTION.items() if key != name})

    assert refused.returncode != 0
    assert name in refused.stderr.splitlines()[-1]


def test_a_value_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(PRODUCTION["SECRET_KEY"])
    environment = {key: value for key, value in PRODUCTION.items() if key != "SECRET_KEY"}

    assert start(environment | {"SECRET_KEY_FILE": str(tmp_path / "key")}).returncode == 0


def test_the_demo_is_refused_under_a_public_name() -> None:
    refused = start(PRODUCTION | {"DEMO": "1"})

    assert refused.returncode != 0
    assert "DEMO=1" in refused.stderr.splitlines()[-1]
