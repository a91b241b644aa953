# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Is this document genuine? For everybody who holds one: no login, no cookie, no script, nothing stored."""

import hashlib
import re
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import Municipality
from accounts.signoff.checking import Finding, find_signed
from accounts.tenancy.throttle import MINUTE, Limit, is_within_limits, sender_of
from core.text import read_number

MOST_BYTES = 20_000_000
READ_AT_MOST = 3 * MOST_BYTES
"""Up to here a file that is too large is read to its end, so that the browser hears our answer."""
PER_SENDER = Limit("check", 30, MINUTE)
FINGERPRINT = re.compile(r"^[0-9a-f]{64}$")


class Hasher(FileUploadHandler):
    """Takes the fingerprint of what is sent, piece by piece. Keeps no byte, in memory or on disk."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.digest, self.length = hashlib.sha256(), 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.digest, self.length = hashlib.sha256(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.length += len(raw_data)
        if self.length <= MOST_BYTES:
            self.digest.update(raw_data)

    def file_complete(self, file_size: int) -> None:
        return None


@csrf_exempt  # changes nothing, and a token would need a cookie
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Look up a typed, scanned or uploaded fingerprint. Unknown ones all get the same page."""
    if request.method == "POST":
        return _uploaded(request)
    typed = request.GET.get("pruefsumme", "")
    if not typed.strip():
        return _page()
    if not is_within_limits([(PER_SENDER, sender_of(request))], now()):
        return _too_often()
    fingerprint = re.sub(r"[\s-]", "", typed).lower()
    if not FINGERPRINT.match(fingerprint):
        problem = _("A fingerprint has 64 characters: digits and the letters a to f. Please compare with the paper.")
        return _page(status=422, problem=problem, typed=typed[:200])
    return _page(fingerprint=fingerprint, typed=typed, findings=find_signed(fingerprint))


check.reads_its_own_body = True  # type: ignore[attr-defined]  # keeps no byte of it, see Hasher


def _uploaded(request: HttpRequest) -> HttpResponse:
    if not is_within_limits([(PER_SENDER, sender_of(request))], now()):
        return _too_often()
    too_large = _("The file is larger than 20 MB. Signed documents of this installation are much smaller.")
    if (read_number(request.META.get("CONTENT_LENGTH", "")) or 0) > READ_AT_MOST:
        return _page(status=413, file_problem=too_large)
    hasher = Hasher(request)
    request.upload_handlers = [hasher]
    request.POST  # noqa: B018  reads the body
    if hasher.length > MOST_BYTES:
        return _page(status=413, file_problem=too_large)
    if not hasher.length:
        return _page(status=422, file_problem=_("Please choose the PDF file you want to check."))
    fingerprint = hasher.digest.hexdigest()
    return _page(fingerprint=fingerprint, is_upload=True, findings=find_signed(fingerprint))


def _too_often() -> HttpResponse:
    return _page(status=429, problem=_("That was very often. Please wait a minute and try again."))


def _page(*, status: int = 200, **context: Any) -> HttpResponse:
    context |= {"found": "fingerprint" in context, "of_town": _town_of_page(context.get("findings", []))}
    # Rendered without the request: nothing of a session or of a person can reach this page.
    return HttpResponse(render_to_string("accounts/check.html", context), status=status)


def _town_of_page(findings: list[Finding]) -> Municipality | None:
    """Whose notices stand at the foot: of the town whose document it is, else of the only town there is."""
    found = {finding.town for finding in findings} or set(Municipality.objects.all()[:2])
    return found.pop() if len(found) == 1 else None
