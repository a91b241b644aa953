# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The signed strategy as a file."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.signoff.archive import copy_response
from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from strategy.models import Strategy


@require_safe
def signed_copy(request: TownRequest, municipality: str, number: int) -> HttpResponse:
    """The PDF of a signed version, byte for byte as archived."""
    require(request.user, "strategy.view_strategy", request.municipality)
    rows = Strategy.objects.select_related("municipality", "signed_copy")
    return copy_response(request, get_object_or_404(rows, municipality=request.municipality, version=number))
