# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Elections: the windows of a town, a new one, and what was published in one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.elections import ElectionForm
from channels_mgmt.models import ElectionWindow
from channels_mgmt.queries.elections import review_of
from channels_mgmt.services.elections import enter_window, remove_window
from channels_mgmt.views.answers import carry_out
from core.errors import DomainError

SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
def elections(request: TownRequest, municipality: str) -> HttpResponse:
    """All windows, the newest first, and the form for another one."""
    town, user = request.municipality, request.user
    require(user, "channels_mgmt.view_plan", town)
    form = ElectionForm(town, town.local_day(), request.POST or None)
    if request.method == "POST":
        require(user, "channels_mgmt.enter_election", town)
        if form.is_valid():
            try:
                window = enter_window(town, actor=user, **form.cleaned_data)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The window is entered. Whoever stands approves nothing in it."))
                return redirect("planning:election", municipality, window.pk)
    windows = ElectionWindow.objects.filter(municipality=town).order_by("-election_day", "pk")
    context = {
        "windows": list(windows[:SHOWN]),
        "form": form,
        "at": now(),
        "may_enter": may(user, "channels_mgmt.enter_election", town),
    }
    return render(request, "channels_mgmt/elections.html", context, status=422 if form.errors else 200)


@require_safe
def election(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """One window: who stands, and which posts name somebody, counted beside the year before."""
    require(request.user, "channels_mgmt.view_plan", request.municipality)
    window: ElectionWindow = get_object_or_404(ElectionWindow, pk=pk)
    context = {
        "window": window,
        "review": review_of(window),
        "standing": [stands.person for stands in window.standing.select_related("person").order_by("person__name")],
        "may_enter": may(request.user, "channels_mgmt.enter_election", window),
    }
    return render(request, "channels_mgmt/election.html", context)


@require_POST
def remove_election(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    window: ElectionWindow = get_object_or_404(ElectionWindow, pk=pk)
    return carry_out(
        request,
        lambda: remove_window(window, actor=request.user),
        _("The window is removed. That it was there stays on record."),
        reverse("planning:elections", args=[municipality]),
    )
