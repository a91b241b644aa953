# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may write for what, until when; and for what a person may choose."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.timezone import now

from accounts.models import Membership, Municipality, Role, User
from channels_mgmt.models import Channel, Post, PostSeries, WritingRight
from channels_mgmt.queries.channels import open_channels
from channels_mgmt.rules import DRAFTING, channels_within, rights_of, writes_by_role

#: So long somebody whose right has ended is told so, instead of that they never had any.
TOLD_FOR = timedelta(days=1)


def rights_in(town: Municipality) -> QuerySet[WritingRight]:
    """All of ``town``, those that end last first."""
    found = WritingRight.objects.filter(municipality=town)
    return found.select_related("municipality", "person", "given_by", "channel", "series").order_by("-until", "-pk")


def rights_held(town: Municipality, person: User, at: datetime) -> QuerySet[WritingRight]:
    """What ``person`` was given and holds at ``at``."""
    rights: QuerySet[WritingRight] = WritingRight.objects.open(at).filter(municipality=town, person=person)
    return rights


def ended_lately(person: User, town: Municipality) -> WritingRight | None:
    """The right of ``person`` that ended last, within a day; none while they write by role or hold another one."""
    if writes_by_role(person, town) or not person.roles_in(town):
        return None
    at = now()
    rights = WritingRight.objects.filter(municipality=town, person=person)
    over = rights.filter(Q(ended_at__gt=at - TOLD_FOR) | Q(ended_at=None, until__lte=at, until__gt=at - TOLD_FOR))
    return over.select_related("municipality", "channel", "series").order_by("-until", "-pk").first()


def writable_channels(person: User, town: Municipality, post: Post | None = None) -> QuerySet[Channel]:
    """Channels that are not closed and that ``person`` may choose for ``post``, or for a new one."""
    channels = open_channels(town)
    if writes_by_role(person, town):
        return channels
    return channels.filter(pk__in=channels_within(rights_of(person, town), post))


def places_led_by(person: User, town: Municipality) -> list[Channel | PostSeries]:
    """Channels and series for which ``person`` may give the right, by name."""
    channels = Channel.objects.filter(municipality=town).exclude(state=Channel.State.CLOSED)
    series = PostSeries.objects.filter(municipality=town).exclude(state=PostSeries.State.ENDED)
    if Role.COMMUNICATIONS not in person.roles_in(town):
        channels = channels.filter(Q(owner=person) | Q(deputy=person))
        series = series.filter(responsible=person)
    return [*channels.order_by("name", "pk"), *series.order_by("name", "pk")]


def people_without_writing(town: Municipality) -> QuerySet[User]:
    """People of the town whom no role lets write, by name."""
    members = Membership.objects.current(town.local_day()).filter(municipality=town)
    writers = members.filter(role__in=DRAFTING)
    people = User.objects.filter(pk__in=members.values("user"), is_active=True)
    return people.exclude(pk__in=writers.values("user")).order_by("name", "pk")
