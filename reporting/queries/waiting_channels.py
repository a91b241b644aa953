# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits because of a channel: documents, links in its profile, posts by hand, what could not be read there."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Municipality, Role, User
from accounts.queries import remembered
from channels_mgmt.models import ChannelCheck
from channels_mgmt.queries.documents import documents_to_review, links_to_see
from channels_mgmt.queries.posts import to_publish_by_hand
from community.models import UnreadEntry
from reporting.queries.waiting_item import MAX_LINES_PER_KIND, WaitingItem

REMEMBERED_SECONDS = 60


def channel_links(person: User, town: Municipality, at: datetime) -> Iterator[WaitingItem]:
    runs_channels = Role.COMMUNICATIONS in person.roles_in(town)
    for found in links_to_see(town, at):
        channel = found.channel
        if not runs_channels and person.pk not in (channel.owner_id, channel.deputy_id):
            continue
        if found.missing:
            text = _("%(channel)s: a link is missing in the profile.") % {"channel": channel}
        else:
            text = _("%(channel)s: are netiquette and imprint still linked?") % {"channel": channel}
        keys = (*found.missing, *(check.key for check in found.due))
        yield WaitingItem(
            cause=f"channel:{channel.pk}:links:{'missing' if found.missing else 'due'}",
            urgency=2 if found.missing else 3,
            icon="link",
            text=text,
            path=reverse("channels:links", args=[town.slug, channel.pk]),
            action=_("Look at the links"),
            since=found.since,
            note=", ".join(str(ChannelCheck.Key(key).label) for key in keys),
        )


def posts_by_hand(person: User, town: Municipality, at: datetime) -> Iterator[WaitingItem]:
    """Due posts on channels without software: for the editors, and for owner and deputy whatever their role is."""
    for delivery in to_publish_by_hand(person, town)[:MAX_LINES_PER_KIND]:
        yield WaitingItem(
            cause=f"delivery:{delivery.pk}:by_hand",
            urgency=1,
            icon="send",
            text=_("“%(title)s” is to be published by hand on %(channel)s.")
            % {"title": delivery.post.title, "channel": delivery.channel},
            path=reverse("planning:post_detail", args=[town.slug, delivery.post_id]),
            action=_("Publish and confirm"),
            since=delivery.due_at,
        )


def channel_documents(person: User, town: Municipality, at: datetime) -> Iterator[WaitingItem]:
    """The same for everybody, and dear to find out: nearly all facts of the town go into its documents."""
    yield from remembered(town, "documents", lambda: list(_documents(town, at)), seconds=REMEMBERED_SECONDS)


def _documents(town: Municipality, at: datetime) -> Iterator[WaitingItem]:
    for line in documents_to_review(town, at)[:MAX_LINES_PER_KIND]:
        if line.state == "stale":
            text = _("%(document)s of %(channel)s is out of date.")
        else:
            text = _("%(document)s of %(channel)s was checked more than a year ago.")
        yield WaitingItem(
            cause=f"channel:{line.channel.pk}:{line.kind}:{line.state}",
            urgency=3,
            icon="document",
            text=text % {"document": line.label, "channel": line.channel},
            path=reverse("channels:document", args=[town.slug, line.channel.pk, line.kind]),
            action=_("Look at it"),
            since=line.check.checked_at if line.check else None,
            note=", ".join(str(fact.label) for fact in line.changed),
        )


def unread_entries(person: User, town: Municipality, at: datetime) -> Iterator[WaitingItem]:
    waiting = UnreadEntry.objects.filter(channel__municipality=town, settled_at=None)
    found = waiting.order_by().aggregate(number=Count("pk"), newest=Max("pk"), since=Min("read_at"))
    if found["number"]:
        text = ngettext(
            "%(n)d entry of a platform could not be read.",
            "%(n)d entries of platforms could not be read.",
            found["number"],
        )
        yield WaitingItem(
            cause=f"unread_entries:{found['newest']}",
            urgency=2,
            icon="dialog",
            text=text % {"n": found["number"]},
            path=reverse("dialog:unread", args=[town.slug]),
            action=_("Look at it"),
            since=found["since"],
        )
