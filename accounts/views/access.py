# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One's own access: the login address and who is signed in; and what of that a town has to see.

Pages of one's own account are guarded by ``accounts.login.reauthentication``.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms import AddressForm
from accounts.login.devices import remember_device
from accounts.login.reauthentication import ask_for_proof, has_fresh_proof
from accounts.models import AddressChange, Role, User
from accounts.queries import address_changes_of
from accounts.services import addresses, confirm_reset, end_sessions
from accounts.services.passwords import unconfirmed_resets
from accounts.tenancy.link_pages import link_page
from accounts.tenancy.links import LinkExpired, LinkInvalid
from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import PersonRequest, TownRequest
from core.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: PersonRequest) -> HttpResponse:
    """The login address: what it is, what waits to become it, and a wish for another one."""
    person = request.user
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            addresses.request_address_change(person, new_address=form.cleaned_data["email"])
        except DomainError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, _("We have written to both addresses. Nothing changes for 48 hours."))
            return redirect("account_email")
    waiting = AddressChange.objects.waiting().filter(person=person).first()
    context = {"form": form, "waiting": waiting, "is_due": waiting is not None and waiting.due_at <= now()}
    return render(request, "account/email_change.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw_address(request: PersonRequest) -> HttpResponse:
    waiting = AddressChange.objects.waiting().filter(person=request.user).first()
    try:
        if waiting is not None:
            addresses.withdraw_address_change(waiting, actor=request.user)
            messages.success(request, _("The change was withdrawn. You go on signing in as before."))
    except DomainError as error:
        messages.warning(request, str(error))
    return redirect("account_email")


@require_http_methods(["GET", "HEAD", "POST"])
def end_other_sessions(request: PersonRequest) -> HttpResponse:
    """Sign this person out everywhere but here."""
    if request.method != "POST":
        return render(request, "account/end_sessions.html")
    person = request.user
    end_sessions(person)
    update_session_auth_hash(request, person)
    messages.success(request, _("You are signed out everywhere but here."))
    response = redirect("account_end_sessions")
    remember_device(request, response, person)
    return response


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter to the old address: shows and asks; only the button stops. No login is needed."""
    return _by_link(request, addresses.STOP, token, addresses.stop_address_change)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter to the new address: shows and asks; only the button confirms. No session begins."""
    return _by_link(request, addresses.CONFIRM, token, addresses.confirm_new_address)


def _by_link(request: HttpRequest, purpose: str, token: str, act: Any) -> HttpResponse:
    try:
        change = addresses.find_address_change(purpose, token)
    except (LinkInvalid, LinkExpired) as error:
        status = 410 if isinstance(error, LinkExpired) else 404
        return _page(request, {"problem": str(error), "purpose": purpose}, status)
    context = {"change": change, "purpose": purpose}
    if purpose == addresses.CONFIRM and change.is_waiting:
        # Told only to whoever reads the new mailbox: to them it is no secret.
        context["is_taken"] = User.objects.filter(email=change.new_address).exclude(pk=change.person_id).exists()
    is_open = change.is_waiting and not (purpose == addresses.CONFIRM and change.confirmed_at)
    is_open = is_open and not context.get("is_taken")
    if request.method == "POST" and is_open:
        try:
            act(change)
        except DomainError as error:
            return _page(request, {**context, "problem": str(error)}, 409)
        return redirect(request.path)
    return _page(request, {**context, "is_open": is_open}, 409 if request.method == "POST" else 200)


def _page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    response = link_page(request, "account/address_link.html", context, status)
    patch_cache_control(response, no_store=True, private=True)
    return response


# -- what a town sees of it -----------------------------------------------------------------------


@require_safe
def access(request: TownRequest, municipality: str) -> HttpResponse:
    """Changes of login addresses, and resets of heads' passwords that another head may confirm."""
    town = request.municipality
    require(request.user, "accounts.view_access", town)
    context = {
        "changes": address_changes_of(town),
        "resets": unconfirmed_resets(town),
        "may_confirm": may(request.user, "accounts.confirm_reset", town),
    }
    return render(request, "accounts/access.html", context)


@require_POST
def confirm_reset_of(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Another head confirms, in a session that has just proved whose it is."""
    town = request.municipality
    heads = User.objects.filter(memberships__municipality=town, memberships__role=Role.LEADERSHIP).distinct()
    person = get_object_or_404(heads, pk=pk)
    require(request.user, "accounts.confirm_reset", town)
    page = redirect("settings:access", town.slug)
    if not has_fresh_proof(request):
        return ask_for_proof(request, back_to=page.url)
    try:
        confirm_reset(person, town, actor=request.user)
        messages.success(request, _("Confirmed. %(name)s can sign with the new password.") % {"name": person})
    except DomainError as error:
        messages.warning(request, str(error))
    return page
