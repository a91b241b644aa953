# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What keeps everything for a channel back, whatever it is that waits."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.models import Role
from channels_mgmt.connectors.contract import Throttled
from channels_mgmt.models import Channel, EmergencyRelease, Post
from channels_mgmt.services.connections import stored_access
from channels_mgmt.services.outbox.errand import Hold, Void


def no_second_person(row: Any) -> Void | None:
    """Four eyes, asked again when it counts: a second person, in a crisis the head; or an emergency that still holds.

    ``row.emergency`` is the emergency release of exactly the content that is approved; ``row.approver_stands`` says
    whether the approver stands in an election whose window runs (docs/adr/0041). Both were read with the row.
    """
    if row.emergency is not None:
        return _void_emergency(row.emergency, row.due_at)
    if row.approver_stands:
        return Void(_("Who approved it stands in the election. In the window somebody else has to approve it."))
    return None if approved_by_the_right_person(row.post) else Void(_("The post was not approved by a second person."))


def approved_by_the_right_person(post: Post) -> bool:
    """Whether a person has approved it who may: a second one, and in a crisis the head of the authority."""
    if post.approved_by_id is None:
        return False
    if post.risk == Post.Risk.ROUTINE:
        return True
    if post.approved_by_id in (post.author_id, post.submitted_by_id):
        return False
    approver = post.approved_by if post.risk == Post.Risk.CRISIS else None
    return approver is None or Role.LEADERSHIP in approver.roles_in(post.municipality_id)


def _void_emergency(release: EmergencyRelease, due_at: datetime) -> Void | None:
    if release.is_confirmed:
        return None
    if release.is_objected:
        return Void(_("The second person has objected to this emergency post."))
    if not release.is_open:
        return Void(_("The emergency release no longer holds."))
    if due_at > release.carries_until:
        return Void(_("As an emergency it could go out within two hours. Now it needs the second person first."))
    return None


def broken_access(channel: Channel) -> Hold | None:
    """Dead access: nothing goes out until somebody connects the channel again."""
    access = stored_access(channel)
    if access is None or access.broken_since is None:
        return None
    return Hold(_("The platform no longer accepts the stored access. Please connect the channel again."))


def wish_to_wait(channel: Channel, at: datetime) -> Hold | None:
    """The platform asked for patience, and the time is not over."""
    if channel.quiet_until is None or channel.quiet_until <= at:
        return None
    return Hold(_("The platform has asked us to wait."), channel.quiet_until)


def note_wish_to_wait(channel: Channel, error: Throttled) -> None:
    """Keep everything for this channel back until the platform takes requests again."""
    if error.retry_after:
        until = now() + timedelta(seconds=error.retry_after)
        earlier = Q(quiet_until=None) | Q(quiet_until__lt=until)
        Channel._base_manager.filter(earlier, pk=channel.pk).update(quiet_until=until)
