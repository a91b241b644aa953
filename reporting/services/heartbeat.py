# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sign of life of the background processes."""

from django.utils.timezone import now

from reporting.models import Heartbeat
from reporting.queries.heartbeat import WORKER


def beat() -> None:
    """Note that a worker has just heard beat's bell: database, broker, beat and worker all live."""
    Heartbeat.objects.update_or_create(component=WORKER, defaults={"seen_at": now()})
