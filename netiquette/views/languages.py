# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Languages side by side: the German master beside its translations, stale ones marked."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.tenancy.permissions import may
from accounts.tenancy.request import TownRequest
from core.errors import DomainError
from core.pdf import FONT_PACKAGE, missing_letters
from netiquette import services
from netiquette.domain.languages import OFFERED, PLAIN, TRANSLATIONS, Language
from netiquette.forms import TranslationForm
from netiquette.library import library_for
from netiquette.models import Clause, Netiquette
from netiquette.queries import open_netiquette, published_netiquette
from netiquette.queries.completeness import warnings_of
from netiquette.views.writing import carried_out, clause_of, draft_of, form_page, ordered


@require_safe
def languages(request: TownRequest, municipality: str) -> HttpResponse:
    """Every part in German and in each language in use; ``?weitere=`` opens another column."""
    town = request.municipality
    draft = open_netiquette(town)
    shown = draft or published_netiquette(town)
    used = {language.code for language in shown.languages} if shown else set()
    more = request.GET.get("weitere", "")
    columns = [lang for code, lang in TRANSLATIONS.items() if code in used or code in OFFERED or code == more]
    parts: list[Netiquette | Clause] = [shown, *ordered(shown)] if shown else []
    return render(
        request,
        "netiquette/languages.html",
        {
            "draft": draft,
            "shown": shown,
            "columns": columns,
            "rows": [
                {"part": part, "is_clause": isinstance(part, Clause), "cells": _cells(part, columns)} for part in parts
            ],
            "others": [language for language in TRANSLATIONS.values() if language not in columns],
            "may_write": draft is not None and may(request.user, "netiquette.write_netiquette", town),
        },
    )


def _cells(part: Netiquette | Clause, columns: list[Language]) -> list[dict[str, Any]]:
    return [{"language": lang, **part.translation(lang.code), "is_stale": part.is_stale(lang.code)} for lang in columns]


def translate_clause(request: TownRequest, municipality: str, pk: int, language: str) -> HttpResponse:
    return _translate(request, clause_of(request, pk), language)


def translate_introduction(request: TownRequest, municipality: str, language: str) -> HttpResponse:
    return _translate(request, draft_of(request), language)


def _translate(request: TownRequest, part: Netiquette | Clause, code: str) -> HttpResponse:
    """Write a translation beside the German text; when somebody was faster, both texts are shown."""
    language = _language(code)
    is_clause = isinstance(part, Clause)
    place = part.key if isinstance(part, Clause) else "einleitung"
    form = TranslationForm.drawn_from(part, code)
    if request.method == "POST":
        form = TranslationForm(request.POST)
        if form.is_valid() and carried_out(request, form, services.translate, part, language=code, **form.cleaned_data):
            return redirect(f"{_overview(request)}?weitere={code}#{place}")
        part.refresh_from_db()
    if not is_clause:
        del form.fields["title"]
    return form_page(
        request,
        "netiquette/translate.html",
        form,
        {
            "draft": part.netiquette if isinstance(part, Clause) else part,
            "part": part,
            "is_clause": is_clause,
            "language": language,
            "is_stale": part.is_stale(code),
            "stored": part.translation(code)["text"],
            "missing": missing_letters("".join(part.translation(code).values())),
            "font_package": FONT_PACKAGE,
            "warnings": warnings_of(part.translation(code)["text"]) if language == PLAIN else [],
            "has_template": isinstance(part, Clause) and _has_template(part, code),
        },
    )


def _has_template(clause: Clause, code: str) -> bool:
    """Whether the library has a translation of exactly this German wording that is not in use yet."""
    source = next((c for c in library_for(clause.municipality) if c.key == clause.key), None)
    if source is None or code not in source.translations or (source.title, source.text) != (clause.title, clause.text):
        return False
    title, text = source.translations[code]
    return clause.translation(code) != {"title": title, "text": text}


@require_POST
def translate_from_library(request: TownRequest, municipality: str, pk: int, language: str) -> HttpResponse:
    clause = clause_of(request, pk)
    _language(language)
    try:
        services.translate_from_library(clause, language=language, actor=request.user)
        messages.success(request, _("The library’s translation was taken over."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("netiquette:translate_clause", municipality, pk, language)


def _language(code: str) -> Language:
    if code not in TRANSLATIONS:
        raise Http404
    return TRANSLATIONS[code]


def _overview(request: TownRequest) -> str:
    return redirect("netiquette:languages", request.municipality.slug).url
