# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every request passes before any page sees it (docs/adr/0021).

A NUL character, which PostgreSQL cannot store, is refused with the page for requests that were not understood. In a
field of a form it reaches Django's own check, which shows the form again with what was typed; no statement of such a
request carries it to a database. Everything typed is cleaned once: one line end, nothing unprintable. A disk without
room while a file arrives gets a sentence.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict, UnreadablePostError
from django.utils import translation
from django.views.defaults import bad_request

from core.failure import disk_is_full, show_disk_full
from core.text import clean_text
from core.urls import way_back

NUL = "\0"
JSON_NULS = (b"\0", rb"\u0000")
STORED_NULS = (NUL, r"\u0000")
WITH_BODY = {"POST", "PUT", "PATCH", "DELETE"}
UTF_8 = {"", "utf-8", "utf8", "us-ascii"}
UNTOUCHED = ("password", "repeated")  # compared by their hash, never shown or stored as text


class IncomingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            _refuse_nul_outside_the_body(request)
        except BadRequest as error:
            # LocaleMiddleware has not run yet, and public pages must not see a visitor's language.
            with translation.override(translation.get_language_from_request(request)):
                return bad_request(request, error)
        request.GET = _without_strange_ways(request, _cleaned(request.GET))  # type: ignore[assignment]
        request.has_nul = False  # type: ignore[attr-defined]  # set below, where the body is read
        try:
            response = self.get_response(request)
            if request.has_nul and isinstance(response, HttpResponse):  # type: ignore[attr-defined]
                response.content = response.content.replace(NUL.encode(), b"")
            return response
        finally:
            if request.has_nul:  # type: ignore[attr-defined]
                connection.execute_wrappers.remove(_refuse_nul_in_statement)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Read the body before anything else does; a view marked ``reads_its_own_body`` does so itself."""
        if request.method not in WITH_BODY or getattr(view, "reads_its_own_body", False):
            return None
        try:
            _refuse_nul_in_the_body(request)
        except UnreadablePostError:
            raise BadRequest("The connection ended before the request did.") from None
        except OSError as error:
            if disk_is_full(error):
                return show_disk_full(request)
            raise
        if _has_nul(request.POST):
            request.has_nul = True  # type: ignore[attr-defined]
            connection.execute_wrappers.append(_refuse_nul_in_statement)
        if request.method == "POST":
            request.POST = _without_strange_ways(request, _cleaned(request.POST))  # type: ignore[assignment]
        return None


def _refuse_nul_outside_the_body(request: HttpRequest) -> None:
    charset = str((request.content_params or {}).get("charset", "")).lower()
    if charset not in UTF_8:
        raise BadRequest("Only UTF-8 is understood.")
    headers = (value for name, value in request.META.items() if name.startswith("HTTP_") or name == "CONTENT_TYPE")
    if NUL in request.path_info or any(NUL in str(value) for value in headers):
        raise BadRequest("A NUL character in an address or header.")
    if any(NUL in value for value in request.COOKIES.values()) or _has_nul(request.GET):
        raise BadRequest("A NUL character in a cookie or parameter.")


def _refuse_nul_in_the_body(request: HttpRequest) -> None:
    """Read the body as Django would; a form that cannot be read is answered with 400 by Django itself."""
    if request.content_type == "application/json":
        if any(nul in request.body for nul in JSON_NULS):
            raise BadRequest("A NUL character in a JSON body.")
    elif any(NUL in name for name in [*request.POST, *(file.name or "" for file in _files(request))]):
        raise BadRequest("A NUL character in the name of a field or file.")


def _refuse_nul_in_statement(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """For what reaches a database past every form: nothing is stored, the transaction ends."""
    rows = params if many else [params]
    values = (str(value) for row in rows for value in (row.values() if isinstance(row, dict) else row or ()))
    if any(nul in value for value in values for nul in STORED_NULS):
        raise BadRequest("A NUL character was to be stored.")
    return execute(sql, params, many, context)


def _files(request: HttpRequest) -> list:
    return [file for name in request.FILES for file in request.FILES.getlist(name)]


def _has_nul(given: QueryDict) -> bool:
    return any(NUL in name or any(NUL in value for value in values) for name, values in given.lists())


def _without_strange_ways(request: HttpRequest, given: QueryDict) -> QueryDict:
    """Without a ``next`` that is no address of ours ("abc", "http://[::1"): libraries stumble over it, too."""
    if not any(value and not way_back(request, value, "") for value in given.getlist("next")):
        return given
    kept = given.copy()
    del kept["next"]
    kept._mutable = False
    return kept


def _cleaned(given: QueryDict) -> QueryDict:
    """``given`` itself where nothing has to be cleaned, which is nearly always."""
    changed = {
        name: [_cleaned_text(value) for value in values]
        for name, values in given.lists()
        if not name.startswith(UNTOUCHED) and any(_cleaned_text(value) != value for value in values)
    }
    if not changed:
        return given
    kept = given.copy()
    for name, values in changed.items():
        kept.setlist(name, values)
    kept._mutable = False
    return kept


def _cleaned_text(value: str) -> str:
    """``value`` cleaned, its NUL characters left for the form to complain about."""
    return NUL.join(map(clean_text, value.split(NUL))) if NUL in value else clean_text(value)
