# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The link in the letter about an approval: shows one post as it goes out; only its button approves.

Works without login, because the signed link is the proof: of this person, this post and this content. Opening it,
however often and by whomever, changes nothing.
"""

import base64

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from accounts.models import Municipality, User
from accounts.tenancy.link_pages import LinkRefused, link_page, opened_link
from accounts.tenancy.links import Link, LinkInvalid, holder_of
from accounts.tenancy.permissions import may
from channels_mgmt.models import MediaAsset, Post
from channels_mgmt.services.approval_requests import PURPOSE
from channels_mgmt.services.planning import approve_post
from channels_mgmt.views.approvals import card_of
from core.errors import DomainError, NotPermitted

REFUSED = "channels_mgmt/approval_link_void.html"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, token: str) -> HttpResponse:
    """Show the post; approve it on POST, if it still is what the link was written for."""
    try:
        link, town = opened_link(request, PURPOSE, token)
    except LinkRefused as refused:
        return refused.page(request, REFUSED)
    with scope(municipality=town):
        return _decide(request, town, link, token)


def _decide(request: HttpRequest, town: Municipality, link: Link, token: str) -> HttpResponse:
    posts = Post.objects.select_related("municipality", "author", "submitted_by", "approved_by")
    post = posts.filter(pk=link.subject, municipality=town).first()
    if post is None:
        return _refused(request, str(LinkInvalid()), 404)
    person = holder_of(link)
    if person is None or not may(person, "channels_mgmt.approve_post", post):
        # Nothing of the post: the letter may lie in the mailbox of somebody who has left.
        return _refused(request, _("You may no longer approve this post. Nothing was changed."), 403)
    if why := _why_void(post, link, person):
        return _refused(request, why, 409 if request.method == "POST" else 200)
    if request.method == "POST":
        try:
            approve_post(post, actor=person, seen_hash=str(link.more.get("hash", "")))
        except NotPermitted:
            return _refused(request, _("You may no longer approve this post. Nothing was changed."), 403)
        except DomainError as error:
            return _refused(request, str(error), 409)
        return redirect("approval:decide", token)
    context = {"town": town, **card_of(post), "pictures": _pictures(post)}
    return link_page(request, "channels_mgmt/approval_link.html", context, 200)


def _why_void(post: Post, link: Link, person: User) -> str:
    """Why there is nothing to decide by this link; empty when there is."""
    if post.approved_by_id == person.pk and post.approved_hash == link.more.get("hash"):
        return _("Thank you, you have approved this post. Opening the link again changes nothing.")
    if not post.waits_for_approval:
        return _("This post no longer waits for an approval: it was decided, or taken back. Nothing was changed.")
    if post.film is not None:
        return _("This post carries a video. Please sign in, watch it and approve it there; nothing was changed.")
    if post.current_hash() != link.more.get("hash"):
        return _("The post was changed after this letter. Its link approves nothing; please open the current version.")
    return ""


def _pictures(post: Post) -> list[tuple[str, str]]:
    """Each image as part of the page, with its alternative text: nobody else gets an address for it."""
    return [(_inline(media.asset), media.spoken) for media in post.media.select_related("asset").order_by("position")]


def _inline(asset: MediaAsset) -> str:
    file, media_type = (asset.thumbnail, "image/jpeg") if asset.thumbnail else (asset.file, asset.media_type)
    try:
        with file.open("rb") as opened:
            content = opened.read()
    except OSError:
        return ""
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def _refused(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    return LinkRefused(reason, status).page(request, REFUSED)
