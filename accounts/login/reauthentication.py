# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever sits at an unlocked computer changes nothing that protects the account (docs/adr/0019).

``GUARDED`` names every address that does. Each asks for a proof given within the last five minutes; having signed
in is none. Who has a second factor proves it with that, everybody else with the password.
"""

from collections.abc import Callable
from time import time
from typing import Any
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries import SECOND_FACTORS

GUARDED: dict[str, str] = {
    "account_change_password": "",
    "account_set_password": "",
    "account_email": "",
    "account_withdraw_address": "account_email",
    "account_end_sessions": "",
    "mfa_activate_totp": "",
    "mfa_deactivate_totp": "",
    "mfa_add_webauthn": "",
    "mfa_edit_webauthn": "",
    "mfa_remove_webauthn": "",
    "mfa_generate_recovery_codes": "",
    "mfa_view_recovery_codes": "",
    "mfa_download_recovery_codes": "",
}
"""Each with the page to come back to; empty for itself."""


class FreshProofMiddleware:
    """Asks for the proof before any guarded page, for reading and for sending alike."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name not in GUARDED or not request.user.is_authenticated or has_fresh_proof(request):
            return None
        return ask_for_proof(request, back_to=reverse(GUARDED[name]) if GUARDED[name] else request.path)


def has_fresh_proof(request: HttpRequest) -> bool:
    """Whether this session proved within the last minutes, and strongly enough, who is at the keyboard."""
    proofs = [record for record in get_authentication_records(request, request.user) if record.get("reauthenticated")]
    if not proofs or time() - proofs[-1]["at"] >= app_settings.REAUTHENTICATION_TIMEOUT:
        return False
    if proofs[-1].get("method") == "mfa":
        return True
    # A password is the strongest proof only of somebody who had no second factor when it was given.
    factors = Authenticator.objects.filter(user=request.user, type__in=SECOND_FACTORS)
    since = factors.order_by("created_at").values_list("created_at", flat=True).first()
    return since is None or proofs[-1]["at"] < since.timestamp()


def ask_for_proof(request: HttpRequest, *, back_to: str) -> HttpResponse:
    """Lead to the strongest proof this person can give, and back afterwards."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    if not methods:
        messages.warning(
            request,
            _("You have neither a password nor a second factor. Please let a mail be sent to you to set a password."),
        )
        return redirect("account_reset_password")
    if request.method == "POST":
        messages.info(request, _("Nothing was changed yet: please confirm first that it is you."))
    if isinstance(request.user, User) and _is_head_without_factor(request.user):
        messages.info(
            request,
            _(
                "As head of the authority you are asked for your second factor here as soon as you have one. "
                "Until then your password counts; please set one up."
            ),
        )
    return redirect(f"{methods[0]['url']}?{urlencode({'next': back_to})}")


def _is_head_without_factor(person: User) -> bool:
    return person.is_head and not Authenticator.objects.filter(user=person, type__in=SECOND_FACTORS).exists()
