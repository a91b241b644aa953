# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Choosing a text while answering: a part of the desk read only when it is opened, and a page without scripts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from community.queries.picking import ANSWER, REASONS, offers_for
from community.views.desk import comment_url, find_comment, query_of, wanted_of, wants_fragment
from core.parts import write_part

HITS = "picker-hits"
LONGEST_WORDS = 100


@require_safe
def pick(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Texts for an answer, or with ``fuer=begruendung`` for the reasons of a measure; ``wort`` narrows them down."""
    comment = find_comment(request, pk)
    require(request.user, "community.decide_comment", comment)
    purpose = REASONS if request.GET.get("fuer") == REASONS else ANSWER
    words = request.GET.get("wort", "").replace("\0", "").strip()[:LONGEST_WORDS]
    values = _values(request, comment, purpose, words)
    if wants_fragment(request):
        part = "_picker_hits" if request.htmx.target == HITS else "_picker"
        return HttpResponse(write_part(f"community/{part}.jinja", **values))
    values["picker"] = write_part("community/_picker.jinja", **values)
    return render(request, "community/picker.html", values)


def _values(request: TownRequest, comment: Any, purpose: str, words: str) -> dict[str, Any]:
    slug = request.municipality.slug
    address = comment_url(request, comment.pk)
    if purpose == REASONS:
        address = reverse("dialog:hide", args=[slug, comment.pk]) + query_of(wanted_of(request))
    return {
        "town": request.municipality,
        "comment": comment,
        "purpose": purpose,
        "is_for_reasons": purpose == REASONS,
        "words": words,
        "offers": offers_for(comment, request.user, purpose, words),
        "begin_url": address + ("&" if "?" in address else "?"),
        "comment_url": address,
        "is_fragment": wants_fragment(request),
        "query_fields": [(name, value) for name, value in request.GET.items() if name not in ("wort", "fuer")],
    }
