# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A post as a cell of the calendar: a month has ninety of them, so that each is written in one go."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts.templatetags.dorflinde import draw_icon
from channels_mgmt.models import Channel
from channels_mgmt.queries.calendar import Entry


def event(entry: Entry, slug: str) -> SafeString:
    """The post ``entry`` of the town ``slug`` as a link with its hour, title, status and networks."""
    status = entry.status
    hour = f"<time>{entry.time:%H:%M}</time> " if entry.time else ""
    return format_html(
        '\n<a class="event event--{} event--{}" href="{}{}/">\n'
        '  <span class="event__title">{}{}</span>\n'
        "  {}\n"
        "  {}\n"
        "</a>\n",
        status.level,
        status.key,
        _posts(slug),
        entry.pk,
        mark_safe(hour),
        entry.title,
        _meta(status.icon, str(status.label)),
        _networks(entry.channels),
    )


@lru_cache(256)
def _posts(slug: str) -> str:
    return reverse("planning:post_detail", args=[slug, 1]).removesuffix("1/")


@lru_cache(64)
def _meta(icon: str, words: str) -> SafeString:
    return format_html('<span class="event__meta">{}<span>{}</span></span>', draw_icon(icon), words)


def _networks(channels: list[Channel]) -> SafeString:
    if not channels:
        return mark_safe("")
    networks = [(channel.platform, channel.get_platform_display()) for channel in channels]
    written = format_html_join("", '<span class="network network--{}">{}</span>', networks)
    return format_html('<span class="event__channels">{}</span>', written)
