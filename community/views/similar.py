# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How similar comments were decided: fetched when it is opened, a page of its own without a script."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from accounts.tenancy.permissions import may
from accounts.tenancy.request import TownRequest
from community.queries.alike import open_alike
from community.queries.blur import blur_of
from community.queries.similar import similar_cases
from community.views.desk import find_comment, wants_fragment
from core.parts import write_part


@require_GET
@vary_on_headers("HX-Request")
def similar(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    found = find_comment(request, pk)
    is_open = not found.is_decided and may(request.user, "community.decide_comment", found)
    wave = len(open_alike(found, request.user, now())) if is_open else 0
    context = {"wave": wave, "cases": similar_cases(found), "town": request.municipality, "comment": found}
    context["blur"] = blur_of(request.user, request.municipality)
    if wants_fragment(request):
        return HttpResponse(write_part("community/_similar.jinja", **context))
    return render(request, "community/similar.html", context)
