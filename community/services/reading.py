# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A channel is read: first what the platform announces, then what it left open (docs/adr/0022).

Reading is a lease on the channel, compare-and-set like everything. Each page is stored as it comes. Threads
and searches for the beginning of a thread are rows of their own, read as far as time and the budget of
requests go; one that fails waits for its own next attempt and keeps nothing else back.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, OperationalError
from django.db.models import CharField, F, Q, Value
from django.utils.timezone import now

from channels_mgmt.connectors.contract import Connector, ConnectorError, NeedsReconnect, Rejected, TryLater
from channels_mgmt.connectors.pages import FIRST_READING, Page, UnreadableEntry
from channels_mgmt.models import Channel, Delivery
from channels_mgmt.services.connections import (
    BudgetSpent,
    RequestBudget,
    connector_of,
    note_broken_access,
    paid_after,
    reading_budget,
)
from channels_mgmt.services.outbox.lanes import Item, server_of
from community.models import RootSearch, ThreadWatch
from community.services import gone, roots, threads
from community.services.intake import store_comments
from core import leases
from core.errors import AlreadyChanged

LEASE_COLUMN = "sync_lease_until"
logger = logging.getLogger(__name__)

ROUNDS = 100
READING_SECONDS = 60
"""No further request is begun after this long. One may take ``FETCH_SECONDS``; the lease is longer than both."""
PARTS = 50
BRANCHES = 5
RESERVE = 6
"""Requests that threads and searches leave for what is announced next."""
FAILURES_IN_A_ROW = 2
PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(minutes=15)
LONGEST_WISH_OF_A_PART = 300
"""Seconds a single thread's trouble may hold the channel up; its own row keeps the whole wish."""
READ_STATES = (Channel.State.LIVE, Channel.State.PAUSED)


def due_channels(at: datetime) -> list[Item]:
    """Channels whose replies are to be read at ``at``, longest unread first. Needs all towns in scope.

    A paused channel publishes nothing, but its citizens are still read. Where people publish, people read.
    """
    is_free = leases.free(at, LEASE_COLUMN)
    is_due = Q(sync_due_at__isnull=True) | Q(sync_due_at__lte=at)
    channels = Channel.objects.filter(is_free, is_due, state__in=READ_STATES, credential__broken_since__isnull=True)
    channels = channels.exclude(connector=Channel.Connector.MANUAL)
    rows = channels.order_by("synced_at", "pk").values_list("pk", "municipality", "connector", "base_url")
    return [Item(pk, town, server_of(connector, url, pk)) for pk, town, connector, url in rows]


def channels_being_read(at: datetime) -> int:
    """How many readings are under way in the whole installation."""
    return Channel.objects.filter(sync_lease_until__gt=at).count()


def sync_channel(pk: int) -> int:
    """Read what is new on channel ``pk``, unless somebody is at it; returns how many comments are new.

    A platform in trouble is asked again later, each time with a longer pause.
    """
    channel = Channel.objects.select_related("municipality", "credential").filter(pk=pk).first()
    if channel is None or not _take(channel):
        return 0
    reading = _Reading(channel, reading_budget(channel))
    try:
        reading.run()
    except AlreadyChanged:
        _give_back(reading, failed=True)
        return reading.stored
    except Exception:
        _give_back(reading, failed=True)
        raise
    _give_back(reading, failed=reading.trouble is not None)
    return reading.stored


@dataclass
class _Reading:
    """One turn with one channel. ``trouble``: what kept us from reading what was announced."""

    channel: Channel
    requests: RequestBudget
    began_at: datetime = field(default_factory=now)
    ends_at: float = field(default_factory=lambda: time.monotonic() + READING_SECONDS)
    stored: int = 0
    trouble: ConnectorError | None = None
    wish: int | None = None

    def run(self) -> None:
        connector: Connector | None = None
        try:
            connector = connector_of(self.channel, requests=self.requests)
            self._read_announced(connector)
            self._read_parts(connector)
        except NeedsReconnect as error:
            self.trouble = error
            if connector is not None:
                note_broken_access(self.channel, connector)

    def _read_announced(self, connector: Connector) -> None:
        try:
            for _round in range(ROUNDS):
                before = self.channel.sync_cursor
                page = connector.fetch_comments(before)
                self.stored += _store_page(self.channel, page, with_cursor=True)
                if page.is_last or page.cursor == before or self._is_over():
                    return
        except BudgetSpent:
            return
        except NeedsReconnect:
            raise
        except ConnectorError as error:
            self.trouble, self.wish = error, error.retry_after if isinstance(error, TryLater) else None

    def _read_parts(self, connector: Connector) -> None:
        """Threads and searches that are due, the longest waiting first."""
        failures = 0 if self.trouble is None else 1
        for part, step in self._due_parts():
            if failures >= FAILURES_IN_A_ROW or self._is_over() or self.requests.left <= RESERVE:
                return
            try:
                step(connector, part)
                failures = 0
            except AlreadyChanged:
                continue
            except BudgetSpent:
                return
            except NeedsReconnect:
                raise
            except TryLater as error:
                failures += 1
                self.wish = max(self.wish or 0, min(error.retry_after or 0, LONGEST_WISH_OF_A_PART))
            except ConnectorError:
                failures += 1

    def _due_parts(self) -> list[tuple[Any, Callable[[Connector, Any], None]]]:
        """One query tells what is due; only what there is costs more."""
        at = now()
        due = _due(self.channel, at)
        found = {kind: [pk for k, pk, _at in due if k == kind] for kind in ("post", "thread", "root")}
        watches: list[ThreadWatch] = []
        searches: list[RootSearch] = []
        if found["post"]:
            watches += threads.watch_posts(self.channel, found["post"], at)
        if found["thread"]:
            watches += ThreadWatch._base_manager.filter(pk__in=found["thread"]).select_related("delivery")
        if found["root"]:
            searches += RootSearch._base_manager.filter(pk__in=found["root"]).select_related("channel")
        steps: list[tuple[Any, Callable[[Connector, Any], None]]] = [(s, self._search) for s in searches]
        steps += [(w, self._read_thread) for w in watches]
        return sorted(steps, key=lambda step: step[0].due_at or at)

    def _read_thread(self, connector: Connector, watch: ThreadWatch) -> None:
        threads.claim_thread(watch)
        stored, depth = 0, 0
        try:
            page = connector.fetch_thread(watch.delivery.remote_id)
            stored, depth = _store_page(self.channel, page), page.depth
            shown = {comment.remote_id for comment in page.comments}
            for branch in page.cut_off[:BRANCHES]:
                below = connector.fetch_thread(branch)
                stored += _store_page(self.channel, below)
                depth = max(depth, page.depth + below.depth)
                shown |= {comment.remote_id for comment in below.comments}
        except (AlreadyChanged, BudgetSpent, NeedsReconnect):
            threads.put_back_thread(watch)
            raise
        except ConnectorError as error:
            threads.book_thread_failure(watch, str(error), _wish(error))
            raise
        except Exception as error:
            logger.exception("thread %s of channel %s could not be read", watch.pk, self.channel.pk)
            threads.book_thread_failure(watch, type(error).__name__, None)
        else:
            threads.book_thread(watch, stored=stored, depth=depth)
            if page.is_whole and len(page.cut_off) <= BRANCHES:
                self._look_for_missing(connector, watch, shown)
        finally:
            self.stored += stored

    def _look_for_missing(self, connector: Connector, watch: ThreadWatch, shown: set[str]) -> None:
        """What the thread no longer shows is asked for by itself, as far as time and budget go."""
        missing = gone.missing_from(watch.delivery_id, shown, now())
        if missing and gone.look_for(connector, missing, lambda: not self._is_over() and self.requests.left > RESERVE):
            threads.look_again_soon(watch)

    def _search(self, connector: Connector, search: RootSearch) -> None:
        roots.claim_search(search)
        try:
            roots.go_up(self.channel, connector, search)
        except (BudgetSpent, NeedsReconnect):
            roots.put_back_search(search)
            raise
        except ConnectorError as error:
            roots.book_search_failure(search, str(error), _wish(error), is_final=isinstance(error, Rejected))
            raise
        except AlreadyChanged:
            raise
        except Exception as error:
            logger.exception("search %s of channel %s failed", search.pk, self.channel.pk)
            roots.book_search_failure(search, type(error).__name__, None, is_final=False)

    def _is_over(self) -> bool:
        return time.monotonic() > self.ends_at


def _due(channel: Channel, at: datetime) -> list[tuple[str, int, datetime]]:
    """What reading left open: kind, number and since when it is due, the longest waiting first; one query."""

    def named(rows: Any, kind: str, since: str) -> Any:
        return rows.annotate(kind=Value(kind, CharField()), since=F(since)).values_list("kind", "pk", "since")

    free = leases.free(at)
    unwatched = Delivery._base_manager.filter(
        channel=channel,
        state=Delivery.State.PUBLISHED,
        published_at__gte=at - FIRST_READING,
        thread_watch__isnull=True,
    ).exclude(remote_id="")
    watched = ThreadWatch._base_manager.filter(free, channel=channel, due_at__lte=at)
    searches = RootSearch._base_manager.filter(free, channel=channel, state=RootSearch.State.WAITING, due_at__lte=at)
    rows = named(unwatched, "post", "published_at").union(
        named(watched, "thread", "due_at"), named(searches, "root", "due_at"), all=True
    )
    return list(rows.order_by("since")[:PARTS])


def _store_page(channel: Channel, page: Page, *, with_cursor: bool = False) -> int:
    """Store a page, and if one of its comments cannot be stored at all, the others without it."""
    cursor = page.cursor if with_cursor else None
    try:
        return store_comments(channel, page.comments, cursor=cursor, unreadable=page.unreadable, is_live=True)
    except OperationalError:
        raise
    except (DatabaseError, OverflowError, TypeError, ValueError):
        logger.exception("a page of channel %s could not be stored whole", channel.pk)
    stored, unreadable = 0, list(page.unreadable)
    for comment in page.comments:
        try:
            stored += store_comments(channel, [comment], is_live=True)
        except OperationalError:
            raise
        except (DatabaseError, OverflowError, TypeError, ValueError) as error:
            unreadable.append(UnreadableEntry(type(error).__name__, {"id": comment.remote_id, "url": comment.url}))
    store_comments(channel, [], cursor=cursor, unreadable=unreadable)
    return stored


def _wish(error: ConnectorError) -> int | None:
    return error.retry_after if isinstance(error, TryLater) else None


def _take(channel: Channel) -> bool:
    """Lease the reading of ``channel``; false while somebody else holds it."""
    lasting = timedelta(seconds=settings.SYNC_LEASE_SECONDS)
    unread = {"synced_at": channel.synced_at}
    return channel.state in READ_STATES and leases.take(channel, lasting, only_if=unread, column=LEASE_COLUMN)


def _give_back(reading: _Reading, *, failed: bool) -> None:
    channel, at = reading.channel, now()
    failures = channel.sync_failures + 1 if failed else 0
    pause = min(PAUSE * 2 ** min(failures, 10), LONGEST_PAUSE) if failed else PAUSE
    changes: dict[str, Any] = {
        "sync_due_at": at + max(pause, timedelta(seconds=reading.wish or 0)),
        "sync_failures": min(failures, 1000),
        "reads_paid_until": paid_after(channel.reads_paid_until, reading.began_at, reading.requests.used),
    }
    if not failed:
        changes["synced_at"] = reading.began_at
    try:
        leases.give_back(channel, column=LEASE_COLUMN, **changes)
    except AlreadyChanged:
        logger.warning("reading channel %s took longer than its lease", channel.pk)
