# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lines of the status strip about the links in public profiles."""

from collections.abc import Iterator

from django.core.cache import cache
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.frame.navigation import StripLine
from accounts.models import Municipality
from channels_mgmt.models import ChannelCheck

QUIET_SECONDS = 60


def unseen_links(town: Municipality) -> Iterator[StripLine]:
    """Public channels whose links nobody has looked at for half a year. Nothing is paused.

    Every page asks, so a town where all is well is asked once a minute; a line ends as soon as somebody has looked.
    """
    quiet = f"links-quiet-{town.pk}"
    if cache.get(quiet):
        return
    due = ChannelCheck.objects.filter(channel__municipality=town).due_again(now())
    names = list(dict.fromkeys(due.values_list("channel__name", flat=True)))
    if not names:
        cache.set(quiet, True, QUIET_SECONDS)
    for name in names:
        yield StripLine(
            "warning",
            _("%(channel)s: nobody has looked for half a year whether netiquette and imprint are still linked.")
            % {"channel": name},
        )
