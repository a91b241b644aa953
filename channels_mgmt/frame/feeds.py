# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan for people's own calendars: their own part of it, and all of it.

A calendar leaves the house with the telephone it is read on. It holds working titles, hours, status and channels;
texts, reasons and names of people stay here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from zlib import crc32

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.frame.feeds import FeedKind
from accounts.models import Municipality, User
from channels_mgmt.presenters.bands import KINDS
from channels_mgmt.queries.bands import ELECTION, PAUSE, Band, bands_of
from channels_mgmt.queries.feeds import AHEAD, BACK, approvals_due, own_posts, posts_of_plan, windows_of
from channels_mgmt.queries.planned import PlannedPost
from channels_mgmt.queries.posts import to_publish_by_hand
from core.calendar_files import CalendarEntry
from core.urls import absolute_address

#: From a midnight to a midnight, so that a calendar in which nothing has changed reads the same all day.
Span = tuple[datetime, datetime]


def own_plan(person: User, town: Municipality, at: datetime) -> Iterator[CalendarEntry]:
    """What the person has written or approved, decides about and publishes by hand."""
    yield from _posts(town, own_posts(person, town, *_span(town, at)))
    page = _page(town)
    for request in approvals_due(person, town):
        yield CalendarEntry(
            key=f"approval-{request.post_id}",
            title=_("Decide about the approval: %(title)s") % {"title": request.post.title},
            start=request.due_at,
            note=_("If nobody has decided by then, the head is told."),
            address=page.format(request.post_id),
        )
    for delivery in to_publish_by_hand(person, town):
        yield CalendarEntry(
            key=f"by-hand-{delivery.pk}",
            title=_("Publish by hand: %(title)s") % {"title": delivery.post.title},
            start=delivery.due_at,
            note=delivery.channel.name,
            address=page.format(delivery.post_id),
        )


def town_plan(person: User, town: Municipality, at: datetime) -> Iterator[CalendarEntry]:
    """Every post with a date, and what the plan marks: school holidays, action days, election windows, a stop."""
    span = _span(town, at)
    yield from _posts(town, posts_of_plan(town, *span))
    yield from _windows(town, span)
    yield from _bands(town, span, at)


def _span(town: Municipality, at: datetime) -> Span:
    midnight = at.astimezone(town.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - BACK, midnight + AHEAD


def _page(town: Municipality) -> str:
    """The address of a post's page, with a place for its key."""
    return absolute_address("planning:post_detail", town.slug, 0).replace("/0/", "/{}/")


def _posts(town: Municipality, posts: Iterable[PlannedPost]) -> Iterator[CalendarEntry]:
    page = _page(town)
    words: dict[str, str] = {}
    for post in posts:
        status = words.get(post.status.key) or words.setdefault(post.status.key, str(post.status.label))
        yield CalendarEntry(
            f"post-{post.pk}",
            f"{post.title} ({status})",
            post.planned_at,
            None,
            ", ".join(post.channels),
            page.format(post.pk),
        )


def _windows(town: Municipality, span: Span) -> Iterator[CalendarEntry]:
    for window in windows_of(town, *span):
        address = absolute_address("planning:election", town.slug, window.pk)
        election = window.get_kind_display()
        title = _("Election window: %(election)s") % {"election": election}
        yield CalendarEntry(f"window-{window.pk}", title, window.starts_on, window.ends_on, "", address)
        yield CalendarEntry(f"election-{window.pk}", election, window.election_day, None, "", address)


def _bands(town: Municipality, span: Span, at: datetime) -> Iterator[CalendarEntry]:
    """Each band once, however many days it lasts; election windows have entries of their own, with their page.

    Of a stop not why, and without an end it goes on until today.
    """
    bands, today = bands_of(town), town.local_day(at)
    day, last = span[0].date(), span[1].date()
    seen: set[Band] = set()
    while day <= last:
        for band in bands.on(day):
            if band.kind != ELECTION and band not in seen:
                seen.add(band)
                yield _band(band, min(band.last, max(today, band.first)) if band.kind == PAUSE else band.last)
        day += timedelta(days=1)


def _band(band: Band, last: date) -> CalendarEntry:
    kind = str(KINDS[band.kind])
    title = kind if band.kind == PAUSE else f"{band.name} ({kind})"
    return CalendarEntry(f"{band.kind}-{band.first:%Y%m%d}-{crc32(band.name.encode()):08x}", title, band.first, last)


KINDS_OF_FEEDS = (
    FeedKind(
        "own",
        10,
        gettext_lazy("My part of the plan"),
        gettext_lazy(
            "Posts that you have written or approved, until when you decide about others, and what you publish by hand."
        ),
        "channels_mgmt.view_plan",
        own_plan,
    ),
    FeedKind(
        "plan",
        20,
        gettext_lazy("The whole plan"),
        gettext_lazy(
            "All posts with a date, from 60 days back to 400 days ahead and at most 2,000; with school holidays, "
            "action days, election windows and stops of all publishing as whole days."
        ),
        "channels_mgmt.view_plan",
        town_plan,
    ),
)
