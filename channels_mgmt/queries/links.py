# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which links in the profiles of public channels somebody has to look at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import Municipality
from channels_mgmt.models import Channel, ChannelCheck
from channels_mgmt.models.channels import LINKS_HOLD
from core.questions import question_planned_once


@dataclass(frozen=True, slots=True)
class LinksToSee:
    """A public channel whose links somebody has to look at: those due again, those known to be missing."""

    channel: Channel
    due: tuple[ChannelCheck, ...]
    missing: tuple[str, ...]
    since: datetime | None


def links_to_see(town: Municipality, at: datetime) -> list[LinksToSee]:
    """Public channels with links due again at ``at`` or missing; one query. An invented account has no profile."""
    found = []
    for channel in public_channels(town):
        seen = {key: getattr(channel, f"{key}_seen_at") for key in ChannelCheck.LINK_KEYS}
        done = [ChannelCheck(channel=channel, key=key, done_at=moment) for key, moment in seen.items() if moment]
        due = tuple(sorted((check for check in done if check.is_due_again(at)), key=lambda check: check.done_at))
        missing = tuple(key for key, moment in seen.items() if moment is None)
        if due or missing:
            found.append(LinksToSee(channel, due, missing, due[0].done_at if due else None))
    return found


@question_planned_once
def public_channels(town: Municipality) -> QuerySet[Channel]:
    """With the moment each of their links was seen."""
    checks = ChannelCheck.objects.filter(channel=OuterRef("pk")).values("done_at")
    seen = {f"{key}_seen_at": Subquery(checks.filter(key=key)[:1]) for key in ChannelCheck.LINK_KEYS}
    public = Channel.objects.filter(municipality=town, live_slot__isnull=False).annotate(**seen)
    public = public.exclude(connector=Channel.Connector.PRACTICE)
    return public.select_related("municipality").order_by("live_slot", "pk")


def day_due(check: ChannelCheck, town: Municipality) -> date:
    """The day on which a link is to be looked at again."""
    return (check.done_at + LINKS_HOLD).astimezone(town.zone).date()
