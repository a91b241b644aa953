# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The worker and what wakes it."""

from config.settings import addresses, schedule
from config.settings.cache import REDIS_URL
from config.settings.installation import env

CELERY_BROKER_URL = addresses.broker(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
# Below the visibility timeout, or a running task would be handed out twice. A pool of threads cannot be
# stopped from outside: there every call to a platform is bounded by its connector (docs/adr/0008).
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Tasks wait for platforms most of the time: threads, so that slow ones leave room for the others.
CELERY_WORKER_POOL = env.choice("WORKER_POOL", "threads", ("threads", "prefork", "solo"))
CELERY_WORKER_CONCURRENCY = env.int("WORKER_THREADS", 24, least=1, most=1000)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker however long that takes
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 3,
    # For ringing only (kombu would try for ever): a bell nobody hears is rung again by the next beat.
    **{"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2},
}
CELERY_TIMEZONE = "UTC"
CELERY_TASK_DEFAULT_QUEUE = "default"
# What learns and suggests has a queue and a worker of its own: nothing that leaves the house waits for it.
CELERY_TASK_ROUTES = {f"community.tasks.{name}": {"queue": "triage"} for name in ("score_comments", "refit_models")}
CELERY_BEAT_SCHEDULE = schedule.BELLS
CELERY_BEAT_SCHEDULER = "config.beat:AskingScheduler"
