# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages citizens read: no login, no cookie, no script, addresses that stay.

Views marked with ``public_page`` are answered by ``netiquette.views.middleware`` before sessions and languages
exist, so they say themselves in which language they speak.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.frame.public_footer import footer_of
from accounts.models import Municipality
from core.hashing import content_hash
from core.localtime import to_wall
from netiquette.domain.languages import GERMAN, TRANSLATIONS, Language
from netiquette.models import Netiquette
from netiquette.presenters import documents
from netiquette.queries import public_links_of, published_netiquette, published_versions, versions_on
from netiquette.services import papers

State = Netiquette.State


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view whose answer is the same for everybody and needs nobody to sign in."""
    marked = require_safe(view)
    marked.is_public_page = True  # type: ignore[attr-defined]
    marked.login_required = False  # type: ignore[attr-defined]
    return marked


@public_page
def netiquette(request: HttpRequest, municipality: str) -> HttpResponse:
    """The version in force; a polite 404 while there is none."""
    shown = published_netiquette(_town(request))
    return _page(request, shown, shown)


@public_page
def netiquette_language(request: HttpRequest, municipality: str, language: str) -> HttpResponse:
    """The version in force in another language; German where a translation is missing."""
    shown = published_netiquette(_town(request))
    return _page(request, shown, shown, _language(shown, language))


@public_page
def netiquette_version(request: HttpRequest, municipality: str, version: int) -> HttpResponse:
    """A version that is or was in force, as it read then, so that old decisions stay comprehensible."""
    return _page(request, _version(request, version), published_netiquette(_town(request)))


@public_page
def netiquette_version_language(request: HttpRequest, municipality: str, version: int, language: str) -> HttpResponse:
    shown = _version(request, version)
    return _page(request, shown, published_netiquette(_town(request)), _language(shown, language))


@public_page
def netiquette_pdf(request: HttpRequest, municipality: str) -> HttpResponse:
    return _pdf(request, published_netiquette(_town(request)), GERMAN)


@public_page
def netiquette_language_pdf(request: HttpRequest, municipality: str, language: str) -> HttpResponse:
    shown = published_netiquette(_town(request))
    return _pdf(request, shown, _language(shown, language))


@public_page
def netiquette_version_pdf(request: HttpRequest, municipality: str, version: int) -> HttpResponse:
    return _pdf(request, _version(request, version), GERMAN)


@public_page
def netiquette_day(request: HttpRequest, municipality: str, day: date) -> HttpResponse:
    """To the version of that day. Where two met on one day, both are named with their hours."""
    town = _town(request)
    try:
        found = versions_on(town, day)
    except OverflowError as error:  # the first and the last day of the calendar
        raise Http404 from error
    if not found:
        raise Http404
    if len(found) == 1:
        response: HttpResponse = redirect("netiquette:netiquette_version", town.slug, found[0].version)
    else:
        with translation.override(GERMAN.code):
            response = HttpResponse(
                render_to_string("netiquette/netiquette_day.html", {"town": town, "day": day, "versions": found})
            )
    patch_cache_control(response, public=True, no_cache=True)
    return response


@public_page
def netiquette_short(request: HttpRequest, municipality: str) -> HttpResponse:
    """The short address on the poster."""
    response = redirect("netiquette:netiquette", municipality)
    patch_cache_control(response, public=True, max_age=3600)
    return response


@public_page
def poster(request: HttpRequest, municipality: str) -> HttpResponse:
    """What to print and hang up, with the files for printing."""
    shown = _or_404(published_netiquette(_town(request)))
    with translation.override(GERMAN.code):
        page = render_to_string("netiquette/poster.html", documents.poster_of(_town(request), shown))
    return _answer(request, page.encode(), shown, GERMAN, _next_switch(_town(request)))


@public_page
def poster_pdf(request: HttpRequest, municipality: str, size: str) -> HttpResponse:
    """The poster in one of the sizes a town hall prints."""
    if size not in documents.SIZES:
        raise Http404
    town = _town(request)
    shown = _or_404(published_netiquette(town))
    context = documents.poster_of(town, shown) | {"size": size}
    name = f"netiquette-{town.slug}-aushang-{size}.pdf"
    return _as_pdf(GERMAN, "netiquette/poster_print.html", context, name, stylesheet="css/poster.css")


def _page(
    request: HttpRequest, shown: Netiquette | None, in_force: Netiquette | None, language: Language = GERMAN
) -> HttpResponse:
    town, frame = _town(request), documents.frame_language(language)
    now = timezone.now()
    signed = Netiquette.objects.filter(municipality=town, state__in=[State.PUBLISHED, State.RETIRED, State.SCHEDULED])
    known = list(signed.order_by("-version").values("version", "state", "published_at", "planned_for"))
    planned = [v["planned_for"] for v in known if v["state"] == State.SCHEDULED]
    coming = [at for at in planned if at is not None and at > now]
    versions = [
        v | {"since": since, "day": to_wall(since, town.timezone).date() if since else None}
        for v in known
        if (since := v["published_at"] or v["planned_for"]) is None or v["state"] != State.SCHEDULED or since <= now
    ]
    with translation.override(frame):
        links = public_links_of(town)
    if shown is None:
        with translation.override(frame):
            page = render_to_string("netiquette/netiquette.html", {"town": town, "netiquette": None})
        response = HttpResponse(page, status=404)
        response["Content-Language"] = frame
        patch_cache_control(response, public=True, no_cache=True)
        return response
    is_in_force = in_force is not None and in_force.pk == shown.pk
    ended_at = None if is_in_force else shown.retired_at or (in_force.in_force_from if in_force else None)
    context = {
        **documents.document_of(shown, language),
        "town": town,
        "versions": versions,
        "links": links,
        "is_in_force": is_in_force,
        "in_force": in_force,
        "ended_at": ended_at,
        "languages": [GERMAN, *shown.languages],
        "base_url": documents.public_url(town),
    }
    etag = content_hash(
        [
            *(town.name, town.website, [link.url for link in footer_of(town)], request.path),
            *(shown.version, shown.signed_hash, is_in_force, ended_at, in_force and in_force.version),
            *([[v["version"], v["since"]] for v in versions], links),
        ]
    )
    if (unchanged := _unchanged(request, etag, shown)) is not None:
        return _with_headers(unchanged, etag, shown, frame)
    with translation.override(frame):
        # Rendered without the request: nothing of a session or of a person can reach this page.
        page = render_to_string("netiquette/netiquette.html", context)
    response = _with_headers(HttpResponse(page), etag, shown, frame)
    response.true_until = min(coming, default=None)  # type: ignore[attr-defined]  # for netiquette.views.middleware
    return response


def _answer(
    request: HttpRequest, page: bytes, shown: Netiquette, language: Language, until: datetime | None
) -> HttpResponse:
    """A page whose bytes say whether it has changed."""
    etag = content_hash([page.decode(), request.path])
    response = _unchanged(request, etag, shown) or HttpResponse(page)
    response.true_until = until  # type: ignore[attr-defined]
    return _with_headers(response, etag, shown, language.code)


def _unchanged(request: HttpRequest, etag: str, shown: Netiquette) -> HttpResponse | None:
    modified = shown.in_force_from
    response = get_conditional_response(
        request, etag=quote_etag(etag), last_modified=int(modified.timestamp()) if modified else None
    )
    return response


def _with_headers(response: HttpResponse, etag: str, shown: Netiquette, language: str) -> HttpResponse:
    response["ETag"] = quote_etag(etag)
    if shown.in_force_from:
        response["Last-Modified"] = http_date(shown.in_force_from.timestamp())
    response["Content-Language"] = language
    patch_cache_control(response, public=True, no_cache=True)
    return response


def _pdf(request: HttpRequest, shown: Netiquette | None, language: Language) -> HttpResponse:
    town, found = _town(request), _or_404(shown)
    name = f"netiquette-{town.slug}-fassung-{found.version}-{language.code}.pdf"
    return _file(language, name, lambda: papers.published_pdf(found, language))


def _as_pdf(
    language: Language, template: str, context: dict[str, Any], name: str, *, stylesheet: str = "css/paper.css"
) -> HttpResponse:
    return _file(language, name, lambda: documents.pdf_of(template, context, stylesheet=stylesheet))


def _file(language: Language, name: str, draw: Callable[[], bytes]) -> HttpResponse:
    with translation.override(documents.frame_language(language)):
        try:
            drawn = draw()
        except documents.StillDrawing:
            busy = _("This document is being drawn at this moment. Please try again in a few seconds.")
            return HttpResponse(
                busy, status=503, headers={"Retry-After": "3"}, content_type="text/plain; charset=utf-8"
            )
        except papers.CopyDamaged as damaged:
            return HttpResponse(str(damaged), status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(drawn, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    patch_cache_control(response, public=True, no_cache=True)
    return response


def _town(request: HttpRequest) -> Municipality:
    town: Municipality = request.municipality  # type: ignore[attr-defined]
    return town


def _or_404(shown: Netiquette | None) -> Netiquette:
    if shown is None:
        raise Http404
    return shown


def _language(shown: Netiquette | None, code: str) -> Language:
    if shown is None or TRANSLATIONS.get(code) not in shown.languages:
        raise Http404
    return TRANSLATIONS[code]


def _version(request: HttpRequest, version: int) -> Netiquette:
    found = published_versions(_town(request)).filter(version=version).prefetch_related("clauses").first()
    if found is None or not found.is_signature_valid:
        raise Http404
    return found


def _next_switch(town: Municipality) -> datetime | None:
    waiting = Netiquette.objects.filter(municipality=town, state=State.SCHEDULED, planned_for__gt=timezone.now())
    return waiting.values_list("planned_for", flat=True).first()
