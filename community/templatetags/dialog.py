# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words of the queue: how long a citizen has waited, what became of a decision."""

from datetime import datetime
from typing import Any, NamedTuple, Protocol

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from channels_mgmt.connectors.contents import Audience, Contents
from community.models import Comment
from community.queries.blur import blur_of, is_blurred, is_flagged
from core.parts import write_part

register = template.Library()


class Remaining(NamedTuple):
    """The time until an answer is due, or since: one unit (seconds of ``MINUTE``, ``HOUR``, ``DAY``), rounded down."""

    unit: int
    amount: int
    is_over: bool

    @property
    def level(self) -> str:
        """``late``, ``soon`` (less than an hour) or nothing."""
        return "late" if self.is_over else "soon" if self.unit == MINUTE else ""

    @property
    def words(self) -> str:
        """``12 minutes left`` or ``overdue for 3 hours``."""
        n = self.amount
        if self.unit == MINUTE:
            if self.is_over:
                return ngettext("overdue for %d minute", "overdue for %d minutes", n) % n
            return ngettext("%d minute left", "%d minutes left", n) % n
        if self.unit == HOUR:
            if self.is_over:
                return ngettext("overdue for %d hour", "overdue for %d hours", n) % n
            return ngettext("%d hour left", "%d hours left", n) % n
        if self.is_over:
            return ngettext("overdue for %d day", "overdue for %d days", n) % n
        return ngettext("%d day left", "%d days left", n) % n


MINUTE, HOUR, DAY = 60, 3600, 86400


def remaining(due_at: datetime, now: datetime) -> Remaining:
    seconds = (due_at - now).total_seconds()
    amount = int(abs(seconds))
    unit = MINUTE if amount < HOUR else HOUR if amount < 2 * DAY else DAY
    return Remaining(unit, amount // unit, seconds < 0)


@register.filter
def due_words(due_at: datetime) -> str:
    return remaining(due_at, timezone.now()).words


@register.filter
def due_level(due_at: datetime) -> str:
    return remaining(due_at, timezone.now()).level


@register.filter
def web_address(url: str) -> str:
    """``url`` if a browser may follow it; platforms tell us addresses, and not each is one."""
    return url if url.startswith(("https://", "http://")) else ""


_MEDIA = {
    "image": gettext_lazy("Picture"),
    "animation": gettext_lazy("Animation"),
    "video": gettext_lazy("Film"),
    "audio": gettext_lazy("Sound recording"),
}
# What people or services say about a post, in the terms of the AT Protocol.
_LABELS = {
    "porn": gettext_lazy("pornographic"),
    "sexual": gettext_lazy("sexual"),
    "nudity": gettext_lazy("nudity"),
    "graphic-media": gettext_lazy("violent or shocking picture"),
    "spam": gettext_lazy("spam"),
    "!warn": gettext_lazy("shown with a warning"),
    "!hide": gettext_lazy("hidden by the platform"),
}


class Sign(NamedTuple):
    """Something a comment carries, in a few words."""

    icon: str
    words: str


class Worded(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def contents(self) -> Contents: ...


@register.filter
def excerpt(comment: Worded) -> str:
    """The comment in one text for lists: its own words wherever they stand."""
    return comment.text or " · ".join(comment.contents.own_words) or _("Without text")


@register.filter
def carried(contents: Contents) -> list[Sign]:
    """What a comment carries besides its text, most delicate first, a few words each."""
    found: list[Sign] = []
    if contents.is_private:
        found.append(Sign("lock", _("Private")))
    if contents.warning:
        found.append(Sign("warning", _("Warning: %(words)s") % {"words": contents.warning}))
    if contents.misleading:
        found.append(Sign("warning", _("Link leads elsewhere than it says")))
    elif contents.links:
        found.append(Sign("link", _("Link with other words")))
    if bare := len(contents.undescribed):
        words = ngettext("%d picture or film without description", "%d pictures or films without description", bare)
        found.append(Sign("image", words % bare))
    if described := len(contents.media) - bare:
        words = ngettext("%d picture or film with description", "%d pictures or films with description", described)
        found.append(Sign("alt-text", words % described))
    if contents.poll:
        found.append(Sign("target", _("Poll")))
    if contents.quote:
        found.append(Sign("reply", _("Quotes a post")))
    if contents.card:
        found.append(Sign("globe", _("Preview of a web page")))
    if contents.labels or contents.is_sensitive:
        found.append(Sign("flag", _("Labelled as delicate")))
    return found


@register.filter
def has_parts(contents: Contents) -> bool:
    """Whether there is more to list than a warning and who may read it."""
    parts = (contents.media, contents.poll, contents.quote, contents.card, contents.links, contents.labels)
    return contents.is_sensitive or any(parts)


@register.filter
def medium_word(kind: str) -> str:
    return str(_MEDIA.get(kind, _("Other file")))


@register.filter
def label_words(label: str) -> str:
    return str(_LABELS.get(label, label))


@register.filter
def audience_words(audience: str) -> str:
    """Who reads a private comment, and that the answer stays among them."""
    if audience == Audience.FOLLOWERS:
        return _("Written for this person’s followers only. Your answer goes privately to its author.")
    return _("A private message. Your answer goes privately to its author.")


@register.simple_tag(takes_context=True)
def words_of_comment(context: Context, comment: Comment, longest: int = 0, text: str | None = None) -> SafeString:
    """The words of ``comment``, or ``text`` as it was kept of it; blurred as the reader wants."""
    told = {"comment": comment, "text": comment.text if text is None else text, "longest": longest}
    return write_part("community/_words.jinja", **told, blur=_blur_in(context))


@register.simple_tag(takes_context=True)
def words_of_wording(context: Context, comment: Comment, wording: Any) -> SafeString:
    """One version of ``comment`` with all it carries."""
    told = {"comment": comment, "wording": wording, "is_evidence": False}
    return write_part("community/_wording_blurred.jinja", **told, blur=_blur_in(context))


@register.simple_tag(takes_context=True)
def carried_by(context: Context, comment: Comment, contents: Contents) -> SafeString:
    """What was kept as evidence besides the words of ``comment``."""
    told = {"comment": comment, "contents": contents, "is_evidence": True}
    return write_part("community/_carried_blurred.jinja", **told, blur=_blur_in(context))


def _blur_in(context: Context) -> str:
    request = context["request"]
    return blur_of(request.user, request.municipality)


#: What compiled parts may ask as well.
FOR_PARTS = (
    due_words,
    due_level,
    web_address,
    excerpt,
    carried,
    has_parts,
    medium_word,
    label_words,
    audience_words,
    is_blurred,
    is_flagged,
)
