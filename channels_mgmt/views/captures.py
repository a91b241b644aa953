# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""From the camera to a draft: one page for people, one address for the script that sends what had no connection."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.frame.kept_text import background
from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.captures import CaptureForm, nothing_taken
from channels_mgmt.models import Capture
from channels_mgmt.services.captures import take_in
from core.errors import DomainError


@require_safe
def short(request: HttpRequest) -> HttpResponse:
    """An address to remember: leads a person of one town to its page, others by way of the choice of towns."""
    towns = request.user.municipalities  # type: ignore[union-attr]
    if len(towns) != 1:
        return redirect("home")
    return redirect("planning:capture", towns[0].slug)


@require_http_methods(["GET", "HEAD", "POST"])
def capture(request: TownRequest, municipality: str) -> HttpResponse:
    """Photo or video, sentence, who can be recognised."""
    town, user = request.municipality, request.user
    require(user, "channels_mgmt.create_post", town)
    if request.method != "POST":
        return _show(request, CaptureForm(town, user))
    form = CaptureForm(town, user, request.POST, request.FILES)
    if form.is_of_somebody_else:
        messages.error(request, _of_somebody_else())
        return redirect("planning:capture", municipality)
    form.keep_photo()
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        taken = _take_in(form, **(form.given if "film" in form.given else {"photo": form.asset}))
    except DomainError as error:
        form.add_error(None, str(error))
        return _show(request, form, status=422)
    if taken.post is None:
        messages.success(request, _("This has arrived already, and its draft was deleted since."))
        return redirect("planning:capture", municipality)
    messages.success(request, _("The draft is there. What is still missing stands below."))
    return redirect("planning:post_detail", municipality, taken.post.pk)


@background
@require_POST
def capture_send(request: TownRequest, municipality: str) -> JsonResponse:
    """The same, asked by the script; answers with JSON.

    200 ``{url, title}``, also when it has arrived before; 409 for somebody else, 422 ``{message}``: nothing is stored.
    """
    town, user = request.municipality, request.user
    require(user, "channels_mgmt.create_post", town)
    form = CaptureForm(town, user, request.POST, request.FILES)
    if form.is_of_somebody_else:
        return JsonResponse({"message": _of_somebody_else()}, status=409)
    if not form.is_valid() or not form.given:
        wrong = [str(error) for errors in form.errors.values() for error in errors] or [nothing_taken()]
        return JsonResponse({"message": " ".join(wrong)}, status=422)
    try:
        taken = _take_in(form, **form.given)
    except DomainError as error:
        return JsonResponse({"message": str(error)}, status=422)
    if taken.post is None:
        return JsonResponse({"url": "", "title": ""})
    return JsonResponse(
        {"url": reverse("planning:post_detail", args=[municipality, taken.post.pk]), "title": taken.post.title}
    )


def _take_in(form: CaptureForm, **shown: object) -> Capture:
    given = form.cleaned_data
    return take_in(
        form.town,
        actor=form.person,
        key=given["key"],
        sentence=given["sentence"],
        people=given["people"],
        **shown,
    )


def _of_somebody_else() -> str:
    return _("Somebody else was signed in here when this was taken. Nothing was stored.")


def _show(request: TownRequest, form: CaptureForm, *, status: int = 200) -> HttpResponse:
    return render(request, "channels_mgmt/capture.html", {"form": form}, status=status)
