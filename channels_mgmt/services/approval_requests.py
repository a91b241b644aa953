# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asking for an approval by letter, reminding, and telling the head (D4).

Due are eight service hours after the submission, or an hour before the planned time if that is earlier. Asked at once
is the press office, in a crisis the head; at half the time they are reminded and deputies of the channels are asked;
when it is over, the head. Each letter carries a link of its own, bound to person, post and content.

Letters leave in the town's service hours: who is asked at night decides in a hurry. A warning, a crisis and what is due
before the service hours begin do not wait. What still waits when it is decided never leaves.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.frame.clock import after_service_hours, next_service_moment, service_hours_between
from accounts.models import Role, User
from accounts.queries import people_with_role
from accounts.services import post_letter, take_back_letters, words_of
from accounts.tenancy.links import seal_link
from accounts.tenancy.permissions import may
from channels_mgmt.models import ApprovalRequest, Post
from channels_mgmt.services.reach import ask_for_links_of
from core.errors import AlreadyChanged
from core.states import compare_and_set
from core.urls import absolute_address

PURPOSE = "approval"
DUE_HOURS = 8
"""Service hours from submission to the moment at which the head is told."""
BEFORE_THE_PLAN = timedelta(hours=1)
SHORTEST = timedelta(minutes=15)
LINK_HOLDS = timedelta(days=14)

ASKED = gettext_noop("Approval asked for: “%(title)s”")
REMINDED = gettext_noop("Still waits for an approval: “%(title)s”")
ESCALATED = gettext_noop("Nobody has decided in time: “%(title)s”")


def ask_for_approval(post: Post) -> ApprovalRequest:
    """Write down until when ``post``, just submitted, is to be decided, and ask by letter. Needs a transaction."""
    assert post.submitted_at is not None  # noqa: S101  submitted by the same step
    half_at, due_at = _deadlines(post, post.submitted_at)
    request = ApprovalRequest.objects.create(
        municipality=post.municipality,
        post=post,
        content_hash=post.current_hash(),
        asked_at=post.submitted_at,
        half_at=half_at,
        due_at=due_at,
    )
    _write_to(first_asked(post), request, "asked", ASKED)
    ask_for_links_of(post)  # whoever decides sees whether they lead somewhere
    return request


def _deadlines(post: Post, at: datetime) -> tuple[datetime, datetime]:
    town = post.municipality
    due_at = after_service_hours(town, at, DUE_HOURS)
    if post.planned_at is not None:
        due_at = max(min(due_at, post.planned_at - BEFORE_THE_PLAN), at + SHORTEST)
    half = service_hours_between(town, at, due_at) / 2
    half_at = after_service_hours(town, at, half) if half else at + (due_at - at) / 2
    return min(half_at, due_at), due_at


def remind_of_approvals(at: datetime) -> int:
    """Post what is due at ``at``; returns how many requests were moved on. Needs all towns in scope.

    Harmless however often, and by however many, it is called: each step is one UPDATE that only one makes.
    """
    related = ("municipality", "post__municipality", "post__author", "post__submitted_by")
    requests = ApprovalRequest.objects.select_related(*related)
    moved = sum(_remind(request) for request in requests.to_remind(at))
    return moved + sum(_escalate(request) for request in requests.to_escalate(at))


@transaction.atomic
def _remind(request: ApprovalRequest) -> bool:
    if not _mark(request, "reminded_at"):
        return False
    post = request.post
    asked = first_asked(post)
    _write_to(asked, request, "reminded", REMINDED)
    _write_to([deputy for deputy in _deputies(post) if deputy not in asked], request, "asked", ASKED)
    return True


@transaction.atomic
def _escalate(request: ApprovalRequest) -> bool:
    if not _mark(request, "escalated_at"):
        return False
    _write_to(_who_may(request.post, Role.LEADERSHIP), request, "escalated", ESCALATED)
    return True


def _mark(request: ApprovalRequest, name: str) -> bool:
    """Whether it is ours to write these letters: the post still waits, and nobody has written them."""
    still = {"post__state": Post.State.IN_REVIEW, "post__submitted_at": request.asked_at}
    try:
        compare_and_set(request, expected={name: None} | still, **{name: now()})
    except AlreadyChanged:
        return False  # decided, taken back, or written by another worker
    return True


def take_back_asking(post: Post) -> None:
    """Let no letter leave any more that asks for an approval of ``post``; within the step by which it stops waiting."""
    for request in ApprovalRequest.objects.filter(post=post).order_by("-asked_at", "-pk")[:1]:
        take_back_letters(post.municipality, f"approval:{request.pk}")


def _leaves_at(request: ApprovalRequest, at: datetime) -> datetime:
    """``at`` itself where it cannot wait, else within the service hours."""
    post = request.post
    begins = next_service_moment(request.municipality, at)
    is_urgent = post.risk == Post.Risk.CRISIS or post.kind == Post.Kind.WARNING
    return at if is_urgent or request.due_at <= begins else begins


def first_asked(post: Post) -> list[User]:
    """Who gets the first letter: the press office, in a crisis and where nobody of it may, the head."""
    press = [] if post.risk == Post.Risk.CRISIS else _who_may(post, Role.COMMUNICATIONS)
    return press or _who_may(post, Role.LEADERSHIP)


def _deputies(post: Post) -> list[User]:
    """Deputies of the post's channels who may approve it."""
    targets = post.targets.select_related("channel__deputy").order_by("channel_id")
    found = dict.fromkeys(target.channel.deputy for target in targets if target.channel.deputy is not None)
    return [deputy for deputy in found if deputy.is_active and may(deputy, "channels_mgmt.approve_post", post)]


def _who_may(post: Post, role: str) -> list[User]:
    people = people_with_role(post.municipality, role)
    return [person for person in people if may(person, "channels_mgmt.approve_post", post)]


def approval_link(request: ApprovalRequest, person: User) -> str:
    """The address on which ``person`` decides without login; any edit voids it."""
    token = seal_link(
        PURPOSE,
        town=request.municipality_id,
        person=person.pk,
        subject=request.post_id,
        until=request.asked_at + LINK_HOLDS,
        more={"hash": request.content_hash},
    )
    return absolute_address("approval:decide", token)


def _write_to(people: Iterable[User], request: ApprovalRequest, kind: str, subject: str) -> None:
    post, town = request.post, request.municipality
    leaves_at = _leaves_at(request, now())
    with translation.override(settings.LANGUAGE_CODE):
        for person in people:
            context = {
                "request": request,
                "post": post,
                "town": town,
                "person": person,
                "kind": kind,
                "link": approval_link(request, person),
                "until": request.asked_at + LINK_HOLDS,
                "page": absolute_address("planning:post_detail", town.slug, post.pk),
            }
            post_letter(
                town,
                to=person.email,
                subject=f"{town.name}: {_(subject) % {'title': post.title}}",
                **words_of("channels_mgmt/email/approval", context),
                key=f"approval:{request.pk}:{kind}:person:{person.pk}",
                not_before=leaves_at,
            )
