# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a comment carries besides its text: who may read it, a warning, media, a poll, a quoted post, links.

The pictures themselves stay at the platform; kept are their address, kind and description. Pure code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import regex

from core.text import clean_json

VERSION = 1
"""Raised when connectors learn to see more: what was stored before is then completed, not taken for an edit."""

# More than any platform allows; whoever sends more is cut, not refused.
MOST_PARTS = 50
LONGEST = 10_000

_HOST = regex.compile(r"(?:https?://)?((?:[\w-]+\.)+[\p{L}\d-]{2,})(?::\d+)?(?:[/?#].*)?", regex.IGNORECASE)
_FILE = regex.compile(r"\.(?:pdf|docx?|xlsx?|od[tsp]|pptx?|jpe?g|png|webp|gif|html?|txt|csv|zip)$", regex.IGNORECASE)
_SHORTENED = regex.compile(r"(?:…|\.\.\.)$")


class Audience(StrEnum):
    """Who may read it. ``UNLISTED`` is public, but in no timeline."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    FOLLOWERS = "followers"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture (``image``), ``animation``, ``video``, ``audio`` or ``other`` file.

    ``alt`` is its author's description, ``key`` names the very file on the platform, ``url`` leads to it, if known.
    """

    kind: str
    alt: str = ""
    url: str = ""
    key: str = ""

    @property
    def name(self) -> str:
        """What stays the same as long as the file does."""
        return self.key or self.url


@dataclass(frozen=True, slots=True)
class Link:
    """A link whose words are not its address."""

    words: str
    target: str

    @property
    def is_misleading(self) -> bool:
        """Whether the words name another server than the one the link leads to."""
        found = _HOST.fullmatch(_SHORTENED.sub("", self.words.strip()))
        if not found or _FILE.search(found[1]):
            return False
        shown, real = _server(found[1]), _server(_hostname(self.target))
        return shown != real and not real.endswith(f".{shown}")


@dataclass(frozen=True, slots=True)
class Card:
    """A preview of a web page."""

    url: str
    title: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A post that is quoted. ``text`` is empty when the platform does not show it to us."""

    url: str = ""
    author: str = ""
    text: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a comment carries. ``labels``: what its author or the platform says about it, in the platform's terms."""

    audience: str = Audience.PUBLIC
    warning: str = ""
    is_sensitive: bool = False
    labels: tuple[str, ...] = ()
    media: tuple[Medium, ...] = ()
    poll: tuple[str, ...] = ()
    quote: Quote | None = None
    card: Card | None = None
    links: tuple[Link, ...] = field(default=())

    @property
    def is_private(self) -> bool:
        """Whether an answer must not be public."""
        return self.audience not in (Audience.PUBLIC, Audience.UNLISTED)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show besides the text."""
        return self == replace(Contents(), audience=self.audience) and not self.is_private

    @property
    def undescribed(self) -> tuple[Medium, ...]:
        """Media of which words say nothing."""
        return tuple(medium for medium in self.media if not medium.alt.strip())

    @property
    def misleading(self) -> tuple[Link, ...]:
        return tuple(link for link in self.links if link.is_misleading)

    @property
    def own_words(self) -> list[str]:
        """What the author wrote besides the text."""
        return [words for words in (self.warning, *(medium.alt for medium in self.media), *self.poll) if words]

    @property
    def other_words(self) -> str:
        """Everything that can be read besides the text, a line each."""
        words = [*self.own_words, *(link.target for link in self.links)]
        if self.quote:
            words += [self.quote.author, self.quote.text]
        if self.card:
            words += [self.card.title, self.card.description, self.card.url]
        return "\n".join(word for word in words if word)

    def reads_like(self, other: Contents) -> bool:
        """Whether the author says the same. What a platform adds by itself or moves elsewhere is no edit."""
        return self._authored() == other._authored()

    def completed_by(self, earlier: Contents) -> Contents:
        """These contents, with what the platform told us before and leaves out now."""
        known = {medium.key: medium for medium in earlier.media if medium.key}
        media = tuple(replace(m, url=m.url or known[m.key].url) if m.key in known else m for m in self.media)
        quote = self.quote
        if quote and earlier.quote and quote.key == earlier.quote.key and not quote.text:
            quote = earlier.quote
        return replace(
            self,
            media=media,
            quote=quote or earlier.quote,
            card=self.card or earlier.card,
            labels=self.labels or earlier.labels,
        )

    def as_json(self) -> dict[str, Any]:
        """A form that JSON columns keep, without what no database stores; ``from_json`` reads it."""
        kept: dict[str, Any] = clean_json(asdict(self), longest=LONGEST, most=MOST_PARTS)
        return kept | {"audience": str(self.audience), "version": VERSION}

    def as_kept(self) -> Contents:
        """These contents as they read once stored, so that both can be compared."""
        return Contents.from_json(self.as_json())

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Contents:
        """Read what ``as_json`` wrote; what is missing is empty, unknown entries are ignored."""
        values = _known(cls, stored)
        values["labels"] = tuple(values.get("labels", ()))
        values["media"] = tuple(Medium(**_known(Medium, m)) for m in values.get("media", ()))
        values["poll"] = tuple(values.get("poll", ()))
        values["links"] = tuple(Link(**_known(Link, link)) for link in values.get("links", ()))
        values["quote"] = Quote(**_known(Quote, values["quote"])) if values.get("quote") else None
        values["card"] = Card(**_known(Card, values["card"])) if values.get("card") else None
        return cls(**values)

    def _authored(self) -> tuple[Any, ...]:
        return (
            self.warning,
            [(medium.name, medium.alt) for medium in self.media],
            self.poll,
            [(link.words, link.target) for link in self.links],
        )


def is_complete(stored: Mapping[str, Any]) -> bool:
    """Whether ``stored`` was written by connectors that saw what those of today see."""
    return stored.get("version") == VERSION


def differing(links: Iterable[tuple[str, str]]) -> tuple[Link, ...]:
    """Those of ``links`` (words, target) whose words do not give the whole address."""
    found = dict.fromkeys(Link(words.strip(), target) for words, target in links if target)
    return tuple(link for link in found if _bare(link.words) != _bare(link.target))


def text_of(value: Any) -> str:
    """A text of a platform's answer; empty for anything else."""
    return value if isinstance(value, str) else ""


def _known(kind: Any, stored: Mapping[str, Any]) -> dict[str, Any]:
    names = {f.name for f in fields(kind)}
    return {name: value for name, value in stored.items() if name in names}


def _bare(address: str) -> str:
    return regex.sub(r"^https?://(?:www\.)?", "", address.strip(), flags=regex.IGNORECASE).rstrip("/")


def _hostname(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _server(host: str) -> str:
    """``host`` in the form in which names of servers are compared."""
    bare = host.lower().removeprefix("www.").rstrip(".")
    try:
        return bare.encode("idna").decode()
    except UnicodeError:
        return bare
