# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A post as website, gazette, notice board and messenger show it, and the sheet for the board as PDF."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from channels_mgmt.connectors.counting import graphemes
from channels_mgmt.domain import ways
from channels_mgmt.models import Post, WaySettings, WayText
from channels_mgmt.queries.ways import addresses_of, texts_of, way_settings
from core.hashing import content_hash
from core.pdf import render_pdf

Way = WayText.Way


@dataclass(frozen=True, slots=True)
class ShownWay:
    """One way with its words: those a person left, else the suggestion. ``allowed`` is what it takes at most."""

    way: str
    label: str
    text: str
    suggestion: str
    allowed: int
    stored: WayText | None

    @property
    def used(self) -> int:
        return graphemes(self.text)

    @property
    def is_limited(self) -> bool:
        return self.allowed < ways.LONGEST

    @property
    def is_behind(self) -> bool:
        """Whether the post says something else since these words were written."""
        return self.stored is not None and self.stored.suggested_hash != content_hash(self.suggestion)

    @property
    def html(self) -> SafeString:
        return ways.as_html(self.text) if self.way == Way.WEBSITE else SafeString()

    @property
    def is_sheet(self) -> bool:
        return self.way == Way.NOTICE

    @property
    def is_message(self) -> bool:
        return self.way == Way.MESSENGER

    @property
    def rows(self) -> int:
        """Lines of the field, so that it needs no scrolling on a desk."""
        return min(max(len(self.text) // 70 + self.text.count("\n") + 2, 5), 18)

    @property
    def revision(self) -> int:
        return self.stored.revision if self.stored else 0


def limit_of(way: str, settings: WaySettings) -> int:
    return {Way.GAZETTE: settings.gazette_length, Way.MESSENGER: ways.MESSENGER_LENGTH}.get(Way(way), ways.LONGEST)


def telling_of(post: Post, settings: WaySettings) -> ways.Telling:
    town = post.municipality
    return ways.Telling(
        title=post.title,
        text=post.text,
        benefit=post.citizen_benefit,
        url=next(iter(addresses_of(post.alternative_url, [post.text])), ""),
        as_of=post.facts_as_of or post.planned_day or town.local_day(),
        office=settings.office or town.name,
        contact=settings.contact or town.contact_email,
    )


def suggestion_for(post: Post, way: str, settings: WaySettings) -> str:
    return ways.suggested(way, telling_of(post, settings), limit_of(way, settings))


def ways_of(post: Post) -> list[ShownWay]:
    """Every way of ``post``; two queries."""
    settings, stored = way_settings(post.municipality), texts_of(post)
    shown = []
    for way, label in Way.choices:
        suggestion, own = suggestion_for(post, way, settings), stored.get(way)
        text = own.text if own else suggestion
        shown.append(ShownWay(way, str(label), text, suggestion, limit_of(way, settings), own))
    return shown


def notice_sheet(post: Post) -> bytes:
    """The sheet for the board: A4, large print, tagged PDF (PDF/UA-1), with the web page as code where there is one."""
    town, settings = post.municipality, way_settings(post.municipality)
    own = texts_of(post).get(Way.NOTICE)
    heading, paragraphs = ways.heading_and_rest(own.text if own else suggestion_for(post, Way.NOTICE, settings))
    telling = telling_of(post, settings)
    with override("de"):
        context = {
            "town": town,
            "heading": heading,
            "paragraphs": paragraphs,
            "url": telling.url,
            "qr": _code(telling.url) if telling.url else "",
            "office": telling.office,
            "as_of": telling.as_of,
            "notice_on": post.notice_on,
        }
        page = render_to_string("channels_mgmt/notice_print.html", context)
        return render_pdf(page, stylesheet="css/notice.css")


def _code(text: str) -> str:
    """A QR code (ISO/IEC 18004) as ``data:`` address of an SVG."""
    import segno  # slow

    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, border=4, scale=10)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode()
