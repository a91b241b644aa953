# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Citizens' comments are stored: once, linked to the post they belong to, rated and with a deadline.

The place where reading ended is stored in the transaction that stores the comments, so that none is lost
and none comes twice. How they are read is in ``reading``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from accounts.audit import record
from accounts.models import FEWEST_MONTHS
from channels_mgmt.connectors.contents import LONGEST, MOST_PARTS, Audience, Contents, is_complete
from channels_mgmt.connectors.contract import Cursor, IncomingComment
from channels_mgmt.connectors.figures import LIKES, REPLIES
from channels_mgmt.connectors.pages import UnreadableEntry
from channels_mgmt.models import Channel
from community.domain.likeness import fold_key
from community.models import Author, Comment, CommentRevision, RootSearch
from community.models.comments import words_of
from community.queries.kinds import kind_of
from community.queries.retention import pseudonymised_among
from community.queries.urgency import DANGER_WITHIN, SERVICE_HOURS, rate
from community.services.gone import note_return
from community.services.places import NOWHERE, Place, places_of
from community.services.storing import BATCH, store_rows
from community.services.threads import note_activity
from community.services.unread import set_aside
from core.days import months_before
from core.folding import fold_words
from core.leases import held
from core.states import change_state, compare_and_set
from core.text import clean_json
from staffing.queries import deadlines_in

CARRIED = ("kept_contents", "is_private", "urgency", "due_at", "gone_at", "likes", "answers")
#: The largest number that a column of a count takes.
MOST_COUNTED = 2**31 - 1
UNCOUNTED = {"likes": None, "answers": None, "counted_at": None}


def store_comments(
    channel: Channel,
    incoming: Sequence[IncomingComment],
    *,
    cursor: Cursor | None = None,
    unreadable: Sequence[UnreadableEntry] = (),
    is_live: bool = False,
) -> int:
    """Store what is new, note what was edited, ignore what is known; returns how many are new.

    Our own words are no comments. What could not be read is set aside. ``cursor`` is stored with them, provided
    the channel's lease is still the one ``channel`` was read with; otherwise ``AlreadyChanged`` and nothing is
    stored. ``is_live``: the platform shows them at this moment, so what had gone is back and its counts are today's.
    """
    known_as = {c.remote_id: c for c in incoming if _has_an_id(c) and c.author_id != channel.account_id}
    comments = list(known_as.values())
    if not comments and not unreadable and cursor in (None, channel.sync_cursor):
        return 0
    new = 0
    edited: list[Comment] = []
    with transaction.atomic():
        for start in range(0, len(comments), BATCH):
            batch = comments[start : start + BATCH]
            stored = _stored(channel, batch)
            edited += _take_in_edits(channel, stored, batch)
            if is_live:
                _take_in_what_is_shown(channel, stored, batch)
            new += _insert(channel, _with_authors(channel, [c for c in batch if c.remote_id not in stored]))
        set_aside(channel, unreadable)
        if cursor is not None and cursor != channel.sync_cursor:
            compare_and_set(channel, expected=held(channel, "sync_lease_until"), sync_cursor=cursor)
        for comment in edited:
            record(None, "community.comment_edited", comment, revision=comment.revision)
    return new


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
        text = incoming.text
        kept, contents = _as_kept(incoming.contents)
        if (comment.text, comment.kept_contents) == (text, kept):
            continue
        is_known = is_complete(comment.kept_contents)
        if comment.text != text or (is_known and not contents.reads_like(comment.contents)):
            _take_in_edit(channel, comment, text, contents)
            edited.append(comment)
        elif (completed := contents.completed_by(comment.contents)).as_json() != comment.kept_contents:
            _complete(channel, comment, completed)
    return edited


def _take_in_what_is_shown(channel: Channel, stored: dict[str, Comment], batch: list[IncomingComment]) -> None:
    """Counts that changed, and what had gone and is back."""
    at, counted = now(), []
    for incoming in batch:
        comment = stored.get(incoming.remote_id)
        told = _counts(incoming, at)
        if comment is not None and told and (comment.likes, comment.answers) != (told["likes"], told["answers"]):
            comment.likes, comment.answers, comment.counted_at = told["likes"], told["answers"], at
            counted.append(comment)
    if counted:
        Comment._base_manager.bulk_update(counted, ["likes", "answers", "counted_at"], batch_size=BATCH)
    if back := [comment for comment in stored.values() if comment.gone_at is not None]:
        deadlines = _Deadlines(channel)
        note_return(back, lambda comment: deadlines.of(at, comment.urgency))


def _counts(comment: IncomingComment, at: datetime) -> dict[str, Any]:
    """The columns of what the platform counted; empty where it told nothing."""
    if not comment.counts:
        return {}
    likes, answers = (comment.counts.get(name) for name in (LIKES, REPLIES))
    return {
        "likes": None if likes is None else min(likes, MOST_COUNTED),
        "answers": None if answers is None else min(answers, MOST_COUNTED),
        "counted_at": at,
    }


def _carried(text: str, contents: Contents, author: Author) -> dict[str, Any]:
    """The columns that follow from what a comment says and carries."""
    words = contents.other_words
    return {
        "kept_contents": contents.as_json(),
        "other_words": words,
        "searchable": fold_words(words_of(text, words, author.words)),
        "fold_key": fold_key(text),
    }


def _not_apart(urgency: int) -> dict[str, Any]:
    """What may mean danger is never put aside, whoever wrote it."""
    return {"apart": Author.Standing.USUAL} if urgency == Comment.Urgency.DANGER else {}


def _complete(channel: Channel, comment: Comment, contents: Contents) -> None:
    """The platform tells more than before: no edit. What turns out to be urgent becomes so."""
    changes: dict[str, Any] = {
        **_carried(comment.text, contents, comment.author),
        "kind": kind_of(comment.text, contents).kind,
        "is_private": comment.is_private or contents.is_private,
        "triage_edition": 0,
    }
    urgency, reason = rate(comment.text, contents)
    if urgency < comment.urgency and comment.state in Comment.OPEN_STATES:
        changes |= {
            "urgency": urgency,
            "urgency_reason": reason[:200],
            "due_at": min(comment.due_at, _Deadlines(channel).of(now(), urgency)),
            **_not_apart(urgency),
        }
    Comment._base_manager.filter(pk=comment.pk, revision=comment.revision).update(**changes)


def _with_authors(channel: Channel, fresh: list[IncomingComment]) -> list[IncomingComment]:
    """Without those that are stored under a pseudonym: an old thread that is read again brings no name back.

    Only what is older than the shortest period can be one.
    """
    youngest = months_before(now(), FEWEST_MONTHS)
    suspects = [c.remote_id for c in fresh if c.created_at <= youngest]
    known = pseudonymised_among(channel.pk, suspects) if suspects else set()
    return [c for c in fresh if c.remote_id not in known] if known else fresh


def _insert(channel: Channel, fresh: list[IncomingComment]) -> int:
    """Returns how many of ``fresh`` nobody else has stored at this moment."""
    if not fresh:
        return 0
    at = now()
    authors = _authors(channel, fresh)
    places = places_of(channel, fresh)
    deadlines = _Deadlines(channel)
    rows: list[dict[str, Any]] = []
    for comment in fresh:
        kept, contents = _as_kept(comment.contents)
        urgency, reason = rate(comment.text, contents)
        place = places.get(comment.remote_id, NOWHERE)
        since = _readable_since(channel, comment, place, at)
        rows.append(
            {
                "municipality_id": channel.municipality_id,
                "channel_id": channel.pk,
                "delivery_id": place.delivery,
                "author": authors[_author_key(comment)],
                "remote_id": comment.remote_id,
                "parent_remote_id": comment.parent_id[:300],
                "remote_data": _kept(comment),
                "url": comment.url[:500],
                "text": comment.text,
                "kept_contents": kept,
                "other_words": contents.other_words,
                "is_private": comment.is_private or contents.is_private,
                "fold_key": fold_key(comment.text),
                "posted_at": comment.created_at,
                "received_at": at,
                "readable_since": since,
                "urgency": urgency,
                "urgency_reason": reason[:200],
                "kind": kind_of(comment.text, contents).kind,
                "due_at": deadlines.of(since, urgency),
                "apart": "" if urgency == Comment.Urgency.DANGER else authors[_author_key(comment)].standing,
                **(_counts(comment, at) or UNCOUNTED),
            }
        )
    ids = store_rows(channel, rows)
    _search_roots(channel, [c for c in fresh if c.remote_id in ids], ids, places)
    if threads := {place.delivery for remote_id, place in places.items() if place.delivery and remote_id in ids}:
        note_activity(channel, threads, at)
    return len(ids)


#: What most comments carry besides their text: nothing. Neither is ever changed.
_BARE = {bare: (bare.as_json(), bare) for bare in map(Contents, Audience)}


def _as_kept(contents: Contents) -> tuple[dict[str, Any], Contents]:
    """What the column keeps of ``contents``, and how they read once stored."""
    if bare := _BARE.get(contents):
        return bare
    kept = contents.as_json()
    return kept, Contents.from_json(kept)


def _readable_since(channel: Channel, comment: IncomingComment, place: Place, at: datetime) -> datetime:
    """From when ``comment`` could be read: a date the author claims never makes us late.

    Not before the post it answers was public, nor before the last reading that succeeded; on a channel
    that was never read, from now.
    """
    if channel.synced_at is None:
        return at
    earliest = [channel.synced_at, *([place.public_since] if place.public_since else [])]
    return min(max(comment.created_at, *earliest), at)


def _search_roots(
    channel: Channel, stored: list[IncomingComment], ids: dict[str, int], places: dict[str, Place]
) -> None:
    """Let the top of the thread be found later where the platform named the parent only, and nobody knows that."""
    searches = [
        RootSearch(channel=channel, comment_id=ids[c.remote_id], at_remote_id=c.parent_id[:300])
        for c in stored
        if c.parent_id and not c.root_id and c.remote_id not in places
    ]
    if searches:
        RootSearch._base_manager.bulk_create(searches, batch_size=BATCH, ignore_conflicts=True)


def _take_in_edit(channel: Channel, comment: Comment, text: str, contents: Contents) -> None:
    urgency, reason = rate(text, contents)
    changes: dict[str, Any] = {
        "text": text,
        **_carried(text, contents, comment.author),
        "is_private": comment.is_private or contents.is_private,
        "revision": comment.revision + 1,
        "urgency": urgency,
        "urgency_reason": reason[:200],
        "kind": kind_of(text, contents).kind,
        "due_at": _Deadlines(channel).of(now(), urgency),
        "triage_edition": 0,
        "language": "",
        **_not_apart(urgency),
    }
    CommentRevision._base_manager.create(
        comment=comment, revision=comment.revision, text=comment.text, kept_contents=comment.kept_contents
    )
    unchanged = {"revision": comment.revision}
    if comment.is_decided:
        change_state(comment, Comment.State.NEW, only_if=unchanged, decided_at=None, **changes)
    else:
        compare_and_set(comment, expected=unchanged, **changes)


def _authors(channel: Channel, fresh: Iterable[IncomingComment]) -> dict[str, Author]:
    """The authors by remote id; unknown ones are created, changed names noted."""
    wanted = {_author_key(c): c for c in fresh}
    of_channel = Author._base_manager.filter(channel=channel)
    stored = {author.remote_id: author for author in of_channel.filter(remote_id__in=wanted)}
    missing = [
        Author(
            municipality_id=channel.municipality_id,
            channel=channel,
            remote_id=key,
            handle=c.author_handle[:200],
            name=c.author_name[:200],
            url=c.author_url[:500],
        )
        for key, c in wanted.items()
        if key not in stored
    ]
    if missing:
        Author._base_manager.bulk_create(missing, batch_size=BATCH, ignore_conflicts=True)
        of_missing = of_channel.filter(remote_id__in=[a.remote_id for a in missing])
        stored |= {author.remote_id: author for author in of_missing}
    renamed = []
    for key, author in stored.items():
        found = wanted[key]
        told = (found.author_handle[:200], found.author_name[:200], found.author_url[:500] or author.url)
        if (author.handle, author.name, author.url) != told:
            author.handle, author.name, author.url = told
            renamed.append(author)
    if renamed:
        Author._base_manager.bulk_update(renamed, ["handle", "name", "url"], batch_size=BATCH)
    return stored


def _author_key(comment: IncomingComment) -> str:
    return (comment.author_id or comment.author_handle or "?")[:300]


class _Deadlines:
    """Deadlines in service time, computed once per minute of the wall and urgency; danger knows no closing time."""

    def __init__(self, channel: Channel) -> None:
        self.due_after = deadlines_in(channel.municipality)
        self.known: dict[tuple[datetime, int], datetime] = {}

    def of(self, start: datetime, urgency: int) -> datetime:
        key = (start.replace(second=0, microsecond=0), urgency)
        if urgency == Comment.Urgency.DANGER:
            return key[0] + DANGER_WITHIN
        if key not in self.known:
            self.known[key] = self.due_after(key[0], SERVICE_HOURS[Comment.Urgency(urgency)])
        return self.known[key]


def _kept(comment: IncomingComment) -> dict[str, Any]:
    """What answering and hiding will need, and what else the connector found worth keeping."""
    kept: dict[str, Any] = clean_json(comment.raw, longest=LONGEST, most=MOST_PARTS)
    if comment.root_id:
        kept["root_id"] = comment.root_id
    if comment.is_private:
        kept["is_private"] = True
    return kept


def _has_an_id(comment: IncomingComment) -> bool:
    return 0 < len(comment.remote_id) <= 300
