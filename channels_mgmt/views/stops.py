# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page on which publishing is stopped, seen while it is, and let go on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.stops import StopForm
from channels_mgmt.queries.stops import held_back, publishing_stop
from channels_mgmt.services.stops import resume_publishing, stop_publishing
from core.errors import AlreadyChanged, DomainError
from core.text import grouped

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: TownRequest, municipality: str) -> HttpResponse:
    """Say why and until when; while it holds: who, why, what came due since."""
    town, user = request.municipality, request.user
    require(user, "channels_mgmt.view_plan", town)
    form = StopForm(request.POST or None)
    if request.method == "POST":
        require(user, "channels_mgmt.stop_publishing", town)
        if form.is_valid():
            given = form.cleaned_data
            try:
                stop_publishing(town, actor=user, reason=given["reason"], wall=form.wall)
            except AlreadyChanged as error:
                messages.error(request, str(error))
                return redirect("planning:stop", municipality)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Nothing that is planned goes out any more."))
                return redirect("planning:stop", municipality)
    current = publishing_stop(town)
    waiting = list(held_back(town, current.started_at)[: SHOWN + 1]) if current else []
    context = {
        "stop": current,
        "form": form,
        "waiting": waiting[:SHOWN],
        "has_more": len(waiting) > SHOWN,
        "may_stop": may(user, "channels_mgmt.stop_publishing", town),
        "may_resume": may(user, "channels_mgmt.resume_publishing", town),
    }
    return render(request, "channels_mgmt/stop.html", context)


@require_POST
def resume(request: TownRequest, municipality: str) -> HttpResponse:
    try:
        waiting = resume_publishing(request.municipality, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("planning:stop", municipality)
    if not waiting:
        messages.success(request, _("What is planned goes out at its time again."))
        return redirect("planning:month", municipality)
    text = ngettext(
        "What is planned goes out at its time again. %(n)s post came due meanwhile and waits for your decision.",
        "What is planned goes out at its time again. %(n)s posts came due meanwhile and wait for your decision.",
        waiting,
    )
    messages.success(request, text % {"n": grouped(waiting)})
    return redirect(f"{reverse('planning:agenda', args=[municipality])}?status=failed")
