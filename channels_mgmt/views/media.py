# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Images, for people of the town only. A platform that fetches one gets an address of its own (``fetched``)."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from channels_mgmt.models import MediaAsset


@require_safe
def asset(request: TownRequest, municipality: str, pk: int) -> FileResponse:
    """The image as it is published."""
    found = get_object_or_404(MediaAsset, pk=pk)
    return _serve(request, found.file, found.media_type)


@require_safe
def thumbnail(request: TownRequest, municipality: str, pk: int) -> FileResponse:
    """The image in the size of a list."""
    found = get_object_or_404(MediaAsset, pk=pk)
    if not found.thumbnail:
        return _serve(request, found.file, found.media_type)
    return _serve(request, found.thumbnail, "image/jpeg")


def _serve(request: TownRequest, file: FieldFile, media_type: str) -> FileResponse:
    require(request.user, "channels_mgmt.view_plan", request.municipality)
    try:
        opened = file.open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(opened, content_type=media_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
