# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finding words in comments without reading a million of them.

First the newest part of the list is read in its own order: frequent words are found there. Only
when too few turn up does the trigram index look through everything, which is quick because the word
is rare. Without that index (see migration 0003) the search ends after the first part on PostgreSQL and
says so; SQLite, meant for one small town, simply reads on.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.db import connections
from django.db.models import Q, QuerySet

from community.models import Comment

INDEX = "comment_words"
#: Comments read in list order before the index is asked.
FIRST_PART = 3000
#: Trigrams need three letters.
SHORTEST_INDEXED = 3


@dataclass(frozen=True)
class Hits:
    """``is_partial``: there may be older ones that this database could not look for."""

    comments: QuerySet[Comment]
    is_partial: bool


def matching(ordered: QuerySet[Comment], words: str, limit: int) -> Hits:
    """The first ``limit`` comments of ``ordered`` that contain ``words``, whatever their case."""
    database = ordered.db
    vendor = connections[database].vendor
    contains = _contains(words, vendor)
    if vendor != "postgresql":
        return Hits(ordered.filter(contains)[:limit], False)
    recent = list(_in_first_part(ordered, contains)[:limit])
    first = ordered.filter(pk__in=recent)
    if len(recent) == limit:
        return Hits(first, False)
    if len(words) < SHORTEST_INDEXED or not has_index(database):
        is_whole = not ordered.values("pk")[FIRST_PART : FIRST_PART + 1].exists()
        return Hits(first, not is_whole)
    everywhere = Comment.objects.filter(contains).order_by().values("pk")
    return Hits(ordered.filter(pk__in=everywhere)[:limit], False)


def _in_first_part(ordered: QuerySet[Comment], contains: Q) -> QuerySet[Comment, int]:
    part = ordered.values("pk")[:FIRST_PART]
    return Comment.objects.filter(contains, pk__in=part).order_by(*ordered.query.order_by).values_list("pk", flat=True)


def _contains(words: str, vendor: str) -> Q:
    """SQLite folds the case of ASCII letters only, so umlauts are tried in both."""
    if vendor != "sqlite":
        return Q(text__icontains=words)
    found = Q()
    for spelling in {words, words.lower(), words.upper(), words.capitalize()}:
        found |= Q(text__icontains=spelling)
    return found


@cache
def has_index(database: str) -> bool:
    """Whether the trigram index exists; asked once per process."""
    with connections[database].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = %s", [INDEX])
        return cursor.fetchone() is not None
