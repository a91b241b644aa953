# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The public transparency page and its figures as a file; and the switch for it, with a preview."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.frame.public_footer import footer_of
from accounts.models import Municipality
from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from community.forms import PublicSettingsForm
from community.presenters import transparency as presentation
from community.queries.appeals import public_settings
from community.queries.transparency import Transparency, newest_transparency, transparency_of
from community.services.appeals_intake import PUBLIC_LANGUAGE
from community.services.public_settings import set_public_pages
from core.errors import DomainError
from core.hashing import content_hash
from core.sheets import csv_lines


@login_not_required
@require_safe
def transparency(request: TownRequest, municipality: str) -> HttpResponse:
    """Counts of decisions by clause and quarter; a 404 unless the town publishes them."""
    town = request.municipality
    figures = _published(town)

    def page() -> HttpResponse:
        with translation.override(PUBLIC_LANGUAGE):
            shown = presentation.of(figures) | {"town": town}
            return HttpResponse(render_to_string("community/transparency.html", shown))

    notices = [link.url for link in footer_of(town)]
    return _cacheable(request, [figures.as_json(), town.name, town.website, notices], page)


@login_not_required
@require_safe
def transparency_csv(request: TownRequest, municipality: str) -> HttpResponse:
    """The same figures for a spreadsheet: one line per quarter and row, separated by semicolons."""
    town = request.municipality
    figures = _published(town)

    def file() -> HttpResponse:
        response = HttpResponse(_as_csv(figures), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="transparenz-{town.slug}-{figures.until}.csv"'
        return response

    return _cacheable(request, [figures.as_json(), "csv"], file)


@require_http_methods(["GET", "POST"])
def public_pages(request: TownRequest, municipality: str) -> HttpResponse:
    """The town's promise to answer and the switch of the transparency page, with the page as it would be."""
    town = request.municipality
    require(request.user, "community.set_public_pages", town)
    stored = public_settings(town)
    initial = {
        "answer_days": stored.answer_days,
        "restriction_days": stored.restriction_days,
        "is_transparency_public": stored.is_transparency_public,
    }
    form = PublicSettingsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_public_pages(town, actor=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("dialog:public_pages", municipality)
    preview = transparency_of(town, town.local_day(), with_practice=True)
    context = presentation.of(preview) | {"form": form, "is_public": stored.is_transparency_public}
    return render(request, "community/public_pages.html", context, status=422 if form.errors else 200)


def _published(town: Municipality) -> Transparency:
    if not public_settings(town).is_transparency_public:
        raise Http404
    # Practice never counts in public; the demo, where nothing else exists, shows it under that name.
    return newest_transparency(town, town.local_day(), with_practice=settings.DEMO)


def _cacheable(request: TownRequest, key: Any, answer: Any) -> HttpResponse:
    etag = quote_etag(content_hash([key, request.path]))
    response = get_conditional_response(request, etag=etag) or answer()
    response["ETag"] = etag
    response["Content-Language"] = PUBLIC_LANGUAGE
    patch_cache_control(response, public=True, no_cache=True)
    return response


def _as_csv(figures: Transparency) -> str:
    with translation.override(PUBLIC_LANGUAGE):
        rows: list[list[Any]] = [[_("Quarter"), _("Group"), _("Key"), _("Name"), pgettext("how many", "Number")]]
        for group, lines in presentation.groups_of(figures):
            for line in lines:
                for quarter, number in zip(figures.quarters, line.counts, strict=True):
                    rows.append([quarter, group, line.key, line.label, number])
        return "".join(csv_lines(rows))
