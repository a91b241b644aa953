# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The library of clauses: browse, search, take one into the draft."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.tenancy.permissions import may
from accounts.tenancy.request import TownRequest
from core.errors import DomainError
from netiquette import services
from netiquette.domain.starter import REQUIRED
from netiquette.library import GROUPS, library_for
from netiquette.models import Clause
from netiquette.queries import open_netiquette
from netiquette.views.writing import back, draft_of


@require_safe
def library(request: TownRequest, municipality: str) -> HttpResponse:
    """All clauses by subject; ``?suche=`` keeps those that contain every word."""
    town = request.municipality
    draft = open_netiquette(town)
    present = {clause.key: clause for clause in draft.clauses.all()} if draft else {}
    wanted = request.GET.get("suche", "").strip()[:100]
    words = wanted.casefold().split()
    found = [clause for clause in library_for(town) if all(word in clause.words for word in words)]
    rows: list[dict[str, Any]] = [
        {
            "clause": clause,
            "present": present.get(clause.key),
            "is_required": clause.key in REQUIRED,
            "ladder": Clause(strongest_measure=clause.strongest_measure).ladder,
        }
        for clause in found
    ]
    groups = [(label, [row for row in rows if row["clause"].group == group]) for group, label in GROUPS.items()]
    return render(
        request,
        "netiquette/library.html",
        {
            "draft": draft,
            "groups": [(label, rows) for label, rows in groups if rows],
            "wanted": wanted,
            "count": len(found),
            "may_write": may(request.user, "netiquette.write_netiquette", town),
        },
    )


@require_POST
def add(request: TownRequest, municipality: str) -> HttpResponse:
    draft = draft_of(request)
    try:
        clause = services.add_library_clause(draft, actor=request.user, key=request.POST.get("key", ""))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("netiquette:library", municipality)
    messages.success(request, _("“%(title)s” is part of the draft now, at its end.") % {"title": clause.title})
    return back(municipality, clause.key)
