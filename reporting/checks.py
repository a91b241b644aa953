# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""System checks of what only the running machine can answer: ``check --deploy --database default``, and ``migrate``."""

import os
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.files.storage import InvalidStorageError, default_storage
from django.db import connections

from reporting.queries.server import folds_umlauts


@register(Tags.database)
def database_knows_umlauts(databases: Sequence[str] | None = None, **options: Any) -> list[CheckMessage]:
    """A database made with LOCALE=C finds neither „Ärger“ for „ärger“ nor a word with Ü in its middle."""
    return [
        Error(
            f"The database {alias!r} was made without a UTF-8 locale: it does not know that Ä and ä are one letter, "
            "so that search and comparison miss comments.",
            hint="Dump it, make it anew and restore: createdb --encoding UTF8 --locale C.UTF-8 --template template0.",
            id="reporting.E001",
        )
        for alias in databases or []
        if not folds_umlauts(connections[alias])
    ]


@register(Tags.files, deploy=True)
def files_can_be_written(**options: Any) -> list[CheckMessage]:
    """Uploads would fail one by one, long after the start."""
    try:
        folder = default_storage.path("")
    except NotImplementedError:  # no disk of this machine
        return []
    except InvalidStorageError as error:
        return [Error(f"MEDIA_STORAGE cannot be used: {error}.", id="reporting.E002")]
    if os.access(folder, os.W_OK | os.X_OK):
        return []
    return [
        Error(
            f"MEDIA_ROOT ({folder}) cannot be written by this account.",
            hint="Give it to the account the application runs as.",
            id="reporting.E003",
        )
    ]


@register(Tags.security, deploy=True)
def mail_leaves_the_machine(**options: Any) -> list[CheckMessage]:
    """Invitations and reports of a production that only writes them somewhere reach nobody."""
    if settings.DEMO or settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return []
    return [
        Error(
            "EMAIL_URL sends nothing: invitations, reminders and reports would reach nobody.",
            hint="Write the address of the town's mail server: smtp+tls://NAME:PASSWORD@HOST:587.",
            id="reporting.E004",
        )
    ]
