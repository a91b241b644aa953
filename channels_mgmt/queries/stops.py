# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether publishing is stopped in a town, and what has come due meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import Municipality
from channels_mgmt.models import Delivery, PublishingStop
from core.questions import question_planned_once


def publishing_stop(town: Municipality) -> PublishingStop | None:
    """The stop that holds in ``town``. Its end is not asked: until somebody has ended it, it holds."""
    return stops_of.one(town)


@question_planned_once
def stops_of(town: Municipality) -> QuerySet[PublishingStop]:
    """The one there can be, with who began it."""
    return PublishingStop.objects.filter(municipality=town).select_related("started_by")


def reason_of_the_stop() -> Subquery:
    """For deliveries: why publishing is stopped in their town; ``None`` while it is not."""
    stops = PublishingStop._base_manager.filter(municipality=OuterRef("channel__municipality"))
    return Subquery(stops.values("reason")[:1])


def held_back(town: Municipality, since: datetime) -> QuerySet[Delivery]:
    """Deliveries missed in the stop that began at ``since``, and about which nobody has decided.

    What was due shortly before might still have gone out then: whatever is missed and was, was missed in the stop.
    """
    earliest = since - timedelta(seconds=settings.OUTBOX_LATENESS_SECONDS)
    missed = Delivery.objects.filter(post__municipality=town, state=Delivery.State.MISSED, due_at__gte=earliest)
    return missed.select_related("post", "channel").order_by("due_at", "pk")
