# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lines of the status strip about the links in public profiles."""

from collections.abc import Iterator

from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.models import Municipality
from accounts.navigation import StripLine
from channels_mgmt.models import ChannelCheck


def unseen_links(town: Municipality) -> Iterator[StripLine]:
    """Public channels whose links nobody has looked at for half a year; one query. Nothing is paused."""
    due = ChannelCheck.objects.filter(channel__municipality=town).due_again(now())
    for name in dict.fromkeys(due.values_list("channel__name", flat=True)):
        yield StripLine(
            "warning",
            _("%(channel)s: nobody has looked for half a year whether netiquette and imprint are still linked.")
            % {"channel": name},
        )
