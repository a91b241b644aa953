# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the claim of a delivery looks at, read once for the whole course."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import now

from accounts.models import Municipality
from channels_mgmt.models import AssetConsent, Delivery, EmergencyRelease, PostMedia, PostParts, PostTarget
from channels_mgmt.queries.elections import standing_at
from channels_mgmt.queries.emergencies import release_of_delivery
from channels_mgmt.queries.stops import publishing_stop, reason_of_the_stop
from core.questions import question_planned_once, town_in_scope


def delivery_with_parts(pk: int) -> Delivery | None:
    """Delivery ``pk`` with post, channel, targets and images as they stand now. Needs one town in scope."""
    town = town_in_scope()
    delivery = claimed_delivery.one(town, pk, now())
    if delivery is not None:
        delivery.post.municipality = delivery.channel.municipality = town
        media = media_of_delivery(town, pk) if delivery.has_media else []  # type: ignore[attr-defined]  # annotated
        delivery.post.parts = PostParts(targets_of_delivery(town, pk), media)
        _read_the_emergency(delivery)
    return delivery


def _read_the_emergency(delivery: Any) -> None:
    """``emergency`` and ``stop_key``: only what no second person has approved can be an emergency."""
    delivery.emergency, delivery.stop_key = None, None
    if delivery.emergency_key is None:
        return
    delivery.emergency = EmergencyRelease.objects.get(pk=delivery.emergency_key)
    stop = publishing_stop(delivery.post.municipality) if delivery.stop_reason is not None else None
    delivery.stop_key = stop.pk if stop else None


@question_planned_once
def claimed_delivery(town: Municipality, delivery: int, at: datetime) -> QuerySet[Delivery]:
    deliveries = Delivery.objects.filter(pk=delivery).select_related("post", "channel__credential")
    has_media = Exists(PostMedia.objects.filter(post=OuterRef("post")))
    return deliveries.annotate(
        has_media=has_media,
        stop_reason=reason_of_the_stop(),
        emergency_key=release_of_delivery(),
        approver_stands=standing_at(town, OuterRef("post__approved_by"), at),
    )


@question_planned_once
def targets_of_delivery(town: Municipality, delivery: int) -> QuerySet[PostTarget]:
    return PostTarget.objects.filter(post__deliveries=delivery).order_by("channel_id")


@question_planned_once
def media_of_delivery(town: Municipality, delivery: int) -> QuerySet[PostMedia]:
    media = PostMedia.objects.filter(post__deliveries=delivery).select_related("asset").order_by("position")
    return media.annotate(has_consents=Exists(AssetConsent.objects.filter(asset=OuterRef("asset"))))


@question_planned_once
def states_of_post(town: Municipality, post: int) -> QuerySet[Delivery, str]:
    """Where each delivery of the post stands."""
    return Delivery.objects.filter(post=post).values_list("state", flat=True)
