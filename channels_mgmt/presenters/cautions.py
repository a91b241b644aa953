# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody who moves a post should know of its new time. None of it forbids anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from channels_mgmt.models import Post
from channels_mgmt.queries.clashes import posts_at_the_same_time
from channels_mgmt.queries.elections import windows_at
from channels_mgmt.queries.stops import publishing_stop
from core.localtime import to_instant


def cautions_of(post: Post, wall: datetime) -> Iterator[str]:
    """A sentence for a holiday, an election window, a stop of all publishing, and for each post of that minute.

    That is, for each on the same channel.
    """
    town, day = post.municipality, wall.date()
    if holiday := town.free_days.name_of(day):
        yield _("This day is a holiday: %(name)s. Please see whether the post still fits.") % {"name": holiday}
    for window in windows_at(town, to_instant(wall, town.timezone)):
        yield _("On this day an election window holds: %(kind)s. Please see whether the post stays neutral.") % {
            "kind": window.get_kind_display()
        }
    stop = publishing_stop(town)
    if stop and (stop.until is None or day <= town.local_day(stop.until)):
        yield _("Publishing is stopped on this day (%(reason)s). What comes due meanwhile waits for a person.") % {
            "reason": stop.reason
        }
    for title in posts_at_the_same_time(post, wall):
        yield _("“%(title)s” is planned for the same time on the same channel.") % {"title": title}
