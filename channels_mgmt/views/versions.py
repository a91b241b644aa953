# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The versions of a post: who saved what when, how two of them differ, and one of them as the content again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.versions import CompareForm
from channels_mgmt.models import Post, PostVersion
from channels_mgmt.presenters.versions import Names, changes_between, lines_of, variants_of
from channels_mgmt.queries.versions import names_in, said_by, versions_of
from channels_mgmt.services.restoring import restore_version
from core.errors import DomainError
from core.pages import page_of
from core.text import read_number

PER_PAGE = 20
OFFERED = 100
"""As many of the newest versions can be compared with each other."""


@require_safe
def versions(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """``?alt=2&neu=5`` compares these two, without them the newest with the one before."""
    post = get_object_or_404(Post, pk=pk)
    require(request.user, "channels_mgmt.view_plan", post)
    found = versions_of(post)
    page = page_of(found, PER_PAGE, request.GET.get("page"))
    listed = list(page.object_list)
    older = found.filter(number__lt=listed[-1].number).first() if listed else None
    current = said_by(post)
    offered = list(found[:OFFERED])
    for version in (*listed, *offered):
        version.post = post
    said = [current, *(version.said for version in (*offered, *listed)), *([older.said] if older else [])]
    names = Names(*names_in(post, said))
    context: dict[str, Any] = {
        "post": post,
        "page": page,
        "lines": lines_of(listed, older, current, names) if listed else [],
        "variants": variants_of(current, names),
        "may_restore": not post.is_public and may(request.user, "channels_mgmt.edit_post", post),
    }
    if offered:
        form = CompareForm(offered, request.GET or None)
        before, after = form.chosen() if form.is_bound else CompareForm(offered, {}).chosen()
        form.initial = {"alt": before.number, "neu": after.number}
        context |= {"form": form, "before": before, "after": after}
        context["changes"] = changes_between(before.said, after.said, names)
    return render(request, "channels_mgmt/versions.html", context)


@require_POST
def restore(request: TownRequest, municipality: str, pk: int, number: int) -> HttpResponse:
    """Make a version the content of the post, as far as nobody has saved since the page was shown."""
    version: PostVersion = get_object_or_404(
        PostVersion.objects.select_related("post__municipality"), post=pk, number=number
    )
    post = version.post
    require(request.user, "channels_mgmt.edit_post", post)
    was_approved = post.is_approved or post.waits_for_approval
    revision = read_number(request.POST.get("revision", ""))
    try:
        left = restore_version(version, actor=request.user, revision=revision)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("planning:versions", municipality, pk)
    done = _("The post says again what version %(number)d says. What it said until now stays in the list.")
    messages.success(request, done % {"number": number})
    if was_approved and post.is_being_written:
        messages.warning(request, _("It is a draft again: the approval does not cover the change."))
    if left.channels:
        left_out = _("Closed meanwhile and left out: %(channels)s.")
        messages.warning(request, left_out % {"channels": ", ".join(left.channels)})
    if left.photos:
        stays = _("The focus stays as it is now, because approved posts show a part of the photo: %(photos)s.")
        messages.warning(request, stays % {"photos": ", ".join(left.photos)})
    return redirect("planning:post_detail", municipality, pk)
