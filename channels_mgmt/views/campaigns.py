# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Campaigns: all of a town, one with its posts, and the form for both."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.campaigns import CampaignForm
from channels_mgmt.models import Campaign
from channels_mgmt.presenters.calendar import lines
from channels_mgmt.queries.calendar import SOONEST_FIRST, all_channels, page_of
from channels_mgmt.queries.campaigns import campaigns_of, line_of
from channels_mgmt.queries.costs import cost_of
from channels_mgmt.queries.efforts import FEWEST_POSTS
from channels_mgmt.queries.filtering import PlanFilter, plan
from channels_mgmt.services.campaigns import MANAGE, remove_campaign, save_campaign
from channels_mgmt.views.answers import carry_out
from core.errors import AlreadyChanged, DomainError

PER_PAGE = 40


@require_safe
def campaign_list(request: TownRequest, municipality: str) -> HttpResponse:
    town = request.municipality
    require(request.user, "channels_mgmt.view_plan", town)
    today = town.local_day()
    found = campaigns_of(town)
    context = {
        "open": [line for line in found if not line.is_over(today)],
        "over": [line for line in found if line.is_over(today)],
        "today": today,
        "may_manage": may(request.user, MANAGE, town),
    }
    return render(request, "channels_mgmt/campaign_list.html", context)


@require_safe
def campaign(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Goal, progress and posts of one campaign, the next first."""
    town = request.municipality
    require(request.user, "channels_mgmt.view_plan", town)
    shown = get_object_or_404(Campaign, pk=pk)
    channels = {channel.pk: channel for channel in all_channels(town)}
    posts = plan(town, PlanFilter(campaign=shown.pk))
    page, entries = page_of(posts, SOONEST_FIRST, channels, request.GET.get("page", ""), PER_PAGE)
    for entry in entries:
        entry.campaign = None  # the whole page says it
    today = town.local_day()
    context = {
        "campaign": shown,
        "line": line_of(shown),
        "page": page,
        "posts": lines(entries, town.slug),
        "next_day": max(today, shown.first) if shown.last >= today else None,
        "month": min(max(today, shown.first), shown.last),
        "cost": cost_of(shown) if may(request.user, "channels_mgmt.view_effort", town) else None,
        "fewest": FEWEST_POSTS,
        "may_write": may(request.user, "channels_mgmt.create_post", town),
        "may_manage": may(request.user, MANAGE, town),
    }
    return render(request, "channels_mgmt/campaign.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_create(request: TownRequest, municipality: str) -> HttpResponse:
    require(request.user, MANAGE, request.municipality)
    return _answer(request, CampaignForm(request.POST or None))


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_edit(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    found = get_object_or_404(Campaign, pk=pk)
    require(request.user, MANAGE, found)
    return _answer(request, CampaignForm(request.POST or None, campaign=found))


@require_POST
def campaign_remove(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    found = get_object_or_404(Campaign, pk=pk)
    return carry_out(
        request,
        lambda: remove_campaign(found, actor=request.user),
        _("The campaign is removed. Its posts are still there."),
        reverse("planning:campaign_list", args=[municipality]),
    )


def _answer(request: TownRequest, form: CampaignForm) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            revision = given.pop("revision") or 0
            try:
                saved = save_campaign(
                    request.municipality, actor=request.user, campaign=form.campaign, revision=revision, **given
                )
            except DomainError as error:
                form.add_error(None, str(error))
                status = 409 if isinstance(error, AlreadyChanged) else 422
            else:
                messages.success(request, _("The campaign is saved."))
                return redirect("planning:campaign", request.municipality.slug, saved.pk)
    context = {"form": form, "campaign": form.campaign}
    return render(request, "channels_mgmt/campaign_edit.html", context, status=status)
