# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a status of Mastodon's API carries besides its text. Pure functions; whatever a server sends, none raises."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from channels_mgmt.connectors.contents import Audience, Card, Contents, Link, Medium, Quote, differing, text_of
from channels_mgmt.connectors.mastodon.text import Anchor, anchors, plain_text

_AUDIENCES = {
    "public": Audience.PUBLIC,
    "unlisted": Audience.UNLISTED,
    "private": Audience.FOLLOWERS,
    "direct": Audience.DIRECT,
}
_KINDS = {"image": "image", "gifv": "animation", "video": "video", "audio": "audio"}


def contents_of(status: dict[str, Any]) -> Contents:
    """Warning, media, poll, quoted post, preview and links of ``status``, and who may read it."""
    return Contents(
        audience=audience_of(status),
        warning=text_of(status.get("spoiler_text")).strip(),
        is_sensitive=status.get("sensitive") is True,
        media=tuple(_medium(entry) for entry in _entries(status.get("media_attachments"))),
        poll=tuple(text_of(option.get("title")) for option in _entries(_entry(status.get("poll")).get("options"))),
        quote=_quote(status),
        card=_card(_entry(status.get("card"))),
        links=_links(status),
    )


def audience_of(status: dict[str, Any]) -> Audience:
    """Who may read ``status``. A word we do not know limits it in some way; no word at all does not."""
    visibility = status.get("visibility")
    return Audience.PUBLIC if visibility is None else _AUDIENCES.get(str(visibility), Audience.FOLLOWERS)


def answer_visibility(parent: dict[str, Any], *, is_private: bool) -> str:
    """The visibility of an answer to ``parent``: never wider, and only for those named if it is no public status."""
    audience = audience_of(parent)
    if is_private or audience not in (Audience.PUBLIC, Audience.UNLISTED):
        return "direct"
    return str(audience)


def _medium(entry: dict[str, Any]) -> Medium:
    return Medium(
        kind=_KINDS.get(str(entry.get("type")), "other"),
        alt=text_of(entry.get("description")).strip(),
        url=text_of(entry.get("url")) or text_of(entry.get("remote_url")),
        key=str(entry.get("id") or ""),
    )


def _quote(status: dict[str, Any]) -> Quote | None:
    """Mastodon 4.5 wraps the quoted status and may hold it back; relatives give it as it is."""
    quote = _entry(status.get("quote"))
    quoted = _entry(quote.get("quoted_status")) or (quote if "content" in quote else {})
    key = str(quoted.get("id") or quote.get("quoted_status_id") or status.get("quote_id") or "")
    if not quote and not key:
        return None
    return Quote(
        url=text_of(quoted.get("url")) or text_of(quoted.get("uri")),
        author=text_of(_entry(quoted.get("account")).get("acct")),
        text="\n".join(
            part for part in (text_of(quoted.get("spoiler_text")), plain_text(text_of(quoted.get("content")))) if part
        ),
        key=key,
    )


def _card(card: dict[str, Any]) -> Card | None:
    url = text_of(card.get("url"))
    return Card(url, text_of(card.get("title")), text_of(card.get("description"))) if url else None


def _links(status: dict[str, Any]) -> tuple[Link, ...]:
    people = {text_of(mention.get("url")) for mention in _entries(status.get("mentions"))}
    found = anchors(text_of(status.get("content")))
    return differing((a.words, a.target) for a in found if not _is_mention(a, people) and not _is_hashtag(a))


def _is_mention(anchor: Anchor, people: set[str]) -> bool:
    """A class is only what the sending server claims; whom the status mentions, ours has found out."""
    return anchor.words.startswith("@") and anchor.target in people


def _is_hashtag(anchor: Anchor) -> bool:
    tag = anchor.target.rstrip("/").rpartition("/")[2]
    return anchor.words.startswith("#") and unquote(tag).lower() == anchor.words.removeprefix("#").lower()


def _entry(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _entries(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
