# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What happened to a post or a channel, read from the audit trail, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEntry
from channels_mgmt.models import Channel, Post

WORDS: dict[str, tuple[str, Any]] = {
    "planning.post_created": ("", _("wrote the draft")),
    "planning.post_edited": ("", _("changed the post")),
    "planning.version_restored": ("", _("restored an earlier version")),
    "planning.personal_data_confirmed": ("", _("said why personal data stand in the text")),
    "planning.post_submitted": ("current", _("asked for approval")),
    "planning.post_approved": ("success", _("approved the post")),
    "planning.post_returned": ("danger", _("returned the post")),
    "planning.post_recalled": ("", _("took the post back")),
    "planning.emergency_released": ("danger", _("released it alone as an emergency post")),
    "planning.emergency_confirmed": ("success", _("confirmed the emergency post")),
    "planning.emergency_objected": ("danger", _("objected to the emergency post")),
    "planning.emergency_unconfirmed": ("danger", _("told the head: nobody had confirmed the emergency post")),
    "planning.post_scheduled": ("current", _("scheduled the post")),
    "planning.post_withdrawn": ("danger", _("took it out of the schedule")),
    "channels_mgmt.delivery_published": ("success", _("is published")),
    "channels_mgmt.delivery_rejected": ("danger", _("rejected by the platform")),
    "channels_mgmt.delivery_retry_wait": ("", _("will try again")),
    "channels_mgmt.delivery_uncertain": ("danger", _("outcome unknown")),
    "channels_mgmt.delivery_not_found": ("", _("not found on the platform, will try again")),
    "channels_mgmt.delivery_missed": ("danger", _("missed its time")),
    "media.withdrawal_settled": ("success", _("saw to the post after a withdrawn consent")),
    "channels_mgmt.deliveries_withdrawn": ("danger", _("took back what had not gone out")),
    "channels_mgmt.delivery_withdrawn": ("", _("withdrew the delivery")),
    "channels_mgmt.delivery_settled": ("current", _("cleared up what happened")),
    "channels_mgmt.delivery_rescheduled": ("current", _("scheduled the delivery again")),
    "channels_mgmt.delivery_handed_over": ("current", _("handed the post over to be published by hand")),
    "channels_mgmt.delivery_confirmed_by_hand": ("success", _("published it by hand")),
    "channels_mgmt.delivery_impossible_by_hand": ("danger", _("could not publish it by hand")),
    "channels_mgmt.hand_over_withdrawn": ("danger", _("is no longer to be published by hand")),
    "channels_mgmt.access_refused": ("danger", _("the platform refused the stored access")),
    "channels.created": ("", _("planned the channel")),
    "channels.edited": ("", _("changed the channel")),
    "channels.connected": ("success", _("connected the account")),
    "channels.check_confirmed": ("success", _("confirmed a line of the checklist")),
    "channels.check_withdrawn": ("danger", _("took a confirmation back")),
    "channels.link_confirmed": ("success", _("looked at the profile: still linked")),
    "channels.link_missing": ("danger", _("looked at the profile: a link is missing")),
    "channels.provider_entered": ("", _("entered the provider of the platform")),
    "channels.went_live": ("success", _("let the channel go live")),
    "channels.paused": ("danger", _("paused the channel")),
    "channels.resumed": ("success", _("resumed the channel")),
    "channels.closed": ("danger", _("closed the channel")),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a history, newest first. ``mark`` is ``success``, ``danger``, ``current`` or empty."""

    at: datetime
    who: str
    words: Any
    mark: str
    reason: str
    channel: str
    url: str
    is_voided: bool
    details: dict[str, Any]


def history_of_post(post: Post, delivery_ids: Iterable[int]) -> list[Step]:
    """Steps of the post and its deliveries; one query."""
    about = Q(object_type="channels_mgmt.post", object_id=str(post.pk))
    about |= Q(object_type="channels_mgmt.delivery", object_id__in=[str(pk) for pk in delivery_ids])
    return _steps(about)


def history_of_channel(channel: Channel) -> list[Step]:
    """Steps of the channel; one query."""
    return _steps(Q(object_type="channels_mgmt.channel", object_id=str(channel.pk)))


def _steps(about: Q) -> list[Step]:
    entries = AuditEntry.objects.filter(about, action__in=list(WORDS)).order_by("-sequence")[:100]
    return [_step(entry) for entry in entries]


def _step(entry: AuditEntry) -> Step:
    mark, words = WORDS[entry.action]
    details = entry.details
    return Step(
        at=entry.at,
        who=entry.actor_label,
        words=words,
        mark=mark,
        reason=str(details.get("reason") or ""),
        channel=str(details.get("channel") or ""),
        url=str(details.get("url") or ""),
        is_voided=bool(details.get("voided")),
        details=details,
    )
