# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings of channels: planning, connecting, checking, going live."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.connectors.registry import access_of
from channels_mgmt.forms.planning import ChannelForm, ReasonForm
from channels_mgmt.models import Channel, ChannelCheck
from channels_mgmt.presenters.history import history_of_channel
from channels_mgmt.presenters.pins import pin_texts
from channels_mgmt.queries.channels import is_connected, missing_for_live
from channels_mgmt.queries.closing import needs_a_closing
from channels_mgmt.queries.documents import document_lines, town_facts
from channels_mgmt.queries.measure import limits_of
from channels_mgmt.services.channel_ways import other_way
from channels_mgmt.services.channels import (
    LIVE_SLOTS,
    close_channel,
    connect_channel,
    create_channel,
    edit_channel,
    go_live,
    pause_channel,
    resume_channel,
)
from channels_mgmt.services.checklist import confirm_check, withdraw_check
from channels_mgmt.services.sign_ins import open_attempt, way_to_sign_in
from channels_mgmt.views.answers import carry_out
from core.errors import DomainError
from strategy.queries import decided_platforms

State = Channel.State


@require_safe
def channel_list(request: TownRequest, municipality: str) -> HttpResponse:
    """The town's channels: the two live places first, then what is planned, then what is closed."""
    town, user = request.municipality, request.user
    require(user, "channels_mgmt.view_channels", town)
    channels = Channel.objects.filter(municipality=town).select_related("owner", "deputy")
    found = list(channels.order_by("live_slot", "name", "pk"))
    live = [c for c in found if c.live_slot is not None]
    real = {c.live_slot: c for c in live if not c.is_practice}
    context = {
        "places": [(slot, real.get(slot)) for slot in LIVE_SLOTS],
        "practice": [c for c in live if c.is_practice],
        "planned": [c for c in found if c.state == State.PLANNED],
        "closed": [c for c in found if c.state == State.CLOSED],
        "is_empty": not found,
        "decided": decided_platforms(town),
        "may_manage": may(user, "channels_mgmt.manage_channels", town),
    }
    return render(request, "channels_mgmt/channel_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def channel_create(request: TownRequest, municipality: str) -> HttpResponse:
    """Plan a channel on one of the platforms the strategy names."""
    town = request.municipality
    require(request.user, "channels_mgmt.manage_channels", town)
    form = ChannelForm(town, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            fields = {name: given[name] for name in ("platform", "name", "base_url", "owner", "deputy")}
            try:
                channel = create_channel(town, actor=request.user, connector=form.connector, **fields)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The channel is planned. The list shows what it still needs."))
                return redirect("channels:channel_detail", municipality, channel.pk)
    return render(request, "channels_mgmt/channel_create.html", {"form": form}, status=status)


@require_safe
def channel_detail(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """What the channel is, what it still needs and who can mend it."""
    return _show(request, _channel(request, pk))


def _show(request: TownRequest, channel: Channel, *, status: int = 200, **forms: Any) -> HttpResponse:
    user = request.user
    require(user, "channels_mgmt.view_channels", channel)
    done = {check.key: check for check in channel.checks.select_related("done_by")}
    gaps = missing_for_live(channel) if channel.state != State.CLOSED else []
    may_pause = may(user, "channels_mgmt.pause_channel", channel)
    at = now()
    context = {
        "channel": channel,
        "gaps": gaps,
        "other_gaps": [
            (gap, bool(user.roles_in(channel.municipality) & set(gap.roles)))
            for gap in gaps
            if not gap.key.startswith("check_")
        ],
        "checks_missing": [gap for gap in gaps if gap.key.startswith("check_")],
        "checks": [
            (key, label, done.get(key), key in done and channel.live_slot is not None and done[key].is_due_again(at))
            for key, label in ChannelCheck.Key.choices
        ],
        "links_due": channel.live_slot is not None and any(check.is_due_again(at) for check in done.values()),
        "documents": document_lines([channel], town_facts(channel.municipality), at),
        "pins": pin_texts(channel),
        "checks_done": len(done),
        "is_connected": is_connected(channel),
        "other_way": other_way(channel),
        "limits": limits_of(channel),
        "history": history_of_channel(channel),
        "pause_form": ReasonForm(prefix="pause"),
        "close_form": ReasonForm(prefix="close"),
        "may_manage": channel.state != State.CLOSED and may(user, "channels_mgmt.manage_channels", channel),
        "may_delegate": channel.state != State.CLOSED and may(user, "channels_mgmt.delegate_writing", channel),
        "may_write_documents": channel.state != State.CLOSED and may(user, "channels_mgmt.write_documents", channel),
        "may_town": may(user, "accounts.change_town", channel.municipality),
        "needs_a_closing": needs_a_closing(channel),
        "may_connect": channel.state != State.CLOSED and may(user, "channels_mgmt.connect_channel", channel),
        "may_go_live": channel.state == State.PLANNED and may(user, "channels_mgmt.go_live", channel),
        "may_pause": channel.state == State.LIVE and may_pause,
        "may_resume": channel.state == State.PAUSED and may_pause,
        **forms,
    }
    return render(request, "channels_mgmt/channel_detail.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def channel_edit(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Change name, owner and deputy."""
    channel = _channel(request, pk)
    require(request.user, "channels_mgmt.manage_channels", channel)
    form = ChannelForm(request.municipality, request.POST or None, channel=channel)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                edit_channel(channel, actor=request.user, **form.cleaned_data)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The channel is saved."))
                return redirect("channels:channel_detail", municipality, pk)
    return render(request, "channels_mgmt/channel_edit.html", {"form": form, "channel": channel}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def channel_connect(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Give access to the account; what is typed here is never shown again."""
    channel = _channel(request, pk)
    require(request.user, "channels_mgmt.connect_channel", channel)
    if channel.is_practice:
        form, is_valid = None, request.method == "POST"
        fields: dict[str, str] = {}
    else:
        initial = {"handle": channel.account_id if channel.is_by_hand else channel.handle}
        form = access_of(channel.connector).AccessForm(request.POST or None, initial=initial)
        is_valid = request.method == "POST" and form.is_valid()
        fields = dict(form.cleaned_data) if is_valid else {}
    if is_valid:
        try:
            connect_channel(channel, actor=request.user, **fields)
        except DomainError as error:
            if form is None:
                messages.error(request, str(error))
            else:
                form.add_error(None, str(error))
        else:
            done = _("The account is entered.") if channel.is_by_hand else _("Connected to %(handle)s.")
            messages.success(request, done % {"handle": channel.handle})
            return redirect("channels:channel_detail", municipality, pk)
    way = way_to_sign_in(channel)
    attempt = open_attempt(channel, actor=request.user, session_key=request.session.session_key or "") if way else None
    context = {
        "form": form,
        "channel": channel,
        "is_connected": is_connected(channel),
        "rights": way.rights if way else (),
        "way": way,
        "server": way.host if way else "",
        "sign_in_address": attempt.secrets["address"] if attempt and attempt.is_begun else "",
        "sign_in_until": attempt.ends_at if attempt else None,
    }
    return render(
        request, "channels_mgmt/channel_connect.html", context, status=422 if request.method == "POST" else 200
    )


@require_POST
def check(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Confirm a line of the checklist, or take the confirmation back."""
    channel = _channel(request, pk)
    key = request.POST.get("key", "")
    require(request.user, "channels_mgmt.manage_channels", channel)
    if key not in ChannelCheck.Key.values:
        messages.error(request, _("There is no such line in the checklist."))
        return redirect("channels:channel_detail", municipality, pk)
    to = f"{_detail(channel)}#checks"
    call: Callable[..., Any]
    if request.POST.get("answer") == "withdraw":
        call, done = withdraw_check, _("The confirmation is taken back.")
    else:
        call, done = confirm_check, _("Confirmed, with your name and today's date.")
    return carry_out(request, lambda: call(channel, actor=request.user, key=key), done, to)


@require_POST
def start(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    channel = _channel(request, pk)
    done = _("%(channel)s is live.") % {"channel": channel.name}
    return carry_out(request, lambda: go_live(channel, actor=request.user), done, _detail(channel))


@require_POST
def pause(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    channel = _channel(request, pk)
    done = _("The channel is paused. Nothing goes out until somebody resumes.")
    form = ReasonForm(request.POST, prefix="pause")
    if not form.is_valid():
        require(request.user, "channels_mgmt.pause_channel", channel)
        return _show(request, channel, status=422, pause_form=form)
    reason = form.cleaned_data["reason"]
    return carry_out(request, lambda: pause_channel(channel, actor=request.user, reason=reason), done, _detail(channel))


@require_POST
def resume(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    channel = _channel(request, pk)
    return carry_out(
        request, lambda: resume_channel(channel, actor=request.user), _("The channel is live again."), _detail(channel)
    )


@require_POST
def close(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    channel = _channel(request, pk)
    done = _("The channel is closed and its access is deleted. Its records stay.")
    form = ReasonForm(request.POST, prefix="close")
    if not form.is_valid():
        require(request.user, "channels_mgmt.manage_channels", channel)
        return _show(request, channel, status=422, close_form=form)
    reason = form.cleaned_data["reason"]
    return carry_out(request, lambda: close_channel(channel, actor=request.user, reason=reason), done, _detail(channel))


def _channel(request: TownRequest, pk: int) -> Channel:
    channels = Channel.objects.select_related("municipality", "owner", "deputy", "provider")
    return get_object_or_404(channels, pk=pk, municipality=request.municipality)


def _detail(channel: Channel) -> str:
    return reverse("channels:channel_detail", args=[channel.municipality.slug, channel.pk])
