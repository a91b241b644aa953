# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Figures as a question with its answer in words, a drawing and a table; and as rows of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Municipality
from channels_mgmt.connectors.figures import FOLLOWERS, LABELS, OF_A_POST
from channels_mgmt.models import ChannelFigure, PostFigure
from channels_mgmt.queries.figures import DayOfAccount, PostCounts
from core.charts import Chart, Series, bars, lines, plain_number
from core.localtime import to_wall
from core.moments import german_date, german_datetime

REACTIONS = OF_A_POST[:4]
"""What readers have done; views are no reaction."""
BEST = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """A question, what the figures say to it in words, and the drawing; without figures no drawing."""

    question: Any
    words: str
    chart: Chart | None = None


def followers_answer(days: Sequence[DayOfAccount], town: Municipality) -> Answer:
    """Whether more or fewer people follow, said only of days on which somebody counted."""
    question = _("Do more people follow the channel?")
    known = [(day.day, value) for day in days if (value := day.value(FOLLOWERS)) is not None]
    if not known:
        return Answer(question, _("Nobody has counted yet in the last four weeks."))
    gaps = len(days) - len(known)
    (first, before), (last, after) = known[0], known[-1]
    if len(known) == 1:
        words = _("%(n)s follow it (%(day)s). A second figure is needed to say whether it grows.") % {
            "n": plain_number(after),
            "day": german_date(last),
        }
    else:
        words = _change(after - before) % {
            "n": plain_number(abs(after - before)),
            "after": plain_number(after),
            "first": german_date(first),
            "last": german_date(last),
        }
    if gaps:
        words = f"{words} {_gap_words(gaps, len(days))}"
    chart = lines(
        _("Followers, day by day"),
        [german_date(day.day) for day in days],
        [Series(LABELS[FOLLOWERS], [day.value(FOLLOWERS) for day in days])],
        head=_("Day"),
        note=_("Where nobody counted, the line is broken; nothing is filled in."),
    )
    return Answer(question, words, chart)


def _change(difference: int) -> str:
    if difference > 0:
        return _("Yes: %(n)s more since %(first)s; on %(last)s there were %(after)s.")
    if difference < 0:
        return _("No: %(n)s fewer since %(first)s; on %(last)s there were %(after)s.")
    return _("Neither more nor fewer since %(first)s; on %(last)s there were %(after)s.")


def _gap_words(gaps: int, days: int) -> str:
    return ngettext(
        "On %(gaps)d of %(days)d days there is no figure.", "On %(gaps)d of %(days)d days there is no figure.", gaps
    ) % {"gaps": gaps, "days": days}


def reactions_answer(counts: Sequence[PostCounts]) -> Answer:
    """Which posts readers reacted to most; posts without any figure are counted, never taken for zero."""
    question = _("To which posts did readers react most?")
    known = [(one, _reactions(one)) for one in counts]
    counted = sorted(((one, n) for one, n in known if n is not None), key=lambda pair: -pair[1])
    if not counted:
        return Answer(question, _("There are no figures about posts of the last four weeks yet."))
    best, most = counted[0]
    words = ngettext(
        "Most of all to “%(title)s”, with %(n)d reaction.", "Most of all to “%(title)s”, with %(n)d reactions.", most
    ) % {"title": best.delivery.post.title, "n": most}
    if missing := len(known) - len(counted):
        words += " " + ngettext(
            "%(n)d post has no figures and is not compared.",
            "%(n)d posts have no figures and are not compared.",
            missing,
        ) % {"n": missing}
    shown = counted[:BEST]
    chart = bars(
        _("Reactions, post by post"),
        [one.delivery.post.title[:60] for one, _n in shown],
        [Series(_("Reactions"), [float(n) for _one, n in shown])],
        head=_("Post"),
        note=_("Likes, shares, replies and quotes as the platform counts them, at the latest look at each post."),
    )
    return Answer(question, words, chart)


def _reactions(counts: PostCounts) -> int | None:
    found = [counts.latest[name][0] for name in REACTIONS if name in counts.latest]
    return sum(found) if found else None


@dataclass(frozen=True, slots=True)
class LookRow:
    """One look at a post in words: when it was to be, the figures, and where they are from or why there are none."""

    moment: str
    cells: list[tuple[Any, str]]
    remark: str
    level: str


@dataclass(frozen=True, slots=True)
class LookTable:
    heads: list[Any]
    rows: list[LookRow]


def table_of(counts: PostCounts, town: Municipality) -> LookTable:
    """All looks at a post, gaps too; columns only for what was ever counted."""
    names = [name for name in OF_A_POST if any(name in look.values for look in counts.looks)]
    return LookTable([LABELS[name] for name in names], [_row(look, names, town) for look in counts.looks])


def _row(look: PostFigure, names: list[str], town: Municipality) -> LookRow:
    cells = [(LABELS[name], plain_number(look.values[name]) if name in look.values else "–") for name in names]
    if look.is_gap:
        return LookRow(_moment(look), cells, _("No figure: %(reason)s") % {"reason": look.reason}, "warning")
    if look.is_due:
        words = _("due %(moment)s") % {"moment": german_datetime(look.due_at, town)}
        return LookRow(_moment(look), cells, words, "muted")
    read = german_datetime(look.read_at, town)
    if look.source:
        return LookRow(
            _moment(look),
            cells,
            _("typed, seen %(moment)s; source: %(source)s") % {"moment": read, "source": look.source},
            "",
        )
    words = _("read %(moment)s") % {"moment": read}
    return LookRow(_moment(look), cells, f"{words}. {look.reason}" if look.reason else words, "")


def _moment(look: PostFigure) -> str:
    if look.hours_after is None:
        return _("by hand")
    if look.hours_after < 24:
        return _("after %(n)d hour") % {"n": look.hours_after}
    days = look.hours_after // 24
    return ngettext("after %(n)d day", "after %(n)d days", days) % {"n": days}


SHEET_HEADS = (
    gettext_lazy("About"),
    gettext_lazy("Day or moment"),
    gettext_lazy("Hours after publication"),
    *(LABELS[name] for name in (FOLLOWERS, *OF_A_POST)),
    gettext_lazy("State"),
    gettext_lazy("Read at"),
    gettext_lazy("Source"),
    gettext_lazy("Why there is no figure, or not all"),
)


WIDTHS = (36, 18, 12, *(12 for _name in (FOLLOWERS, *OF_A_POST)), 14, 18, 24, 36)


def sheet_rows(days: Iterable[ChannelFigure], posts: Iterable[PostFigure], town: Municipality) -> Iterator[list[Any]]:
    """The head, then every look at the account, then every look at posts.

    Days are days, moments are those of the town's clock, figures are numbers; gaps stay empty and are never filled.
    """
    yield [str(head) for head in SHEET_HEADS]
    for day in days:
        yield _sheet_row(day, _("Account"), day.day, None, town)
    for post in posts:
        yield _sheet_row(post, post.delivery.post.title, _on_the_clock(post.due_at, town), post.hours_after, town)


def _sheet_row(
    look: ChannelFigure | PostFigure, about: str, moment: date | None, hours: int | None, town: Municipality
) -> list[Any]:
    values = [look.values.get(name) for name in (FOLLOWERS, *OF_A_POST)]
    read = _on_the_clock(look.read_at, town)
    return [
        about,
        moment,
        hours,
        *values,
        str(look.get_state_display()),
        read,
        look.source or None,
        look.reason or None,
    ]


def _on_the_clock(at: datetime | None, town: Municipality) -> datetime | None:
    """As the town's clock showed it, to the second and without a zone: spreadsheets know none."""
    return None if at is None else to_wall(at, town.timezone).replace(microsecond=0)
