# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who has access at a platform, and where somebody has to look through the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from accounts.models import Municipality
from channels_mgmt.models import AccessHolder, Channel
from channels_mgmt.models.access import ACCESS_HOLDS


def holders_of(channel: Channel) -> list[AccessHolder]:
    """Who has access now, by name."""
    return list(AccessHolder.objects.current().filter(channel=channel).order_by("name", "pk"))


def channels_to_review(town: Municipality, at: datetime) -> QuerySet[Channel]:
    """Public channels without a list, or with somebody on it of whom nobody has spoken for a quarter."""
    current = AccessHolder.objects.current().filter(channel=OuterRef("pk"))
    holds_until = ExpressionWrapper(F("confirmed_at") + ACCESS_HOLDS, output_field=DateTimeField())
    unspoken = current.alias(holds_until=holds_until).filter(holds_until__lte=at)
    public = Channel.objects.filter(municipality=town, live_slot__isnull=False)
    public = public.exclude(connector=Channel.Connector.PRACTICE)
    return public.filter(Q(~Exists(current)) | Q(Exists(unspoken))).order_by("live_slot", "pk")


@dataclass(frozen=True, slots=True)
class AccessToReview:
    """A channel whose list is due, and since when."""

    channel: Channel
    is_empty: bool
    since: datetime | None


def access_to_review(town: Municipality, at: datetime) -> list[AccessToReview]:
    found = []
    for channel in channels_to_review(town, at).select_related("municipality"):
        moments = [holder.confirmed_at for holder in holders_of(channel)]
        since = min(moments) + ACCESS_HOLDS if moments else channel.live_since
        found.append(AccessToReview(channel, not moments, since))
    return found
