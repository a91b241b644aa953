# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Coming in: the way to one's town, and accepting an invitation."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.forms import AcceptForm
from accounts.frame.navigation import start_page
from accounts.models import Role, User
from accounts.services import InvitationInvalid, accept_invitation, find_invitation
from accounts.services.standing import require_standing
from core.errors import DomainError


def home(request: HttpRequest) -> HttpResponse:
    """Lead to the town; ask which one when there are several; explain when there is none."""
    towns = request.user.municipalities  # type: ignore[union-attr]
    if not towns:
        return render(request, "accounts/no_town.html")
    if len(towns) == 1:
        return redirect(start_page(request.user, towns[0]))  # type: ignore[arg-type]
    return render(request, "accounts/towns.html", {"towns": towns})


@login_not_required
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the invitation offers and accept it on POST; opening the link alone changes nothing."""
    try:
        invitation = find_invitation(token)
        require_standing(invitation)
    except InvitationInvalid as error:
        return render(request, "accounts/invitation_invalid.html", {"reason": str(error)}, status=410)
    is_known = User.objects.filter(email=invitation.email).exists()
    is_somebody_else = request.user.is_authenticated and request.user.email != invitation.email
    form = AcceptForm(
        request.POST if request.method == "POST" else None, email=invitation.email, initial={"name": invitation.name}
    )
    if request.method == "POST" and not is_somebody_else and (is_known or form.is_valid()):
        try:
            given = {} if is_known else {name: form.cleaned_data[name] for name in ("name", "password")}
            person = accept_invitation(token, **given)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            town = invitation.municipality
            messages.success(request, _("Welcome! You now belong to %(town)s.") % {"town": town})
            if is_known:
                return redirect("today:today", municipality=town.slug)
            return perform_login(request, person, email_verification="none", redirect_url=f"/{town.slug}/")
    context = {
        "invitation": invitation,
        "invited_to": invitation.municipality,
        "roles": [Role(role).label for role in invitation.roles],
        "is_known": is_known,
        "is_somebody_else": is_somebody_else,
        "form": form,
    }
    has_errors = request.method == "POST" and (is_somebody_else or form.errors)
    return render(request, "accounts/accept.html", context, status=422 if has_errors else 200)
