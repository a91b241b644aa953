# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The document: reading it, starting it, handing it in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.documents import tell_who_was_asked
from accounts.permissions import may, require
from accounts.signoff import Part
from core.errors import DomainError, Refused
from strategy import services
from strategy.document import edit_url_of, parts_of
from strategy.models import Strategy
from strategy.queries import open_strategy, renewal_of, strategy_in_force

State = Strategy.State


@require_GET
def document(request: HttpRequest, municipality: str) -> HttpResponse:
    """The version being worked on, else the one in force, else the invitation to begin."""
    town = request.municipality
    require(request.user, "strategy.view_strategy", town)
    strategy = open_strategy(town) or Strategy.objects.filter(municipality=town).first()
    if strategy is None:
        return render(request, "strategy/empty.html", {"may_write": may(request.user, "strategy.write_strategy", town)})
    return _show(request, strategy)


@require_GET
def version(request: HttpRequest, municipality: str, number: int) -> HttpResponse:
    """An older version, as it was signed."""
    require(request.user, "strategy.view_strategy", request.municipality)
    return _show(request, get_object_or_404(Strategy, municipality=request.municipality, version=number))


def _show(request: HttpRequest, strategy: Strategy, gaps: list[Any] | None = None) -> HttpResponse:
    user = request.user
    is_open = strategy.state in (State.DRAFT, State.SUBMITTED)
    in_force = strategy_in_force(request.municipality)
    parts = parts_of(strategy)
    missing = strategy.missing_parts() if is_open else []
    missing_keys = {gap.part for gap in missing}
    context = {
        "strategy": strategy,
        "parts": parts,
        "analysis": strategy.analyses.exclude(result_hash="").defer("result").first(),
        "checks": [(part, part.key not in missing_keys) for part in parts],
        "complete": len(parts) - len(missing_keys),
        "is_open": is_open,
        "is_in_force": strategy.state == State.IN_FORCE,
        "is_signature_void": strategy.state == State.IN_FORCE and not strategy.is_signature_valid,
        "in_force": in_force,
        "changes": changes(parts, in_force) if in_force and in_force.pk != strategy.pk and is_open else [],
        "versions": Strategy.objects.filter(municipality=request.municipality).select_related(
            "signed_by", "signed_copy"
        ),
        "renewal": renewal_of(request.municipality) if strategy.state == State.IN_FORCE else None,
        "may_revoke": strategy.state == State.IN_FORCE and may(user, "strategy.revoke_strategy", strategy),
        "may_write": is_open and may(user, "strategy.write_strategy", strategy),
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


@require_POST
def start(request: HttpRequest, municipality: str) -> HttpResponse:
    try:
        services.start_strategy(request.municipality, actor=request.user)
        messages.success(request, _("Your strategy has begun. You can fill in its parts in any order."))
    except Refused as error:
        messages.warning(request, str(error))
    return redirect("strategy:document", municipality=municipality)


@require_POST
def new_version(request: HttpRequest, municipality: str) -> HttpResponse:
    current = Strategy.objects.filter(municipality=request.municipality).first()
    if current is None:
        raise Http404
    try:
        services.start_new_version(current, actor=request.user)
        messages.success(request, _("A new version has begun. The signed one stays in force until it is signed."))
    except Refused as error:
        messages.warning(request, str(error))
    return redirect("strategy:document", municipality=municipality)


@require_POST
def submit(request: HttpRequest, municipality: str) -> HttpResponse:
    strategy = open_strategy(request.municipality)
    if strategy is None:
        raise Http404
    require(request.user, "strategy.submit_strategy", strategy)
    try:
        services.submit_strategy(strategy, actor=request.user)
    except Refused as error:
        return _show(request, strategy, [(gap, edit_url_of(strategy, gap.part)) for gap in error.gaps])
    except DomainError as error:
        messages.error(request, str(error))
    else:
        tell_who_was_asked(request, strategy)
    return redirect("strategy:document", municipality=municipality)
