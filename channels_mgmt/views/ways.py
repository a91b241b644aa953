# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One post on every way: website, gazette, notice board, messenger; and what proves that it has another way."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.ways import OtherWayForm, WayForm, WaySettingsForm
from channels_mgmt.models import Post, WayText
from channels_mgmt.presenters.ways import notice_sheet, ways_of
from channels_mgmt.queries.ways import proof_of_post, way_settings
from channels_mgmt.services.ways import ask_to_look, note_other_way, save_way, save_way_settings, take_suggestion
from channels_mgmt.views.answers import carry_out
from core.errors import DomainError
from core.text import read_number


@require_safe
def ways(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The words of every way for copying and changing, and the proof."""
    return _show(request, _post(request, pk))


def _post(request: TownRequest, pk: int) -> Post:
    found: Post = get_object_or_404(Post.objects.select_related("municipality"), pk=pk)
    require(request.user, "channels_mgmt.view_plan", found)
    return found


def _show(
    request: TownRequest,
    post: Post,
    *,
    typed: dict[str, WayForm] | None = None,
    other: OtherWayForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """``typed`` are forms that could not be carried out, by their way."""
    shown = []
    for way in ways_of(post):
        form = (typed or {}).get(way.way)
        if form is None:
            form = WayForm.of(way)
        else:
            form.show_as(way)
        shown.append((way, form))
    context = {
        "post": post,
        "ways": shown,
        "proof": proof_of_post(post),
        "other": other or OtherWayForm.of(post),
        "is_written": bool(post.text.strip()),
        "may_edit": may(request.user, "channels_mgmt.edit_post", post),
        "may_set": may(request.user, "channels_mgmt.set_ways", post.municipality),
    }
    return render(request, "channels_mgmt/ways.html", context, status=status)


def _known(way: str) -> str:
    if way not in WayText.Way.values:
        raise Http404
    return way


def _to(municipality: str, pk: int, way: str = "") -> str:
    return reverse("planning:ways", args=[municipality, pk]) + (f"#{way}" if way else "")


@require_POST
def save(request: TownRequest, municipality: str, pk: int, way: str) -> HttpResponse:
    post, way = _post(request, pk), _known(way)
    require(request.user, "channels_mgmt.edit_post", post)
    form = WayForm(request.POST)
    if form.is_valid():
        try:
            save_way(post, actor=request.user, way=way, **form.cleaned_data)
        except DomainError as error:
            form.add_error("text", str(error))
    if form.errors:
        return _show(request, post, typed={way: form}, status=422)
    messages.success(request, _("The words are saved. Nothing has gone out."))
    return redirect(_to(municipality, pk, way))


@require_POST
def suggestion(request: TownRequest, municipality: str, pk: int, way: str) -> HttpResponse:
    """Take the suggestion again."""
    post, way = _post(request, pk), _known(way)
    revision = read_number(request.POST.get("revision", "")) or 0
    done = _("The suggestion of the post stands again.")
    return carry_out(
        request,
        lambda: take_suggestion(post, actor=request.user, way=way, revision=revision),
        done,
        _to(municipality, pk, way),
    )


@require_POST
def other_way(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    post = _post(request, pk)
    require(request.user, "channels_mgmt.edit_post", post)
    form = OtherWayForm(request.POST)
    if form.is_valid():
        try:
            note_other_way(post, actor=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
    if form.errors:
        return _show(request, post, other=form, status=422)
    messages.success(request, _("Noted. Whoever approves the post sees it."))
    return redirect(_to(municipality, pk))


@require_POST
def look_again(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    post = _post(request, pk)
    done = _("The page is looked at within a minute. Load this page again then.")
    return carry_out(request, lambda: ask_to_look(post, actor=request.user), done, _to(municipality, pk))


@require_safe
def sheet(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The sheet for the notice board as PDF."""
    post = _post(request, pk)
    name = f"aushang-{post.municipality.slug}-{post.pk}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(notice_sheet(post), content_type="application/pdf", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: TownRequest, municipality: str) -> HttpResponse:
    """How the house signs on these ways, and whether each post has to prove one."""
    town, user = request.municipality, request.user
    require(user, "channels_mgmt.view_plan", town)
    form = WaySettingsForm(request.POST) if request.method == "POST" else WaySettingsForm.of(town, way_settings(town))
    if request.method == "POST":
        require(user, "channels_mgmt.set_ways", town)
        if form.is_valid():
            try:
                save_way_settings(town, actor=user, **form.cleaned_data)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Saved. Suggestions use it from now on; own words stay as they are."))
                return redirect("planning:way_settings", municipality)
    context = {"form": form, "may_set": may(user, "channels_mgmt.set_ways", town)}
    return render(request, "channels_mgmt/way_settings.html", context, status=422 if form.errors else 200)
