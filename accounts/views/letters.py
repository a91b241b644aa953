# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Mails that did not leave: look at the reason, send them again, or do without."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import services
from accounts.models import Letter
from accounts.queries import undelivered_letters
from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from core.errors import DomainError
from core.urls import way_back

MOST = 200


@require_safe
def letters(request: TownRequest, municipality: str) -> HttpResponse:
    """Every mail that was given up. Its text is not shown: it may hold a citizen's words or a personal link."""
    require(request.user, "accounts.manage_letters", request.municipality)
    return render(request, "accounts/letters.html", {"letters": undelivered_letters(request.municipality)[:MOST]})


@require_POST
def send_letter_again(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    return _carry_out(request, pk, services.send_letter_again, _("The mail leaves again within a few seconds."))


@require_POST
def discard_letter(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    return _carry_out(request, pk, services.discard_letter, _("The mail was discarded; nobody will receive it."))


def _carry_out(request: TownRequest, pk: int, service: Callable[..., Any], done: str) -> HttpResponse:
    letter = get_object_or_404(Letter, pk=pk)
    try:
        service(letter, actor=request.user)
        messages.success(request, done)
    except DomainError as error:
        messages.warning(request, str(error))
    page = reverse("settings:letters", args=[request.municipality.slug])
    return redirect(way_back(request, request.POST.get("next", ""), page))
