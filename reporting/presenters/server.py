# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The facts about the server as its administrators read them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.models import Municipality
from core.localtime import to_wall
from reporting.queries.heartbeat import is_silent, worker_seen_at
from reporting.queries.server import folds_umlauts, media_room, size_words


@dataclass(frozen=True)
class ServerLine:
    """One fact; ``mending`` says what to do when it is not well."""

    text: str
    is_well: bool
    mending: str = ""


def server_lines(town: Municipality) -> list[ServerLine]:
    """Room, locale and worker, in the order in which they hurt."""
    return [*_room(), _locale(), _worker(town)]


def _room() -> Iterator[ServerLine]:
    room = media_room()
    if room is None:
        return
    yield ServerLine(
        _("%(free)s are free for photos and evidence.") % {"free": size_words(room)},
        not room.is_short,
        _("Below %(limit)s MB it is time to make room: when the disk is full, no photo can be uploaded.")
        % {"limit": settings.FREE_SPACE_WARNING_MB},
    )


def _locale() -> ServerLine:
    if folds_umlauts(connection):
        return ServerLine(_("The database finds words with umlauts, large or small."), True)
    return ServerLine(
        _("The database was made without a UTF-8 locale."),
        False,
        _("Search takes Ä and ä for two letters and misses comments. The operations handbook says how to move it."),
    )


def _worker(town: Municipality) -> ServerLine:
    seen_at = worker_seen_at()
    if seen_at is None:
        return ServerLine(_("The background worker has not started."), False, _("Please start worker and beat."))
    moment = f"{to_wall(seen_at, town.timezone):%d.%m.%Y, %H:%M}"
    return ServerLine(
        _("Last sign of life of the background worker: %(moment)s.") % {"moment": moment},
        not is_silent(seen_at, now()),
        _("Please start worker and beat."),
    )
