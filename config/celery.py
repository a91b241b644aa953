# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Celery application: ``celery -A config worker`` and ``celery -A config beat``."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Django's checks would load every page and form into the worker: 8 MB it never uses. `migrate` and `check` run them.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

app = Celery("dorflinde")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
