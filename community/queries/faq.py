# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answered questions of a town: for citizens, and for whoever keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import QuerySet
from django.http import QueryDict

from accounts.models import Municipality, User
from community.models import Comment, FaqEntry
from core.folded import holding

PAGE_SIZE = 25
#: On the public page, where readers search by their browser as well.
PUBLIC_PAGE_SIZE = 50
LONGEST_SEARCH = 100
REMEMBERED_SECONDS = 60
TABS = tuple(FaqEntry.State.values)


@dataclass(frozen=True)
class FaqFilter:
    """What the address of the list asks for; senseless values count as not given."""

    state: str = FaqEntry.State.PUBLISHED.value
    search: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> FaqFilter:
        state = query.get("stand", "")
        return cls(state if state in TABS else FaqEntry.State.PUBLISHED.value, searched(query))

    @property
    def shows_published(self) -> bool:
        return self.state == FaqEntry.State.PUBLISHED

    def as_query(self, **changes: str) -> str:
        values = {"stand": self.state, "q": self.search} | changes
        return urlencode({name: value for name, value in values.items() if value})


def searched(query: QueryDict) -> str:
    return query.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]


def public_faq(town: Municipality, words: str = "") -> QuerySet[FaqEntry]:
    """What citizens read, with all ``words``, by question."""
    return FaqEntry.objects.filter(holding(words, "question", "answer"), municipality=town).published()


def has_public_faq(town: Municipality) -> bool:
    """Whether anything is published; read at most once a minute."""
    known = cache.get(_published_key(town))
    if known is None:
        known = FaqEntry.objects.filter(municipality=town, state=FaqEntry.State.PUBLISHED).exists()
        cache.set(_published_key(town), known, REMEMBERED_SECONDS)
    return bool(known)


def forget_public_faq(town: Municipality) -> None:
    """Let the next reader see what was just published or withdrawn."""
    cache.delete(_published_key(town))


def _published_key(town: Municipality) -> str:
    return f"public-faq-{town.pk}"


def faq_of(town: Municipality, wanted: FaqFilter) -> QuerySet[FaqEntry]:
    entries = FaqEntry.objects.filter(municipality=town, state=wanted.state).select_related("owner")
    return entries.filter(holding(wanted.search, "question", "answer")).order_by("question", "pk")


def faq_of_comment(comment: Comment) -> FaqEntry | None:
    """What was made because of ``comment`` and still stands."""
    return FaqEntry.objects.filter(comment=comment).exclude(state=FaqEntry.State.WITHDRAWN).first()


def expired_faq(town: Municipality, person: User, today: date) -> QuerySet[FaqEntry]:
    """Published answers ``person`` answers for whose day is over."""
    return FaqEntry.objects.filter(municipality=town, owner=person).expired(today).order_by("valid_until", "pk")
