# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A platform rings: looked at in milliseconds, worked on later. Answers are for its technical staff: plain English."""

import json
import logging

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from channels_mgmt.connectors.registry import webhook_of
from community.services.bells import ring

logger = logging.getLogger(__name__)

MOST_BYTES = 1_000_000


@csrf_exempt  # signed by the platform; nobody is signed in here
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest, kind: str) -> HttpResponse:
    """The platform asks whether the address is ours, or rings."""
    webhook = webhook_of(kind)
    if webhook is None:
        raise Http404
    if request.method != "POST":
        answer = webhook.answer(request.GET)
        return _plain(answer) if answer is not None else _plain("Unknown verify token.", 403)
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return _refused(kind, "More than 1 MB.", 413)
    if not webhook.is_genuine(body, request.headers):
        return _refused(kind, "The signature does not fit the body.", 403)
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return _refused(kind, "No JSON.", 400)
    known, unknown = ring(kind, webhook.rings(told))
    if unknown:
        logger.info("%s rang for %d accounts that nobody has connected here; dropped", kind, unknown)
    return _plain(f"Noted: {known}. For nobody here: {unknown}.")


def _refused(kind: str, why: str, status: int) -> HttpResponse:
    logger.warning("a call that claims to come from %s was refused: %s", kind, why)
    return _plain(why, status)


def _plain(text: str, status: int = 200) -> HttpResponse:
    response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
