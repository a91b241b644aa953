# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The figures of a month. Team figures only: nothing about a single employee or citizen (DOMAIN § 3).

Practice channels never count. Only for a town that has no real channel yet is a *practice report*
drawn from them, marked as such on every page.
"""

from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import now

from accounts.models import Municipality
from channels_mgmt.models import Channel, Delivery, PostMedia
from channels_mgmt.queries import CostRecord, EmergencyRecord, cost_record, emergency_record
from community.models import Comment, Decision, PlatformAction
from community.queries.measures import MeasureRecord, measure_record
from core.sight import sight
from staffing.queries import service_hours_passed, total_hours
from strategy.queries import DirectLineRecord, direct_line_record


@dataclass(frozen=True)
class Week:
    """One bar of the chart: the part of a calendar week that lies in the month."""

    label: str
    comments: int
    answers: int
    median_hours: float | None


@dataclass(frozen=True)
class Figures:
    """What the report shows. Hours are service hours; shares are percentages, ``None`` without a base."""

    month: str
    until: str
    is_practice: bool
    channels: list[str]
    posts: int = 0
    deliveries: int = 0
    images: int = 0
    accessible_percent: int | None = None
    comments: int = 0
    answered: int = 0
    answered_percent: int | None = None
    median_first_response_hours: float | None = None
    hidden: int = 0
    hidden_by_clause: list[tuple[str, int]] = field(default_factory=list)
    open_at_end: int = 0
    hours_per_week: str = "0"
    weeks: list[Week] = field(default_factory=list)
    emergencies: EmergencyRecord = field(default_factory=EmergencyRecord)
    direct_line: DirectLineRecord = field(default_factory=DirectLineRecord)
    costs: CostRecord = field(default_factory=CostRecord)
    measures: MeasureRecord = field(default_factory=MeasureRecord)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def month_span(town: Municipality, month: date, today: date) -> tuple[datetime, datetime]:
    """First and last instant of ``month`` in the town's time, cut off after ``today``."""
    zone = town.zone
    next_month = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
    last_day = min(next_month, today + timedelta(days=1))
    return (
        datetime.combine(month.replace(day=1), time(), zone).astimezone(UTC),
        datetime.combine(last_day, time(), zone).astimezone(UTC),
    )


@sight(True)  # figures only
def figures_of(town: Municipality, month: date, today: date) -> Figures:
    """Compute the month's figures; about fifteen queries, whatever the number of rows."""
    start, end = month_span(town, month, today)
    channels, is_practice = _counted_channels(town)
    deliveries = Delivery.objects.filter(
        channel__in=channels, state=Delivery.State.PUBLISHED, published_at__gte=start, published_at__lt=end
    )
    totals = deliveries.aggregate(posts=Count("post", distinct=True), deliveries=Count("pk"))
    media = PostMedia.objects.filter(post__in=deliveries.values("post")).aggregate(
        images=Count("pk"), described=Count("pk", filter=~Q(alt_text=""))
    )
    # Dates of platforms are claims: a comment counts where it could first be read.
    comments = Comment.objects.filter(channel__in=channels, readable_since__gte=start, readable_since__lt=end).counted()
    answers = _first_responses(town, comments)
    decisions = Decision.objects.filter(
        comment__channel__in=channels, decided_at__gte=start, decided_at__lt=end, undone_at__isnull=True
    ).exclude(comment__apart="test")
    hidden = decisions.filter(kind=Decision.Kind.HIDE)
    came_in = list(comments.values_list("pk", "readable_since"))
    return Figures(
        month=f"{month:%Y-%m-01}",
        until=f"{end.astimezone(town.zone) - timedelta(days=1):%Y-%m-%d}",
        is_practice=is_practice,
        channels=[c.name for c in channels],
        posts=totals["posts"],
        deliveries=totals["deliveries"],
        images=media["images"],
        accessible_percent=_percent(media["described"], media["images"]),
        comments=len(came_in),
        answered=len(answers),
        answered_percent=_percent(len(answers), len(came_in)),
        median_first_response_hours=_median(list(answers.values())),
        hidden=hidden.count(),
        hidden_by_clause=[
            (f"{row['clause__number']}. {row['clause__title']}", row["n"])
            for row in hidden.values("clause__number", "clause__title").annotate(n=Count("pk")).order_by("-n")
        ],
        open_at_end=_still_open(comments).count(),
        hours_per_week=f"{total_hours(town).normalize():f}",
        weeks=_weeks(town, start, end, came_in, answers),
        emergencies=emergency_record(channels, start, end),
        direct_line=direct_line_record(town, start, end, min(end, now())),
        measures=measure_record(town, channels, start, end),
        costs=cost_record(channels, month.replace(day=1), (end.astimezone(town.zone) - timedelta(days=1)).date()),
    )


def _still_open(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Nobody has decided, or the answer waits for a second person."""
    waiting = Decision.objects.filter(comment=OuterRef("pk")).waiting_for_release()
    return comments.filter(Q(state__in=Comment.OPEN_STATES) | Exists(waiting))


def _counted_channels(town: Municipality) -> tuple[list[Channel], bool]:
    channels = list(Channel.objects.filter(municipality=town).exclude(state=Channel.State.PLANNED).order_by("pk"))
    real = [c for c in channels if not c.is_practice]
    return (real, False) if real else (channels, bool(channels))


def _first_responses(town: Municipality, comments: QuerySet[Comment]) -> dict[int, float]:
    """Service hours from comment to first published answer, by comment id."""
    replies = (
        PlatformAction.objects.filter(
            decision__comment__in=comments,
            decision__kind=Decision.Kind.REPLY,
            state=PlatformAction.State.PUBLISHED,
        )
        .order_by("-published_at")
        .values_list("decision__comment", "decision__comment__readable_since", "published_at")
    )
    return {
        comment: service_hours_passed(town, since, published_at).total_seconds() / 3600
        for comment, since, published_at in replies
        if published_at is not None
    }


def _weeks(
    town: Municipality, start: datetime, end: datetime, came_in: list[tuple[int, datetime]], answers: dict[int, float]
) -> list[Week]:
    zone = town.zone

    def week_of(at: datetime) -> date:
        day = at.astimezone(zone).date()
        return day - timedelta(days=day.weekday())

    comments = Counter(week_of(at) for _pk, at in came_in)
    hours: dict[date, list[float]] = {}
    for pk, at in came_in:
        if pk in answers:
            hours.setdefault(week_of(at), []).append(answers[pk])
    weeks, monday = [], week_of(start)
    while monday <= week_of(end - timedelta(seconds=1)):
        weeks.append(
            Week(
                label=str(monday.isocalendar().week),
                comments=comments[monday],
                answers=len(hours.get(monday, [])),
                median_hours=_median(hours.get(monday, [])),
            )
        )
        monday += timedelta(days=7)
    return weeks


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


def _median(values: list[float]) -> float | None:
    return round(median(values), 1) if values else None
