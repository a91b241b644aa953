# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The lines of the queue as plain values: the template has fifty of them to write and nothing left to look up.

What depends on language, word and hour alone is remembered; nothing of a comment is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Municipality, User
from accounts.templatetags.dorflinde import draw_icon, german_datetime, time_since
from community.models import Comment
from community.queries import Row
from community.templatetags.dialog import Sign, carried, due_level, due_words, excerpt
from core.text import shortened

LONGEST = 150


@dataclass(frozen=True, slots=True)
class Line:
    """What a line shows; ``badges`` and ``when`` are HTML."""

    pk: int
    url: str
    author: str
    channel: str
    text: str
    signs: list[Sign]
    badges: SafeString
    when: SafeString


def lines_of(rows: Iterable[Row], town: Municipality, user: User, now: datetime, list_query: str) -> list[Line]:
    """``list_query`` goes along with the address of each comment."""
    base, query = reverse("dialog:queue", args=[town.slug]), f"?{list_query}" if list_query else ""
    return [_line(row, f"{base}{row.comment.pk}/{query}", town, user, now) for row in rows]


def _line(row: Row, url: str, town: Municipality, user: User, now: datetime) -> Line:
    comment = row.comment
    return Line(
        pk=comment.pk,
        url=url,
        author=str(comment.author),
        channel=comment.channel.name,
        text=shortened(excerpt(comment), LONGEST),
        signs=carried(comment.contents) if comment.kept_contents and not comment.contents.is_empty else [],
        badges=_badges(row, user, now),
        when=time_since(comment.decided_at, town) if comment.decided_at else _due(comment.due_at, town),
    )


def _badges(row: Row, user: User, now: datetime) -> SafeString:
    comment, badges = row.comment, []
    if row.problem:
        badges.append(_badge("danger", "failed", row.problem.get_state_display()))
    elif comment.decided_at:
        words = _("Hidden") if comment.is_hidden else comment.get_state_display()
        badges.append(_badge("success", "check", words))
    else:
        if comment.urgency == Comment.Urgency.DANGER:
            badges.append(_badge("danger", "danger", comment.get_urgency_display()))
        elif comment.urgency == Comment.Urgency.SOON:
            badges.append(_badge("warning", "warning", comment.get_urgency_display()))
        if comment.state == Comment.State.CLAIMED and comment.claim_until and comment.claim_until > now:
            holder = _("You") if comment.claimed_by_id == user.pk else str(comment.claimed_by)
            badges.append(_badge("info", "user", holder))
        elif comment.state == Comment.State.WITH_DEPARTMENT:
            badges.append(_badge("", "forward", comment.get_state_display()))
    return mark_safe("".join(badges))


def _badge(level: str, icon: str, words: str) -> SafeString:
    return _written_badge(level, icon, str(words))


@lru_cache(256)
def _written_badge(level: str, icon: str, words: str) -> SafeString:
    return format_html('<span class="badge{}">{}{}</span>', f" badge--{level}" if level else "", draw_icon(icon), words)


def _due(at: datetime, town: Municipality) -> SafeString:
    iso, title = _moment(get_language(), town.timezone, timezone.get_current_timezone_name(), at)
    return _written_due(due_level(at), iso, title, due_words(at))


@lru_cache(4096)
def _moment(language: str | None, town_zone: str, zone: str, at: datetime) -> tuple[str, str]:
    """``at`` for machines in the zone of the server, and for people in the zone of the town."""
    return timezone.localtime(at).isoformat(), german_datetime(at, Municipality(timezone=town_zone))


@lru_cache(4096)
def _written_due(level: str, iso: str, title: str, words: str) -> SafeString:
    return format_html(
        '<span class="due{}">{}<time datetime="{}" title="{}">{}</time></span>',
        f" due--{level}" if level else "",
        draw_icon("clock"),
        iso,
        title,
        words,
    )
