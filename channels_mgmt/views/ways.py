# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""By software or by hand: changing how a channel is published."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from channels_mgmt.connectors.registry import access_of
from channels_mgmt.models import Channel
from channels_mgmt.services.ways import connect_instead, other_way, publish_by_hand_instead
from core.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
def channel_way(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Connect what was served by hand, or serve by hand what was connected; where there is no choice, say so."""
    channels = Channel.objects.select_related("municipality", "owner", "deputy")
    channel: Channel = get_object_or_404(channels, pk=pk, municipality=request.municipality)
    require(request.user, "channels_mgmt.connect_channel", channel)
    way = other_way(channel)
    form = access_of(way).AccessForm(request.POST or None) if way else None
    if request.method == "POST" and form and form.is_valid() and _is_changed(request, channel, form):
        return redirect("channels:channel_detail", municipality, pk)
    context = {"form": form, "channel": channel}
    return render(request, "channels_mgmt/channel_way.html", context, status=422 if request.method == "POST" else 200)


def _is_changed(request: TownRequest, channel: Channel, form: forms.Form) -> bool:
    change = connect_instead if channel.is_by_hand else publish_by_hand_instead
    try:
        change(channel, actor=request.user, **form.cleaned_data)
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    done = _("From now on people publish by hand.") if channel.is_by_hand else _("Connected to %(handle)s.")
    messages.success(request, done % {"handle": channel.handle})
    return True
