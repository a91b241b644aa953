# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Template tags every page may use without ``{% load %}``: icons, dates, initials."""

from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, Node, Parser, Token
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import get_language, gettext, ngettext, pgettext

from accounts.frame.icons import ICONS, LEVEL_ICONS
from accounts.frame.side import drawn, unchanging
from core.parts import write_component, write_part

register = template.Library()


def draw_icon(name: str, classes: str = "") -> SafeString:
    """An icon as decoration: hidden from screen readers, so words must stand beside it."""
    shape = ICONS.get(name) or ICONS["neutral"]
    css = f"icon {classes}".strip()
    # Only the class comes from outside, and format_html escapes it.
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">{}</svg>',
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
    return drawn(side_of_page(), csrf_token=str(context.get("csrf_token", "")), path=context["request"].get_full_path())


@register.simple_tag(name="unchanging")
def draw_unchanging(name: str) -> SafeString:
    """Like ``{% include name %}`` without any context, drawn once per language."""
    draw = unchanging.__wrapped__ if settings.DEBUG else unchanging
    return draw(name, get_language() or settings.LANGUAGE_CODE)


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


def _local(value: datetime, town: Any = None) -> datetime:
    zone = getattr(town, "zone", None)  # a template without a town gives ""
    return timezone.localtime(value, zone)


@register.filter
def german_datetime(value: datetime | date | None, town: Any = None) -> str:
    """``Mo., 23.11.2026, 14:05 Uhr`` in the town's zone; a bare date loses the time. ``None`` is empty."""
    if value is None or value == "":
        return ""
    if not isinstance(value, datetime):
        return _day(value)
    moment = _local(value, town) if timezone.is_aware(value) else value
    # Translators: a moment, e.g. "Mon, 23.11.2026, 14:05"
    return gettext("%(day)s, %(time)s") % {"day": _day(moment), "time": moment.strftime("%H:%M")}


@register.filter
def german_date(value: datetime | date | None, town: Any = None) -> str:
    """``Mo., 23.11.2026``; a moment is first brought into the town's zone."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = _local(value, town)
    return _day(value)


@register.filter
def german_time(value: datetime | None, town: Any = None) -> str:
    """``14:05 Uhr`` in the town's zone."""
    if value is None or value == "":
        return ""
    moment = _local(value, town) if timezone.is_aware(value) else value
    return pgettext("time of day", "%(time)s") % {"time": moment.strftime("%H:%M")}


def _day(value: date) -> str:
    weekday = date_format(value, "D")
    point = "." if (get_language() or "").startswith("de") and not weekday.endswith(".") else ""
    return f"{weekday}{point}, {value.strftime('%d.%m.%Y')}"


def relative(value: datetime, at: datetime | None = None) -> str:
    """``just now``, ``12 minutes ago``, ``in 3 hours``, ``2 days ago``: one unit, never two."""
    at = at or timezone.now()
    past = value <= at
    seconds = abs((at - value).total_seconds())
    if seconds < 60:
        return pgettext("relative time", "just now")
    if seconds < 3600:
        n = int(seconds // 60)
        words = ngettext("%d minute ago", "%d minutes ago", n) if past else ngettext("in %d minute", "in %d minutes", n)
        return words % n
    if seconds < 86400:
        n = int(seconds // 3600)
        words = ngettext("%d hour ago", "%d hours ago", n) if past else ngettext("in %d hour", "in %d hours", n)
        return words % n
    if seconds < 86400 * 30:
        n = int(seconds // 86400)
        words = ngettext("%d day ago", "%d days ago", n) if past else ngettext("in %d day", "in %d days", n)
        return words % n
    if past:
        return gettext("%(span)s ago") % {"span": timesince(value, at, depth=1)}
    return gettext("in %(span)s") % {"span": timesince(at, value, depth=1)}


@register.simple_tag(takes_context=True)
def since(context: template.Context, value: datetime | None) -> str:
    """``<time>`` with the relative time in sight and the absolute one as title and for machines."""
    return time_since(value, context.get("town")) if value else ""


def time_since(value: datetime, town: Any) -> SafeString:
    """What ``{% since %}`` writes."""
    absolute = german_datetime(value, town)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', value.isoformat(timespec="seconds"), absolute, relative(value)
    )


@register.simple_tag(takes_context=True)
def moment(context: template.Context, value: datetime | None) -> str:
    """``<time>`` with the absolute time in sight and the relative one as title."""
    return time_at(value, context.get("town")) if value else ""


def time_at(value: datetime, town: Any) -> SafeString:
    """What ``{% moment %}`` writes."""
    absolute = german_datetime(value, town)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', value.isoformat(timespec="seconds"), relative(value), absolute
    )


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
