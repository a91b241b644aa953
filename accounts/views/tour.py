# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tour of *Heute*, put away."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts import services
from accounts.tenancy.request import TownRequest


@require_POST
def put_away(request: TownRequest, municipality: str) -> HttpResponse:
    """Show the tour of the roles held here no more."""
    services.put_tour_away(request.user, request.user.roles_in(request.municipality))
    return redirect("today:today", municipality)
