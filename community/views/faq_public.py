# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page of answered questions as citizens read it: no login, no cookie, no script; printed, it is complete."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from accounts.tenancy.request import TownRequest
from community.queries.faq import PUBLIC_PAGE_SIZE, has_public_faq, public_faq, searched
from community.services.appeals_intake import PUBLIC_LANGUAGE
from core.hashing import content_hash
from core.pages import page_of


@login_not_required
@require_safe
def questions(request: TownRequest, municipality: str) -> HttpResponse:
    """Published questions with their answers, all or those with the words of ``q``; a 404 while there are none."""
    town, words = request.municipality, searched(request.GET)
    page = page_of(public_faq(town, words), PUBLIC_PAGE_SIZE, request.GET.get("page"))
    if not page.object_list and not has_public_faq(town):
        raise Http404
    with translation.override(PUBLIC_LANGUAGE):
        # Rendered without the request: nothing of a session or of a person can reach this page.
        text = render_to_string("community/questions.html", {"town": town, "page": page, "words": words})
    etag = quote_etag(content_hash([text, request.get_full_path()]))
    response = get_conditional_response(request, etag=etag) or HttpResponse(text)
    response["ETag"] = etag
    response["Content-Language"] = PUBLIC_LANGUAGE
    patch_cache_control(response, public=True, no_cache=True)
    return response
