# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The register of departments, kept by the press office."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.register import DepartmentChangeForm, DepartmentEntryForm
from channels_mgmt.models import Department
from channels_mgmt.queries.register import register_of
from channels_mgmt.services.register import change_department, enter_department
from core.errors import DomainError
from core.pages import page_of

PAGE_SIZE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def department_register(request: TownRequest, municipality: str) -> HttpResponse:
    """All entries; a POST adds one."""
    town = request.municipality
    require(request.user, "channels_mgmt.keep_departments", town)
    form = DepartmentEntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = enter_department(town, actor=request.user, **form.entry())
        except DomainError as error:
            _tell(form, error)
        else:
            messages.success(request, _("%(department)s stands in the register.") % {"department": made.name})
            return redirect("planning:department_register", municipality)
    page = page_of(register_of(town), PAGE_SIZE, request.GET.get("page"))
    context = {"page": page, "form": form}
    return render(request, "channels_mgmt/department_register.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def department_edit(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    department: Department = get_object_or_404(Department.objects.select_related("municipality"), pk=pk)
    require(request.user, "channels_mgmt.keep_departments", department)
    initial = {name: getattr(department, name) for name in ("name", "email", "is_paused", "version")}
    initial["aliases"] = "\n".join(department.aliases)
    form = DepartmentChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_department(department, actor=request.user, seen_version=form.cleaned_data["version"], **form.entry())
        except DomainError as error:
            _tell(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("planning:department_register", municipality)
    context = {"department": department, "form": form}
    return render(request, "channels_mgmt/department_edit.html", context, status=422 if form.errors else 200)


def _tell(form: Any, error: DomainError) -> None:
    for words in [str(gap) for gap in getattr(error, "gaps", [])] or [str(error)]:
        form.add_error(None, words)
