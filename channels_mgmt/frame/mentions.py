# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits because a colleague has named somebody in a comment."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.frame.waiting import MAX_LINES_PER_KIND, Case, WaitingItem, WaitingSource
from accounts.models import Municipality, Role, User
from channels_mgmt.models import PostMention
from channels_mgmt.queries.comments import mentions_open
from core.questions import question


@question
def first_mentions(town: Municipality, person: User) -> QuerySet[PostMention]:
    found = mentions_open(town, person).select_related("comment__post", "comment__author")
    return found.order_by("comment__created_at", "pk")[:MAX_LINES_PER_KIND]


def _mentions(case: Case) -> Iterator[WaitingItem]:
    for mention in first_mentions(case.town, case.person):
        comment = mention.comment
        yield WaitingItem(
            cause=f"mention:{mention.pk}",
            urgency=2,
            icon="ask",
            text=_("%(person)s asks you something about “%(title)s”.")
            % {"person": comment.author, "title": comment.post.title},
            path=reverse("planning:comments", args=[case.town.slug, comment.post_id]),
            action=_("Read and answer"),
            since=comment.created_at,
            note=comment.text[:200],
            is_mailed=True,
        )


MENTIONS = WaitingSource(92, frozenset(Role), _mentions, ("mentions.open",))
