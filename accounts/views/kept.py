# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page that shows a form which could not be taken: every word, and a button that sends it again."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from accounts.frame.kept_text import LABELS, KeptText, drop, is_background, is_from_here, keep, kept, sent_form


@require_http_methods(["GET", "HEAD", "POST"])
def kept_text(request: HttpRequest) -> HttpResponse:
    """The form that waited for the login. POST throws it away."""
    found = kept(request)
    if request.method == "POST":
        drop(request)
        messages.success(request, _("The text was discarded."))
        return redirect("/")
    return redirect("/") if found is None else _page(request, found, status=200, is_kept=True)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Django's answer to a form without a valid token, in words that help, with the words that were typed."""
    if is_background(request):
        return HttpResponse(status=403)
    needs_login = getattr(getattr(request.resolver_match, "func", None), "login_required", True)
    if is_from_here(request) and needs_login and not request.user.is_authenticated:
        return ask_to_sign_in(request)
    return show_typed(request)


def ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """To the login, and from there to the words that wait; without words back to the page one came from."""
    if not sent_form(request).words:
        came_from = urlsplit(request.headers.get("Referer", "/"))
        answer: HttpResponse = redirect_to_login(came_from.path or "/")
    elif keep(request):
        answer = redirect_to_login(reverse("kept_text"))
    else:
        return show_typed(request)
    return HttpResponseClientRedirect(answer["Location"]) if request.headers.get("HX-Request") == "true" else answer


def show_typed(request: HttpRequest) -> HttpResponseBase:
    """What was sent, with a button under a fresh token; without the button if it came from a foreign page."""
    found = sent_form(request)
    is_ours = is_from_here(request)
    if is_ours and request.headers.get("HX-Request") == "true" and request.user.is_authenticated and keep(request):
        return HttpResponseClientRedirect(reverse("kept_text"))
    return _page(request, found, status=403, is_foreign=not is_ours)


def _page(
    request: HttpRequest, found: KeptText, *, status: int, is_foreign: bool = False, is_kept: bool = False
) -> HttpResponse:
    context = {
        "kept": found,
        "words": [(name, LABELS.get(name, name), value) for name, value in found.words],
        "is_foreign": is_foreign,
        "is_kept": is_kept,
        "needs_login": not request.user.is_authenticated and not is_foreign and not is_open_to_all(request),
    }
    return render(request, "accounts/kept_text.html", context, status=status)


def is_open_to_all(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match and not getattr(match.func, "login_required", True))
