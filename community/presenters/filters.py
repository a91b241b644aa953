# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Views and filters of the queue as plain values. The address says all of it; nothing of what was searched is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote_plus

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from accounts.models import Municipality
from channels_mgmt.models import Channel
from community.models import Comment
from community.queries.filters import (
    ALL,
    APART,
    DECIDED,
    MINE,
    OPEN,
    PERSON,
    PRAISE,
    QUESTIONS,
    STATES,
    TABS,
    UNCLAIMED,
    WITH_KIND,
    WITH_OVERDUE,
    QueueFilter,
)
from community.queries.posts import title_of_post
from community.queries.queue import COUNT_CAP, channels_to_choose
from core.parts import write_part
from core.text import at_most, shortened

#: The address part of each tab with nothing left out.
WHOLE_TAB = {tab: QueueFilter(tab=tab).as_query() for tab in TABS}
LONGEST_TITLE = 40
#: Stands for the searched words while the filters are written; from the part of Unicode that means nothing.
PLACE = "\ue000"
INDENTATION = re.compile(r"\s*\n\s*")

#: Number and name of each.
Channels = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Tab:
    url: str
    label: str
    current: bool
    count: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter one switches on and off by a link; ``query`` is the address part of the list after that."""

    label: str
    is_on: bool
    query: str


@dataclass(frozen=True, slots=True)
class Group:
    """Filters of which one can be on at a time."""

    label: str
    chips: tuple[Chip, ...]


def tabs_of(slug: str, wanted: QueueFilter, numbers: Mapping[str, int], may_decide: bool) -> list[Tab]:
    """The views, each with how many comments wait in it."""
    tabs = []
    for tab, url, label in _offered_tabs(slug, get_language(), may_decide):
        number = numbers.get(tab, 0)
        tabs.append(Tab(url, label, tab == wanted.tab, at_most(number, COUNT_CAP) if number else ""))
    return tabs


def chips_of(town: Municipality, wanted: QueueFilter, numbers: Mapping[str, int], channels: Channels) -> list[Chip]:
    """What stands in the one line: whether only what is overdue, and every filter that is on, to switch it off."""
    chips = []
    if wanted.tab in WITH_OVERDUE:
        label = _("Overdue")
        if wanted.tab == OPEN and numbers["overdue"]:
            label = f"{label} ({at_most(numbers['overdue'], COUNT_CAP)})"
        chips.append(Chip(label, wanted.is_overdue, wanted.as_query(is_overdue=not wanted.is_overdue)))
    if not wanted.is_narrowed:
        return chips
    chips += [chip for group in _groups(wanted, channels) for chip in group.chips if chip.is_on]
    if wanted.since or wanted.until:
        days = (f"{day:%d.%m.%Y}" if day else "" for day in (wanted.since, wanted.until))
        chips.append(Chip(" – ".join(days).strip(), True, wanted.as_query(since=None, until=None)))
    if wanted.fold:
        chips.append(Chip(_("Nearly the same words"), True, wanted.as_query(fold=None)))
    if wanted.post:
        title = title_of_post(town, wanted.post)
        label = _("Below: %(title)s") % {"title": shortened(title, LONGEST_TITLE)} if title else _("Below one post")
        chips.append(Chip(label, True, wanted.as_query(post=None)))
    return chips


def fold_of(slug: str, wanted: QueueFilter, channels: Channels) -> SafeString:
    """All filters there are in this view, folded into one line."""
    kept = replace(wanted, after="", search=PLACE) if wanted.search else replace(wanted, after="")
    fold = _fold(kept, slug, get_language(), channels)
    if not wanted.search:
        return fold
    words = fold.replace(quote_plus(PLACE), quote_plus(wanted.search)).replace(PLACE, escape(wanted.search))
    return mark_safe(words)  # what was put in is quoted for addresses, or escaped


@lru_cache(512)
def _fold(wanted: QueueFilter, slug: str, language: str | None, channels: Channels) -> SafeString:
    """Written once for everybody, since it depends on nothing else; what is searched is put in afterwards."""
    groups = _groups(wanted, channels)
    written = write_part("community/_filters.jinja", slug=slug, wanted=wanted, groups=groups)
    return mark_safe(INDENTATION.sub(" ", written))  # escaped by the template


def channels_named(town: Municipality) -> tuple[Channels, bool]:
    """The town's channels, and whether people type in the comments of one of them."""
    found = list(channels_to_choose(town))
    by_hand = Channel.Connector.MANUAL in [channel.connector for channel in found]
    return tuple([(channel.pk, channel.name) for channel in found]), by_hand


def _groups(wanted: QueueFilter, channels: Channels) -> list[Group]:
    groups = []
    if wanted.tab in WITH_KIND:
        kinds = ((kind.value, str(kind.label)) for kind in Comment.Kind)
        groups.append(_group(_("Kind, as it seems"), wanted, "kind", kinds))
    spans = (("1", _("Today")), ("7", _("7 days")), ("30", _("30 days")))
    groups.append(_group(_("Written"), wanted, "span", spans, since=None, until=None))
    names = {"new": _("Free"), "claimed": _("In progress"), "hidden": _("Hidden"), "gone": _("No longer there")}
    names |= {"spam": _("From accounts that advertise"), "test": _("Test accounts")}
    # The line at the end of the list leads to what stands apart.
    if states := [state for state in STATES.get(wanted.tab, ()) if state not in APART or state == wanted.state]:
        groups.append(_group(_("State"), wanted, "state", ((state, names[state]) for state in states)))
    if len(channels) > 1:
        groups.append(_group(_("Channel"), wanted, "channel", channels))
    return groups


def _group(
    label: str, wanted: QueueFilter, name: str, choices: Iterable[tuple[object, str]], **changes: object
) -> Group:
    chosen, off = getattr(wanted, name), QueueFilter.__dataclass_fields__[name].default
    chips = (
        Chip(words, value == chosen, wanted.as_query(**changes, **{name: off if value == chosen else value}))
        for value, words in choices
    )
    return Group(label, tuple(chips))


@lru_cache(512)
def _offered_tabs(slug: str, language: str | None, may_decide: bool) -> tuple[tuple[str, str, str], ...]:
    """Key, address and name of each tab: of the queue, what departments owe, the appeals."""
    names = {
        OPEN: _("Open"),
        MINE: _("Mine"),
        UNCLAIMED: _("Unclaimed"),
        QUESTIONS: _("Questions"),
        PRAISE: _("Praise"),
    }
    names |= {DECIDED: _("Decided"), PERSON: _("Needs a person"), ALL: pgettext("comments", "All")}
    if not may_decide:
        del names[MINE]
    queue = reverse("dialog:queue", args=[slug])
    tabs = [(tab, f"{queue}?{WHOLE_TAB[tab]}" if WHOLE_TAB[tab] else queue, name) for tab, name in names.items()]
    beside = {"departments": _("With departments"), "appeals": _("Appeals"), "texts": _("Texts")}
    return (*tabs, *((page, reverse(f"dialog:{page}", args=[slug]), name) for page, name in beside.items()))
