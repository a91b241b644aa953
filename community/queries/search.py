# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finding words in comments without reading a million of them.

First the newest part of the list is read in its own order: frequent words are found there. Only when too few turn
up, or a word is known to be rare, does PostgreSQL's word index (migration 0009) look through everything, which is quick
because the words are rare.
It knows words by their beginning, in the form of ``core.folding``, so that neither its parser nor its locale has a
say. SQLite, meant for one small town, reads on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connections
from django.db.models import F, Q, QuerySet, Value

from accounts.models import Municipality
from community.models import Comment
from core.folded import frequent_words
from core.folding import fold_words

#: Comments read in list order before the index is asked.
FIRST_PART = 2000
#: Beginnings shorter than this would find half of all words.
SHORTEST_INDEXED = 3
INDEX = "comment_folded_words"
#: What stands in less than this share of all comments is asked of the index at once.
SELDOM = 0.02
#: Words that are rarer than ``limit`` in ``FIRST_PART`` seldom have more hits; if so, the list says so.
MOST_RARE = 5000
#: No town has so many with a word that is rarer than ``SELDOM``.
MOST_IN_TOWN = 20_000


@dataclass(frozen=True)
class Hits:
    """``is_partial``: there may be more, because the words are too short for the index or found too often."""

    comments: QuerySet[Comment]
    is_partial: bool = False


def containing(words: str, comment: str = "") -> Q:
    """What is true of a comment with all ``words``; ``comment`` is the way to it, "decision__comment__"."""
    return _holding(_folded(words), words, comment)


def _folded(words: str) -> list[str]:
    """Each word once: a thousand times the same one would be a thousand conditions."""
    return list(dict.fromkeys(fold_words(words).split()))


def _holding(folded: list[str], words: str, comment: str = "") -> Q:
    if not folded:  # without a letter or digit ("???", a smiley) only the text itself can be looked at
        return Q((f"{comment}text__contains", words))
    return Q(*[(f"{comment}searchable__contains", word) for word in folded])


def matching(ordered: QuerySet[Comment], town: Municipality, words: str, limit: int) -> Hits:
    """The first ``limit`` comments of ``ordered`` with all ``words`` in any order, whatever case, umlauts and signs.

    All of them are comments of ``town``.
    """
    folded = _folded(words)
    contains = _holding(folded, words)
    if connections[ordered.db].vendor != "postgresql":
        return Hits(ordered.filter(contains)[:limit])
    by_words = _by_index(ordered, folded)
    if by_words is not None and _are_rare(folded):
        # Asked of the index of words alone: PostgreSQL would first list all comments of the town by another.
        anywhere: Any = _by_index(Comment._base_manager.all(), folded)
        in_town = anywhere.annotate(place=F("municipality_id") + Value(0)).filter(contains, place=town.pk)
        few = ordered.filter(pk__in=in_town.values("pk")[:MOST_IN_TOWN]).values_list("pk", flat=True)
        return Hits(ordered.filter(pk__in=list(few[:limit])))
    part = ordered.values("pk")[:FIRST_PART]
    found = Comment.objects.filter(contains, pk__in=part).order_by(*ordered.query.order_by)
    recent = list(found.values_list("pk", flat=True)[:limit])
    if len(recent) == limit or by_words is None:
        return Hits(ordered.filter(pk__in=recent), is_partial=len(recent) < limit)
    rare = list(by_words.filter(contains).values_list("pk", flat=True)[:MOST_RARE])
    return Hits(ordered.filter(pk__in={*recent, *rare})[:limit], is_partial=len(rare) == MOST_RARE)


def _are_rare(folded: list[str]) -> bool:
    """Whether the index lists few comments, as PostgreSQL's statistics of it say; not known before it was analysed."""
    known = frequent_words(INDEX)
    beginnings = [word for word in folded if len(word) >= SHORTEST_INDEXED]
    shares = (sum(share for one, share in known.items() if one.startswith(word)) for word in beginnings)
    return bool(known) and min(shares) < SELDOM


def count_matching(ordered: QuerySet[Comment], words: str, most: int) -> int | None:
    """How many of ``ordered`` have all ``words``, at most ``most``; ``None`` for words the index does not know."""
    folded = _folded(words)
    contains = _holding(folded, words)
    if connections[ordered.db].vendor != "postgresql":
        return ordered.order_by().filter(contains)[:most].count()
    part = ordered.values("pk")[:FIRST_PART]
    recent = Comment.objects.filter(contains, pk__in=part)[:most].count()
    if recent == most:
        return recent
    by_words = _by_index(ordered, folded)
    return None if by_words is None else by_words.filter(contains)[:most].count()


def _by_index(ordered: QuerySet[Comment], folded: list[str]) -> QuerySet[Comment] | None:
    """The comments of ``ordered`` that PostgreSQL's index finds, in no order; ``None`` when every word is too short."""
    beginnings = [word for word in folded if len(word) >= SHORTEST_INDEXED]
    if not beginnings:
        return None
    query = SearchQuery(" & ".join(f"'{word}':*" for word in beginnings), config="simple", search_type="raw")
    indexed = SearchVector("searchable", config="simple")
    return ordered.order_by().annotate(words=indexed).filter(words=query)
