# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Releases of emergency posts: which one a delivery rests on, and which wait for a second person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import Municipality, Role, User
from accounts.queries import users_with_role
from channels_mgmt.models import Channel, EmergencyRelease, Post
from channels_mgmt.rules import APPROVING

State = EmergencyRelease.State


def release_of_delivery() -> Subquery:
    """For deliveries: the newest release of exactly the content that counts as approved; ``None`` for all others."""
    releases = EmergencyRelease._base_manager.filter(
        post=OuterRef("post"), content_hash=OuterRef("post__approved_hash"), post__approved_by__isnull=True
    )
    return Subquery(releases.order_by("-pk").values("pk")[:1])


def latest_release(post: Post) -> EmergencyRelease | None:
    """The newest emergency release of ``post``, whatever became of it."""
    releases = EmergencyRelease.objects.filter(post=post).select_related("released_by", "answered_by", "municipality")
    found = releases.order_by("-pk").first()
    if found is not None:
        found.post = post
    return found


def releases_to_answer(town: Municipality, person: User) -> QuerySet[EmergencyRelease]:
    """Open releases about which ``person`` may be the second one, by what they have done themselves."""
    releases = EmergencyRelease.objects.filter(municipality=town).open()
    return releases.exclude(released_by=person).exclude(post__author=person)


def second_people(post: Post, publisher: User) -> list[User]:
    """Who may confirm or object when ``publisher`` releases ``post``, by name."""
    return [
        person
        for person in users_with_role(post.municipality, *APPROVING).order_by("name")
        if person not in (publisher, post.author)
    ]


def heads_to_tell(release: EmergencyRelease) -> list[User]:
    """Heads of the authority besides the one who has released it."""
    return [
        head
        for head in users_with_role(release.municipality, Role.LEADERSHIP).order_by("name")
        if head != release.released_by
    ]


@dataclass(frozen=True)
class EmergencyRecord:
    """How many posts went out as an emergency, and how many of them nobody confirmed within the half-hour."""

    released: int = 0
    unconfirmed: int = 0


def emergency_record(channels: Collection[Channel], start: datetime, end: datetime) -> EmergencyRecord:
    """For the report: what was released for ``channels`` from ``start`` on and before ``end``; one query.

    What lapsed reached nobody.
    """
    releases = EmergencyRelease.objects.filter(released_at__gte=start, released_at__lt=end)
    releases = releases.filter(post__deliveries__channel__in=channels).exclude(state=State.LAPSED)
    found = list(releases.distinct().values_list("pk", "state", "answered_at", "confirm_until"))
    in_time = sum(state == State.CONFIRMED and at is not None and at <= until for _pk, state, at, until in found)
    return EmergencyRecord(len(found), len(found) - in_time)
