# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The links by which departments bring topics, and asking them for one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.departments import AskDepartmentForm, DepartmentLinkForm
from channels_mgmt.models import DepartmentLink
from channels_mgmt.queries.departments import links_of
from channels_mgmt.queries.register import departments_to_choose
from channels_mgmt.services.departments import (
    ask_department,
    link_address,
    open_department_link,
    withdraw_department_link,
)
from channels_mgmt.views.answers import carry_out
from core.errors import DomainError

SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
def departments(request: TownRequest, municipality: str) -> HttpResponse:
    """The links with what they brought; a POST makes another one."""
    town, user = request.municipality, request.user
    require(user, "channels_mgmt.manage_department_links", town)
    form = DepartmentLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            link = open_department_link(town, actor=user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            done = _("The link is made and on its way to %(email)s.")
            messages.success(request, done % {"email": link.email})
            return redirect("planning:departments", municipality)
    at = now()
    links = [(link, link.is_open(at), link_address(link)) for link in links_of(town)[:SHOWN]]
    context = {"links": links, "form": form, "at": at, "known": departments_to_choose(town)}
    return render(request, "channels_mgmt/departments.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def department_ask(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Ask for a topic, with a day and one reminder."""
    link: DepartmentLink = get_object_or_404(DepartmentLink.objects.select_related("municipality"), pk=pk)
    require(request.user, "channels_mgmt.manage_department_links", link)
    form = AskDepartmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_department(link, actor=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your question is on its way to %(email)s.") % {"email": link.email})
            return redirect("planning:departments", municipality)
    context = {"link": link, "form": form, "is_open": link.is_open(now())}
    return render(request, "channels_mgmt/department_ask.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw_department(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    link = get_object_or_404(DepartmentLink, pk=pk)
    to = reverse("planning:departments", args=[municipality])
    done = _("The link is withdrawn and opens nothing any more.")
    return carry_out(request, lambda: withdraw_department_link(link, actor=request.user), done, to)
