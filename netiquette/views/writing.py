# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing the next version: clauses beside the preview, warnings beside the clause."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.documents import tell_who_was_asked
from accounts.permissions import may, require
from core.errors import DomainError, NotPermitted, Refused
from core.textdiff import word_diff
from netiquette import services
from netiquette.checks import missing_parts, warnings_of
from netiquette.forms import ClauseForm, IntroductionForm
from netiquette.models import Clause, Netiquette
from netiquette.queries import open_netiquette, published_netiquette, published_versions


@require_safe
def edit(request: HttpRequest, municipality: str) -> HttpResponse:
    """The open version with its preview, or the one in force, or how to begin."""
    return _show(request)


def _show(request: HttpRequest, *, gaps: list[object] | None = None, status: int = 200) -> HttpResponse:
    town = request.municipality  # type: ignore[attr-defined]
    draft, in_force = open_netiquette(town), published_netiquette(town)
    shown = draft or in_force
    clauses = _ordered(shown)
    open_gaps = missing_parts(draft, clauses) if draft else []
    return render(
        request,
        "netiquette/edit.html",
        {
            "draft": draft,
            "in_force": in_force,
            "is_void": in_force is None
            and Netiquette.objects.filter(municipality=town, state=Netiquette.State.PUBLISHED).exists(),
            "shown": shown,
            "rows": [{"clause": c, "warnings": warnings_of(c.text)} for c in clauses],
            "clauses": clauses,
            "introduction_warnings": warnings_of(shown.introduction) if shown else [],
            "gaps": open_gaps,
            "refused": gaps,
            "may_write": may(request.user, "netiquette.write_netiquette", town),
            "may_sign": draft is not None and may(request.user, "netiquette.return_netiquette", draft),
            "public_url": request.build_absolute_uri(reverse("netiquette:netiquette", args=[town.slug])),
        },
        status=status,
    )


@require_POST
def start(request: HttpRequest, municipality: str) -> HttpResponse:
    try:
        services.start_netiquette(request.municipality, actor=request.user)  # type: ignore[attr-defined,arg-type]
    except NotPermitted:
        raise
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("netiquette:edit", municipality)


def introduction(request: HttpRequest, municipality: str) -> HttpResponse:
    """Change the introduction; when somebody was faster, both texts are shown."""
    draft = _draft(request)
    form = IntroductionForm.drawn_from(draft)
    if request.method == "POST":
        form = IntroductionForm(request.POST)
        if form.is_valid() and _carried_out(
            request,
            form,
            services.edit_introduction,
            draft,
            text=form.cleaned_data["text"],
            seen=form.cleaned_data["seen"],
        ):
            return _back(municipality, "einleitung")
        draft.refresh_from_db()
    return _form_page(request, "netiquette/introduction.html", form, {"draft": draft, "stored": draft.introduction})


def clause(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    """Change a clause; when somebody was faster, both texts are shown."""
    found = _clause(request, pk)
    form = ClauseForm.drawn_from(found)
    if request.method == "POST":
        form = ClauseForm(request.POST)
        if form.is_valid() and _carried_out(request, form, services.edit_clause, found, **form.cleaned_data):
            return _back(municipality, found.key)
        found.refresh_from_db()
    return _form_page(
        request,
        "netiquette/clause.html",
        form,
        {"draft": found.netiquette, "clause": found, "stored": found.text, "warnings": warnings_of(found.text)},
    )


def add_clause(request: HttpRequest, municipality: str) -> HttpResponse:
    draft = _draft(request)
    form = ClauseForm()
    if request.method == "POST":
        form = ClauseForm(request.POST)
        if form.is_valid():
            given = {name: form.cleaned_data[name] for name in ("title", "text", "is_ground_for_measures")}
            if _carried_out(request, form, services.add_clause, draft, **given):
                return _back(municipality, "klauseln-ende")
    return _form_page(request, "netiquette/clause.html", form, {"draft": draft, "clause": None})


@require_POST
def move_clause(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    found = _clause(request, pk)
    return _carry_out_and_return(
        request, municipality, found.key, services.move_clause, found, up=request.POST.get("direction") == "up"
    )


def remove_clause(request: HttpRequest, municipality: str, pk: int) -> HttpResponse:
    """Ask first, then remove."""
    found = _clause(request, pk)
    if request.method != "POST":
        return render(request, "netiquette/remove_clause.html", {"clause": found})
    messages.info(request, _("Clause “%(title)s” was removed from the draft.") % {"title": found.title})
    return _carry_out_and_return(request, municipality, "klauseln", services.remove_clause, found)


@require_POST
def submit(request: HttpRequest, municipality: str) -> HttpResponse:
    draft = _draft(request)
    try:
        services.submit_netiquette(draft, actor=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        return _show(request, gaps=refusal.gaps, status=422)
    except NotPermitted:
        raise
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("netiquette:edit", municipality)
    tell_who_was_asked(request, draft)
    return redirect("netiquette:edit", municipality)


def discard(request: HttpRequest, municipality: str) -> HttpResponse:
    """Ask first, then throw the draft away."""
    draft = _draft(request)
    if request.method != "POST":
        return render(request, "netiquette/discard.html", {"draft": draft})
    return _carry_out_and_return(request, municipality, "", services.discard_draft, draft)


@require_safe
def versions(request: HttpRequest, municipality: str) -> HttpResponse:
    """Every version that was in force, with what changed against the one before."""
    found = list(
        published_versions(request.municipality).select_related("signed_by", "signed_copy").prefetch_related("clauses")
    )  # type: ignore[attr-defined]
    rows = [
        {"version": version, "changes": _changes(version, older)}
        for version, older in zip(found, [*found[1:], None], strict=True)
    ]
    return render(request, "netiquette/versions.html", {"rows": rows})


def _changes(version: Netiquette, older: Netiquette | None) -> list[dict[str, Any]]:
    if older is None:
        return []
    before = {c.key: c for c in older.clauses.all()}
    changes = []
    for now in _ordered(version):
        then = before.pop(now.key, None)
        if then is None:
            changes.append({"title": now.title, "parts": word_diff("", now.text)})
        elif (then.title, then.text) != (now.title, now.text):
            changes.append({"title": now.title, "parts": word_diff(then.text, now.text)})
    changes += [{"title": gone.title, "parts": word_diff(gone.text, "")} for gone in before.values()]
    if older.introduction != version.introduction:
        changes.insert(0, {"title": _("Introduction"), "parts": word_diff(older.introduction, version.introduction)})
    return changes


def _ordered(netiquette: Netiquette | None) -> list[Clause]:
    return sorted(netiquette.clauses.all(), key=lambda c: c.number) if netiquette else []


def _draft(request: HttpRequest) -> Netiquette:
    town = request.municipality  # type: ignore[attr-defined]
    require(request.user, "netiquette.write_netiquette", town)  # type: ignore[arg-type]
    return get_object_or_404(Netiquette, state__in=[Netiquette.State.DRAFT, Netiquette.State.SUBMITTED])


def _clause(request: HttpRequest, pk: int) -> Clause:
    draft_states = [Netiquette.State.DRAFT, Netiquette.State.SUBMITTED]
    found = get_object_or_404(Clause.objects.select_related("netiquette"), pk=pk, netiquette__state__in=draft_states)
    require(request.user, "netiquette.write_netiquette", found)  # type: ignore[arg-type]
    return found


def _carried_out(request: HttpRequest, form: Any, service: Any, subject: Any, **given: Any) -> bool:
    """Call a service; a refusal becomes an error of the form, which keeps what was typed."""
    try:
        service(subject, actor=request.user, **given)
    except NotPermitted:
        raise
    except DomainError as error:
        for gap in getattr(error, "gaps", []) or [str(error)]:
            form.add_error(None, gap)
        form.is_conflict = not isinstance(error, Refused)
        return False
    return True


def _carry_out_and_return(
    request: HttpRequest, municipality: str, anchor: str, service: Any, subject: Any, **given: Any
) -> HttpResponse:
    try:
        service(subject, actor=request.user, **given)
    except NotPermitted:
        raise
    except DomainError as error:
        messages.error(request, str(error))
    return _back(municipality, anchor)


def _form_page(request: HttpRequest, template: str, form: Any, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def _back(municipality: str, anchor: str) -> HttpResponse:
    url = reverse("netiquette:edit", args=[municipality])
    return redirect(f"{url}#{anchor}" if anchor else url)
