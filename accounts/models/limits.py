# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Counters of how often somebody tried something."""

from __future__ import annotations

from django.db import models


class LimitCount(models.Model):
    """A counter of ``accounts.tenancy.limits`` while Redis is away. ``key`` is a keyed hash,
    ``moments`` a list as JSON."""

    key = models.CharField(max_length=64, unique=True)
    count = models.BigIntegerField(default=0)
    moments = models.TextField(blank=True)
    ends_at = models.DateTimeField(db_index=True)
