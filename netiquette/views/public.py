# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page citizens read: no login, no cookie, no script, one address for ever."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from accounts.models import Municipality
from core.hashing import content_hash
from netiquette.models import Netiquette
from netiquette.queries import public_links_of, published_netiquette, published_versions

#: The document is written in German, so the words around it are German, whatever the browser prefers.
DOCUMENT_LANGUAGE = "de"


@login_not_required
@require_safe
def netiquette(request: HttpRequest, municipality: str) -> HttpResponse:
    """The version in force; a polite 404 while there is none."""
    town = request.municipality  # type: ignore[attr-defined]
    return _page(request, town, published_netiquette(town))


@login_not_required
@require_safe
def netiquette_version(request: HttpRequest, municipality: str, version: int) -> HttpResponse:
    """A version that is or was in force, as it read then, so that old decisions stay comprehensible."""
    town = request.municipality  # type: ignore[attr-defined]
    found = published_versions(town).filter(version=version).prefetch_related("clauses").first()
    if found is None or not found.is_signature_valid:
        raise Http404
    return _page(request, town, found)


def _page(request: HttpRequest, town: Municipality, shown: Netiquette | None) -> HttpResponse:
    with translation.override(DOCUMENT_LANGUAGE):
        links = public_links_of(town)
    versions = list(published_versions(town).values("version", "state", "published_at", "retired_at"))
    etag = quote_etag(
        content_hash(
            [
                town.name,
                town.imprint_url,
                shown and [shown.version, shown.state, shown.signed_hash],
                [[v["version"], v["state"]] for v in versions],
                links,
                request.path,
            ]
        )
    )
    response = get_conditional_response(request, etag=etag)
    if response is None or shown is None:
        context = {
            "town": town,
            "netiquette": shown,
            "clauses": sorted(shown.clauses.all(), key=lambda clause: clause.number) if shown else [],
            "versions": versions,
            "links": links,
            "is_in_force": shown is not None and shown.state == Netiquette.State.PUBLISHED,
        }
        with translation.override(DOCUMENT_LANGUAGE):
            # Rendered without the request: nothing of a session or of a person can reach this page.
            page = render_to_string("netiquette/netiquette.html", context)
        response = HttpResponse(page, status=200 if shown else 404)
    response["ETag"] = etag
    response["Content-Language"] = DOCUMENT_LANGUAGE
    patch_cache_control(response, public=True, no_cache=True)
    return response
