# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in at a platform: to it, back from it, and which account is meant."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from channels_mgmt.models import Channel
from channels_mgmt.services.sign_ins import (
    Returned,
    SignInFailed,
    accounts_of,
    begin_sign_in,
    cancel_sign_in,
    choose_account,
    open_attempt,
    return_from_platform,
)
from channels_mgmt.views.answers import carry_out
from core.errors import DomainError


@require_POST
def sign_in(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Prepare the way to the platform, or forget it again; the page of the access shows the link."""
    channel = _channel(request, pk)
    to = reverse("channels:channel_connect", args=[municipality, pk])
    if request.POST.get("step") == "cancel":
        return carry_out(request, lambda: cancel_sign_in(channel, actor=request.user), _("The sign-in is ended."), to)
    done = _("Everything is prepared. Go on to the platform with the button.")
    return carry_out(
        request, lambda: begin_sign_in(channel, actor=request.user, session_key=_session(request)), done, to
    )


@never_cache
@require_safe
def sign_in_return(request: TownRequest, municipality: str) -> HttpResponse:
    """Where the platform sends the person back to. The code leaves the address line at once."""
    require(request.user, "channels_mgmt.connect_channel", request.municipality)
    if request.method == "HEAD":  # whoever only looks must not use up the code
        return HttpResponse()
    given = {name: request.GET.get(name, "")[:2000] for name in ("state", "code", "error")}
    try:
        attempt = return_from_platform(
            request.municipality, actor=request.user, session_key=_session(request), returned=Returned(**given)
        )
    except SignInFailed as error:
        messages.error(request, str(error))
        return redirect("channels:channel_connect", municipality, error.channel.pk)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("channels:channel_list", municipality)
    return redirect("channels:channel_account", municipality, attempt.channel_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def channel_account(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Whose account it is that was opened; the person says whether it is the town's."""
    channel = _channel(request, pk)
    require(request.user, "channels_mgmt.connect_channel", channel)
    attempt = open_attempt(channel, actor=request.user, session_key=_session(request))
    if attempt is None or not attempt.is_opened:
        if request.method == "POST":
            messages.error(request, _("The sign-in has ended. Nothing was connected; please begin again."))
        return redirect("channels:channel_connect", municipality, pk)
    refused = ""
    if request.method == "POST":
        remote_id = request.POST.get("account", "")
        try:
            choose_account(channel, actor=request.user, session_key=_session(request), remote_id=remote_id)
        except DomainError as error:
            refused = str(error)
        else:
            messages.success(request, _("Connected to %(handle)s.") % {"handle": channel.handle})
            return redirect("channels:channel_detail", municipality, pk)
    context = {"channel": channel, "accounts": [one.identity for one in accounts_of(attempt)], "refused": refused}
    return render(request, "channels_mgmt/channel_account.html", context, status=422 if refused else 200)


def _channel(request: TownRequest, pk: int) -> Channel:
    channels = Channel.objects.select_related("municipality")
    return get_object_or_404(channels, pk=pk, municipality=request.municipality)


def _session(request: HttpRequest) -> str:
    return request.session.session_key or ""
