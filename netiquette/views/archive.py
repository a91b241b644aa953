# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The signed netiquette as a file."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.signoff.archive import copy_response
from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from netiquette.models import Netiquette


@require_safe
def signed_copy(request: TownRequest, municipality: str, version: int) -> HttpResponse:
    """The PDF of a signed version, byte for byte as archived."""
    town = request.municipality
    require(request.user, "netiquette.view_netiquette", town)
    rows = Netiquette.objects.select_related("municipality", "signed_copy")
    return copy_response(request, get_object_or_404(rows, municipality=town, version=version))
