# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Worker and beat as real processes beside the live server, on the test's own database and broker."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def environment_of_the_test(**more: str) -> dict[str, str]:
    """What another process needs to work on the same data as this test."""
    database = connection.settings_dict
    url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return os.environ | {
        "DATABASE_URL": url,
        "REDIS_URL": os.environ["TEST_REDIS_URL"],
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "BASE_URL": settings.BASE_URL,
        **more,
    }


@contextmanager
def worker_and_beat(log: Path, **environment: str) -> Iterator[None]:
    """Start both, stop both; what they said is in ``log``."""
    redis.Redis.from_url(os.environ["TEST_REDIS_URL"]).flushdb()
    celery = [sys.executable, "-m", "celery", "-A", "config"]
    commands = (
        [*celery, "worker", "--loglevel", "warning", "--concurrency", "2"],
        [*celery, "beat", "--loglevel", "warning", "--pidfile", "", "--schedule", str(log.parent / "beat")],
    )
    env = environment_of_the_test(**environment)
    with log.open("ab") as output:
        started = [
            subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=output, start_new_session=True)
            for command in commands
        ]
        try:
            yield
        finally:
            for process in started:
                os.killpg(process.pid, signal.SIGTERM)
            for process in started:
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait(10)
