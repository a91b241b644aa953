# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing the next version: clauses beside the preview, warnings beside the clause."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.frame.kept_text import background
from accounts.frame.unsaved import confirm
from accounts.signoff.kinds import tell_who_was_asked
from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from core.errors import DomainError, Refused
from core.gaps import Gap
from core.textdiff import word_diff
from netiquette import services
from netiquette.domain.languages import OFFERED, TRANSLATIONS, Language
from netiquette.domain.starter import CLAUSES
from netiquette.forms import ClauseForm, IntroductionForm
from netiquette.models import Clause, Netiquette
from netiquette.presenters.documents import public_url, short_url
from netiquette.presenters.readable import readable
from netiquette.presenters.signoff import in_the_way_of
from netiquette.queries import open_netiquette, published_netiquette, scheduled_netiquette, signed_versions
from netiquette.queries.completeness import clause_warnings, missing_parts, warnings_of


@require_safe
def edit(request: TownRequest, municipality: str) -> HttpResponse:
    """The open version with its preview, or the one in force, or how to begin."""
    return _show(request)


def _show(request: TownRequest, *, gaps: list[Gap] | None = None, status: int = 200) -> HttpResponse:
    town = request.municipality
    draft, in_force, scheduled = open_netiquette(town), published_netiquette(town), scheduled_netiquette(town)
    coming = scheduled if scheduled and (in_force is None or scheduled.pk != in_force.pk) else None
    shown = draft or in_force or coming
    clauses = ordered(shown)
    return render(
        request,
        "netiquette/edit.html",
        {
            "draft": draft,
            "in_force": in_force,
            "coming": coming,
            "is_coming_void": coming is not None and not coming.is_signature_valid,
            "is_void": in_force is None
            and Netiquette.objects.filter(municipality=town, state=Netiquette.State.PUBLISHED).exists(),
            "shown": shown,
            "rows": [_row(clause, shown) for clause in clauses if shown],
            "clauses": clauses,
            "introduction_warnings": warnings_of(shown.introduction) if shown else [],
            "gaps": _linked(town, clauses, missing_parts(draft, clauses)) if draft else [],
            "refused": _linked(town, clauses, gaps or []),
            "languages": shown.languages if shown else [],
            "stale": _stale(shown, clauses) if shown else 0,
            "may_write": may(request.user, "netiquette.write_netiquette", town),
            "may_plan": draft is not None and may(request.user, "netiquette.plan_netiquette", draft),
            "may_withdraw": coming is not None and may(request.user, "netiquette.withdraw_netiquette", coming),
            "in_the_way": in_the_way_of(draft, coming) if draft else "",
            "may_sign": draft is not None and may(request.user, "netiquette.return_netiquette", draft),
            "public_url": public_url(town),
            "short_url": short_url(town),
            "library_size": len(CLAUSES),
        },
        status=status,
    )


def _row(clause: Clause, shown: Netiquette) -> dict[str, Any]:
    return {
        "clause": clause,
        "warnings": clause_warnings(clause),
        "stale": [language for language in shown.languages if clause.is_stale(language.code)],
    }


def _stale(shown: Netiquette, clauses: list[Clause]) -> int:
    return sum(part.is_stale(language.code) for part in (shown, *clauses) for language in shown.languages)


def _linked(town: Any, clauses: list[Clause], gaps: list[Gap]) -> list[dict[str, Any]]:
    """Each gap with the address where it is mended."""
    keys = {clause.key: clause.pk for clause in clauses}
    return [{"text": gap.text, "url": _mending_place(town.slug, keys, gap.part)} for gap in gaps]


def _mending_place(slug: str, keys: dict[str, int], part: str) -> str:
    kind, _separator, rest = part.partition(":")
    key, _separator, language = rest.partition(":")
    if kind == "introduction":
        return reverse("netiquette:introduction", args=[slug])
    if kind == "library":
        return f"{reverse('netiquette:library', args=[slug])}#{key}"
    if kind == "clause" and key in keys:
        return reverse("netiquette:clause", args=[slug, keys[key]])
    if kind == "translation" and key in keys:
        return reverse("netiquette:translate_clause", args=[slug, keys[key], language])
    if kind == "translation":
        return reverse("netiquette:translate_introduction", args=[slug, language])
    return f"{reverse('netiquette:edit', args=[slug])}#klauseln"


@require_POST
def start(request: TownRequest, municipality: str) -> HttpResponse:
    try:
        services.start_netiquette(request.municipality, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("netiquette:edit", municipality)


def introduction(request: TownRequest, municipality: str) -> HttpResponse:
    """Change the introduction; when somebody was faster, both texts are shown."""
    draft = draft_of(request)
    form = IntroductionForm.drawn_from(draft)
    if request.method == "POST":
        form = IntroductionForm(request.POST)
        if form.is_valid() and carried_out(
            request,
            form,
            services.edit_introduction,
            draft,
            text=form.cleaned_data["text"],
            seen=form.cleaned_data["seen"],
        ):
            return back(municipality, "einleitung")
        draft.refresh_from_db()
    return form_page(request, "netiquette/introduction.html", form, {"draft": draft, "stored": draft.introduction})


def clause(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Change a clause; when somebody was faster, both texts are shown."""
    found = clause_of(request, pk)
    form = ClauseForm.drawn_from(found)
    if request.method == "POST":
        form = ClauseForm(request.POST)
        if form.is_valid() and carried_out(
            request, form, services.edit_clause, found, seen=form.cleaned_data["seen"], **form.as_given()
        ):
            return back(municipality, found.key)
        found.refresh_from_db()
    return form_page(
        request,
        "netiquette/clause.html",
        form,
        {
            "draft": found.netiquette,
            "clause": found,
            "stored": found.text,
            "languages": [{"language": language, **_state(found, code)} for code, language in _offered(found)],
            **_typed(form),
        },
    )


def add_clause(request: TownRequest, municipality: str) -> HttpResponse:
    draft = draft_of(request)
    form = ClauseForm()
    if request.method == "POST":
        form = ClauseForm(request.POST)
        if form.is_valid() and carried_out(request, form, services.add_clause, draft, **form.as_given()):
            return back(municipality, "klauseln-ende")
    return form_page(request, "netiquette/clause.html", form, {"draft": draft, "clause": None, **_typed(form)})


@background
@require_POST
def preview(request: TownRequest, municipality: str) -> HttpResponse:
    """The typed clause as citizens would read it, with its warnings; nothing is saved."""
    draft_of(request)
    form = ClauseForm(request.POST)
    form.is_valid()
    return render(request, "netiquette/_preview.html", _typed(form))


def _typed(form: ClauseForm) -> dict[str, Any]:
    """An unsaved clause from what stands in the form."""
    value = {name: form[name].value() or "" for name in ("title", "text", *Clause.DETAILS)}
    if value["strongest_measure"] not in Clause.Measure.values:
        value["strongest_measure"] = ""
    typed = Clause(number=0, is_ground_for_measures=bool(form["is_ground_for_measures"].value()), **value)
    return {"typed": typed, "warnings": clause_warnings(typed)}


@require_POST
def move_clause(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    found = clause_of(request, pk)
    return _carry_out_and_return(
        request, municipality, found.key, services.move_clause, found, up=request.POST.get("direction") == "up"
    )


def remove_clause(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Ask first, then remove."""
    found = clause_of(request, pk)
    if request.method != "POST":
        return render(request, "netiquette/remove_clause.html", {"clause": found})
    messages.info(request, _("Clause “%(title)s” was removed from the draft.") % {"title": found.title})
    return _carry_out_and_return(request, municipality, "klauseln", services.remove_clause, found)


@require_POST
def submit(request: TownRequest, municipality: str) -> HttpResponse:
    draft = draft_of(request)
    try:
        services.submit_netiquette(draft, actor=request.user)
    except Refused as refusal:
        return _show(request, gaps=[gap for gap in refusal.gaps if isinstance(gap, Gap)], status=422)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("netiquette:edit", municipality)
    tell_who_was_asked(request, draft)
    return redirect("netiquette:edit", municipality)


def discard(request: TownRequest, municipality: str) -> HttpResponse:
    """Ask first, then throw the draft away."""
    draft = draft_of(request)
    if request.method != "POST":
        return render(request, "netiquette/discard.html", {"draft": draft})
    return _carry_out_and_return(request, municipality, "", services.discard_draft, draft)


@require_safe
def versions(request: TownRequest, municipality: str) -> HttpResponse:
    """Every version that was in force, the one signed for later, and what changed against the one before."""
    found = list(
        signed_versions(request.municipality).select_related("signed_by", "signed_copy").prefetch_related("clauses")
    )
    rows = [
        {"version": version, "changes": _changes(version, older)}
        for version, older in zip(found, [*found[1:], None], strict=False)
    ]
    return render(request, "netiquette/versions.html", {"rows": rows})


def _changes(version: Netiquette, older: Netiquette | None) -> list[dict[str, Any]]:
    """What changed part by part; clauses are matched by key, so that a changed number alone is no change."""
    if older is None:
        return []
    before = {c.key: c for c in older.clauses.all()}
    changes = []
    for now in ordered(version):
        then = before.pop(now.key, None)
        if (old := readable(then) if then else "") != (new := readable(now)):
            changes.append({"title": now.title, "parts": word_diff(old, new)})
    changes += [{"title": gone.title, "parts": word_diff(readable(gone), "")} for gone in before.values()]
    if (old := readable(older)) != (new := readable(version)):
        changes.insert(0, {"title": _("Introduction"), "parts": word_diff(old, new)})
    return changes


def _offered(clause: Clause) -> list[tuple[str, Language]]:
    return [(code, lang) for code, lang in TRANSLATIONS.items() if code in OFFERED or clause.is_translated(code)]


def _state(clause: Clause, code: str) -> dict[str, bool]:
    return {"is_translated": clause.is_translated(code), "is_stale": clause.is_stale(code)}


def ordered(netiquette: Netiquette | None) -> list[Clause]:
    return sorted(netiquette.clauses.all(), key=lambda c: c.number) if netiquette else []


def draft_of(request: TownRequest) -> Netiquette:
    town = request.municipality
    require(request.user, "netiquette.write_netiquette", town)
    return get_object_or_404(Netiquette, state__in=[Netiquette.State.DRAFT, Netiquette.State.SUBMITTED])


def clause_of(request: TownRequest, pk: int) -> Clause:
    draft_states = [Netiquette.State.DRAFT, Netiquette.State.SUBMITTED]
    found: Clause = get_object_or_404(
        Clause.objects.select_related("netiquette"), pk=pk, netiquette__state__in=draft_states
    )
    require(request.user, "netiquette.write_netiquette", found)
    return found


def carried_out(request: TownRequest, form: Any, service: Any, subject: Any, **given: Any) -> bool:
    """Call a service; a refusal becomes an error of the form, which keeps what was typed."""
    try:
        service(subject, actor=request.user, **given)
    except DomainError as error:
        for gap in getattr(error, "gaps", []) or [str(error)]:
            form.add_error(None, gap)
        form.is_conflict = not isinstance(error, Refused)
        return False
    confirm(request)
    return True


def _carry_out_and_return(
    request: TownRequest, municipality: str, anchor: str, service: Any, subject: Any, **given: Any
) -> HttpResponse:
    try:
        service(subject, actor=request.user, **given)
    except DomainError as error:
        messages.error(request, str(error))
    return back(municipality, anchor)


def form_page(request: TownRequest, template: str, form: Any, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def back(municipality: str, anchor: str) -> HttpResponse:
    url = reverse("netiquette:edit", args=[municipality])
    return redirect(f"{url}#{anchor}" if anchor else url)
