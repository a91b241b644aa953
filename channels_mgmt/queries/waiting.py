# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Posts, deliveries and channels that wait for somebody."""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from accounts.frame.counting import Rows
from accounts.models import Municipality, User
from channels_mgmt.models import Channel, ChannelCheck, ChannelDocument, Credential, Delivery, Post
from channels_mgmt.models.channels import LINKS_HOLD
from channels_mgmt.queries.access import channels_to_review
from channels_mgmt.queries.channels import open_channels
from channels_mgmt.queries.comments import mentions_open
from channels_mgmt.queries.emergencies import releases_to_answer
from channels_mgmt.queries.posts import deliveries_by_hand, posts_to_approve
from channels_mgmt.queries.rights import consents_to_settle, ending_consents, ending_licences
from channels_mgmt.queries.series import drafts_left_behind, series_without_writer
from channels_mgmt.queries.topics import mailbox_in_trouble, mails_to_look_at
from channels_mgmt.queries.writing_rights import rights_held

#: An own draft waits on *Heute* from here on: time enough to write it and to have it approved.
DUE_SOON = timedelta(days=5)


def posts_returned(town: Municipality, person: User) -> QuerySet[Post]:
    """Drafts that came back to their author."""
    return Post.objects.filter(municipality=town, state=Post.State.DRAFT, author=person).exclude(return_reason="")


def own_drafts_due(town: Municipality, person: User, at: datetime) -> QuerySet[Post]:
    """What ``person`` has begun and planned for the days until ``DUE_SOON`` after ``at``, or for a day that is over."""
    begun = Post.objects.filter(municipality=town, state__in=[Post.State.IDEA, Post.State.DRAFT], author=person)
    near = ExpressionWrapper(F("planned_at") - DUE_SOON, output_field=DateTimeField())
    return begun.filter(return_reason="").alias(near=near).filter(near__lte=at)


def deliveries_to_settle(town: Municipality) -> QuerySet[Delivery]:
    """What only a person moves on, and what the software took back: its approval was void when the hour had come."""
    deliveries = Delivery.objects.filter(post__municipality=town)
    withdrawn = deliveries.filter(state=Delivery.State.WITHDRAWN, post__state=Post.State.APPROVED)
    return deliveries.needing_a_person() | withdrawn.exclude(error="")


def accesses_to_mend(town: Municipality, at: datetime) -> QuerySet[Credential]:
    """Accesses that were lost, or are about to end, of channels that are not closed."""
    accesses: QuerySet[Credential] = Credential.objects.needing_a_person(at)
    return accesses.filter(channel__municipality=town)


def channels_with_links_to_see(town: Municipality, at: datetime) -> QuerySet[Channel]:
    """Public channels that lack a link which was seen within the half-year before ``at``."""
    holds_until = ExpressionWrapper(F("done_at") + LINKS_HOLD, output_field=DateTimeField())
    fresh = ChannelCheck.objects.filter(channel=OuterRef("pk")).alias(holds_until=holds_until)
    is_unseen = [Q(~Exists(fresh.filter(key=key, holds_until__gt=at))) for key in ChannelCheck.LINK_KEYS]
    public = Channel.objects.exclude(connector=Channel.Connector.PRACTICE)
    return public.filter(reduce(or_, is_unseen), municipality=town, live_slot__isnull=False)


def documents_checked(town: Municipality) -> QuerySet[ChannelDocument]:
    """Documents that may have become stale since."""
    return ChannelDocument.objects.filter(municipality=town, state=ChannelDocument.State.CHECKED)[:1]


def channels_that_practise(town: Municipality) -> QuerySet[Channel]:
    return open_channels(town).filter(connector=Channel.Connector.PRACTICE).order_by()[:1]


ROWS: dict[str, Rows] = {
    "posts.to_approve": lambda town, person, at: posts_to_approve(town, person, at, with_crisis=True),
    "posts.to_approve_without_crisis": lambda town, person, at: posts_to_approve(town, person, at, with_crisis=False),
    "emergencies.to_answer": lambda town, person, at: releases_to_answer(town, person),
    "mentions.open": lambda town, person, at: mentions_open(town, person),
    "posts.returned": lambda town, person, at: posts_returned(town, person),
    "posts.own_drafts_due": lambda town, person, at: own_drafts_due(town, person, at),
    "deliveries.to_settle": lambda town, person, at: deliveries_to_settle(town),
    "deliveries.by_hand": lambda town, person, at: deliveries_by_hand(town),
    "consents.to_settle": lambda town, person, at: consents_to_settle(town),
    "consents.ending": lambda town, person, at: ending_consents(town, at),
    "licences.ending": lambda town, person, at: ending_licences(town, at),
    "channels.broken": lambda town, person, at: accesses_to_mend(town, at),
    "channels.access_to_review": lambda town, person, at: channels_to_review(town, at).order_by(),
    "channels.links_to_see": lambda town, person, at: channels_with_links_to_see(town, at),
    "channels.practising": lambda town, person, at: channels_that_practise(town),
    "series.without_writer": lambda town, person, at: series_without_writer(town, at),
    "series.drafts_left": lambda town, person, at: drafts_left_behind(town, at),
    "topics.mails": lambda town, person, at: mails_to_look_at(town),
    "topics.mailbox": lambda town, person, at: mailbox_in_trouble(town),
    "writing_rights.held": lambda town, person, at: rights_held(town, person, at),
    "documents.checked": lambda town, person, at: documents_checked(town),
}
