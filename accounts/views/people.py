# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""People of a town: who has which role, invitations, leaving."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import services
from accounts.forms import EndMembershipForm, InvitationForm, RefusalForm, RolesForm
from accounts.models import OFFICES, Invitation, Role
from accounts.presenters.offices import wish_of
from accounts.queries import (
    Person,
    administrators_of,
    is_expired,
    may_decide_office,
    office_requests_of,
    open_invitations,
    people_of,
)
from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from core.errors import DomainError


@require_safe
def people(request: TownRequest, municipality: str) -> HttpResponse:
    return show_people(request)


def show_people(request: TownRequest, *, refusals: dict[int, RefusalForm] | None = None) -> HttpResponse:
    """The page; ``refusals`` holds forms that were not understood, by the key of their request."""
    town = request.municipality
    require(request.user, "accounts.view_people", town)
    invitations = [
        {
            "row": invitation,
            "roles": [Role(role).label for role in invitation.roles],
            "is_expired": is_expired(invitation),
        }
        for invitation in open_invitations(town)
    ]
    context = {
        "people": people_of(town),
        "invitations": invitations,
        "requests": _office_rows(request, refusals or {}),
        "may_manage": may(request.user, "accounts.manage_people", town),
        "has_one_administrator": administrators_of(town) < 2,
    }
    return render(request, "accounts/people.html", context, status=422 if refusals else 200)


def invite(request: TownRequest, municipality: str) -> HttpResponse:
    town = request.municipality
    require(request.user, "accounts.manage_people", town)
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = services.invite_person(town, actor=request.user, **form.cleaned_data)
            if invitation is not None:
                messages.success(request, _("The invitation to %(email)s is on its way.") % form.cleaned_data)
            _say_what_waits(request, form.cleaned_data["roles"])
            return redirect("settings:people", municipality)
        except services.MailNotSent as error:
            messages.warning(request, f"{error} {error.link}")
            return redirect("settings:people", municipality)
        except DomainError as error:
            _explain(form, error)
    return render(request, "accounts/invite.html", {"form": form}, status=422 if form.errors else 200)


def person(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Change a person's roles."""
    town = request.municipality
    require(request.user, "accounts.manage_people", town)
    found = _find(request, pk)
    form = RolesForm(
        request.POST if request.method == "POST" else None, initial={"roles": found.roles, "ends_on": found.ends_on}
    )
    if request.method == "POST" and form.is_valid():
        try:
            waiting = services.change_roles(found.user, town, actor=request.user, **form.cleaned_data)
        except DomainError as error:
            _explain(form, error)
        else:
            messages.success(request, _("The roles of %(person)s were saved.") % {"person": found.user})
            _say_what_waits(request, [row.role for row in waiting])
            return redirect("settings:people", municipality)
    context = {"person": found, "form": form, "is_self": found.user == request.user}
    return render(request, "accounts/person.html", context, status=422 if form.errors else 200)


def end_membership(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Ask first, then take all roles from a person."""
    town = request.municipality
    require(request.user, "accounts.manage_people", town)
    found = _find(request, pk)
    form = EndMembershipForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            waiting = services.end_membership(found.user, town, actor=request.user, reason=reason)
        except DomainError as error:
            _explain(form, error)
        else:
            if not waiting:
                messages.success(request, _("%(person)s no longer has access to this town.") % {"person": found.user})
            _say_what_waits(request, [row.role for row in waiting])
            return redirect("settings:people", municipality)
    context = {"person": found, "form": form}
    return render(request, "accounts/end_membership.html", context, status=422 if form.errors else 200)


@require_POST
def renew_invitation(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    return _decide(request, municipality, pk, services.renew_invitation, _("A new link was sent to %(email)s."))


@require_POST
def revoke_invitation(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    return _decide(
        request, municipality, pk, services.revoke_invitation, _("The invitation to %(email)s was withdrawn.")
    )


def _decide(request: TownRequest, municipality: str, pk: int, service: Any, done: str) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=pk)
    try:
        service(invitation, actor=request.user)
        messages.success(request, done % {"email": invitation.email})
    except services.MailNotSent as error:
        messages.warning(request, f"{error} {error.link}")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("settings:people", municipality)


def _office_rows(request: TownRequest, refusals: dict[int, RefusalForm]) -> list[dict[str, Any]]:
    """Open requests with what this person may do about each."""
    return [
        {
            "row": row,
            "wish": wish_of(row),
            "may_confirm": may_decide_office(request.user, row),
            "may_refuse": may(request.user, "accounts.refuse_office", row),
            "may_withdraw": may(request.user, "accounts.withdraw_office", row),
            "refusal": refusals.get(row.pk) or RefusalForm(auto_id=f"refusal-{row.pk}-%s"),
        }
        for row in office_requests_of(request.municipality)
    ]


def _say_what_waits(request: TownRequest, roles: list[str]) -> None:
    labels = [str(role.label) for role in OFFICES if role in roles]
    if labels:
        text = _("A second person has to confirm this: %(roles)s. Whoever may do so gets a mail.")
        messages.info(request, text % {"roles": ", ".join(labels)})


def _find(request: TownRequest, pk: int) -> Person:
    """Somebody of this town; people of other towns are 404, as if they did not exist."""
    for found in people_of(request.municipality):
        if found.user.pk == pk:
            return found
    raise Http404


def _explain(form: Any, error: DomainError) -> None:
    for gap in getattr(error, "gaps", []) or [str(error)]:
        form.add_error(None, gap)
