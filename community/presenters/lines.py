# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The lines of the queue as plain values: the template has fifty of them to write and nothing left to look up.

What a line writes of its state and its deadline depends on few things, all of them in the key of a bounded memory;
nothing of a comment's words is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from accounts.models import Municipality, User
from accounts.templatetags.dorflinde import draw_icon, time_since
from community.models import Comment, Decision, PlatformAction
from community.queries import Row
from community.queries.blur import is_blurred, is_flagged
from community.queries.folds import MANY_ACCOUNTS
from community.queries.listed import HIDDEN, REMOVED, Listed
from community.templatetags.dialog import Remaining, Sign, carried, excerpt, remaining
from core.moments import german_datetime
from core.text import shortened

LONGEST = 150
#: What became of a decided comment; of anything else only its state is known without another question.
_OUTCOMES = {
    REMOVED: gettext_lazy("Deleted"),
    HIDDEN: gettext_lazy("Hidden"),
    Decision.Kind.REPLY: pgettext_lazy("comment", "Answered"),
    Decision.Kind.LEAVE: gettext_lazy("Left standing"),
}


PLAIN: dict[str, Any] = {}


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
    is_special: bool = False
    is_blurred: bool = False
    is_flagged: bool = False
    alike: int = 0
    accounts: int = 0
    fold_url: str = ""
    together_url: str = ""


def lines_of(
    rows: Iterable[Row],
    town: Municipality,
    user: User,
    now: datetime,
    list_query: str,
    blur: str,
    *,
    may_decide: bool = False,
) -> list[Line]:
    """``list_query`` goes along with the address of each comment; ``blur`` is what ``user`` wants to see blurred."""
    base, query = reverse("dialog:queue", args=[town.slug]), f"?{list_query}" if list_query else ""
    language, zones = get_language(), (town.timezone, timezone.get_current_timezone_name())
    lines = []
    for row in rows:
        comment = row.comment
        author, text = comment.author, shortened(excerpt(comment), LONGEST)
        if comment.is_closed:
            author, text = pgettext("comment", "Restricted"), _("Concerns a person of the staff")
        badges = _badges(language, *_standing(row, user, now))
        if comment.is_staff_matter:
            badges += _badge("info", "lock", _("Staff"))
        is_special = blur == "always" or comment.urgency == 1 or comment.burden or comment.alike > 1
        if comment.decided_at:
            when = time_since(comment.decided_at, town)
        else:
            when = _due(language, *zones, comment.due_at, remaining(comment.due_at, now))
        lines.append(
            Line(
                pk=comment.pk,
                url=f"{base}{comment.pk}/{query}",
                author=author,
                channel=comment.channel_name,
                text=text,
                signs=carried(comment.contents) if comment.kept_contents and not comment.contents.is_empty else [],
                badges=badges,
                when=when,
                **(_special(comment, blur, base, may_decide) if is_special else PLAIN),
            )
        )
    return lines


def _special(comment: Listed, blur: str, base: str, may_decide: bool) -> dict[str, Any]:
    """What lines show that are blurred, or stand for more than one comment: how many, of whom, where they are seen."""
    told: dict[str, Any] = {
        "is_special": True,
        "is_blurred": not comment.is_closed and is_blurred(comment, blur),
        "is_flagged": is_flagged(comment),
    }
    if comment.alike < 2:
        return told
    return told | {
        "alike": comment.alike,
        "accounts": comment.accounts if comment.accounts >= MANY_ACCOUNTS else 0,
        "fold_url": f"{base}?gleiche={comment.pk}",
        "together_url": f"{base}{comment.pk}/gleiche/" if may_decide else "",
    }


def _standing(row: Row, user: User, now: datetime) -> tuple[str, str, int, str, str, bool, str | None]:
    """What the badges of a line depend on: a problem's state, the decision, or urgency, kind, state and holder."""
    comment = row.comment
    if row.problem:
        return row.problem.state, "", 0, "", "", False, None
    is_gone = comment.gone_at is not None
    if comment.decided_at:
        return "", comment.decided_as if comment.decided_as in _OUTCOMES else comment.state, 0, "", "", is_gone, None
    holder = None
    if comment.state == Comment.State.CLAIMED and comment.claim_until and comment.claim_until > now:
        holder = "" if comment.claimed_by_id == user.pk else comment.holder
    return "", "", comment.urgency, comment.kind, comment.state, is_gone, holder


@lru_cache(1024)
def _badges(
    language: str | None,
    problem: str,
    decided: str,
    urgency: int,
    kind: str,
    state: str,
    is_gone: bool,
    holder: str | None,
) -> SafeString:
    """``holder``: who has claimed it; empty for the reader."""
    if problem == PlatformAction.State.HANDED_OVER:
        return _badge("warning", "user", _("To be done by hand"))
    if problem:
        return _badge("danger", "failed", PlatformAction.State(problem).label)
    badges = [_badge("", "delete", _("No longer there"))] if is_gone else []
    if decided:
        badges.insert(0, _badge("success", "check", _OUTCOMES.get(decided) or Comment.State(decided).label))
        return mark_safe("".join(badges))
    if urgency == Comment.Urgency.DANGER:
        badges.append(_badge("danger", "danger", Comment.Urgency.DANGER.label))
    elif urgency == Comment.Urgency.SOON:
        badges.append(_badge("warning", "warning", Comment.Urgency.SOON.label))
    if kind and kind != Comment.Kind.OTHER:
        badges.append(format_html('<span class="badge">{}</span>', Comment.Kind(kind).label))
    if holder is not None:
        badges.append(_badge("info", "user", holder or _("You")))
    elif state == Comment.State.WITH_DEPARTMENT:
        badges.append(_badge("", "forward", Comment.State.WITH_DEPARTMENT.label))
    return mark_safe("".join(badges))


def _badge(level: str, icon: str, words: object) -> SafeString:
    return format_html('<span class="badge{}">{}{}</span>', f" badge--{level}" if level else "", draw_icon(icon), words)


@lru_cache(4096)
def _due(language: str | None, town_zone: str, zone: str, at: datetime, left: Remaining) -> SafeString:
    """``at`` for machines in the zone of the server, and for people in the zone of the town."""
    return format_html(
        '<span class="due{}">{}<time datetime="{}" title="{}">{}</time></span>',
        f" due--{left.level}" if left.level else "",
        draw_icon("clock"),
        timezone.localtime(at).isoformat(),
        german_datetime(at, Municipality(timezone=town_zone)),
        left.words,
    )
