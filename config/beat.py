# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Beat that asks the database first: for some bells there is nothing to be done most of the time."""

import logging
from typing import Any

from celery.beat import PersistentScheduler, ScheduleEntry
from django.db import DatabaseError, close_old_connections
from django.utils.module_loading import import_string

from config.settings.schedule import ASKED_FIRST

log = logging.getLogger(__name__)


class AskingScheduler(PersistentScheduler):
    """Rings a bell of ``ASKED_FIRST`` only while its question says that something is due.

    A database that cannot be asked is no reason to be silent: a bell too many is harmless.
    """

    def apply_entry(self, entry: ScheduleEntry, producer: Any = None) -> None:
        if self.is_wanted(entry.task):
            super().apply_entry(entry, producer=producer)

    def is_wanted(self, task: str) -> bool:
        """Whether there is a reason to ring for ``task``."""
        if task not in ASKED_FIRST:
            return True
        close_old_connections()
        try:
            return bool(import_string(ASKED_FIRST[task])())
        except DatabaseError as error:
            log.warning("%s is rung unasked, the database does not answer (%s).", task, type(error).__name__)
            return True
        finally:
            close_old_connections()
