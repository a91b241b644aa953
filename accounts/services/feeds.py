# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Secret addresses of calendars: made, replaced and deleted by the person they belong to, read by a program.

The address opens what the person may see at the moment of reading, and nothing once the role has ended.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django_scopes import scopes_disabled

from accounts.audit import record
from accounts.models import CalendarFeed, Municipality, User
from accounts.services.tokens import hash_of, new_token
from accounts.tenancy.permissions import require
from core.urls import absolute_address

#: The last reading is known as exactly as this, so that reading seldom writes.
NOTED_EVERY = timedelta(hours=1)


def open_feed(town: Municipality, *, actor: User, kind: str, permission: str) -> str:
    """Make the person's address of this kind; one that was there before stops at once.

    Returns the address. It is told this once: only a hash of it is kept.
    """
    require(actor, permission, town)
    token = new_token()
    fresh = {"token_hash": hash_of(token), "created_at": now(), "read_at": None, "content_hash": "", "changed_at": None}
    with transaction.atomic():
        try:
            with transaction.atomic():
                CalendarFeed.objects.create(municipality=town, person=actor, kind=kind, **fresh)
        except IntegrityError:
            CalendarFeed.objects.filter(municipality=town, person=actor, kind=kind).update(**fresh)
        record(actor, "accounts.feed_opened", town, kind=kind)
    return absolute_address("feed:feed", token)


@transaction.atomic
def close_feed(town: Municipality, *, actor: User, kind: str) -> bool:
    """Delete the person's address of this kind; whether there was one."""
    removed, _by_model = CalendarFeed.objects.filter(municipality=town, person=actor, kind=kind).delete()
    if removed:
        record(actor, "accounts.feed_closed", town, kind=kind)
    return bool(removed)


def find_feed(token: str) -> CalendarFeed | None:
    """The address with this token, of whatever town; whether it still opens anything is not asked here."""
    with scopes_disabled():
        feeds = CalendarFeed.objects.select_related("municipality", "person")
        return feeds.filter(token_hash=hash_of(token)).first()


def note_reading(feed: CalendarFeed, content_hash: str) -> datetime:
    """Remember that it was read and what it said; returns since when it says so. Needs the town's scope."""
    at = now().replace(microsecond=0)
    if feed.content_hash != content_hash or feed.changed_at is None:
        changes = {"content_hash": content_hash, "changed_at": at, "read_at": at}
    elif feed.read_at is None or feed.read_at < at - NOTED_EVERY:
        changes = {"read_at": at}
    else:
        return feed.changed_at
    CalendarFeed.objects.filter(pk=feed.pk, token_hash=feed.token_hash).update(**changes)
    return at if "changed_at" in changes or feed.changed_at is None else feed.changed_at
