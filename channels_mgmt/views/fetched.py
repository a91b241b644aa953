# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures for platforms that fetch them: no login, the signed address is the proof. No page around them."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from channels_mgmt.domain.image_files import UnfitImage
from channels_mgmt.services.fetching import picture_behind
from core.errors import DomainError


@login_not_required
@require_safe
def picture(request: HttpRequest, token: str) -> HttpResponse:
    """The picture; 404 for whatever opens none, also right after its time."""
    try:
        image = picture_behind(token)
    except (DomainError, UnfitImage, OSError):
        raise Http404 from None
    response = HttpResponse(image.content, content_type=image.media_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
