# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Celery application: ``celery -A config worker`` and ``celery -A config beat``."""

import os

from celery import Celery
from kombu.transport.redis import QoS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Closing a connection that Redis ended, kombu would put unacknowledged messages back through it, and that error ends
# the worker (findings/celery-worker-dies-when-redis-restarts.sh). Nobody misses them: the row is the queue.
QoS.restore_at_shutdown = False

app = Celery("dorflinde")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
