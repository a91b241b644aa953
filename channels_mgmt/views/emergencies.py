# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""An emergency post in two steps, and the word of the second person."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.emergencies import EmergencyForm, EmergencyReasonForm, ObjectionForm
from channels_mgmt.models import EmergencyRelease, Post
from channels_mgmt.queries.emergencies import second_people
from channels_mgmt.queries.stops import publishing_stop
from channels_mgmt.services.emergencies import (
    confirm_emergency,
    object_to_emergency,
    publish_emergency,
    refuse_release,
)
from channels_mgmt.views.answers import carry_out, first_error
from channels_mgmt.views.approvals import card_of
from core.errors import DomainError, Refused
from core.text import read_number


@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """First why; then, with a reason, the page that shows exactly what would go out. Nothing is stored here."""
    post: Post = get_object_or_404(Post.objects.select_related("author", "municipality"), pk=pk)
    require(request.user, "channels_mgmt.publish_emergency", post)
    try:
        refuse_release(post)
    except DomainError as error:
        return _show(request, post, None, gaps=_sentences(error))
    form = EmergencyReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _show_second_step(request, post, form.cleaned_data["reason"])
    return _show(request, post, form, status=422 if form.errors else 200)


@require_POST
def publish_emergency_post(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The second confirmation: the form carries the fingerprint of what was shown, and the stop that was."""
    post: Post = get_object_or_404(Post.objects.select_related("author", "municipality"), pk=pk)
    require(request.user, "channels_mgmt.publish_emergency", post)
    form = EmergencyForm(request.POST, is_stopped=publishing_stop(request.municipality) is not None)
    if not form.is_valid():
        return _show(request, post, form, status=422, is_second_step=True)
    given = form.cleaned_data
    try:
        release = publish_emergency(
            post,
            actor=request.user,
            reason=given["reason"],
            seen_hash=request.POST.get("seen_hash", ""),
            is_sure=given["is_sure"],
            past_stop=read_number(request.POST.get("stop_seen", "")) if given.get("goes_past_stop") else None,
        )
    except DomainError as error:
        post.refresh_from_db()
        if not post.may_become_emergency:
            messages.error(request, str(error))
            return redirect("planning:post_detail", municipality, pk)
        return _show_second_step(request, post, given["reason"], refusal=str(error), status=409)
    asked = len(second_people(post, release.released_by))
    text = ngettext(
        "The emergency post goes out now. %(n)d person is asked by mail to confirm it.",
        "The emergency post goes out now. %(n)d people are asked by mail to confirm it.",
        asked,
    )
    messages.success(request, text % {"n": asked})
    return redirect("planning:post_detail", municipality, pk)


def _sentences(error: DomainError) -> list[str]:
    return [str(gap) for gap in error.gaps] if isinstance(error, Refused) and error.gaps else [str(error)]


def _show_second_step(request: TownRequest, post: Post, reason: str, **more: Any) -> HttpResponse:
    form = EmergencyForm(initial={"reason": reason}, is_stopped=publishing_stop(request.municipality) is not None)
    return _show(request, post, form, is_second_step=True, **more)


def _show(
    request: TownRequest, post: Post, form: EmergencyReasonForm | None, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = card_of(post) | {
        "form": form,
        "stop": publishing_stop(request.municipality),
        "people": second_people(post, request.user),
        **more,
    }
    return render(request, "channels_mgmt/emergency.html", context, status=status)


@require_POST
def confirm(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    release = _found(pk)
    seen = request.POST.get("seen_hash", "")
    return carry_out(
        request,
        lambda: confirm_emergency(release, actor=request.user, seen_hash=seen),
        _("Thank you. The emergency post is confirmed."),
        _post_page(request, release),
    )


@require_POST
def object_to(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    release = _found(pk)
    require(request.user, "channels_mgmt.answer_emergency", release)
    form, to = ObjectionForm(request.POST), _post_page(request, release)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect(to)
    return carry_out(
        request,
        lambda: object_to_emergency(release, actor=request.user, note=form.cleaned_data["note"]),
        _("Your objection is on record. Who published the post and the head are told by mail."),
        to,
    )


def _found(pk: int) -> EmergencyRelease:
    related = ("municipality", "post__municipality", "post__author", "released_by")
    return get_object_or_404(EmergencyRelease.objects.select_related(*related), pk=pk)


def _post_page(request: TownRequest, release: EmergencyRelease) -> str:
    return reverse("planning:post_detail", args=[request.municipality.slug, release.post_id])
