# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a channel fares, and who has access to it at the platform."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.access import AccessHolderForm
from channels_mgmt.models import AccessHolder, Channel
from channels_mgmt.presenters.health import health_lines
from channels_mgmt.queries.access import holders_of
from channels_mgmt.services.access import add_holder, confirm_holder, end_holder
from channels_mgmt.views.answers import carry_out
from core.days import read_moment
from core.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
def channel_health(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The last four weeks in words, and the list of accesses; a POST adds somebody to it."""
    channels = Channel.objects.select_related("municipality", "credential", "owner", "deputy")
    channel: Channel = get_object_or_404(channels, pk=pk, municipality=request.municipality)
    require(request.user, "channels_mgmt.view_channels", channel)
    form = AccessHolderForm(request.POST or None)
    if request.method == "POST":
        require(request.user, "channels_mgmt.review_access", channel)
        if form.is_valid():
            try:
                add_holder(channel, actor=request.user, **form.cleaned_data)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The access is on the list."))
                return redirect(f"{_page(channel)}#access")
    at = now()
    context = {
        "channel": channel,
        "lines": health_lines(channel, at),
        "holders": [(holder, holder.confirmed_at.isoformat(), holder.is_due(at)) for holder in holders_of(channel)],
        "form": form,
        "may_review": may(request.user, "channels_mgmt.review_access", channel),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "channels_mgmt/channel_health.html", context, status=status)


@require_POST
def access_answer(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Say of one access whether it is still needed, or was taken away."""
    holders = AccessHolder.objects.select_related("channel__municipality")
    holder: AccessHolder = get_object_or_404(holders, pk=pk, channel__municipality=request.municipality)
    require(request.user, "channels_mgmt.review_access", holder.channel)
    seen, answer = read_moment(request.POST.get("seen", "")), request.POST.get("answer", "")
    to = f"{_page(holder.channel)}#access"
    call: Callable[..., Any]
    if answer == "stays":
        call, done = confirm_holder, _("Thank you. The next look is due in three months.")
    elif answer == "ended":
        call, done = end_holder, _("The access is off the list.")
    else:
        messages.error(request, _("Please choose one of the two answers. Nothing was changed."))
        return redirect(to)
    return carry_out(request, lambda: call(holder, actor=request.user, seen_at=seen), done, to)


def _page(channel: Channel) -> str:
    return reverse("channels:channel_health", args=[channel.municipality.slug, channel.pk])
