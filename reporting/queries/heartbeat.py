# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether the background processes live: a worker that stopped must never go unnoticed."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.utils.timezone import now

from core.questions import question_planned_once
from reporting.models import Heartbeat
from reporting.queries.server import folds_umlauts, media_room

logger = logging.getLogger(__name__)

WORKER = "worker"
SILENT_AFTER = timedelta(seconds=90)
"""Six missed beats. Until then a restart passes unnoticed."""
BROKER_SECONDS = 2

_broker = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=BROKER_SECONDS, socket_connect_timeout=BROKER_SECONDS)


@dataclass(frozen=True)
class Health:
    """Which parts of the installation live at this moment, and whether the machine below them lacks something."""

    database: bool
    broker: bool
    worker: bool
    locale: bool
    disk: bool

    @property
    def is_well(self) -> bool:
        """Whether it works now. A locale or a disk that will do harm later is told beside it."""
        return self.database and self.broker and self.worker


def worker_seen_at() -> datetime | None:
    """When a worker last answered the bell."""
    return signs_of_life.one(WORKER)


@question_planned_once
def signs_of_life(component: str) -> QuerySet[Heartbeat, datetime]:
    return Heartbeat.objects.filter(component=component).values_list("seen_at", flat=True)


def is_silent(seen_at: datetime | None, at: datetime) -> bool:
    """Whether the sign of life ``seen_at`` is older than ``SILENT_AFTER`` at ``at``, or there never was one."""
    return seen_at is None or at - seen_at > SILENT_AFTER


def health() -> Health:
    """Ask the database and the broker; never raises and takes a few seconds at most."""
    seen_at, database, locale = None, False, False
    try:
        seen_at, locale, database = worker_seen_at(), folds_umlauts(connection), True
    except DatabaseError:
        logger.exception("the database does not answer")
    room = media_room()
    return Health(
        database=database,
        broker=_broker_answers(),
        worker=not is_silent(seen_at, now()),
        locale=locale,
        disk=room is None or not room.is_short,
    )


def _broker_answers() -> bool:
    try:
        return bool(_broker.ping())
    except redis.RedisError:
        logger.exception("the broker does not answer")
        return False
