# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What colleagues say to each other about a post, and who has it open."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.frame.kept_text import background
from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.forms.comments import NewCommentForm, PostCommentForm
from channels_mgmt.models import Post, PostComment
from channels_mgmt.queries.comments import comments_on, mentions_open, others_there
from channels_mgmt.services.comments import (
    comment_on_post,
    edit_comment,
    reopen_post_comment,
    settle_post_comment,
    take_note,
)
from channels_mgmt.services.presence import note_presence
from core.errors import DomainError
from core.hashing import content_hash


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The thread of a post; a POST adds to it."""
    post: Post = get_object_or_404(Post.objects.select_related("author"), pk=pk)
    require(request.user, "channels_mgmt.comment_on_post", post)
    form = NewCommentForm(post, request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            comment = comment_on_post(post, actor=request.user, text=given["text"], told=given["told"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            names = [mention.person.name for mention in comment.mentions.select_related("person")]
            if names:
                messages.success(
                    request, _("Your comment is there. Told by mail: %(names)s") % {"names": ", ".join(names)}
                )
            else:
                messages.success(request, _("Your comment is there. Nobody was told by mail."))
            return redirect(_page(post))
    at = now()
    rows = []
    for comment in comments_on(post):
        comment.post = post
        may_edit = comment.is_open_to_change(at) and may(request.user, "channels_mgmt.edit_comment", comment)
        rows.append((comment, may(request.user, "channels_mgmt.settle_comment", comment), may_edit))
    is_asked = mentions_open(request.municipality, request.user).filter(comment__post=post).exists()
    context = {"post": post, "rows": rows, "form": form, "is_asked": is_asked}
    return render(request, "channels_mgmt/comments.html", context, status=422 if form.errors else 200)


def _page(post: Post) -> str:
    return reverse("planning:comments", args=[post.municipality.slug, post.pk])


def _comment(pk: int) -> PostComment:
    found: PostComment = get_object_or_404(PostComment.objects.select_related("post__municipality"), pk=pk)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def comment_edit(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The own words again, as long as they may be changed."""
    comment = _comment(pk)
    require(request.user, "channels_mgmt.edit_comment", comment)
    form = PostCommentForm(request.POST or None, initial={"text": comment.text})
    if request.method == "POST" and form.is_valid():
        try:
            edit_comment(comment, actor=request.user, text=form.cleaned_data["text"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your comment is changed."))
            return redirect(f"{_page(comment.post)}#kommentar-{comment.pk}")
    context = {"post": comment.post, "comment": comment, "form": form}
    return render(request, "channels_mgmt/comment_edit.html", context, status=422 if form.errors else 200)


@require_POST
def comment_settle(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Mark a remark as settled, or take it up again; a second click finds it done and changes nothing."""
    comment = _comment(pk)
    require(request.user, "channels_mgmt.settle_comment", comment)
    service = reopen_post_comment if comment.is_resolved else settle_post_comment
    if (request.POST.get("settled") == "no") == comment.is_resolved:
        try:
            service(comment, actor=request.user)
        except DomainError as error:
            messages.warning(request, str(error))
    return redirect(f"{_page(comment.post)}#kommentar-{comment.pk}")


@require_POST
def comments_read(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Take note without an answer."""
    post = get_object_or_404(Post, pk=pk)
    take_note(post, actor=request.user)
    messages.success(request, _("Noted. It no longer waits for you on the start page."))
    return redirect(_page(post))


@background
@require_POST
def presence(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Say that this page is open, and learn who else has the post open; 204 when that is what the page shows."""
    post = get_object_or_404(Post, pk=pk)
    note_presence(post, actor=request.user, is_writing=request.POST.get("writes") == "1")
    others = others_there(post, besides=request.user, at=now())
    seen = presence_seen([(one.person_id, one.is_writing) for one in others])
    if request.POST.get("seen") == seen:
        return HttpResponse(status=204)
    return render(request, "channels_mgmt/_present.html", {"others": others, "seen": seen})


def presence_seen(others: list[tuple[int, bool]]) -> str:
    return content_hash(others)[:16]
