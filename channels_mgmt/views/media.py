# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Images, for people of the town only. A platform that fetches one gets an address of its own (``fetched``)."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from channels_mgmt.domain.image_files import SUFFIXES, UnfitImage
from channels_mgmt.models import Delivery, MediaAsset
from channels_mgmt.queries.measure import limits_of
from channels_mgmt.services.media import rendition_for
from core.text import read_number


@require_safe
def asset(request: TownRequest, municipality: str, pk: int) -> HttpResponse | FileResponse:
    """The image as it is stored; ``?auslieferung=7`` as the channel of that delivery shows it."""
    found: MediaAsset = get_object_or_404(MediaAsset, pk=pk)
    number = read_number(request.GET.get("auslieferung", ""))
    if number is not None:
        return _as_handed_over(request, found, number)
    return _serve(request, found.file, found.media_type)


@require_safe
def thumbnail(request: TownRequest, municipality: str, pk: int) -> FileResponse:
    """The image in the size of a list."""
    found = get_object_or_404(MediaAsset, pk=pk)
    if not found.thumbnail:
        return _serve(request, found.file, found.media_type)
    return _serve(request, found.thumbnail, "image/jpeg")


def _as_handed_over(request: TownRequest, found: MediaAsset, number: int) -> HttpResponse:
    """The image as the channel of delivery ``number`` shows it, to be loaded down and published by hand."""
    delivery: Delivery = get_object_or_404(Delivery.objects.select_related("post__municipality", "channel"), pk=number)
    require(request.user, "channels_mgmt.view_plan", delivery.post)
    try:
        image = rendition_for(delivery.post, delivery.channel, found, limits_of(delivery.channel))
    except (OSError, UnfitImage):
        raise Http404 from None
    response = HttpResponse(image.content, content_type=image.media_type)
    name = f"bild-{number}-{found.pk}.{SUFFIXES.get(image.media_type, 'jpg')}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _serve(request: TownRequest, file: FieldFile, media_type: str) -> FileResponse:
    require(request.user, "channels_mgmt.view_plan", request.municipality)
    try:
        opened = file.open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(opened, content_type=media_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
