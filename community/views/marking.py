# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Accounts that a person marked: a list, and the button that marks one or takes it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from community.models import Author
from community.queries.marked import marked_accounts
from community.services.marking import mark_account
from community.views.desk import require_view
from core.errors import DomainError

PAGE_SIZE = 30
DONE = {
    Author.Standing.USUAL: _("The account counts like any other again."),
    Author.Standing.TEST: _("Its comments are neither in the queue nor counted any more."),
    Author.Standing.SPAM: _("What it writes from now on is folded at the end of the queue. Nothing is hidden there."),
}


@require_safe
def accounts(request: TownRequest, municipality: str) -> HttpResponse:
    """Test accounts and accounts that advertise."""
    require_view(request)
    page = Paginator(marked_accounts(request.municipality), PAGE_SIZE).get_page(request.GET.get("page"))
    may_mark = may(request.user, "community.mark_account", request.municipality)
    return render(request, "community/accounts.html", {"page": page, "may_mark": may_mark})


@require_POST
def mark(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Say what an account is, or take it back."""
    require(request.user, "community.mark_account", request.municipality)
    author, standing = get_object_or_404(Author, pk=pk), request.POST.get("standing", "")
    try:
        mark_account(author, actor=request.user, standing=standing)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, DONE[Author.Standing(standing)])
    return redirect("dialog:accounts", municipality)
