# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Undoing within ten seconds what was asked for at one click."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import services
from accounts.models import PostponedAct
from accounts.tenancy.request import TownRequest
from core.errors import DomainError
from core.urls import way_back


@require_POST
def undo(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Take one's own act back and show the page again from which it was asked for."""
    act = get_object_or_404(PostponedAct, pk=pk)
    try:
        services.undo_act(act, actor=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Undone. Nothing has happened: %(words)s") % {"words": act.words})
    return redirect(way_back(request, request.POST.get("next", "/")))
