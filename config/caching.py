# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nothing personal stays behind in a cache: every answer says so itself, unless it is named here as public.

The outermost middleware, so that error pages, redirects, exports and images are covered as well.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

PRIVATE = "no-store, private"
#: A person's own program keeps it and asks each time whether it still is what it was.
ASKED_AGAIN = "no-cache, private"
OWN_COPIES = frozenset({"feed:feed"})
#: Answers that are the same for everybody and hold nothing of a session. Only these may be kept by others, and only
#: where their view says so; their error pages are private like all the rest.
PUBLIC_ANSWERS = frozenset(
    {
        "appeals:transparency",
        "appeals:transparency_csv",
        "faq:questions",
        "netiquette:netiquette",
        "netiquette:netiquette_day",
        "netiquette:netiquette_language",
        "netiquette:netiquette_language_pdf",
        "netiquette:netiquette_pdf",
        "netiquette:netiquette_version",
        "netiquette:netiquette_version_language",
        "netiquette:netiquette_version_pdf",
        "netiquette:poster",
        "netiquette:poster_pdf",
        "netiquette_short",
    }
)


class PrivateByDefaultMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not _is_public(request, response):
            response["Cache-Control"] = ASKED_AGAIN if _is_own_copy(request, response) else PRIVATE
        return response


def _is_own_copy(request: HttpRequest, response: HttpResponseBase) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name in OWN_COPIES and response.status_code in (200, 304)


def _is_public(request: HttpRequest, response: HttpResponseBase) -> bool:
    if "public" not in response.get("Cache-Control", ""):
        return False
    match = request.resolver_match
    if match is not None:
        return match.view_name in PUBLIC_ANSWERS
    return request.path_info.startswith(settings.STATIC_URL)  # answered by WhiteNoise, before addresses are resolved
