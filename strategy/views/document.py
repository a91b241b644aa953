# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The document: reading it, starting it, handing it in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.signoff.kinds import tell_who_was_asked
from accounts.signoff.page import Part
from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from core.errors import DomainError, Refused
from core.gaps import Gap
from strategy import services
from strategy.domain.starter import TEMPLATES, hours_for, template_for
from strategy.forms.writing import StartForm
from strategy.models import SectionDraft, Strategy
from strategy.queries import comment_counts, newest_strategy, open_strategy, renewal_of, strategy_in_force, writers_of
from strategy.queries.completeness import missing_parts_of
from strategy.queries.outline import edit_url_of, home_of, parts_of
from strategy.queries.structured import named_hours

State = Strategy.State
EMPTY = "empty"


@require_GET
def document(request: TownRequest, municipality: str) -> HttpResponse:
    """The version being worked on, else the one in force, else the invitation to begin."""
    town = request.municipality
    require(request.user, "strategy.view_strategy", town)
    strategy = Strategy.objects.filter(municipality=town).with_parts().first()  # the newest
    if strategy is None:
        return _show_empty(request)
    return _show(request, strategy)


def _show_empty(request: TownRequest, form: StartForm | None = None) -> HttpResponse:
    town = request.municipality
    if form is None:
        fitting = template_for(town.population)
        form = StartForm(choices=_templates(), initial={"template": fitting or "empty"})
    context = {
        "form": form,
        "may_write": may(request.user, "strategy.write_strategy", town),
        "hours": hours_for(town.population) if town.population else None,
    }
    return render(request, "strategy/empty.html", context, status=422 if form.errors else 200)


def _templates() -> list[tuple[str, Any]]:
    offered = [(key, f"{one.label} – {one.note}") for key, one in TEMPLATES.items()]
    return [*offered, (EMPTY, _("Empty: we write everything ourselves"))]


@require_GET
def version(request: TownRequest, municipality: str, number: int) -> HttpResponse:
    """An older version, as it was signed."""
    require(request.user, "strategy.view_strategy", request.municipality)
    return _show(
        request, get_object_or_404(Strategy.objects.with_parts(), municipality=request.municipality, version=number)
    )


def _show(request: TownRequest, strategy: Strategy, gaps: list[Any] | None = None) -> HttpResponse:
    user = request.user
    is_open = strategy.state in (State.DRAFT, State.SUBMITTED)
    is_signature_void = strategy.state == State.IN_FORCE and not strategy.is_signature_valid
    if strategy.state == State.IN_FORCE:
        in_force = None if is_signature_void else strategy
    else:
        in_force = strategy_in_force(request.municipality)
    parts = parts_of(strategy)
    missing = missing_parts_of(strategy) if is_open else []
    missing_keys = {home_of(gap.part) for gap in missing}
    newer = Strategy.objects.filter(municipality=request.municipality, version__gt=strategy.version)
    is_current = not newer.exists()
    sections = {s.key: s for s in strategy.sections.all()}
    counts = comment_counts(strategy)
    writers = writers_of(strategy, besides=user) if is_open else {}
    context = {
        "strategy": strategy,
        "parts": parts,
        "analysis": strategy.newest_result(),
        "rows": [
            {
                "part": part,
                "is_done": part.key not in missing_keys,
                "gaps": [(gap, edit_url_of(strategy, gap.part)) for gap in missing if home_of(gap.part) == part.key],
                "unsettled": counts.get(part.key, (0, 0))[0],
                "comments": counts.get(part.key, (0, 0))[1],
                "writers": writers.get(part.key, []),
                "section": sections.get(part.key) if is_open else None,
            }
            for part in parts
        ],
        "unsettled": sum(unsettled for unsettled, _all in counts.values()),
        "may_comment": is_current and may(user, "strategy.comment_on_strategy", strategy),
        "hours_named": named_hours(strategy),
        "own_drafts": _own_drafts(strategy, user) if is_open else set(),
        "complete": sum(part.key not in missing_keys for part in parts),
        "is_open": is_open,
        "is_in_force": strategy.state == State.IN_FORCE,
        "is_signature_void": is_signature_void,
        "in_force": in_force,
        "changes": changes(parts, in_force) if in_force and in_force.pk != strategy.pk and is_open else [],
        "versions": Strategy.objects.filter(municipality=request.municipality).select_related(
            "signed_by", "signed_copy"
        ),
        "renewal": renewal_of(request.municipality) if strategy.state == State.IN_FORCE else None,
        "may_revoke": strategy.state == State.IN_FORCE and may(user, "strategy.revoke_strategy", strategy),
        "may_write": is_open and may(user, "strategy.write_strategy", strategy),
        "may_discard": strategy.state == State.DRAFT
        and not strategy.signed_hash
        and may(user, "strategy.write_strategy", strategy),
        "may_submit": strategy.state == State.DRAFT and may(user, "strategy.submit_strategy", strategy),
        "may_sign": strategy.state == State.SUBMITTED and may(user, "strategy.sign_strategy", strategy),
        "may_renew": not is_open
        and may(user, "strategy.write_strategy", strategy)
        and open_strategy(request.municipality) is None,
        "refused": gaps,
    }
    return render(request, "strategy/document.html", context, status=422 if gaps else 200)


def changes(parts: list[Any], in_force: Strategy) -> list[Part]:
    """Parts that read differently in the version in force."""
    before = {part.key: part.text for part in parts_of(in_force)}
    found = [Part(part.title, part.text, before.get(part.key, ""), part.key) for part in parts]
    return [part for part in found if part.is_changed]


def _own_drafts(strategy: Strategy, user: Any) -> set[str]:
    """Keys of the sections this person has unsaved text in."""
    drafts = SectionDraft.objects.filter(section__strategy=strategy, person=user)
    return set(drafts.values_list("section__key", flat=True))


@require_POST
def start(request: TownRequest, municipality: str) -> HttpResponse:
    """Begin with a template or empty."""
    require(request.user, "strategy.write_strategy", request.municipality)
    form = StartForm({"template": request.POST.get("template", EMPTY)}, choices=_templates())
    if not form.is_valid():
        return _show_empty(request, form) if newest_strategy(request.municipality) is None else _back(municipality)
    chosen = form.cleaned_data["template"]
    try:
        services.start_strategy(request.municipality, actor=request.user, template="" if chosen == EMPTY else chosen)
        messages.success(request, _("Your strategy has begun. You can fill in its parts in any order."))
    except Refused as error:
        messages.warning(request, str(error))
    return _back(municipality)


@require_POST
def new_version(request: TownRequest, municipality: str) -> HttpResponse:
    current = Strategy.objects.filter(municipality=request.municipality).first()
    if current is None:
        raise Http404
    try:
        services.start_new_version(current, actor=request.user)
        messages.success(request, _("A new version has begun. The signed one stays in force until it is signed."))
    except Refused as error:
        messages.warning(request, str(error))
    return _back(municipality)


def discard(request: TownRequest, municipality: str) -> HttpResponse:
    """Ask first, then throw away a version that was never signed."""
    require(request.user, "strategy.write_strategy", request.municipality)
    strategy = open_strategy(request.municipality)
    if strategy is None:
        raise Http404
    if request.method != "POST":
        return render(request, "strategy/discard.html", {"strategy": strategy})
    try:
        services.discard_draft(strategy, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The draft is discarded."))
    return _back(municipality)


def _back(municipality: str) -> HttpResponse:
    return redirect("strategy:document", municipality=municipality)


@require_POST
def submit(request: TownRequest, municipality: str) -> HttpResponse:
    strategy = open_strategy(request.municipality)
    if strategy is None:
        raise Http404
    require(request.user, "strategy.submit_strategy", strategy)
    try:
        services.submit_strategy(strategy, actor=request.user)
    except Refused as error:
        return _show(
            request,
            strategy,
            [(gap, edit_url_of(strategy, gap.part)) for gap in error.gaps if isinstance(gap, Gap)],
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        tell_who_was_asked(request, strategy)
    return _back(municipality)
