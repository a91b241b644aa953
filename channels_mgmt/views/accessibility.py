# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The accessibility statement as citizens read it: no login, no cookie, no script."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from accounts.frame.public_footer import footer_of
from accounts.tenancy.request import TownRequest
from channels_mgmt.domain.markup import as_html, sections_of
from channels_mgmt.legal.paper import as_pdf, file_name, standing_of
from channels_mgmt.models import ChannelDocument
from channels_mgmt.queries.accessibility import published_statement
from core.hashing import content_hash

LANGUAGE = "de"


@login_not_required
@require_safe
def statement(request: TownRequest, municipality: str) -> HttpResponse:
    """The newest version somebody has vouched for; a 404 while there is none."""
    town, found = request.municipality, _published(request)
    with translation.override(LANGUAGE):
        links = [(str(link.label), link.url) for link in footer_of(town)]
        check = next(iter(found.checks.all()), None)
        etag = quote_etag(content_hash([town.name, found.text_hash, check and check.number, found.version, links]))
        response = get_conditional_response(request, etag=etag)
        if response is None:
            # Rendered without the request: nothing of a session or of a person can reach this page.
            context = {"town": town, "document": found, "standing": standing_of(found)}
            context["sections"] = [
                (section.title, as_html(section.text, title=section.title)) for section in sections_of(found.text)
            ]
            response = HttpResponse(render_to_string("channels_mgmt/statement.html", context))
    response["ETag"] = etag
    return _open_to_all(response)


@login_not_required
@require_safe
def statement_pdf(request: TownRequest, municipality: str) -> HttpResponse:
    """The same version as accessible PDF."""
    found = _published(request)
    response = HttpResponse(as_pdf(found, is_checked=True), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{file_name(found)}.pdf"'
    return _open_to_all(response)


def _published(request: TownRequest) -> ChannelDocument:
    found = published_statement(request.municipality)
    if found is None:
        raise Http404
    return found


def _open_to_all(response: HttpResponse) -> HttpResponse:
    response["Content-Language"] = LANGUAGE
    patch_cache_control(response, public=True, no_cache=True)
    return response
