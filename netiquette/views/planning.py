# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""From when a version is in force, and how to stop one that is signed but not yet in force."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from netiquette import services
from netiquette.forms import PlanForm, WithdrawForm
from netiquette.models import Netiquette
from netiquette.queries import published_netiquette
from netiquette.views.writing import back, carried_out, form_page


def plan(request: TownRequest, municipality: str) -> HttpResponse:
    """Choose the local day and time from which the open version is in force."""
    open_states = [Netiquette.State.DRAFT, Netiquette.State.SUBMITTED]
    require(request.user, "netiquette.plan_netiquette", request.municipality)
    version: Netiquette = get_object_or_404(Netiquette.objects.select_related("municipality"), state__in=open_states)
    form = PlanForm.drawn_from(version)
    if request.method == "POST":
        form = PlanForm(request.POST)
        if form.is_valid() and carried_out(
            request, form, services.plan_publication, version, wall=form.wall, seen=form.seen_plan
        ):
            messages.success(request, _("The plan was saved."))
            return back(municipality, "")
        version.refresh_from_db()
    return form_page(request, "netiquette/plan.html", form, {"draft": version})


def withdraw(request: TownRequest, municipality: str) -> HttpResponse:
    """Ask why, then let the signed version never take effect."""
    town = request.municipality
    require(request.user, "netiquette.withdraw_netiquette", town)
    version: Netiquette = get_object_or_404(
        Netiquette.objects.select_related("municipality", "signed_by", "author"), state=Netiquette.State.SCHEDULED
    )
    form = WithdrawForm()
    if request.method == "POST":
        form = WithdrawForm(request.POST)
        if form.is_valid() and carried_out(request, form, services.withdraw_netiquette, version, **form.cleaned_data):
            messages.success(request, _("Withdrawn. The version in force stays in force."))
            return redirect("netiquette:edit", municipality)
        version.refresh_from_db()
    context = {"coming": version, "in_force": published_netiquette(town)}
    return form_page(request, "netiquette/withdraw.html", form, context)
