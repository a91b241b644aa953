# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finding words in comments without reading a million of them.

First the newest part of the list is read in its own order: frequent words are found there. Only when too few turn
up does PostgreSQL's word index (migration 0009) look through everything, which is quick because the words are rare.
It knows words by their beginning, in the form of ``core.folding``, so that neither its parser nor its locale has a
say. SQLite, meant for one small town, reads on.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connections
from django.db.models import Q, QuerySet

from community.models import Comment
from core.folding import fold_words

#: Comments read in list order before the index is asked.
FIRST_PART = 2000
#: Beginnings shorter than this would find half of all words.
SHORTEST_INDEXED = 3
#: Words that are rarer than ``limit`` in ``FIRST_PART`` seldom have more hits; if so, the list says so.
MOST_RARE = 5000


@dataclass(frozen=True)
class Hits:
    """``is_partial``: there may be more, because the words are too short for the index or found too often."""

    comments: QuerySet[Comment]
    is_partial: bool = False


def matching(ordered: QuerySet[Comment], words: str, limit: int) -> Hits:
    """The first ``limit`` comments of ``ordered`` that contain ``words``, whatever their case, umlauts and signs."""
    folded = fold_words(words)
    # Without a letter or digit ("???", a smiley) only the text itself can be looked at.
    contains = Q(searchable__contains=folded) if folded else Q(text__contains=words)
    if connections[ordered.db].vendor != "postgresql":
        return Hits(ordered.filter(contains)[:limit])
    part = ordered.values("pk")[:FIRST_PART]
    found = Comment.objects.filter(contains, pk__in=part).order_by(*ordered.query.order_by)
    recent = list(found.values_list("pk", flat=True)[:limit])
    beginnings = [word for word in folded.split() if len(word) >= SHORTEST_INDEXED]
    if len(recent) == limit or not beginnings:
        return Hits(ordered.filter(pk__in=recent), is_partial=len(recent) < limit)
    query = SearchQuery(" & ".join(f"'{word}':*" for word in beginnings), config="simple", search_type="raw")
    indexed = SearchVector("searchable", config="simple")
    by_words = ordered.order_by().annotate(words=indexed).filter(contains, words=query)
    rare = list(by_words.values_list("pk", flat=True)[:MOST_RARE])
    return Hits(ordered.filter(pk__in={*recent, *rare})[:limit], is_partial=len(rare) == MOST_RARE)
