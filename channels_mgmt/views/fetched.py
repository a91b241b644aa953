# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures and videos for platforms that fetch them: no login, the signed address is the proof. No page around them."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from channels_mgmt.domain.image_files import UnfitImage
from channels_mgmt.services.fetching import film_behind, picture_behind
from core.errors import DomainError


@login_not_required
@require_safe
def picture(request: HttpRequest, token: str) -> HttpResponse | FileResponse:
    """The picture or the video, streamed; 404 for whatever opens none, also right after its time."""
    response: HttpResponse | FileResponse
    try:
        if film := film_behind(token):
            response = FileResponse(film, content_type="video/mp4")
        else:
            image = picture_behind(token)
            response = HttpResponse(image.content, content_type=image.media_type)
    except (DomainError, UnfitImage, OSError):
        raise Http404 from None
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
