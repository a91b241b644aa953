# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the browser learns that the server has what it keeps as unsaved (static/js/core/unsaved.js, docs/adr/0010).

A form says under which number the browser keeps it; the answer names the number again, in a cookie that the script
reads and deletes, so that it outlives a redirect. What confirms is the sentence of success that people read: one truth
for both. Who says nothing, or says why not, confirms nothing.
"""

import re

from django.conf import settings
from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, HttpResponseBase

FIELD = "unsaved"
COOKIE = "arrived"
NUMBER = re.compile(r"[a-z0-9]{1,16}")
EVERYTHING = "all"
"""After signing out: whoever sits here next finds nothing."""
MOST = 20


def confirm(request: HttpRequest) -> None:
    """Say that what was sent is stored; for answers without a sentence of success."""
    request.has_stored_text = True  # type: ignore[attr-defined]


class Messages(FallbackStorage):
    """Django's messages; a success is a confirmation."""

    def add(self, level: int, message: str, extra_tags: str | None = "") -> None:
        if level == SUCCESS:
            confirm(self.request)
        super().add(level, message, extra_tags or "")


def tell_browser(request: HttpRequest, response: HttpResponseBase, *, has_signed_out: bool) -> None:
    """Name what need not be kept any longer, beside what an earlier answer has named and nobody has read yet."""
    number = request.POST.get(FIELD, "")
    if has_signed_out:
        named = [EVERYTHING]
    elif getattr(request, "has_stored_text", False) and NUMBER.fullmatch(number):
        before = [one for one in request.COOKIES.get(COOKIE, "").split(".") if NUMBER.fullmatch(one)]
        named = [*before[-MOST:], number]
    else:
        return
    response.set_cookie(
        COOKIE, ".".join(named), secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
    )  # for the script
