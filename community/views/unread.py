# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Entries of the platforms of which no comment could be made."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from community.models import UnreadEntry
from community.services.unread import settle_unread_entry
from core.errors import AlreadyChanged


@require_safe
def unread(request: TownRequest, municipality: str) -> HttpResponse:
    """What nobody has looked at yet, the newest first."""
    town = request.municipality
    require(request.user, "community.view_unread_entries", town)
    entries = UnreadEntry.objects.open().filter(channel__municipality=town).select_related("channel")
    context = {
        "entries": entries[: UnreadEntry.AT_MOST],
        "may_view_queue": may(request.user, "community.view_queue", town),
    }
    return render(request, "community/unread.html", context)


@require_POST
def settle_unread(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Somebody has looked at the entry on the platform."""
    entry: UnreadEntry = get_object_or_404(UnreadEntry.objects.select_related("channel"), pk=pk)
    try:
        settle_unread_entry(entry, actor=request.user)
    except AlreadyChanged as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Noted as seen."))
    return redirect("dialog:unread", municipality)
