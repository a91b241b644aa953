# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The texts of a town on pages of their own: list, one text with its versions, files in and out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from community.domain.text_files import WORDS, Entry, as_csv, as_json, read_entries
from community.domain.variables import pieces_of
from community.forms.snippets import SnippetForm, TextFileForm
from community.models import Decision, Snippet
from community.queries import snippets as queries
from community.queries.answers import answer_to_keep, kept_from
from community.queries.snippets import AWAY, EXPIRED, SnippetFilter
from community.services import snippets as services
from community.services.text_import import take_over_texts
from community.views.desk import require_view
from core.errors import DomainError
from core.pages import page_of
from core.sheets import CSV
from core.text import read_number

KEEP = "community.manage_texts"


@require_safe
def texts(request: TownRequest, municipality: str) -> HttpResponse:
    """One kind of texts, by name."""
    require_view(request)
    town = request.municipality
    wanted, today = SnippetFilter.from_query(request.GET), town.local_day()
    page = page_of(queries.snippets_of(town, wanted, today), queries.PAGE_SIZE, request.GET.get("page"))
    base = reverse("dialog:texts", args=[town.slug])
    context = {
        "page": page,
        "rows": [(one, pieces_of(one.text), one.is_expired(today)) for one in page],
        "wanted": wanted,
        "tabs": [
            {"url": f"{base}?art={kind.value}", "label": kind.label, "current": kind == wanted.kind, "count": ""}
            for kind in Snippet.Kind
        ],
        "standings": [("", _("In use")), (EXPIRED, _("Expired")), (AWAY, _("Put away"))],
        "may_keep": may(request.user, KEEP, town),
    }
    return render(request, "community/texts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def text_create(request: TownRequest, municipality: str) -> HttpResponse:
    town, user = request.municipality, request.user
    require(user, KEEP, town)
    kind = request.GET.get("art", "")
    initial = {"version": 0, "owner": user, "kind": kind if kind in WORDS else Snippet.Kind.REPLY}
    form = SnippetForm(town, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            made = services.create_snippet(town, actor=user, **given)
        except DomainError as error:
            _tell(form, error)
        else:
            messages.success(request, _("“%(name)s” is kept.") % {"name": made.name})
            return redirect(queries.list_address(town, art=made.kind))
    return render(request, "community/text_form.html", {"form": form, "text": None}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def text_edit(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """A text, its versions below it."""
    town, user = request.municipality, request.user
    text: Snippet = get_object_or_404(
        Snippet.objects.select_related("owner", "municipality", "source__comment__delivery__post"), pk=pk
    )
    require(user, KEEP, text)
    initial = {name: getattr(text, name) for name in ("version", "name", "text", "owner", "valid_until")}
    form = SnippetForm(town, request.POST or None, initial=initial, has_kind=False)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            services.change_snippet(text, actor=user, seen_version=given.pop("version"), **given)
        except DomainError as error:
            text.refresh_from_db()
            _tell(form, error)
        else:
            messages.success(request, _("“%(name)s” is kept.") % {"name": text.name})
            return redirect("dialog:text_edit", municipality, pk)
    context = {
        "form": form,
        "text": text,
        "versions": queries.versions_of(text),
        "is_expired": text.is_expired(town.local_day()),
    }
    return render(request, "community/text_form.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def keep_answer(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """A published answer for the library: the words as they were sent, to be freed of the citizen; or where it is."""
    town, user = request.municipality, request.user
    require(user, KEEP, town)
    decision = answer_to_keep(town, pk)
    if decision is None:
        get_object_or_404(Decision.objects.filter(comment__municipality=town), pk=pk)
        messages.error(request, _("Only an answer that is published can be kept."))
        return redirect("dialog:queue", municipality)
    if (known := kept_from(decision)) is not None:
        return redirect("dialog:text_edit", municipality, known)
    initial = {"version": 0, "owner": user, "text": decision.reply_text}
    form = SnippetForm(town, request.POST or None, initial=initial, has_kind=False)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            made = services.keep_answer(decision, actor=user, **given)
        except DomainError as error:
            _tell(form, error)
        else:
            messages.success(request, _("The answer is kept as “%(name)s”.") % {"name": made.name})
            return redirect("dialog:comment", municipality, decision.comment_id)
    return render(request, "community/keep_answer.html", {"form": form, "decision": decision}, status=_status(form))


@require_POST
def text_restore(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    text: Snippet = get_object_or_404(Snippet.objects.select_related("owner", "municipality"), pk=pk)
    require(request.user, KEEP, text)
    wanted, seen = (read_number(request.POST.get(name, ""), 2**31 - 1) or 0 for name in ("version", "seen"))
    return _step(
        request,
        text,
        lambda: services.restore_snippet(text, actor=request.user, version=wanted, seen_version=seen),
        _("The older wording holds again, as a new version."),
    )


@require_POST
def text_retire(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    text = get_object_or_404(Snippet, pk=pk)
    done = _("Put away: nobody is offered it any more. You can take it up again here.")
    return _step(request, text, lambda: services.retire_snippet(text, actor=request.user), done)


@require_POST
def text_take_up(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    text = get_object_or_404(Snippet, pk=pk)
    return _step(
        request, text, lambda: services.take_up_snippet(text, actor=request.user), _("The text is offered again.")
    )


@require_safe
def text_file(request: TownRequest, municipality: str, file_format: str) -> HttpResponse:
    """All texts in use, without the kept answers: those speak of this town's own comments."""
    require_view(request)
    town = request.municipality
    found = Snippet.objects.filter(municipality=town, kind__in=WORDS).in_use().order_by("kind", "name", "pk")
    entries = [Entry(0, one.kind, one.name, one.text, one.valid_until) for one in found]
    if file_format == "json":
        response = HttpResponse(as_json(entries), content_type="application/json; charset=utf-8")
    else:
        response = HttpResponse(as_csv(entries), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="textbausteine-{town.slug}.{file_format}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def text_import(request: TownRequest, municipality: str) -> HttpResponse:
    town, user = request.municipality, request.user
    require(user, KEEP, town)
    form = TextFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            taken = take_over_texts(town, read_entries(form.cleaned_data["file"].read()), actor=user)
        except DomainError as error:
            _tell(form, error)
        else:
            words = _("New: %(new)s, changed: %(changed)s, unchanged: %(unchanged)s.")
            messages.success(request, words % taken._asdict())
            return redirect("dialog:texts", municipality)
    return render(request, "community/text_import.html", {"form": form}, status=_status(form))


def _step(request: TownRequest, text: Snippet, call: Any, done: str) -> HttpResponse:
    try:
        call()
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("dialog:text_edit", request.municipality.slug, text.pk)


def _tell(form: Any, error: DomainError) -> None:
    gaps = [str(gap) for gap in getattr(error, "gaps", [])]
    for words in [str(error), *(gap for gap in gaps if gap != str(error))]:
        form.add_error(None, words)


def _status(form: Any) -> int:
    return 422 if form.errors else 200
