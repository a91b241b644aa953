# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lines of the status strip that concern the whole installation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.frame.counting import Rows
from accounts.frame.navigation import StripLine
from accounts.models import Municipality
from core.localtime import to_wall
from core.questions import Figure
from reporting.queries.heartbeat import WORKER, is_silent, signs_of_life, worker_seen_at

SEEN = "worker.seen_at"
ROWS: dict[str, Rows] = {SEEN: lambda town, person, at: Figure(signs_of_life.queryset(WORKER)[:1])}


def silent_worker(town: Municipality, found: Mapping[str, Any]) -> Iterator[StripLine]:
    """Tell everybody when nothing goes out and nothing comes in any more."""
    seen_at, at = found[SEEN] if SEEN in found else worker_seen_at(), now()
    if not is_silent(seen_at, at):
        return
    if seen_at is None:
        yield StripLine(
            "danger", _("The background worker has not started. Nothing planned goes out and no replies come in.")
        )
        return
    wall = to_wall(seen_at, town.timezone)
    yield StripLine(
        "danger",
        _(
            "The background worker has been silent since %(time)s. Nothing planned goes out and no replies come in. "
            "Please tell your IT department."
        )
        % {"time": f"{wall:%d.%m.%Y, %H:%M}"},
    )
