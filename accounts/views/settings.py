# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Settings: the town's particulars, one's own account, the audit trail."""

import json
from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import services
from accounts.audit.words import area_name, sentence
from accounts.forms import AuditFilterForm, NameForm, TownForm
from accounts.frame.directory import facts_of_code, proposed_facts
from accounts.models import Kind, Municipality
from accounts.queries import SECOND_FACTORS, audit_areas, audit_trail
from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from core.errors import DomainError
from core.urls import way_back

ENTRIES_PER_PAGE = 50


@require_safe
def index(request: TownRequest, municipality: str) -> HttpResponse:
    town = request.municipality
    rights = ("view_people", "manage_people", "change_town", "view_audit", "manage_letters", "view_access")
    return render(
        request, "accounts/index.html", {name: may(request.user, f"accounts.{name}", town) for name in rights}
    )


def town(request: TownRequest, municipality: str) -> HttpResponse:
    """Change the town's particulars."""
    stored = request.municipality
    require(request.user, "accounts.change_town", stored)
    # The form writes what it validates into its instance; the frame keeps drawing the stored town.
    proposed = proposed_facts(stored) if request.method != "POST" else {}
    wanted = request.POST.get("next") or request.GET.get("next", "")
    back = way_back(request, wanted, reverse("settings:index", args=[municipality]))
    may_change_code = may(request.user, "accounts.change_municipality_code", stored)

    def drawn(typed: QueryDict | None) -> TownForm:
        instance = Municipality.objects.get(pk=stored.pk)
        return TownForm(typed, instance=instance, initial=proposed, may_change_code=may_change_code)

    form = drawn(request.POST if request.method == "POST" else None)
    checked = None
    if request.method == "POST" and form.is_valid() and form.unchecked_code:
        checked, form = _with_facts_of_code(request.POST, form, drawn)
    elif request.method == "POST" and form.is_valid():
        try:
            services.change_town(stored, actor=request.user, seen=form.seen, **form.entered)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    context = {"form": form, "proposed": proposed, "back": back, "checked": checked}
    return render(request, "accounts/town.html", context, status=422 if form.errors else 200)


def _with_facts_of_code(
    typed: QueryDict, form: TownForm, drawn: Callable[[QueryDict | None], TownForm]
) -> tuple[dict[str, Any], TownForm]:
    """Another code is saved at the second time: what the census says of it is shown first, and proposed."""
    code = form.unchecked_code
    listed, proposed = facts_of_code(code, entered=form.entered, seen=form.seen)
    shown = typed.copy()
    shown["checked_code"] = code
    for name, value in proposed.items():
        shown[name] = str(value)
    checked = {
        "code": code,
        "listed": listed,
        "kind": Kind(listed.kind).label if listed and listed.kind else "",
        "kind_before": Kind(form.seen["kind"]).label if "kind" in proposed and form.seen["kind"] else "",
        "population_before": form.seen["population"] if "population" in proposed else None,
        "is_proposed": bool(proposed),
    }
    return checked, drawn(shown)


def account(request: TownRequest, municipality: str) -> HttpResponse:
    """One's own name, and the way to everything that protects one's own account."""
    user = request.user
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        services.rename_self(user, name=form.cleaned_data["name"])
        messages.success(request, _("Saved."))
        return redirect("settings:account", municipality)
    context = {
        "form": form,
        "roles": [m.get_role_display() for m in user.current_memberships if m.municipality == request.municipality],
        "has_second_factor": Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists(),
        "is_email_verified": EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists(),
    }
    return render(request, "accounts/account.html", context, status=422 if form.errors else 200)


@require_safe
def audit(request: TownRequest, municipality: str) -> HttpResponse:
    """The audit trail, newest first, filtered by what stands in the address."""
    town = request.municipality
    require(request.user, "accounts.view_audit", town)
    form = AuditFilterForm(request.GET)
    form.is_valid()  # a filter that makes no sense is left out
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    paginator = Paginator(audit_trail(town, request.user, **chosen), ENTRIES_PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    page.pages = paginator.get_elided_page_range(page.number, on_each_side=1)  # type: ignore[attr-defined]  # read by _components/pagination
    rows = [
        {
            "entry": entry,
            "sentence": sentence(entry.action),
            "details": _as_json(entry.shown_details),  # type: ignore[attr-defined]  # annotated by audit_trail
        }
        for entry in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "chosen": chosen,
        "areas": [(area, area_name(area)) for area in audit_areas(town)],
    }
    return render(request, "accounts/audit.html", context)


def _as_json(details: dict[str, Any] | None) -> str:
    return json.dumps(details, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder) if details else ""
