# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one search over posts, comments, clauses, people and pages."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from core.parts import write_part
from reporting.presenters.search import searched


@require_safe
def search(request: TownRequest, municipality: str) -> HttpResponse:
    """What was found for ``q``: some of each kind, or all of the kind ``art``, in pages."""
    require(request.user, "accounts.view_town", request.municipality)
    result = searched(request.user, request.municipality, request.GET)
    content = write_part("reporting/_search.jinja", result=result, address=request.path)
    return render(request, "reporting/search.html", {"result": result, "content": content})
