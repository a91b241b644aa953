# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Comments of every state with all words of a question, the newest first, without reading a million of them.

First the newest ``WALKED`` comments are looked at in their order. What is frequent there needs no index, whose answer
would be half of the table. For everything else the index of words knows all hits, and they are few enough to be sorted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, Count, F, Func, Q, QuerySet, Value, Window

from accounts.models import Municipality
from community.models import Comment
from core.days import read_moment
from core.folded import asked, frequent_words
from core.questions import question
from core.text import read_number
from core.words import Question, pattern_of

WALKED = 1000
#: So many of them where every word is frequent: the index would list half of the table, or PostgreSQL read all of it.
FAR = 5000
#: From so many hits among the newest on, nobody needs to know how many there are in all.
FREQUENT = 40
#: A word that stands in more than this share of all comments is frequent.
OFTEN = 0.02
INDEX = "comment_folded_words"
#: The index sorts no more hits than this.
MOST = 2000
SHOWN = (
    *("pk", "text", "other_words", "state", "is_hidden", "posted_at"),
    *("author__name", "author__handle", "channel__name", "urgency", "burden", "found"),
)
#: Before everything: dates are claims of authors, and some lie in the future.
BEGINNING = (datetime(9000, 1, 1, tzinfo=UTC), 1 << 62)


class FoundComment(NamedTuple):
    """A hit; ``found`` is how many there are, up to ``MOST`` + 1."""

    pk: int
    text: str
    other_words: str
    state: str
    is_hidden: bool
    posted_at: datetime
    author_name: str
    author_handle: str
    channel_name: str
    urgency: int
    burden: str
    found: int

    @property
    def cursor(self) -> str:
        return f"{self.posted_at.isoformat()}~{self.pk}"


@dataclass(frozen=True)
class FoundComments:
    """``is_more``: ``total`` is a lower bound. ``is_partial``: these are some of very many, not surely the newest."""

    comments: list[FoundComment]
    total: int
    is_more: bool = False
    is_partial: bool = False


def find_comments(town: Municipality, words: Question, *, limit: int, after: str = "") -> FoundComments:
    """The newest ``limit`` + 1 comments with all ``words``, after the cursor ``after``.

    At most two queries, and once an hour one for what words are frequent. Beside a rare word a frequent one is looked
    for in what that one found.
    """
    at, pk = _read_cursor(after) or BEGINNING
    newest = _newest(town, words, at, pk, limit, WALKED)
    if newest.total >= FREQUENT and len(newest.comments) > limit:
        return newest
    known = frequent_words(INDEX)
    frequent = tuple(word for word in words if sum(known[one] for one in known if word.is_hit(one)) > OFTEN)
    rare = tuple(word for word in words if word not in frequent)
    if not rare:
        return _newest(town, words, at, pk, limit, FAR)
    if frequent:
        rows = indexed_and_fitting(town, asked(rare), pattern_of(frequent), at, pk, limit=limit + 1)
    else:
        rows = indexed_with(town, asked(rare), at, pk, limit=limit + 1)
    indexed = list(map(FoundComment._make, rows))
    total = indexed[0].found if indexed else 0
    if total <= MOST:
        return FoundComments(indexed, total)
    is_partial = len(newest.comments) <= limit
    return FoundComments(newest.comments or indexed, MOST, is_more=True, is_partial=is_partial)


def _newest(town: Municipality, words: Question, at: datetime, pk: int, limit: int, walked: int) -> FoundComments:
    """Of the newest ``walked`` comments. Words that are frequent are seldom found no more than this often."""
    rows = newest_with(town, pattern_of(words), at, pk, limit=limit + 1, walked=walked)
    comments = list(map(FoundComment._make, rows))
    total = comments[0].found if comments else 0
    return FoundComments(comments, total, is_more=total > 0, is_partial=len(comments) <= limit)


def _before(comments: QuerySet[Comment], at: datetime, pk: int) -> QuerySet[Comment]:
    return comments.filter(posted_at__lte=at).exclude(posted_at=at, pk__gte=pk)


def _shown(comments: QuerySet[Comment]) -> QuerySet[Comment, Any]:
    return comments.annotate(found=Window(Count("pk"))).order_by(F("posted_at").desc(), "-pk").values_list(*SHOWN)


@question
def newest_with(
    town: Municipality, pattern: str, at: datetime, pk: int, *, limit: int, walked: int
) -> QuerySet[Comment, Any]:
    """Those of the newest ``walked`` comments that fit the regular expression ``pattern``."""
    newest = _before(Comment.objects.filter(municipality=town), at, pk).order_by(F("posted_at").desc(), "-pk")[:walked]
    return _shown(Comment.objects.filter(_of_these(newest.values("pk")), searchable__regex=pattern))[:limit]


@question
def indexed_with(town: Municipality, words: str, at: datetime, pk: int, *, limit: int) -> QuerySet[Comment, Any]:
    """Those among all comments, in the words of ``core.folded.asked``."""
    return _shown(Comment.objects.filter(pk__in=_hits(town, words, at, pk).values("pk")[: MOST + 1]))[:limit]


@question
def indexed_and_fitting(
    town: Municipality, words: str, pattern: str, at: datetime, pk: int, *, limit: int
) -> QuerySet[Comment, Any]:
    """Those of them that fit ``pattern``, too."""
    hits = _hits(town, words, at, pk).filter(searchable__regex=pattern).values("pk")[: MOST + 1]
    return _shown(Comment.objects.filter(pk__in=hits))[:limit]


def _hits(town: Municipality, words: str, at: datetime, pk: int) -> QuerySet[Comment]:
    """By the index of words alone: PostgreSQL would first list all comments of the town by another."""
    anywhere = Comment._base_manager.filter(searchable__has=words).annotate(place=F("municipality_id") + Value(0))
    return _before(anywhere.filter(place=town.pk), at, pk)


class _AnyOf(ArraySubquery):
    template = "ANY(ARRAY(%(subquery)s))"


def _of_these(rows: QuerySet[Comment, Any]) -> Any:
    """``pk__in``, and PostgreSQL reads ``rows`` before it looks at anything else.

    It takes a regular expression for cheap, and tries it on every comment of a town where it may choose: 52 ms for
    20,000 of them.
    """
    if connections[DEFAULT_DB_ALIAS].vendor != "postgresql":
        return Q(pk__in=rows)
    return Func(F("pk"), _AnyOf(rows), template="%(expressions)s", arg_joiner=" = ", output_field=BooleanField())


def _read_cursor(text: str) -> tuple[datetime, int] | None:
    at, _separator, pk = text.partition("~")
    moment, number = read_moment(at), read_number(pk)
    return (moment, number) if moment is not None and moment.tzinfo is not None and number else None
