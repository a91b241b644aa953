# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The two answers of a person who was to publish a post by hand. What was typed stays when it is refused."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.planning import ReasonForm, SettleForm
from channels_mgmt.models import Delivery
from channels_mgmt.services.by_hand import confirm_by_hand, report_not_published
from channels_mgmt.views.posts import show_post
from core.errors import DomainError


@require_POST
def confirm(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The post is public; the address of it is the proof."""
    delivery = _delivery(request, pk)
    form = SettleForm(request.POST)
    url = form.cleaned_data["remote_url"] if form.is_valid() else ""
    try:
        confirm_by_hand(delivery, actor=request.user, remote_url=url)
    except DomainError as error:
        return _again(request, pk, form, str(error))
    messages.success(request, _("Thank you. The post counts as published on %(channel)s.") % _named(delivery))
    return redirect("planning:post_detail", municipality, delivery.post_id)


@require_POST
def report_impossible(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """It could not be published, for a reason."""
    delivery = _delivery(request, pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        report_not_published(delivery, actor=request.user, reason=reason)
    except DomainError as error:
        return _again(request, pk, form, str(error))
    messages.success(request, _("It is noted that the post is not public on %(channel)s.") % _named(delivery))
    return redirect("planning:post_detail", municipality, delivery.post_id)


def _delivery(request: TownRequest, pk: int) -> Delivery:
    found: Delivery = get_object_or_404(
        Delivery.objects.select_related("post__municipality", "channel__municipality"), pk=pk
    )
    require(request.user, "channels_mgmt.publish_by_hand", found)
    return found


def _again(request: TownRequest, pk: int, form: SettleForm | ReasonForm, error: str) -> HttpResponse:
    messages.error(request, error)
    post = Delivery.objects.select_related("post__municipality").get(pk=pk).post
    return show_post(request, post, status=422, typed_by_hand=form)


def _named(delivery: Delivery) -> dict[str, str]:
    return {"channel": delivery.channel.name}
