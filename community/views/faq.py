# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keeping the answered questions: list, draft, publishing and withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from community.forms.faq import FaqForm
from community.models import FaqEntry
from community.queries import faq as queries
from community.queries.departments import answer_to_use
from community.queries.faq import FaqFilter
from community.services import faq as services
from community.views.desk import comment_url, find_comment, require_view
from core.errors import DomainError
from core.pages import page_of
from core.text import read_number

KEEP = "community.manage_texts"


@require_safe
def faq(request: TownRequest, municipality: str) -> HttpResponse:
    """What is published, what is being written, what was withdrawn."""
    require_view(request)
    town = request.municipality
    wanted, today = FaqFilter.from_query(request.GET), town.local_day()
    page = page_of(queries.faq_of(town, wanted), queries.PAGE_SIZE, request.GET.get("page"))
    base = reverse("dialog:faq", args=[town.slug])
    names = {
        FaqEntry.State.PUBLISHED: _("Published"),
        FaqEntry.State.DRAFT: _("Drafts"),
        FaqEntry.State.WITHDRAWN: _("Withdrawn"),
    }
    context = {
        "page": page,
        "rows": [(entry, entry.is_expired(today)) for entry in page],
        "wanted": wanted,
        "tabs": [
            {"url": f"{base}?stand={state}", "label": label, "current": state == wanted.state, "count": ""}
            for state, label in names.items()
        ],
        "may_keep": may(request.user, KEEP, town),
    }
    return render(request, "community/faq.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def faq_create(request: TownRequest, municipality: str) -> HttpResponse:
    require(request.user, KEEP, request.municipality)
    return _create(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def faq_from_comment(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The comment stands beside the form; its words are in no field. What a department has answered can be a start."""
    comment = find_comment(request, pk)
    require(request.user, KEEP, comment)
    if (known := queries.faq_of_comment(comment)) is not None:
        return redirect("dialog:faq_edit", municipality, known.pk)
    asked = read_number(request.GET.get("fachamt", "")) or 0
    return _create(request, comment, answer_to_use(comment, asked))


def _create(request: TownRequest, comment: Any, answer: str = "") -> HttpResponse:
    town, user = request.municipality, request.user
    initial = {"version": 0, "owner": user, "as_of": town.local_day(), "answer": answer}
    form = FaqForm(town, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            made = services.draft_faq(town, actor=user, comment=comment, **given)
        except DomainError as error:
            _tell(form, error)
        else:
            messages.success(request, _("The draft is kept. Nobody outside sees it yet."))
            return redirect("dialog:faq_edit", town.slug, made.pk)
    context = {
        "form": form,
        "entry": None,
        "comment": comment,
        "comment_url": comment_url(request, comment.pk) if comment else "",
    }
    return render(request, "community/faq_form.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def faq_edit(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    entry: FaqEntry = get_object_or_404(
        FaqEntry.objects.select_related("owner", "municipality", "comment__author", "published_by"), pk=pk
    )
    require(request.user, KEEP, entry)
    initial = {
        name: getattr(entry, name) for name in ("version", "question", "answer", "as_of", "owner", "valid_until")
    }
    form = FaqForm(request.municipality, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            services.change_faq(entry, actor=request.user, seen_version=given.pop("version"), **given)
        except DomainError as error:
            entry.refresh_from_db()
            _tell(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("dialog:faq_edit", municipality, pk)
    context = {
        "form": form,
        "entry": entry,
        "comment": entry.comment,
        "comment_url": comment_url(request, entry.comment_id) if entry.comment_id else "",
        "is_expired": entry.is_expired(request.municipality.local_day()),
    }
    return render(request, "community/faq_form.html", context, status=_status(form))


@require_POST
def faq_publish(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    seen = read_number(request.POST.get("version", ""), 2**31 - 1) or 0
    done = _("Published: everybody can read it now.")
    return _step(request, pk, lambda entry: services.publish_faq(entry, actor=request.user, seen_version=seen), done)


@require_POST
def faq_withdraw(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    done = _("Withdrawn. You can take it up again here.")
    return _step(request, pk, lambda entry: services.withdraw_faq(entry, actor=request.user), done)


@require_POST
def faq_reopen(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    done = _("It is a draft again.")
    return _step(request, pk, lambda entry: services.reopen_faq(entry, actor=request.user), done)


def _step(request: TownRequest, pk: int, call: Callable[[FaqEntry], Any], done: str) -> HttpResponse:
    entry: FaqEntry = get_object_or_404(FaqEntry.objects.select_related("municipality"), pk=pk)
    try:
        call(entry)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("dialog:faq_edit", request.municipality.slug, pk)


def _tell(form: Any, error: DomainError) -> None:
    for words in [str(gap) for gap in getattr(error, "gaps", [])] or [str(error)]:
        form.add_error(None, words)


def _status(form: Any) -> int:
    return 422 if form.errors else 200
