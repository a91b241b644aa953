# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What keeps everything for a channel back, whatever it is that waits."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from channels_mgmt.connectors.contract import Throttled
from channels_mgmt.models import Channel
from channels_mgmt.services.connections import stored_access
from channels_mgmt.services.outbox.errand import Hold


def broken_access(channel: Channel) -> Hold | None:
    """Dead access: nothing goes out until somebody connects the channel again."""
    access = stored_access(channel)
    if access is None or access.broken_since is None:
        return None
    return Hold(_("The platform no longer accepts the stored access. Please connect the channel again."))


def wish_to_wait(channel: Channel, at: datetime) -> Hold | None:
    """The platform asked for patience, and the time is not over."""
    if channel.quiet_until is None or channel.quiet_until <= at:
        return None
    return Hold(_("The platform has asked us to wait."), channel.quiet_until)


def note_wish_to_wait(channel: Channel, error: Throttled) -> None:
    """Keep everything for this channel back until the platform takes requests again."""
    if error.retry_after:
        until = now() + timedelta(seconds=error.retry_after)
        earlier = Q(quiet_until=None) | Q(quiet_until__lt=until)
        Channel._base_manager.filter(earlier, pk=channel.pk).update(quiet_until=until)
