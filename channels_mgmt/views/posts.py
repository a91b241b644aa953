# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A post: where it stands, what became of it, and the next step."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.frame.acts import ask_with_undo, waiting_acts
from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.personal import ConfirmForm
from channels_mgmt.forms.planning import MomentForm, ReasonForm, SettleForm
from channels_mgmt.models import Capture, Channel, Delivery, Post
from channels_mgmt.presenters.checks import Places, speaks_of_people
from channels_mgmt.presenters.deliveries import badge_of
from channels_mgmt.presenters.hand_over import hand_over_of
from channels_mgmt.presenters.history import history_of_post
from channels_mgmt.queries.calendar import marked_post, status_of
from channels_mgmt.queries.comments import open_comments
from channels_mgmt.queries.council import decision_of_post
from channels_mgmt.queries.echo import echoes_of
from channels_mgmt.queries.emergencies import latest_release
from channels_mgmt.queries.gaps import missing_for_approval, open_confirmations
from channels_mgmt.queries.posts import approval_due, approvers_of, needs_approver
from channels_mgmt.queries.topics import topic_of_post
from channels_mgmt.services.at_once import PUBLISH_NOW, publish_in_ten_seconds
from channels_mgmt.services.copies import duplicate_post
from channels_mgmt.services.planning import (
    approve_post,
    discard_post,
    recall_post,
    return_post,
    schedule_post,
    submit_post,
    withdraw_post,
)
from channels_mgmt.services.publishing import reschedule_delivery, settle_delivery
from channels_mgmt.views.answers import carry_out, first_error
from channels_mgmt.views.approvals import card_of
from core.errors import DomainError
from core.legal_facts import LAW
from core.localtime import to_wall

State = Post.State
FIXED = {Delivery.State.SENDING, Delivery.State.UNCERTAIN, Delivery.State.PUBLISHED}
"""Deliveries that are public, or may be: what they say no longer changes."""


@require_safe
def post_detail(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """State, content per channel, deliveries, history, and what this person can do next."""
    return show_post(request, get_object_or_404(Post, pk=pk))


def show_post(request: TownRequest, post: Post, *, status: int = 200, **forms: Any) -> HttpResponse:
    require(request.user, "channels_mgmt.view_plan", post)
    deliveries = list(post.deliveries.select_related("channel").order_by("pk"))
    standing = [d for d in deliveries if d.state != Delivery.State.WITHDRAWN]
    release = latest_release(post) if post.was_released_alone else None
    possible = _possible(request, post, standing)
    edit = reverse("planning:post_edit", args=[post.municipality.slug, post.pk]) if possible["may_edit"] else None
    card = card_of(post, Places(composer=edit, post="" if edit else None))
    context = card | {
        "status": status_of(marked_post(post)),
        "deliveries": [(d, badge_of(d)) for d in standing],
        "by_hand": [hand_over_of(d) for d in standing if _is_to_answer(request, d)],
        "is_scheduled": any(d.state in (Delivery.State.SCHEDULED, Delivery.State.RETRY_WAIT) for d in standing),
        "may_enter_comments": may(request.user, "community.enter_comments", request.municipality),
        "is_read_by_hand": any(d.channel.is_by_hand for d in standing),
        "history": history_of_post(post, [d.pk for d in deliveries]),
        "moment_form": MomentForm(initial=_suggested(post)),
        "return_form": ReasonForm(),
        "settle_form": SettleForm(),
        "going_out": waiting_acts(request.municipality, PUBLISH_NOW).get(post.pk) if post.is_approved else None,
        "echoes": echoes_of(post, request.user) if post.is_public else [],
        "capture": Capture.objects.filter(post=post).select_related("person").first(),
        "is_stale": post.is_approved and not post.is_approval_valid,
        "topic": topic_of_post(post),
        "decision": decision_of_post(post),
        "approvers": approvers_of(post.risk, request.municipality, post.author),
        "goes_out_unapproved": not needs_approver(post, request.user),
        "release": release,
        "approval_due": approval_due(post),
        "may_answer_emergency": release is not None and may(request.user, "channels_mgmt.answer_emergency", release),
        "may_note_effort": may(request.user, "channels_mgmt.note_effort", post),
        "may_comment": may(request.user, "channels_mgmt.comment_on_post", post),
        "open_comments": open_comments(post),
        "to_confirm": open_confirmations(post) if edit and speaks_of_people(card["checks"]) else [],
        "confirm_form": ConfirmForm(),
        "link_checks": post.link_checks.order_by("pk") if standing or post.waits_for_approval else [],
        "boosting": LAW["political_advertising"],
        "may_read_faults": may(request.user, "channels_mgmt.read_faults", post),
        **possible,
        **forms,
    }
    return render(request, "channels_mgmt/post_detail.html", context, status=status)


def _is_to_answer(request: TownRequest, delivery: Delivery) -> bool:
    """Whether this person may say what became of it by hand."""
    return delivery.takes_a_confirmation and may(request.user, "channels_mgmt.publish_by_hand", delivery)


def _possible(request: TownRequest, post: Post, standing: list[Delivery]) -> dict[str, bool]:
    user = request.user
    can_edit = may(user, "channels_mgmt.edit_post", post)
    can_schedule = may(user, "channels_mgmt.schedule_post", post)
    in_review, approved = post.waits_for_approval, post.is_approved
    is_idle = any(t.channel.state != Channel.State.LIVE for t in post.targets.select_related("channel"))
    is_fixed = any(d.state in FIXED for d in standing)
    is_handed_over = any(d.is_handed_over for d in standing)
    is_kept = not post.is_being_written or post.deliveries.exists()
    return {
        "is_under_way": approved and (is_fixed or is_handed_over),
        "may_edit": can_edit and not is_fixed and not post.is_public,
        "may_submit": can_edit and post.state == State.DRAFT and not missing_for_approval(post),
        "may_recall": can_edit and in_review,
        "may_become_emergency": post.may_become_emergency and may(user, "channels_mgmt.publish_emergency", post),
        "may_approve": in_review and may(user, "channels_mgmt.approve_post", post),
        "may_return": (in_review or approved) and not is_fixed and may(user, "channels_mgmt.return_post", post),
        "may_schedule": can_schedule and approved and not (is_idle or is_fixed or is_handed_over),
        "has_idle_channel": approved and is_idle,
        "may_withdraw": can_schedule and approved and bool(standing) and not is_fixed,
        "may_settle": may(user, "channels_mgmt.settle_delivery", post),
        "may_write": may(user, "channels_mgmt.create_post", post),
        "may_discard": not is_kept and may(user, "channels_mgmt.discard_post", post),
    }


def _suggested(post: Post) -> dict[str, Any]:
    """The planned time, else the next full hour on the town's clock."""
    if post.planned_at is not None and post.planned_at > now():
        return {"day": post.planned_day, "time": post.planned_time}
    wall = to_wall(now() + timedelta(hours=1), post.municipality.timezone).replace(minute=0)
    return {"day": wall.date(), "time": wall.time()}


def _detail(post: Post) -> str:
    return reverse("planning:post_detail", args=[post.municipality.slug, post.pk])


@require_POST
def submit(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    post = get_object_or_404(Post, pk=pk)
    done = _("The approval is asked for. You will see here when it is decided.")
    return carry_out(request, lambda: submit_post(post, actor=request.user), done, _detail(post))


@require_POST
def recall(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    post = get_object_or_404(Post, pk=pk)
    return carry_out(
        request, lambda: recall_post(post, actor=request.user), _("The post is a draft again."), _detail(post)
    )


@require_POST
def approve(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Approve what was shown: the form carries the fingerprint of it."""
    post = get_object_or_404(Post, pk=pk)
    seen = request.POST.get("seen_hash", "")
    try:
        approve_post(post, actor=request.user, seen_hash=seen)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(_detail(post))
    if post.deliveries.exists():
        messages.success(request, _("“%(title)s” is approved and goes out as planned.") % {"title": post.title})
    else:
        messages.success(request, _("“%(title)s” is approved.") % {"title": post.title})
    return redirect("planning:approvals" if request.POST.get("from") == "approvals" else _detail(post), *_slug(request))


def _slug(request: TownRequest) -> list[str]:
    return [request.municipality.slug] if request.POST.get("from") == "approvals" else []


@require_POST
def return_to_author(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    post = get_object_or_404(Post, pk=pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    to = _detail(post)
    if reason and request.POST.get("from") == "approvals":
        to = reverse("planning:approvals", args=[municipality])
    done = _("The post is back with its author, with your reason.")
    return carry_out(request, lambda: return_post(post, actor=request.user, reason=reason), done, to)


@require_POST
def schedule(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    post = get_object_or_404(Post, pk=pk)
    require(request.user, "channels_mgmt.schedule_post", post)
    form = MomentForm(request.POST)
    if not form.is_valid():
        return show_post(request, post, status=422, moment_form=form)
    try:
        schedule_post(post, actor=request.user, wall=form.wall)
    except DomainError as error:
        post.refresh_from_db()
        form.add_error(None, str(error))
        return show_post(request, post, status=422, moment_form=form)
    messages.success(request, _("The post is scheduled. Until then it can be taken out again."))
    return redirect(_detail(post))


@require_POST
def publish_at_once(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    post = get_object_or_404(Post, pk=pk)
    ask_with_undo(request, lambda: publish_in_ten_seconds(post, actor=request.user))
    return redirect(_detail(post))


@require_POST
def withdraw(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    post = get_object_or_404(Post, pk=pk)
    done = _("The post is out of the schedule and stays approved.")
    return carry_out(request, lambda: withdraw_post(post, actor=request.user), done, _detail(post))


@require_POST
def duplicate(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    post = get_object_or_404(Post, pk=pk)
    copy = duplicate_post(post, actor=request.user)
    messages.success(request, _("This is the copy. It has no date yet."))
    return redirect("planning:post_edit", municipality, copy.pk)


@require_POST
def discard(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    post = get_object_or_404(Post, pk=pk)
    try:
        discard_post(post, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("planning:post_detail", municipality, pk)
    messages.success(request, _("The draft is deleted."))
    return redirect("planning:month", municipality)


@require_POST
def settle(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """A person has looked: the post is public on the platform, or it is not."""
    delivery: Delivery = get_object_or_404(Delivery.objects.select_related("post__municipality", "channel"), pk=pk)
    require(request.user, "channels_mgmt.settle_delivery", delivery)
    answer = request.POST.get("answer")
    if answer not in ("published", "not_published"):
        messages.error(request, _("Please choose one of the two answers."))
        return redirect(_detail(delivery.post))
    form = SettleForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect(_detail(delivery.post))
    return carry_out(
        request,
        lambda: settle_delivery(
            delivery,
            actor=request.user,
            was_published=answer == "published",
            remote_url=form.cleaned_data["remote_url"] if answer == "published" else "",
        ),
        _("Thank you, this is cleared up."),
        _detail(delivery.post),
    )


@require_POST
def reschedule(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Send what was missed or rejected at another time."""
    delivery: Delivery = get_object_or_404(Delivery.objects.select_related("post__municipality", "channel"), pk=pk)
    require(request.user, "channels_mgmt.schedule_post", delivery.post)
    form = MomentForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect(_detail(delivery.post))
    done = _("The post is scheduled again for %(channel)s.") % {"channel": delivery.channel.name}
    return carry_out(
        request,
        lambda: reschedule_delivery(delivery, actor=request.user, wall=form.wall),
        done,
        _detail(delivery.post),
    )
