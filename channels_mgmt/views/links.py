# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The half-yearly look at a public profile: are netiquette, imprint and privacy notice still linked?"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.models import Channel, ChannelCheck, ChannelCheckConfirmation
from channels_mgmt.presenters.pins import pin_texts
from channels_mgmt.queries.links import day_due
from channels_mgmt.services.checklist import confirm_link, report_link_missing
from channels_mgmt.views.answers import carry_out
from core.days import read_moment


@require_http_methods(["GET", "HEAD", "POST"])
def links(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Ask for each link whether it is still there; keep every answer with its date."""
    channels = Channel.objects.select_related("municipality", "owner", "deputy")
    channel: Channel = get_object_or_404(channels, pk=pk, municipality=request.municipality)
    require(request.user, "channels_mgmt.view_channels", channel)
    if request.method == "POST":
        return _answer(request, channel)
    at = now()
    done = {check.key: check for check in channel.checks.select_related("done_by")}
    answers: dict[str, list[ChannelCheckConfirmation]] = {key: [] for key in ChannelCheck.LINK_KEYS}
    kept = ChannelCheckConfirmation.objects.filter(channel=channel, key__in=ChannelCheck.LINK_KEYS)
    for answer in kept.select_related("person"):
        answers[answer.key].append(answer)
    rows = []
    for key in ChannelCheck.LINK_KEYS:
        check = done.get(key)
        rows.append(
            {
                "key": key,
                "label": ChannelCheck.Key(key).label,
                "check": check,
                "seen": check.done_at.isoformat() if check else "",
                "is_due": check is not None and check.is_due_again(at),
                "due_on": day_due(check, channel.municipality) if check else None,
                "answers": answers[key],
            }
        )
    context = {
        "channel": channel,
        "rows": rows,
        "pins": pin_texts(channel),
        "may_confirm": channel.live_slot is not None and may(request.user, "channels_mgmt.confirm_links", channel),
    }
    return render(request, "channels_mgmt/links.html", context)


def _answer(request: TownRequest, channel: Channel) -> HttpResponse:
    require(request.user, "channels_mgmt.confirm_links", channel)
    to = reverse("channels:links", args=[channel.municipality.slug, channel.pk])
    key, answer = request.POST.get("key", ""), request.POST.get("answer", "")
    seen = read_moment(request.POST.get("seen", ""))
    if answer not in ("linked", "missing"):
        messages.error(request, _("Please choose one of the two answers. Nothing was changed."))
        return redirect(to)
    call: Callable[..., Any]
    if answer == "linked":
        call, done = confirm_link, _("Thank you. The next look is due in half a year.")
    else:
        call = report_link_missing
        done = _("The tick is withdrawn. Please add the link in the profile, then confirm it here.")
    return carry_out(request, lambda: call(channel, actor=request.user, key=key, seen_at=seen), done, to)
