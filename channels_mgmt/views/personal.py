# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Saying why personal data stand in a post."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.personal import ConfirmForm
from channels_mgmt.models import Post
from channels_mgmt.services.personal import confirm_personal_data
from channels_mgmt.views.posts import show_post
from core.errors import DomainError


@require_POST
def confirm_personal(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """What the form showed stands there on purpose, for the reason given."""
    post = get_object_or_404(Post, pk=pk)
    require(request.user, "channels_mgmt.edit_post", post)
    form = ConfirmForm(request.POST)
    if form.is_valid():
        seen = request.POST.getlist("seen")
        try:
            confirm_personal_data(post, actor=request.user, seen=seen, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error(None, str(error))
    if form.errors:
        return show_post(request, post, status=422, confirm_form=form)
    messages.success(request, _("Thank you. Your reason stands in the history, where whoever approves reads it."))
    return redirect("planning:post_detail", municipality, pk)
