# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a Bluesky post carries besides its text. Pure functions; whatever a server sends, none raises.

Notifications bring the bare record, threads a view of it with addresses and the quoted words.
"""

from __future__ import annotations

from typing import Any

from channels_mgmt.connectors.contents import Card, Contents, Link, Medium, Quote, differing, text_of

_LINK = "app.bsky.richtext.facet#link"


def contents_of(view: dict[str, Any]) -> Contents:
    """Labels, media, quoted post, preview and links of a post or a notification about one."""
    record = _entry(view.get("record"))
    embed, shown = _entry(record.get("embed")), _entry(view.get("embed"))
    media, media_shown = (_entry(e.get("media")) or e for e in (embed, shown))
    labels = _entries(_entry(record.get("labels")).get("values")) + _entries(view.get("labels"))
    return Contents(
        labels=tuple(dict.fromkeys(text_of(label.get("val")) for label in labels if not label.get("neg"))),
        media=_media(media, media_shown),
        quote=_quote(embed, shown),
        card=_card(_entry(media.get("external"))),
        links=_links(record),
    )


def _media(embed: dict[str, Any], shown: dict[str, Any]) -> tuple[Medium, ...]:
    """Pictures (one to four, or a gallery) or a film."""
    items = _entries(embed.get("images")) + _entries(embed.get("items"))
    views = _entries(shown.get("images")) + _entries(shown.get("items"))
    found = []
    for number, item in enumerate(items):
        seen = views[number] if number < len(views) else {}
        address = text_of(seen.get("fullsize"))
        found.append(Medium("image", text_of(item.get("alt")).strip(), address, _blob_key(item.get("image"))))
    if isinstance(embed.get("video"), dict):
        kind = "animation" if embed.get("presentation") == "gif" else "video"
        found.append(Medium(kind, text_of(embed.get("alt")).strip(), "", _blob_key(embed["video"])))
    return tuple(found)


def _quote(embed: dict[str, Any], shown: dict[str, Any]) -> Quote | None:
    uri = text_of(_nested(embed).get("uri"))
    if not uri:
        return None
    quoted = _nested(shown)
    author = text_of(_entry(quoted.get("author")).get("handle"))
    return Quote(_address(uri), author, text_of(_entry(quoted.get("value")).get("text")), uri)


def _nested(embed: dict[str, Any]) -> dict[str, Any]:
    """The record that ``embed`` quotes: with media beside it, it lies one level deeper."""
    record = _entry(embed.get("record"))
    return record if "uri" in record else _entry(record.get("record"))


def _card(external: dict[str, Any]) -> Card | None:
    url = text_of(external.get("uri"))
    return Card(url, text_of(external.get("title")), text_of(external.get("description"))) if url else None


def _links(record: dict[str, Any]) -> tuple[Link, ...]:
    text = text_of(record.get("text")).encode("utf-8", "surrogatepass")
    found = []
    for facet in _entries(record.get("facets")):
        place = _entry(facet.get("index"))
        start, end = place.get("byteStart"), place.get("byteEnd")
        for feature in _entries(facet.get("features")):
            if feature.get("$type") == _LINK and isinstance(start, int) and isinstance(end, int) and 0 <= start <= end:
                found.append((text[start:end].decode(errors="replace"), text_of(feature.get("uri"))))
    return differing(found)


def _address(uri: str) -> str:
    """Where people read a quoted post; other records, such as lists, have no address of this form."""
    did, _slash, path = uri.removeprefix("at://").partition("/")
    collection, _slash, key = path.partition("/")
    is_post = uri.startswith("at://did:") and collection == "app.bsky.feed.post" and key and "/" not in key
    return f"https://bsky.app/profile/{did}/post/{key}" if is_post else ""


def _blob_key(blob: Any) -> str:
    """The content's own address; old records write it without a wrapper."""
    found = _entry(blob)
    return text_of(_entry(found.get("ref")).get("$link")) or text_of(found.get("cid"))


def _entry(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _entries(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
