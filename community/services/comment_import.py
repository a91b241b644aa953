# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Comments that no software reads: out of a table, looked at first and taken over whole, or typed in one by one.

They go the way of all others (``intake.store_comments``): known ones stay, changed words become a new revision, and
the same table read in twice stores nothing twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from channels_mgmt.connectors.contract import IncomingComment
from channels_mgmt.models import Channel, Delivery
from community.domain.comment_rows import NAMES, are_posts_of_meta, headings_of, moment_in
from community.models import Comment, CommentSheet
from community.queries.imports import deliveries_named, stored_comments
from community.queries.retention import pseudonymised_among
from community.services.intake import store_comments
from core.errors import AlreadyChanged, Refused
from core.hashing import content_hash
from core.localtime import NoSuchLocalTime
from core.states import hold
from core.tables import UnreadableTable, read_table

ENTER = "community.enter_comments"
#: As many as one request stores; a year of a busy account.
MOST_ROWS = 5_000
KEPT_FOR = timedelta(days=1)
LONGEST_TEXT, LONGEST_NAME, LONGEST_ID, LONGEST_URL = 10_000, 200, 300, 500


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    KNOWN = "known"
    OURS = "ours"
    WRONG = "wrong"


@dataclass
class RowPlan:
    """What becomes of one row; ``incoming`` where it says a comment."""

    number: int
    author: str
    text: str
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    incoming: IncomingComment | None = None
    outcome: Outcome = Outcome.WRONG

    @property
    def remarks(self) -> list[str]:
        return self.problems + self.notes


@dataclass(frozen=True)
class SheetPlan:
    """What taking over a table would do, row by row. ``revision`` names exactly this."""

    rows: Sequence[RowPlan]

    def of(self, outcome: Outcome) -> list[RowPlan]:
        return [row for row in self.rows if row.outcome == outcome]

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(row.outcome for row in self.rows)

    @property
    def written(self) -> list[IncomingComment]:
        return [row.incoming for row in self.rows if row.incoming and row.outcome in (Outcome.NEW, Outcome.CHANGED)]

    @cached_property
    def revision(self) -> str:
        told = [[row.number, row.outcome] for row in self.rows if row.outcome != Outcome.KNOWN]
        return content_hash(told)


def read_comment_sheet(channel: Channel, *, actor: User, content: bytes, file_name: str) -> CommentSheet:
    """Keep what a table says until ``actor`` decides; it takes the place of what they had read in before.

    Raises ``UnreadableTable`` for what is no table of comments; then nothing is kept.
    """
    town = channel.municipality
    require(actor, ENTER, town)
    _refuse_channel(channel)
    table = read_table(content, MOST_ROWS)
    if not table:
        raise UnreadableTable(_("The file is empty."))
    (_number, first), *rows = table
    headings = headings_of(first)
    if "text" not in headings.keys:
        if are_posts_of_meta(first):
            raise UnreadableTable(
                _("This is a list of posts from Meta: it counts comments and holds none of their words.")
            )
        raise UnreadableTable(
            _("There is no column “%(name)s” in the first row. Please use the headings of the file you can download.")
            % {"name": NAMES["text"][0]}
        )
    if headings.twice:
        raise UnreadableTable(_("The column “%(name)s” stands there twice.") % {"name": NAMES[headings.twice][0]})
    given: dict[str, Any] = {
        "channel": channel,
        "file_name": file_name[:200],
        "left_out": list(headings.left_out)[:100],
        "rows": [
            [number, {key: cell for key, cell in zip(headings.keys, cells, strict=False) if key}]
            for number, cells in rows
        ],
        "read_at": now(),
    }
    stored, _is_new = CommentSheet.objects.update_or_create(municipality=town, person=actor, defaults=given)
    return stored


def plan_of_sheet(stored: CommentSheet) -> SheetPlan:
    """What taking it over would do at this moment. A handful of queries, however long it is."""
    channel, at = stored.channel, now()
    posts = deliveries_named(channel, {cells.get("post", "").strip() for _number, cells in stored.rows})
    rows = [_read_row(channel, number, cells, posts, at) for number, cells in stored.rows]
    said = {row.incoming.remote_id: row for row in rows if row.incoming}
    known = stored_comments(channel, said)
    gone = pseudonymised_among(channel.pk, list(said))
    seen: dict[str, RowPlan] = {}
    for row in rows:
        if row.incoming is None:
            continue
        first = seen.setdefault(row.incoming.remote_id, row)
        row.outcome = _outcome(channel, row.incoming, known, gone)
        if first is not row and first.text == row.text:
            row.outcome = Outcome.KNOWN
        elif first is not row:
            row.outcome = Outcome.WRONG
            row.problems.append(_("It has the same number as row %(n)s and says something else.") % {"n": first.number})
    return SheetPlan(rows)


def take_over_comments(stored: CommentSheet, *, actor: User, seen_revision: str) -> SheetPlan:
    """Store the comments of a table whose preview was seen, all or none.

    Raises ``Refused`` for rows that are wrong and ``AlreadyChanged`` when the preview is out of date; two who take
    over at once come one after the other.
    """
    channel = stored.channel
    require(actor, ENTER, stored.municipality)
    with transaction.atomic():
        hold(channel)
        _refuse_channel(channel)
        plan = plan_of_sheet(stored)
        if plan.revision != seen_revision:
            raise AlreadyChanged(
                _("Comments have come in since this was shown. Nothing was taken over; please look once more.")
            )
        if plan.counts[Outcome.WRONG]:
            raise Refused(_("Some rows cannot be taken over. Nothing was taken over."))
        removed, _by_model = CommentSheet.objects.filter(pk=stored.pk, read_at=stored.read_at).delete()
        if not removed:
            raise AlreadyChanged(_("This table was taken over or discarded already."))
        store_comments(channel, plan.written)
        counts = {"new": plan.counts[Outcome.NEW], "changed": plan.counts[Outcome.CHANGED]}
        record(actor, "community.comments_imported", channel, file=stored.file_name, **counts)
    return plan


def discard_comment_sheet(town: Municipality, *, actor: User) -> None:
    """Let go of what was read in; nothing of it was taken over."""
    CommentSheet.objects.filter(municipality=town, person=actor).delete()


def forget_comment_sheets(at: datetime) -> int:
    """Delete what nobody has decided about for a day; how many there were. Needs all towns in scope."""
    removed, _by_model = CommentSheet.objects.filter(read_at__lte=at - KEPT_FOR).delete()
    return removed


@transaction.atomic
def enter_comment(
    channel: Channel,
    *,
    actor: User,
    author: str,
    text: str,
    posted_at: datetime,
    delivery: Delivery | None = None,
    url: str = "",
) -> tuple[Comment, bool]:
    """Type in one comment of a channel that no software reads; whether it is new. A double click stores one.

    Raises ``Refused`` for what is missing or not yet written, and for a channel that is read by software.
    """
    require(actor, ENTER, channel.municipality)
    hold(channel)
    _refuse_channel(channel)
    if not channel.is_by_hand:
        raise Refused(_("This channel is read by itself. Please wait a minute: the comment comes in."))
    cells = {"author": author, "text": text, "url": url}
    row = RowPlan(1, author.strip(), text.strip())
    if posted_at > now():
        row.problems.append(_("The comment lies in the future."))
    incoming = _incoming(channel, row, cells, posted_at, delivery)
    if incoming is None:
        raise Refused(" ".join(row.problems), row.problems)
    is_new = bool(store_comments(channel, [incoming]))
    stored: Comment = Comment.objects.in_full().get(channel=channel, remote_id=incoming.remote_id)
    if is_new:
        record(actor, "community.comment_entered", stored)
    return stored, is_new


# -- one row --------------------------------------------------------------------------------------


def _read_row(
    channel: Channel, number: int, cells: Mapping[str, str], posts: Mapping[str, Delivery], at: datetime
) -> RowPlan:
    row = RowPlan(number, cells.get("author", "").strip(), cells.get("text", "").strip())
    moment = None
    try:
        moment = moment_in(cells.get("day", ""), cells.get("hour", ""), channel.municipality.timezone)
        if moment is None:
            row.problems.append(_("The day is missing or not written like this: 30.11.2026 or 2026-11-30."))
        elif moment > at:
            row.problems.append(_("The comment lies in the future."))
    except NoSuchLocalTime as error:
        row.problems.append(str(error))
    post = cells.get("post", "").strip()
    if post and post not in posts:
        row.notes.append(_("The post is not one of ours here; the comment is stored without it."))
    row.incoming = _incoming(channel, row, cells, moment, posts.get(post))
    return row


def _incoming(
    channel: Channel, row: RowPlan, cells: Mapping[str, str], moment: datetime | None, delivery: Delivery | None
) -> IncomingComment | None:
    """The comment as a platform would tell it, or ``None`` with the ``problems`` of the row."""
    url, profile = cells.get("url", "").strip(), cells.get("profile", "").strip()
    number, parent = cells.get("number", "").strip(), cells.get("parent", "").strip()
    if not row.author:
        row.problems.append(_("The name is missing: who wrote it?"))
    if not row.text:
        row.problems.append(_("The comment has no words."))
    row.problems += [
        _("“%(name)s” is longer than %(most)s characters.") % {"name": NAMES[key][0], "most": most}
        for key, value, most in (
            ("author", row.author, LONGEST_NAME),
            ("text", row.text, LONGEST_TEXT),
            ("number", number, LONGEST_ID),
            ("parent", parent, LONGEST_ID),
        )
        if len(value) > most
    ]
    if url and not _is_address(url):
        row.problems.append(_("The address of the comment is none: it begins with https://."))
    if not channel.is_by_hand and not number:
        row.problems.append(
            _("The number the platform gave it is missing; without it the comment could come in twice.")
        )
    if row.problems or moment is None:
        return None
    return IncomingComment(
        remote_id=number or _made_number(row, moment, url),
        parent_id=parent or (delivery.remote_id if delivery else ""),
        root_id=delivery.remote_id if delivery else parent,
        author_id=profile[:LONGEST_ID],
        author_handle=row.author,
        author_name=row.author,
        text=row.text,
        created_at=moment,
        url=url,
        author_url=profile if _is_address(profile) else "",
    )


def _made_number(row: RowPlan, moment: datetime, url: str) -> str:
    """Where the platform's is not known: of the address, else of who wrote what when; the same row, the same number."""
    said = [url] if url else [row.author.casefold(), row.text, moment.isoformat()]
    return f"hand:{content_hash(said)}"


def _outcome(channel: Channel, incoming: IncomingComment, known: Mapping[str, str], gone: set[str]) -> Outcome:
    ours = {name.casefold() for name in (channel.account_id, channel.handle) if name}
    if ours & {incoming.author_handle.casefold(), incoming.author_id.casefold(), incoming.author_url.casefold()}:
        return Outcome.OURS
    if incoming.remote_id in gone:
        return Outcome.KNOWN
    words = known.get(incoming.remote_id)
    if words is None:
        return Outcome.NEW
    return Outcome.KNOWN if words == incoming.text else Outcome.CHANGED


def _is_address(url: str) -> bool:
    try:
        URLValidator(schemes=["https", "http"])(url)
    except ValidationError:
        return False
    return len(url) <= LONGEST_URL


def _refuse_channel(channel: Channel) -> None:
    if channel.is_practice or channel.is_planned or channel.is_closed:
        raise Refused(_("Comments can be entered for channels that are public."))
