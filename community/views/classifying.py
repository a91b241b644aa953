# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A person says whether a suggestion is right, or what a comment is."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from community.services.triage.teaching import answer_label
from community.views.advance import show_change
from community.views.desk import find_comment, problem_of, show_comment
from core.errors import DomainError
from core.text import read_number


@require_POST
def classify(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Keep one answer about one label; the comment stays on the desk, and nothing of it reaches its platform."""
    found = find_comment(request, pk)
    require(request.user, "community.decide_comment", found)
    label, is_right = request.POST.get("label", ""), request.POST.get("right") == "1"
    seen = read_number(request.POST.get("revision", ""))
    revision = found.revision if seen is None else seen
    try:
        answer_label(found, actor=request.user, label=label, is_right=is_right, seen_revision=revision)
    except DomainError as error:
        return show_comment(request, find_comment(request, pk), problem=problem_of(error))
    return show_change(request, pk)
