# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was counted about a channel and a post, what a person adds, and both as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_scopes import scope

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.connectors.registry import profile_of
from channels_mgmt.forms.figures import ChannelFiguresForm, PostFiguresForm
from channels_mgmt.models import Channel, Delivery, Post
from channels_mgmt.presenters.figures import WIDTHS, followers_answer, reactions_answer, sheet_rows, table_of
from channels_mgmt.queries.figures import (
    DAYS,
    all_looks,
    counts_of_channel,
    counts_of_post,
    days_of_channel,
    names_to_type,
)
from channels_mgmt.services.figures import enter_channel_figures, enter_post_figures
from core.errors import DomainError
from core.localtime import to_instant, to_wall
from core.sheets import CSV, WORKBOOK, csv_lines, workbook


@require_http_methods(["GET", "HEAD", "POST"])
def channel_figures(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Followers over four weeks, reactions to posts, and a form where no software reads the account."""
    channel: Channel = get_object_or_404(
        Channel.objects.select_related("municipality"), pk=pk, municipality=request.municipality
    )
    require(request.user, "channels_mgmt.view_channels", channel)
    town, today = request.municipality, request.municipality.local_day()
    names = names_to_type(profile_of(channel.connector).account_figures, of_account=True)
    form = ChannelFiguresForm(names, request.POST or None, initial={"day": today}) if names else None
    if request.method == "POST":
        require(request.user, "channels_mgmt.enter_figures", channel)
        if form is not None and form.is_valid():
            given: dict[str, Any] = {name: form.cleaned_data[name] for name in ("day", "source")}
            try:
                enter_channel_figures(channel, actor=request.user, values=form.values(), **given)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The figures are kept, with their source."))
                return redirect("channels:channel_figures", municipality, pk)
    counts = counts_of_channel(channel, now() - timedelta(days=DAYS))
    context = {
        "channel": channel,
        "answers": [followers_answer(days_of_channel(channel, today), town), reactions_answer(counts)],
        "posts": [(one.delivery, table_of(one, town)) for one in counts],
        "form": form,
        "may_enter": form is not None and may(request.user, "channels_mgmt.enter_figures", channel),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "channels_mgmt/channel_figures.html", context, status=status)


@require_safe
def channel_figures_csv(request: TownRequest, municipality: str, pk: int) -> HttpResponseBase:
    """Everything ever counted on the channel, with the gaps."""
    channel: Channel = get_object_or_404(
        Channel.objects.select_related("municipality"), pk=pk, municipality=request.municipality
    )
    require(request.user, "channels_mgmt.view_channels", channel)
    town = request.municipality

    def rows() -> Iterator[str]:
        with scope(municipality=town):  # the request is over when the last of it is read
            yield from csv_lines(sheet_rows(*all_looks(channel), town))

    name = f'attachment; filename="zahlen-kanal-{channel.pk}.csv"'
    return StreamingHttpResponse(rows(), content_type=CSV, headers={"Content-Disposition": name})


@require_safe
def channel_figures_workbook(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The same for spreadsheet programs: days are days and figures are numbers."""
    channel: Channel = get_object_or_404(
        Channel.objects.select_related("municipality"), pk=pk, municipality=request.municipality
    )
    require(request.user, "channels_mgmt.view_channels", channel)
    content = workbook(_("Figures"), sheet_rows(*all_looks(channel), request.municipality), WIDTHS)
    name = f'attachment; filename="zahlen-kanal-{channel.pk}.xlsx"'
    return HttpResponse(content, content_type=WORKBOOK, headers={"Content-Disposition": name})


@require_http_methods(["GET", "HEAD", "POST"])
def post_figures(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """What was counted about a post on each of its channels; a POST names the delivery it is about."""
    post: Post = get_object_or_404(
        Post.objects.select_related("municipality"), pk=pk, municipality=request.municipality
    )
    require(request.user, "channels_mgmt.view_plan", post)
    refused: tuple[int, PostFiguresForm] | None = None
    if request.method == "POST":
        require(request.user, "channels_mgmt.enter_figures", post)
        number = request.POST.get("delivery", "")
        chosen = post.deliveries.select_related("channel", "post")
        delivery = get_object_or_404(chosen, pk=int(number) if number.isascii() and number.isdecimal() else 0)
        require(request.user, "channels_mgmt.enter_figures", delivery)
        form = _form_of(request, delivery, bound=True)
        if form.is_valid():
            wall = datetime.combine(form.cleaned_data["day"], form.cleaned_data["time"])
            seen_at = to_instant(wall, request.municipality.timezone)
            source = form.cleaned_data["source"]
            try:
                enter_post_figures(delivery, actor=request.user, values=form.values(), source=source, seen_at=seen_at)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The figures are kept, with their source."))
                return redirect("planning:post_figures", municipality, pk)
        refused = delivery.pk, form
    lines = []
    for counts in counts_of_post(post):
        delivery = counts.delivery
        form = refused[1] if refused and refused[0] == delivery.pk else _form_of(request, delivery)
        is_offered = bool(form.names) and may(request.user, "channels_mgmt.enter_figures", delivery)
        lines.append((delivery, table_of(counts, request.municipality), form if is_offered else None))
    return render(
        request, "channels_mgmt/post_figures.html", {"post": post, "lines": lines}, status=422 if refused else 200
    )


def _form_of(request: TownRequest, delivery: Delivery, *, bound: bool = False) -> PostFiguresForm:
    wall = to_wall(now(), request.municipality.timezone)
    names = names_to_type(profile_of(delivery.channel.connector).post_figures)
    initial = {"day": wall.date(), "time": wall.time().replace(second=0, microsecond=0)}
    return PostFiguresForm(names, request.POST if bound else None, initial=initial, auto_id=f"id_{delivery.pk}_%s")
