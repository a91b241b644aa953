# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the machine below the installation offers: room for files, a database that knows umlauts."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.formats import number_format
from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
UMLAUTS, FOLDED = "ÄÖÜ", "äöü"


@dataclass(frozen=True)
class Room:
    """Free space where photos and evidence lie, in whole megabytes."""

    free_mb: int

    @property
    def is_short(self) -> bool:
        return self.free_mb < settings.FREE_SPACE_WARNING_MB


def media_room() -> Room | None:
    """The room left for files; None where they lie on no disk of this machine, or the disk cannot be asked."""
    try:
        return Room(shutil.disk_usage(default_storage.path("")).free // MEGABYTE)
    except (NotImplementedError, OSError):
        return None


def folds_umlauts(connection: BaseDatabaseWrapper) -> bool:
    """Whether search and comparison take Ä for ä. PostgreSQL does so by the locale its database was made with."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT getdatabaseencoding(), lower(%s)", [UMLAUTS])
        encoding, lowered = cursor.fetchone()
    return bool(encoding == "UTF8" and lowered == FOLDED)


def size_words(room: Room) -> str:
    """Free space as people say it."""
    if room.free_mb < 1000:
        return _("%(number)s MB") % {"number": room.free_mb}
    return _("%(number)s GB") % {"number": number_format(room.free_mb / 1000, 1)}
