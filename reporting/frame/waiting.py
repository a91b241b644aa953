# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits because of the machine below the installation."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.frame.waiting import Case, WaitingItem, WaitingSource
from accounts.models import Role
from reporting.queries.server import media_room, size_words


def _little_room(case: Case) -> Iterator[WaitingItem]:
    room = media_room()
    if room is not None and room.is_short:
        yield WaitingItem(
            cause="server:room",
            urgency=1,
            icon="warning",
            text=_("The server has only %(free)s left for photos and evidence.") % {"free": size_words(room)},
            path=reverse("today:readiness", args=[case.town.slug]) + "#server",
            action=_("Look at it"),
        )


SOURCES = (WaitingSource(190, frozenset({Role.ADMINISTRATOR}), _little_room),)
