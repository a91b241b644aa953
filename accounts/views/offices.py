# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Requests for an office: confirm, refuse, withdraw."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import services
from accounts.forms import RefusalForm
from accounts.models import OfficeRequest
from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from accounts.views.people import show_people
from core.errors import DomainError
from core.moments import german_datetime


@require_POST
def confirm_office(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    return _carry_out(request, pk, services.confirm_office)


@require_POST
def refuse_office(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    form = RefusalForm(request.POST, auto_id=f"refusal-{pk}-%s")
    if not form.is_valid():
        found = get_object_or_404(OfficeRequest, pk=pk)
        require(request.user, "accounts.refuse_office", found)
        return show_people(request, refusals={found.pk: form})
    return _carry_out(request, pk, services.refuse_office, reason=form.cleaned_data["reason"])


@require_POST
def withdraw_office(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    return _carry_out(request, pk, services.withdraw_office)


def _carry_out(request: TownRequest, pk: int, service: Any, **given: str) -> HttpResponse:
    found: OfficeRequest = get_object_or_404(
        OfficeRequest.objects.select_related("municipality", "requested_by", "person"), pk=pk
    )
    try:
        service(found, actor=request.user, **given)
        messages.success(request, _outcome(found))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("settings:people", request.municipality.slug)


def _outcome(found: OfficeRequest) -> str:
    """What became of it, read from the row as the service has left it."""
    if found.state == OfficeRequest.State.WAITING:
        moment = german_datetime(found.due_at, found.municipality)
        return _("Confirmed. It counts on %(moment)s, unless somebody refuses it before.") % {"moment": moment}
    if found.state == OfficeRequest.State.IN_EFFECT and found.invitation_id:
        return _("Confirmed. The invitation to %(email)s is on its way.") % {"email": found.email}
    if found.state == OfficeRequest.State.IN_EFFECT:
        return _("Confirmed. It counts from now on; everybody concerned gets a mail.")
    return _("Done. Everybody concerned gets a mail.")
