# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages for citizens, rendered without the request: nothing of a session or of a person can reach them."""

from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import Municipality
from community.services.appeals_intake import PUBLIC_LANGUAGE


def public_page(template: str, town: Municipality, context: dict[str, Any], status: int) -> HttpResponse:
    """Never indexed; the address goes to no other host."""
    context |= {"town": town}
    with translation.override(PUBLIC_LANGUAGE):
        response = HttpResponse(render_to_string(template, context), status=status)
    response["Content-Language"] = PUBLIC_LANGUAGE
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
