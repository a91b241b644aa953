# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Citizens' comments come in: read from the platform, stored once, linked to the post they belong to.

Reading is a lease on the channel, compare-and-set like everything; the place where reading ended is
stored in the transaction that stores the comments, so that none is lost and none comes twice.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from accounts.audit import record
from channels_mgmt.connectors.base import ConnectorError, Cursor, IncomingComment, NeedsReconnect, TryLater
from channels_mgmt.connectors.contents import UNSTORABLE, Contents, is_complete, storable
from channels_mgmt.models import Channel, Delivery
from channels_mgmt.services.connections import connector_of, note_broken_access
from channels_mgmt.services.lanes import Item, server_of
from community.models import Author, Comment, CommentRevision
from community.signals import comment_stored
from community.urgency import SERVICE_HOURS, rate
from core.errors import AlreadyChanged
from core.folding import fold_words
from core.states import change_state, compare_and_set
from staffing.queries import deadlines_in

logger = logging.getLogger(__name__)

BATCH = 1000
ROUNDS = 20
"""How often one sync asks again while the platform still has more."""
PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(minutes=15)
WATCHED = 5
WATCHED_FOR = timedelta(days=7)
CARRIED = ("kept_contents", "is_private", "urgency", "due_at")
READ_STATES = (Channel.State.LIVE, Channel.State.PAUSED)


def due_channels(at: datetime) -> list[Item]:
    """Channels whose replies are to be read at ``at``, longest unread first. Needs all towns in scope.

    A paused channel publishes nothing, but its citizens are still read. Where people publish, people read.
    """
    is_free = Q(sync_lease_until__isnull=True) | Q(sync_lease_until__lte=at)
    is_due = Q(sync_due_at__isnull=True) | Q(sync_due_at__lte=at)
    channels = Channel.objects.filter(is_free, is_due, state__in=READ_STATES, credential__broken_since__isnull=True)
    channels = channels.exclude(connector=Channel.Connector.MANUAL)  # people read there
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
    connector, stored = None, 0
    try:
        connector = connector_of(channel)
        watched = _watched(channel)
        for _round in range(ROUNDS):
            incoming, cursor = connector.fetch_comments(channel.sync_cursor, watched)
            is_end = cursor == channel.sync_cursor
            fresh = store_comments(channel, incoming, cursor=cursor)
            stored += fresh
            if is_end or not fresh:
                break
    except AlreadyChanged:
        logger.warning("reading channel %s took longer than its lease", pk)
        return stored
    except ConnectorError as error:
        if isinstance(error, NeedsReconnect) and connector is not None:
            note_broken_access(channel, connector)
        _give_back(channel, failed=True, wish=error.retry_after if isinstance(error, TryLater) else None)
    except Exception:
        _give_back(channel, failed=True)
        raise
    else:
        _give_back(channel, failed=False)
    return stored


def store_comments(channel: Channel, incoming: Sequence[IncomingComment], *, cursor: Cursor | None = None) -> int:
    """Store what is new, note what was edited, ignore what is known; returns how many are new.

    Our own words are no comments. ``cursor`` is stored with them, provided the channel's lease is still
    the one ``channel`` was read with; otherwise ``AlreadyChanged`` and nothing is stored.
    """
    known_as = {c.remote_id: c for c in incoming if _is_storable(c) and c.author_id != channel.account_id}
    comments = list(known_as.values())
    if not comments and cursor in (None, channel.sync_cursor):
        return 0
    new_ids: list[int] = []
    edited: list[Comment] = []
    with transaction.atomic():
        for start in range(0, len(comments), BATCH):
            batch = comments[start : start + BATCH]
            stored = _stored(channel, batch)
            edited += _take_in_edits(channel, stored, batch)
            new_ids += _insert(channel, [c for c in batch if c.remote_id not in stored])
        if cursor is not None and cursor != channel.sync_cursor:
            compare_and_set(channel, expected={"sync_lease_until": channel.sync_lease_until}, sync_cursor=cursor)
        for comment in edited:
            record(None, "community.comment_edited", comment, revision=comment.revision)
        if new_ids:
            news = partial(comment_stored.send_robust, sender=Comment, channel=channel, comment_ids=new_ids)
            transaction.on_commit(news, robust=True)
    return len(new_ids)


def _stored(channel: Channel, comments: list[IncomingComment]) -> dict[str, Comment]:
    """Those of ``comments`` that came in before, by remote id."""
    ours = Comment._base_manager.filter(channel=channel, remote_id__in=[c.remote_id for c in comments])
    fields = (
        "remote_id",
        "text",
        "revision",
        "state",
        "channel",
        "municipality",
        "author__name",
        "author__handle",
    )
    return {c.remote_id: c for c in ours.select_related("author").only(*fields, *CARRIED)}


def _take_in_edits(channel: Channel, stored: dict[str, Comment], batch: list[IncomingComment]) -> list[Comment]:
    """The authors changed their words: keep the old ones, and look at the comments again."""
    edited = []
    for incoming in batch:
        comment = stored.get(incoming.remote_id)
        if comment is None:
            continue
        text, contents = _storable(incoming.text), incoming.contents.as_kept()
        is_known = is_complete(comment.kept_contents)
        if comment.text != text or (is_known and not contents.reads_like(comment.contents)):
            _take_in_edit(channel, comment, text, contents)
            edited.append(comment)
        elif (completed := contents.completed_by(comment.contents)).as_json() != comment.kept_contents:
            _complete(channel, comment, completed)
    return edited


def _carried(text: str, contents: Contents) -> dict[str, Any]:
    """The columns that follow from what a comment says and carries."""
    words = contents.other_words
    return {
        "kept_contents": contents.as_json(),
        "other_words": words,
        "searchable": fold_words(f"{text}\n{words}"),
    }


def _complete(channel: Channel, comment: Comment, contents: Contents) -> None:
    """The platform tells more than before: no edit. What turns out to be urgent becomes so."""
    changes: dict[str, Any] = {
        **_carried(comment.text, contents),
        "is_private": comment.is_private or contents.is_private,
    }
    urgency, reason = rate(comment.text, contents)
    if urgency < comment.urgency and comment.state in Comment.OPEN_STATES:
        changes |= {
            "urgency": urgency,
            "urgency_reason": reason[:200],
            "due_at": min(comment.due_at, _Deadlines(channel).of(now(), urgency)),
        }
    Comment._base_manager.filter(pk=comment.pk, revision=comment.revision).update(**changes)


def _insert(channel: Channel, fresh: list[IncomingComment]) -> list[int]:
    if not fresh:
        return []
    at = now()
    authors = _authors(channel, fresh)
    deliveries = _deliveries(channel, fresh)
    deadlines = _Deadlines(channel)
    rows = []
    for comment in fresh:
        contents = comment.contents.as_kept()
        urgency, reason = rate(comment.text, contents)
        rows.append(
            Comment(
                municipality_id=channel.municipality_id,
                channel=channel,
                delivery_id=deliveries.get(comment.remote_id),
                author_id=authors[_author_key(comment)],
                remote_id=comment.remote_id,
                parent_remote_id=comment.parent_id[:300],
                remote_data=_kept(comment),
                url=comment.url[:500],
                text=_storable(comment.text),
                kept_contents=contents.as_json(),
                other_words=contents.other_words,
                is_private=comment.is_private or contents.is_private,
                posted_at=comment.created_at,
                received_at=at,
                urgency=urgency,
                urgency_reason=reason[:200],
                due_at=deadlines.of(min(comment.created_at, at), urgency),
            )
        )
    # Somebody may store the same comment at this moment; the constraint decides who was first.
    Comment._base_manager.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    inserted = Comment._base_manager.filter(
        channel=channel, remote_id__in=[row.remote_id for row in rows], received_at=at
    )
    return list(inserted.values_list("pk", flat=True))


def _take_in_edit(channel: Channel, comment: Comment, text: str, contents: Contents) -> None:
    urgency, reason = rate(text, contents)
    changes: dict[str, Any] = {
        "text": text,
        **_carried(text, contents),
        "is_private": comment.is_private or contents.is_private,
        "revision": comment.revision + 1,
        "urgency": urgency,
        "urgency_reason": reason[:200],
        "due_at": _Deadlines(channel).of(now(), urgency),
    }
    CommentRevision._base_manager.create(
        comment=comment, revision=comment.revision, text=comment.text, kept_contents=comment.kept_contents
    )
    unchanged = {"revision": comment.revision}
    if comment.state in (Comment.State.DECIDED, Comment.State.CLOSED):
        change_state(comment, Comment.State.NEW, only_if=unchanged, decided_at=None, **changes)
    else:
        compare_and_set(comment, expected=unchanged, **changes)


def _authors(channel: Channel, fresh: Iterable[IncomingComment]) -> dict[str, int]:
    """Ids of the authors by remote id; unknown ones are created, changed names noted."""
    wanted = {_author_key(c): c for c in fresh}
    of_channel = Author._base_manager.filter(channel=channel)
    stored = {a.remote_id: a for a in of_channel.filter(remote_id__in=wanted)}
    missing = [
        Author(
            municipality_id=channel.municipality_id,
            channel=channel,
            remote_id=key,
            handle=c.author_handle[:200],
            name=c.author_name[:200],
        )
        for key, c in wanted.items()
        if key not in stored
    ]
    if missing:
        Author._base_manager.bulk_create(missing, batch_size=BATCH, ignore_conflicts=True)
        of_missing = of_channel.filter(remote_id__in=[a.remote_id for a in missing])
        stored |= {a.remote_id: a for a in of_missing}
    renamed = []
    for key, author in stored.items():
        handle, name = wanted[key].author_handle[:200], wanted[key].author_name[:200]
        if (author.handle, author.name) != (handle, name):
            author.handle, author.name = handle, name
            renamed.append(author)
    if renamed:
        Author._base_manager.bulk_update(renamed, ["handle", "name"], batch_size=BATCH)
    return {key: author.pk for key, author in stored.items()}


def _author_key(comment: IncomingComment) -> str:
    return (comment.author_id or comment.author_handle or "?")[:300]


def _deliveries(channel: Channel, fresh: list[IncomingComment]) -> dict[str, int]:
    """Which of our posts each comment belongs to: by its thread's root, its parent, or its parent's post."""
    named = {remote_id for c in fresh for remote_id in (c.root_id, c.parent_id) if remote_id}
    posts = dict(Delivery._base_manager.filter(channel=channel, remote_id__in=named).values_list("remote_id", "pk"))
    found = {c.remote_id: pk for c in fresh if (pk := posts.get(c.root_id) or posts.get(c.parent_id))}
    orphans = {c.remote_id: c.parent_id for c in fresh if c.parent_id and c.remote_id not in found}
    if orphans:
        parents = Comment._base_manager.filter(channel=channel, remote_id__in=set(orphans.values()))
        post_of = dict(parents.exclude(delivery=None).values_list("remote_id", "delivery"))
        # Oldest first: a parent in this same batch has found its post before its children ask.
        for remote_id, parent_id in orphans.items():
            if pk := post_of.get(parent_id) or found.get(parent_id):
                found[remote_id] = pk
    return found


class _Deadlines:
    """Deadlines in service time, computed once per minute of the wall and urgency."""

    def __init__(self, channel: Channel) -> None:
        self.due_after = deadlines_in(channel.municipality)
        self.known: dict[tuple[datetime, int], datetime] = {}

    def of(self, start: datetime, urgency: int) -> datetime:
        key = (start.replace(second=0, microsecond=0), urgency)
        if key not in self.known:
            self.known[key] = self.due_after(key[0], SERVICE_HOURS[Comment.Urgency(urgency)])
        return self.known[key]


def _kept(comment: IncomingComment) -> dict[str, Any]:
    """What answering and hiding will need, and what else the connector found worth keeping."""
    kept: dict[str, Any] = storable(comment.raw)
    if comment.root_id:
        kept["root_id"] = comment.root_id
    if comment.is_private:
        kept["is_private"] = True
    return kept


def _is_storable(comment: IncomingComment) -> bool:
    return 0 < len(comment.remote_id) <= 300


def _storable(text: str) -> str:
    """PostgreSQL can store neither the character NUL nor half of a pair."""
    return UNSTORABLE.sub("", text)


def _watched(channel: Channel) -> list[str]:
    """Our newest posts, whose threads are read besides the notifications."""
    public = Delivery._base_manager.filter(
        channel=channel, state=Delivery.State.PUBLISHED, published_at__gte=now() - WATCHED_FOR
    ).exclude(remote_id="")
    return list(public.order_by("-published_at").values_list("remote_id", flat=True)[:WATCHED])


def _take(channel: Channel) -> bool:
    """Lease the reading of ``channel``; false while somebody else holds it."""
    at = now()
    if channel.state not in READ_STATES or (channel.sync_lease_until and channel.sync_lease_until > at):
        return False
    try:
        compare_and_set(
            channel,
            expected={"sync_lease_until": channel.sync_lease_until, "synced_at": channel.synced_at},
            sync_lease_until=at + timedelta(seconds=settings.SYNC_LEASE_SECONDS),
        )
    except AlreadyChanged:
        return False
    return True


def _give_back(channel: Channel, *, failed: bool, wish: int | None = None) -> None:
    at = now()
    failures = channel.sync_failures + 1 if failed else 0
    pause = min(PAUSE * 2 ** min(failures, 10), LONGEST_PAUSE) if failed else PAUSE
    changes: dict[str, Any] = {
        "sync_lease_until": None,
        "sync_due_at": at + max(pause, timedelta(seconds=wish or 0)),
        "sync_failures": min(failures, 1000),
    }
    if not failed:
        changes["synced_at"] = at
    try:
        compare_and_set(channel, expected={"sync_lease_until": channel.sync_lease_until}, **changes)
    except AlreadyChanged:
        logger.warning("reading channel %s took longer than its lease", channel.pk)
