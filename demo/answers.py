# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The notices of the demo town: one that reached its citizen as a private message."""

from datetime import timedelta

from django.utils.timezone import now

from accounts.models import Municipality, User
from community.models import Decision, NoticeMessage
from community.services.notice_messages import carry_out_notice, send_notice, why_only_by_hand


def load_notices(town: Municipality, *, moderator: User) -> None:
    """The newest hidden comment whose author can be reached is told why."""
    measures = Decision.objects.filter(
        comment__municipality=town, kind=Decision.Kind.HIDE, undone_at=None, action__state="published"
    )
    for measure in measures.select_related("comment__channel", "comment__author", "action").order_by("-decided_at"):
        if why_only_by_hand(measure):
            continue
        message = send_notice(measure, actor=moderator)
        NoticeMessage.objects.filter(pk=message.pk).update(due_at=now() - timedelta(seconds=1))
        carry_out_notice(message.pk)
        return
