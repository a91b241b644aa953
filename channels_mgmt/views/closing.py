# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Closing a public channel, step by step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.closing import ClosingForm
from channels_mgmt.models import Channel, ChannelClosing
from channels_mgmt.queries.closing import (
    missing_for_closing,
    needs_a_closing,
    needs_a_signature,
    open_closing,
    steps_of,
)
from channels_mgmt.services.closing import (
    abandon_closing,
    begin_closing,
    carry_out_closing,
    settle_step,
    sign_closing,
)
from channels_mgmt.views.answers import carry_out
from core.errors import DomainError

TIME_TO_ANSWER = timedelta(weeks=4)
"""Suggested: long enough that most followers see the last post."""


@require_http_methods(["GET", "HEAD", "POST"])
def channel_closing(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The closing that is under way, or the form to begin one."""
    channel: Channel = get_object_or_404(
        Channel.objects.select_related("municipality"), pk=pk, municipality=request.municipality
    )
    require(request.user, "channels_mgmt.view_channels", channel)
    suggested = request.municipality.local_day() + TIME_TO_ANSWER
    form = ClosingForm(request.POST or None, initial={"answers_until": suggested})
    if request.method == "POST":
        require(request.user, "channels_mgmt.manage_channels", channel)
        if form.is_valid():
            try:
                begin_closing(channel, actor=request.user, **form.cleaned_data)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The closing has begun. Nothing changes for your readers yet."))
                return redirect("channels:channel_closing", municipality, pk)
    return _show(request, channel, form, status=422 if request.method == "POST" else 200)


def _show(
    request: TownRequest,
    channel: Channel,
    form: ClosingForm,
    *,
    status: int,
    refused: tuple[str, str, str] | None = None,
) -> HttpResponse:
    """``refused``: the step whose answer could not be kept, why, and the note that was typed."""
    closing, user = open_closing(channel), request.user
    needed = needs_a_signature(channel)
    today = request.municipality.local_day()
    context = {
        "channel": channel,
        "form": form,
        "closing": closing,
        "is_needed": needs_a_closing(channel),
        "steps": steps_of(closing) if closing else [],
        "gaps": missing_for_closing(closing, today, is_signature_needed=needed) if closing else [],
        "needs_signature": needed,
        "refused": refused,
        "may_manage": may(user, "channels_mgmt.manage_channels", channel),
        "may_sign": bool(closing and closing.is_preparing and may(user, "channels_mgmt.sign_closing", closing)),
    }
    return render(request, "channels_mgmt/channel_closing.html", context, status=status)


@require_POST
def closing_step(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Settle one line; what was typed stays when it is refused."""
    closing = _closing(request, pk)
    key, note = request.POST.get("key", ""), request.POST.get("note", "")
    require(request.user, "channels_mgmt.manage_channels", closing.channel)
    try:
        settle_step(closing, actor=request.user, key=key, answer=request.POST.get("answer", ""), note=note)
    except DomainError as error:
        return _show(request, closing.channel, ClosingForm(), status=422, refused=(key, str(error), note))
    messages.success(request, _("Settled, with your name and today's date."))
    return redirect(f"{_page(closing.channel)}#{key}")


@require_POST
def closing_decide(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Sign it, give it up, or carry it out."""
    closing = _closing(request, pk)
    answer, channel = request.POST.get("answer", ""), closing.channel
    calls: dict[str, tuple[Callable[..., Any], str]] = {
        "sign": (sign_closing, _("Signed. The channel is closed when its day has come and somebody carries it out.")),
        "abandon": (abandon_closing, _("The closing is given up; the channel stays.")),
        "carry_out": (carry_out_closing, _("The channel is closed and its access is deleted. Its records stay.")),
    }
    if answer == "sign":
        require(request.user, "channels_mgmt.sign_closing", closing)
    else:
        require(request.user, "channels_mgmt.manage_channels", channel)
    if answer not in calls:
        messages.error(request, _("Please choose one of the answers. Nothing was changed."))
        return redirect(_page(channel))
    call, done = calls[answer]
    to = (
        reverse("channels:channel_detail", args=[municipality, channel.pk]) if answer == "carry_out" else _page(channel)
    )
    return carry_out(request, lambda: call(closing, actor=request.user), done, to)


def _closing(request: TownRequest, pk: int) -> ChannelClosing:
    closings = ChannelClosing.objects.select_related("channel__municipality")
    return get_object_or_404(closings, pk=pk, channel__municipality=request.municipality)


def _page(channel: Channel) -> str:
    return reverse("channels:channel_closing", args=[channel.municipality.slug, channel.pk])
