# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A copy of a post for another channel or another day."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.copies import CopyForm
from channels_mgmt.models import Post
from channels_mgmt.presenters.cautions import cautions_of
from channels_mgmt.services.copies import duplicate_post
from core.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Choose channels and date, then go on writing in the copy."""
    post = get_object_or_404(Post, pk=pk)
    require(request.user, "channels_mgmt.create_post", request.municipality)
    form = CopyForm(post, request.POST or None, writer=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = duplicate_post(
                post, actor=request.user, channels=list(given["channels"]), wall=form.wall, title=given["title"]
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("This is the copy. What you change here leaves the other one as it is."))
            for sentence in cautions_of(made, form.wall) if form.wall else ():
                messages.warning(request, sentence)
            return redirect("planning:post_edit", municipality, made.pk)
    context = {"form": form, "post": post}
    return render(request, "channels_mgmt/copy.html", context, status=422 if form.errors else 200)
