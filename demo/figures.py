# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was counted in the demo town: replies as they came, a week without followers, one look that was missed."""

from datetime import datetime, timedelta

from django.utils.timezone import now

from accounts.models import Municipality, Role, User
from channels_mgmt.models import Channel, ChannelFigure, Delivery, PostFigure
from channels_mgmt.models.figures import HOURS_AFTER
from channels_mgmt.services.figures import enter_channel_figures, enter_post_figures
from practice.models import PracticePost

#: Days ago → followers; on the days between nobody looked.
FOLLOWERS = {24: 1180, 21: 1192, 17: 1203, 16: 1206, 15: 1211, 9: 1229, 8: 1231, 7: 1240, 2: 1262, 1: 1268}
SOURCE = "Profilseite der Übungsplattform (erfundene Zahl)"
LIKES = (48, 31, 22)
MISSED = 48
LOOKED_AT_FOR = timedelta(days=21)


def load_figures(town: Municipality, people: dict[str, User], channels: list[Channel]) -> None:
    editor, today, at = people[Role.EDITOR], town.local_day(), now()
    for number, channel in enumerate(channels):
        for ago, followers in FOLLOWERS.items():
            value = followers // (number * 2 + 1)
            day = today - timedelta(days=ago)
            enter_channel_figures(channel, actor=editor, values={"followers": value}, source=SOURCE, day=day)
            seen = at - timedelta(days=ago)
            ChannelFigure.objects.filter(channel=channel, day=day).update(
                due_at=seen, next_attempt_at=seen, read_at=seen
            )
        public = Delivery.objects.filter(channel=channel, state="published", published_at__gt=at - LOOKED_AT_FOR)
        deliveries = list(public.select_related("channel", "post").order_by("-published_at"))
        for delivery in deliveries:
            PostFigure.objects.bulk_create(_looks(delivery, at))
        for delivery, likes in zip(deliveries[1:], LIKES, strict=False):
            values = {"likes": likes // (number + 1), "shares": likes // 6}
            enter_post_figures(delivery, actor=editor, values=values, source=SOURCE, seen_at=at)


def _looks(delivery: Delivery, at: datetime) -> list[PostFigure]:
    replies = PracticePost.objects.filter(root_id=int(delivery.remote_id)).exclude(account__is_town=True)
    moments = list(replies.values_list("created_at", flat=True))
    return [_look(delivery, hours, moments, at) for hours in HOURS_AFTER]


def _look(delivery: Delivery, hours: int, replies: list[datetime], at: datetime) -> PostFigure:
    due = (delivery.published_at or at) + timedelta(hours=hours)
    row = PostFigure(delivery=delivery, hours_after=hours, due_at=due, next_attempt_at=due)
    if due > at:
        return row
    if hours == MISSED:
        row.state, row.reason = PostFigure.State.GAP, "Die Übungsplattform hat nicht rechtzeitig geantwortet."
        return row
    row.state, row.read_at = PostFigure.State.READ, due + timedelta(minutes=2)
    row.values = {"replies": sum(moment <= due for moment in replies)}
    return row
