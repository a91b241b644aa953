# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A comment put together for the police, a reporting office or the platform."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from community.services.reports import EVERY_ROUTE, Route, letter_for, make_report
from community.views.desk import comment_url, find_comment
from core.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The ways with the words that go along; a button keeps the evidence and gives it as a file."""
    comment = find_comment(request, pk)
    require(request.user, "community.decide_comment", comment)
    if request.method == "POST":
        route = request.POST.get("route", "")
        if route not in (*Route.values, EVERY_ROUTE):
            raise Refused(_("Please choose where it goes."))
        content = make_report(comment, actor=request.user, route=route)
        headers = {"Content-Disposition": f'attachment; filename="kommentar-{comment.pk}-{route}.zip"'}
        return HttpResponse(content, content_type="application/zip", headers=headers)
    routes = [(route.value, route.label, letter_for(route, comment)) for route in Route]
    context = {
        "every_route": EVERY_ROUTE,
        "comment": comment,
        "routes": routes,
        "comment_url": comment_url(request, pk),
    }
    return render(request, "community/report.html", context)
