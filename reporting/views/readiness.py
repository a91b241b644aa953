# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""*Startklar*: the whole list by area, for the screen and for paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from reporting.presenters.readiness import groups_for
from reporting.presenters.server import server_lines
from reporting.queries.readiness import readiness_of


@require_GET
def readiness(request: TownRequest, municipality: str) -> HttpResponse:
    """Computed anew at each visit, so that whoever mends something sees it at once."""
    town = request.municipality
    require(request.user, "reporting.view_readiness", town)
    steps = readiness_of(town)
    context = {
        "at": now(),
        "groups": groups_for(steps, request.user, town),
        "total": len(steps),
        "may_practise": may(request.user, "channels_mgmt.practise", town),
        "done": sum(step.is_done for step in steps),
        "server": server_lines(town) if may(request.user, "reporting.view_server", town) else [],
    }
    return render(request, "reporting/readiness.html", context)
