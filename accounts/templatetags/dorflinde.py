# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Template tags every page may use without ``{% load %}``: icons, dates, initials."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, Node, Parser, Token
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from accounts.frame.acts import undo_offer_of
from accounts.frame.help import help_for
from accounts.frame.icons import ICONS, LEVEL_ICONS
from accounts.frame.public_footer import FooterLink, footer_of
from accounts.frame.side import drawn, unchanging
from core.moments import german_date, german_datetime, german_time, relative
from core.parts import write_component, write_part
from core.text import grouped

#: Icons with their classes, kept as they are drawn; templates write about 150.
MOST_ICONS = 512

register = template.Library()
register.filter(german_date)
register.filter(german_datetime)
register.filter(german_time)
register.filter(grouped)
register.filter("undo_offer", undo_offer_of)


@lru_cache(maxsize=MOST_ICONS)
def draw_icon(name: str, classes: str = "") -> SafeString:
    """An icon as decoration: hidden from screen readers, so words must stand beside it."""
    shape = ICONS.get(name) or ICONS["neutral"]
    css = f"icon {classes}".strip()
    # Only the class comes from outside, and format_html escapes it.
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">{}</svg>',
        css,
        mark_safe(shape),  # a constant of accounts/frame/icons.py
    )


class IconNode(Node):
    def __init__(self, name: FilterExpression, classes: FilterExpression | None) -> None:
        self.name = name
        self.classes = classes

    def render(self, context: template.Context) -> SafeString:
        classes = self.classes.resolve(context) if self.classes else ""
        return draw_icon(str(self.name.resolve(context)), str(classes or ""))


@register.tag
def icon(parser: Parser, token: Token) -> IconNode:
    """``{% icon "check" %}`` or ``{% icon name "icon--large" %}``; a misspelt literal fails at once."""
    _, *bits = token.split_contents()
    if not 1 <= len(bits) <= 2:
        raise template.TemplateSyntaxError("{% icon %} takes a name and at most one string of classes.")
    literal = bits[0][1:-1]
    if bits[0] in {f'"{literal}"', f"'{literal}'"} and literal not in ICONS:
        known = ", ".join(sorted(ICONS))
        raise template.TemplateSyntaxError(f"There is no icon {literal!r}; accounts/frame/icons.py has: {known}")
    return IconNode(parser.compile_filter(bits[0]), parser.compile_filter(bits[1]) if len(bits) > 1 else None)


@register.simple_tag(takes_context=True)
def frame_side(context: template.Context) -> str:
    """The side of the frame: towns, search, menu, person."""
    side_of_page = context.get("side")
    if side_of_page is None:
        return ""
    request = context["request"]
    return drawn(
        side_of_page(),
        csrf_token=str(context.get("csrf_token", "")),
        path=request.get_full_path(),
        help_url=help_for(request),
    )


@register.simple_tag(takes_context=True)
def page_help(context: template.Context) -> str:
    """The address of the help of this page, for pages without the frame; empty for somebody without a town."""
    request = context.get("request")
    return help_for(request) if request and hasattr(request, "user") else ""


@register.simple_tag(name="unchanging")
def draw_unchanging(name: str) -> SafeString:
    """Like ``{% include name %}`` without any context, drawn once per language."""
    draw = unchanging.__wrapped__ if settings.DEBUG else unchanging
    return draw(name, get_language() or settings.LANGUAGE_CODE)


@register.simple_tag
def public_footer(town: Any) -> list[FooterLink]:
    """The legal notices of ``town`` for the foot of a page; none for a page of no town."""
    return footer_of(town) if town else []


@register.simple_tag
def part(name: str, /, **values: Any) -> SafeString:
    """``{% part "community/_row.jinja" line=line %}``: a compiled part with nothing but these values."""
    return write_part(name, **values)


@register.simple_tag
def component(name: str, /, **values: Any) -> SafeString:
    """``{% component "avatar" name=author %}``: a compiled component with these parameters."""
    return write_component(name, **values)


@register.filter
def level_icon(level: str) -> str:
    """The icon's name for ``success``, ``warning``, ``danger``, ``info`` or ``neutral``."""
    return LEVEL_ICONS.get(str(level), "neutral")


@register.simple_tag(takes_context=True)
def since(context: template.Context, value: datetime | None) -> str:
    """``<time>`` with the relative time in sight and the absolute one as title and for machines."""
    return time_since(value, context.get("town")) if value else ""


def time_since(value: datetime, town: Any) -> SafeString:
    """What ``{% since %}`` writes."""
    return _time_tag(value, german_datetime(value, town), relative(value))


@register.simple_tag(takes_context=True)
def moment(context: template.Context, value: datetime | None) -> str:
    """``<time>`` with the absolute time in sight and the relative one as title."""
    return time_at(value, context.get("town")) if value else ""


def time_at(value: datetime, town: Any) -> SafeString:
    """What ``{% moment %}`` writes."""
    return _time_tag(value, relative(value), german_datetime(value, town))


def _time_tag(value: datetime, title: str, words: str) -> SafeString:
    at = value.isoformat(timespec="seconds")
    return mark_safe(f'<time datetime="{at}" title="{escape(title)}">{escape(words)}</time>')


@register.filter
def of_key(values: Any, key: Any) -> Any:
    """The entry of a mapping, or an empty text."""
    return values.get(str(key), "") if values else ""


@register.filter
def initials(name: Any) -> str:
    """At most two capitals for an avatar: ``Alma Beispiel`` → ``AB``, ``Stadt Konstanz`` → ``SK``."""
    words = [word for word in str(name or "").split() if word[:1].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


@register.filter
def widget_kind(field: Any) -> str:
    """How a bound field is drawn: checkbox, choices (radio or check list), select, file, textarea or input."""
    name = type(field.field.widget).__name__
    if name == "CheckboxInput":
        return "checkbox"
    if name in {"RadioSelect", "CheckboxSelectMultiple"}:
        return "choices"
    if "Select" in name:
        return "select"
    if "File" in name:
        return "file"
    return "textarea" if name == "Textarea" else "input"
