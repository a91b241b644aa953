# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a process ends that cannot start: with a sentence for whoever operates it, without a traceback."""

from __future__ import annotations

import sys
from types import TracebackType

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection


def sentence_for(error: BaseException) -> str | None:
    """What to tell an operator about an error that is a matter of settings; None for every other one."""
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    if isinstance(error, DatabaseError) and connection.connection is None:
        reason = " ".join(str(error).split())
        return f"The database of DATABASE_URL cannot be reached or refuses this account: {reason}"
    return None


def end_with_a_sentence(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """For ``sys.excepthook``: commands, worker and beat."""
    if sentence := sentence_for(error):
        sys.stderr.write(f"{sentence}\n")
    else:
        sys.__excepthook__(kind, error, trace)
