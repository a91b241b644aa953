# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lines of the status strip: publishing that is stopped, and links in public profiles."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.frame.counting import Rows
from accounts.frame.navigation import StripLine
from accounts.models import Municipality
from channels_mgmt.models import Channel, ChannelCheck, ElectionWindow, PublishingStop
from channels_mgmt.queries.elections import running_windows
from channels_mgmt.queries.stops import publishing_stop
from core.cache import read_by_pages
from core.moments import german_date, german_datetime
from core.questions import Figure

QUIET_SECONDS = 60
_quiet_key = read_by_pages("links-quiet")

STOPPED = "publishing.stopped_at"
ELECTION = "elections.running"
ROWS: dict[str, Rows] = {
    ELECTION: lambda town, person, at: Figure(
        ElectionWindow.objects.filter(municipality=town).running(at).values_list("pk", flat=True)[:1]
    ),
    STOPPED: lambda town, person, at: Figure(
        PublishingStop.objects.filter(municipality=town).values_list("started_at", flat=True)[:1]
    ),
}


def stopped_publishing(town: Municipality, found: Mapping[str, Any]) -> Iterator[StripLine]:
    """Everybody sees that nothing goes out, why, and where that ends."""
    stop = publishing_stop(town) if STOPPED not in found or found[STOPPED] else None
    if stop is None:
        return
    yield StripLine(
        "danger",
        _("No post goes out since %(at)s: %(reason)s")
        % {"at": german_datetime(stop.started_at, town), "reason": stop.reason},
        reverse("planning:stop", args=[town.slug]),
        _("To the stop"),
    )


def running_election(town: Municipality, found: Mapping[str, Any]) -> Iterator[StripLine]:
    """Everybody sees that the office holds back, and until when."""
    windows = running_windows(town, now()) if ELECTION not in found or found[ELECTION] else []
    for window in windows:
        yield StripLine(
            "warning",
            _("Until %(day)s the office holds back: %(election)s on %(election_day)s.")
            % {
                "day": german_date(window.ends_on),
                "election": window,
                "election_day": german_date(window.election_day),
            },
            reverse("planning:election", args=[town.slug, window.pk]),
            _("To the list"),
        )


def unseen_links(town: Municipality, _found: Mapping[str, Any]) -> Iterator[StripLine]:
    """Public channels whose links nobody has looked at for half a year. Nothing is paused.

    Every page asks, so a town where all is well is asked once a minute; a line ends as soon as somebody has looked.
    """
    quiet = _quiet_key(town)
    if cache.get(quiet):
        return
    due = ChannelCheck.objects.filter(channel__municipality=town).due_again(now())
    due = due.exclude(channel__connector=Channel.Connector.PRACTICE)
    names = list(dict.fromkeys(due.values_list("channel__name", flat=True)))
    if not names:
        cache.set(quiet, True, QUIET_SECONDS)
    for name in names:
        yield StripLine(
            "warning",
            _("%(channel)s: nobody has looked for half a year whether netiquette and imprint are still linked.")
            % {"channel": name},
        )
