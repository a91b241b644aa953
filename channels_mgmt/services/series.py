# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Series: what comes again and again, and the drafts made of it ahead of time, one per date.

A draft of a series is a draft: what its risk class asks for is asked of it as of any other. It is made in the name of
the person responsible; when this person may no longer write posts in the town, none is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, PostponedAct, User
from accounts.services import postpone
from accounts.tenancy.permissions import require
from channels_mgmt.domain.recurrence import first_day
from channels_mgmt.models import Channel, Post, PostSeries, SeriesChannel, SeriesDate
from channels_mgmt.rules import writes_by_role
from channels_mgmt.services.planning import create_post, discard_post, edit_post
from core.errors import AlreadyChanged, Refused
from core.localtime import to_instant
from core.moments import german_date
from core.states import change_state, compare_and_set, hold

WEEKS_AHEAD = 4
#: No rule has more dates in that time.
MOST_AHEAD = WEEKS_AHEAD * 7
DATE_WORD = "{datum}"
State = PostSeries.State
END_SERIES = "channels_mgmt.series_end"


def save_series(
    town: Municipality,
    *,
    actor: User,
    series: PostSeries | None = None,
    revision: int = 0,
    name: str,
    rule: str,
    starts_on: date,
    time: time,
    on_holidays: str,
    responsible: User,
    channels: Sequence[Channel],
    **pattern: str,
) -> tuple[PostSeries, int]:
    """Store a new series or change ``series``; returns it and how many drafts were made or brought up to date.

    It begins on the first day of the rule from ``starts_on`` on. ``pattern`` is text, kind, risk, citizen benefit and
    alternative address. Drafts that somebody has changed or submitted stay as they are. Raises ``Refused`` for a rule
    without a date and for somebody who may not write posts, ``AlreadyChanged`` when it was changed after ``revision``.
    """
    require(actor, "channels_mgmt.manage_series", town)
    if not writes_by_role(responsible, town):
        raise Refused(_("%(person)s may not write posts here. Please name somebody who may.") % {"person": responsible})
    if any(channel.municipality_id != town.pk for channel in channels):
        raise Refused(_("This channel belongs to another town."))
    given: dict[str, Any] = {
        "name": " ".join(name.split()),
        "rule": rule,
        "starts_on": first_day(rule, starts_on),
        "time": time,
        "on_holidays": on_holidays,
        "responsible": responsible,
        **pattern,
    }
    try:
        with transaction.atomic():
            stored = _stored(town, series, revision, given)
            _set_channels(stored, channels)
            record(actor, "planning.series_saved", stored, rule=rule)
            changed = _bring_up_to_date(stored, actor) + make_drafts(stored, now())
    except IntegrityError:
        raise Refused(_("There is a series of this name already. Please choose another one.")) from None
    return stored, changed


@transaction.atomic
def pause_series(series: PostSeries, *, actor: User) -> None:
    """Make no more drafts until somebody resumes; those that are there stay."""
    require(actor, "channels_mgmt.manage_series", series.municipality)
    change_state(series, State.PAUSED)
    record(actor, "planning.series_paused", series)


@transaction.atomic
def resume_series(series: PostSeries, *, actor: User) -> int:
    """Make drafts again; returns how many were made at once."""
    require(actor, "channels_mgmt.manage_series", series.municipality)
    change_state(series, State.ACTIVE)
    record(actor, "planning.series_resumed", series)
    return make_drafts(series, now())


@transaction.atomic
def end_series(series: PostSeries, *, actor: User) -> int:
    """End it for good and delete coming drafts nobody has touched; returns how many. The others stay."""
    require(actor, "channels_mgmt.manage_series", series.municipality)
    change_state(series, State.ENDED)
    record(actor, "planning.series_ended", series)
    return sum(_delete_draft(row, post, actor) for row, post in _untouched(series))


def end_series_soon(series: PostSeries, *, actor: User) -> PostponedAct:
    """End it in ten seconds, unless it is undone. Raises at once what ``end_series`` would refuse."""
    words = _("The series “%(name)s” ends in ten seconds.") % {"name": series.name}
    return postpone(END_SERIES, series.municipality, actor=actor, subject=series.pk, words=words)


def end_by_key(pk: int, actor: User) -> None:
    """How the act is carried out."""
    end_series(PostSeries.objects.select_related("municipality").get(pk=pk), actor=actor)


@transaction.atomic
def make_drafts(series: PostSeries, at: datetime) -> int:
    """Make the drafts of the coming ``WEEKS_AHEAD`` weeks that were not made yet; returns how many.

    Harmless however often and from wherever it is called: the series is held meanwhile, and the database knows one row
    per date.
    """
    hold(series)
    series.refresh_from_db()
    if not series.is_active or not writes_by_role(series.responsible, series.municipality):
        return 0
    made = set(series.made.values_list("day", flat=True))
    wanted = [(day, wall) for day, wall in _ahead(series, at) if day not in made]
    channels = _open_channels(series) if wanted else []
    for day, wall in wanted:
        _make_draft(series, day, wall, channels)
    return len(wanted)


def make_drafts_of(pk: int) -> None:
    """Make the drafts that are due of the series with this key; for the alarm clock."""
    series = PostSeries.objects.select_related("municipality").filter(pk=pk).first()
    if series is not None:
        make_drafts(series, now())


def _ahead(series: PostSeries, at: datetime) -> list[tuple[date, datetime]]:
    """Dates whose post is planned within the coming weeks, those left out excepted; each with its wall time."""
    town = series.municipality
    today = town.local_day(at)
    latest = today + timedelta(weeks=WEEKS_AHEAD)
    found = [(one.day, one.wall) for one in series.dates(today, MOST_AHEAD) if one.wall and one.day <= latest]
    return [(day, wall) for day, wall in found if to_instant(wall, town.timezone) > at]


def _make_draft(series: PostSeries, day: date, wall: datetime, channels: list[Channel]) -> None:
    row = SeriesDate.objects.create(series=series, day=day, wall_day=wall.date(), wall_time=wall.time())
    post = create_post(
        series.municipality, actor=series.responsible, channels=channels, wall=wall, **_written(series, wall)
    )
    SeriesDate.objects.filter(pk=row.pk).update(post=post, revision=post.revision)
    record(None, "planning.series_drafted", post, series=series.pk, day=day)


def _bring_up_to_date(series: PostSeries, actor: User) -> int:
    """Let coming drafts nobody has touched say what the series says now; delete those that have no date any more."""
    changed = 0
    for row, post in _untouched(series):
        wall = next((one.wall for one in series.dates(row.day, 1) if one.day == row.day), None)
        if wall is None:
            changed += _delete_draft(row, post, actor)
        else:
            changed += _rewrite_draft(series, row, post, wall, actor)
    return changed


def _rewrite_draft(series: PostSeries, row: SeriesDate, post: Post, wall: datetime, actor: User) -> int:
    try:
        edit_post(post, actor=actor, channels=_open_channels(series), wordings={}, wall=wall, **_written(series, wall))
    except AlreadyChanged:  # somebody has begun to work on it this very moment
        return 0
    changes = {"wall_day": wall.date(), "wall_time": wall.time(), "revision": post.revision}
    return SeriesDate.objects.filter(pk=row.pk).update(**changes)


def _delete_draft(row: SeriesDate, post: Post, actor: User) -> int:
    try:
        discard_post(post, actor=actor)
    except (AlreadyChanged, Refused):
        return 0
    SeriesDate.objects.filter(pk=row.pk).delete()
    return 1


def _untouched(series: PostSeries) -> list[tuple[SeriesDate, Post]]:
    """Coming drafts that are as the series has made them."""
    rows = series.made.filter(post__planned_at__gt=now()).select_related("post__municipality", "post__author")
    return [(row, row.post) for row in rows.order_by("day") if row.post is not None and row.is_untouched]


def _written(series: PostSeries, wall: datetime) -> dict[str, Any]:
    """What a draft begins with; ``{datum}`` in the text stands for its day."""
    return {
        "title": f"{series.name}, {german_date(wall.date())}",
        "text": series.text.replace(DATE_WORD, f"{wall:%d.%m.%Y}"),
        "kind": series.kind,
        "risk": series.risk,
        "citizen_benefit": series.citizen_benefit,
        "alternative_url": series.alternative_url,
    }


def _open_channels(series: PostSeries) -> list[Channel]:
    return [t.channel for t in series.targets.select_related("channel") if t.channel.state != Channel.State.CLOSED]


def _stored(town: Municipality, series: PostSeries | None, revision: int, given: dict[str, Any]) -> PostSeries:
    if series is None:
        return PostSeries.objects.create(municipality=town, **given)
    if series.is_over:
        raise Refused(_("This series has ended. Please create a new one."))
    compare_and_set(series, expected={"revision": revision, "state": series.state}, revision=revision + 1, **given)
    return series


def _set_channels(series: PostSeries, channels: Sequence[Channel]) -> None:
    wanted = {channel.pk for channel in channels}
    series.targets.exclude(channel_id__in=wanted).delete()
    known = set(series.targets.values_list("channel_id", flat=True))
    SeriesChannel.objects.bulk_create(SeriesChannel(series=series, channel_id=pk) for pk in sorted(wanted - known))
