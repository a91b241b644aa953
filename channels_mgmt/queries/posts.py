# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whose approval a post waits for, and what its channels say."""

from __future__ import annotations

from datetime import date, datetime

from django.core.cache import cache
from django.db.models import OuterRef, Q, QuerySet
from django.utils.timezone import localdate, now

from accounts.frame.counting import COUNT_CAP, menu_counts
from accounts.models import Membership, Municipality, Role, User
from channels_mgmt.models import ApprovalRequest, Delivery, Post
from channels_mgmt.queries.elections import standing_at
from channels_mgmt.rules import APPROVING, EDITORIAL, stands_in_no_election
from core.cache import read_by_pages
from core.questions import question_planned_once

_authors_key = read_by_pages("post-authors")


def is_editorial(person: User, municipality: Municipality | int) -> bool:
    """Whether routine posts of this person go out without approval."""
    return bool(person.roles_in(municipality) & set(EDITORIAL))


def needs_approver(post: Post, submitter: User) -> bool:
    """Routine posts of the editorial team need none; everything else needs exactly one (D4, D8).

    Nor does a routine post of somebody who stands in an election go out by one pair of eyes in its window.
    """
    if post.risk != Post.Risk.ROUTINE or not is_editorial(submitter, post.municipality_id):
        return True
    return not stands_in_no_election(submitter, post)


def posts_awaiting(person: User, municipality: Municipality) -> QuerySet[Post]:
    """Posts in review that ``person`` may approve, longest waiting first."""
    roles = person.roles_in(municipality)
    if not roles & set(APPROVING):
        return Post.objects.none()
    posts = posts_to_approve(municipality, person, now(), with_crisis=Role.LEADERSHIP in roles)
    return posts.order_by("submitted_at", "pk")


def approval_rows(person: User, municipality: Municipality) -> tuple[str, ...]:
    """What is counted (``channels_mgmt.queries.waiting``) for the approvals of this very person; nothing for most."""
    roles = person.roles_in(municipality)
    if Role.LEADERSHIP in roles:
        return ("posts.to_approve",)
    return ("posts.to_approve_without_crisis",) if roles & set(APPROVING) else ()


def approvals_waiting_for(person: User, municipality: Municipality) -> int:
    """How many posts wait for this very person, counted with the menu of the same request."""
    rows = approval_rows(person, municipality)
    return min(sum(menu_counts(person, municipality)[name] for name in rows), COUNT_CAP)


def posts_to_approve(town: Municipality, person: User, at: datetime, *, with_crisis: bool) -> QuerySet[Post]:
    """Posts in review that others wrote and submitted; none for somebody who stands in an election at ``at``."""
    posts = Post.objects.filter(municipality=town, state=Post.State.IN_REVIEW)
    posts = posts.exclude(Q(author=person) | Q(submitted_by=person)).filter(~standing_at(town, person, at))
    return posts if with_crisis else posts.exclude(risk=Post.Risk.CRISIS)


def approval_due(post: Post) -> datetime | None:
    """Until when somebody is to decide about ``post`` before the head is told; ``None`` unless it waits."""
    if not post.waits_for_approval or post.submitted_at is None:
        return None
    requests = ApprovalRequest.objects.filter(post=post, asked_at=post.submitted_at)
    return requests.values_list("due_at", flat=True).first()


def deliveries_by_hand(town: Municipality) -> QuerySet[Delivery]:
    """What people have to publish themselves."""
    return Delivery.objects.filter(post__municipality=town, state=Delivery.State.HANDED_OVER)


def to_publish_by_hand(person: User, municipality: Municipality) -> QuerySet[Delivery]:
    """What waits to be published by ``person`` by hand, oldest first: everything for the editorial team, else
    what is due on channels the person owns or is deputy of.
    """
    waiting = deliveries_by_hand(municipality)
    if not person.roles_in(municipality) & set(EDITORIAL):
        waiting = waiting.filter(Q(channel__owner=person) | Q(channel__deputy=person))
    return waiting.select_related("post", "channel").order_by("due_at", "pk")


def authors_of(municipality: Municipality) -> list[tuple[int, str]]:
    """Number and name of people who have written posts for the town, by name; a minute old at most."""
    key = _authors_key(municipality)
    authors: list[tuple[int, str]] | None = cache.get(key)
    if authors is None:
        wrote = Post.objects.filter(municipality=municipality).order_by().values("author").distinct()
        authors = list(User.objects.filter(pk__in=wrote).order_by("name").values_list("pk", "name"))
        cache.set(key, authors, 60)
    return authors


def post_of(town: Municipality, pk: int) -> Post | None:
    """The post with this key, and ``town`` as it is known; ``None`` where the town has none."""
    post = posts_by_key.one(town, pk)
    if post is not None:
        post.municipality = town
    return post


@question_planned_once
def posts_by_key(town: Municipality, pk: int) -> QuerySet[Post]:
    return Post.objects.filter(municipality=town, pk=pk)


def approvers_of(post_risk: str, municipality: Municipality, author: User) -> list[User]:
    """People who may approve a post of this risk by ``author``, by name; one query."""
    return approvers_at(municipality, localdate(), author, now(), is_crisis=post_risk == Post.Risk.CRISIS)


@question_planned_once
def approvers_at(town: Municipality, today: date, person: User, at: datetime, *, is_crisis: bool) -> QuerySet[User]:
    """With their names alone; nobody who stands in an election at ``at``."""
    roles = [Role.LEADERSHIP] if is_crisis else list(APPROVING)
    members = Membership.objects.current(today).filter(municipality=town, role__in=roles)
    people = User.objects.filter(pk__in=members.values("user"), is_active=True).exclude(pk=person.pk)
    people = people.filter(~standing_at(town, OuterRef("pk"), at))
    return people.order_by("name").only("name", "email")


def wording_of(delivery: Delivery) -> str:
    """What the channel says: its own wording, else the post's text; with the label of what AI has made."""
    post = delivery.post
    targets = post.parts.targets if post.parts else post.targets.filter(channel=delivery.channel_id)
    own = [target.text for target in targets if target.channel_id == delivery.channel_id]
    return post.labelled(next(iter(own), "") or post.text)
