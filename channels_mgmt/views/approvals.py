# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits for this very person's approval, to be decided on one page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from channels_mgmt.models import Post
from channels_mgmt.presenters.checks import NOWHERE, Places, checks_of
from channels_mgmt.presenters.previews import Content, previews_of
from channels_mgmt.queries.posts import approval_rows, posts_awaiting
from channels_mgmt.views.calendar import plan_tabs

SHOWN = 10


@require_safe
def approvals(request: TownRequest, municipality: str) -> HttpResponse:
    """The longest waiting posts, each with previews, checks and the two decisions."""
    town = request.municipality
    require(request.user, "channels_mgmt.view_plan", town)
    waiting = posts_awaiting(request.user, town)
    wanted = waiting.select_related("author", "submitted_by", "municipality", "film__video")
    posts = list(wanted.prefetch_related("targets__channel", "media__asset", "link_checks")[:SHOWN])
    mine = Post.objects.filter(municipality=town, state=Post.State.IN_REVIEW, author=request.user)
    context = {
        "cards": [card_of(post) for post in posts],
        "tabs": plan_tabs(request.user, town, "approvals"),
        "mine": mine.order_by("submitted_at")[:SHOWN],
        "may_approve": bool(approval_rows(request.user, town)),
        "more": max(0, waiting.count() - SHOWN) if len(posts) == SHOWN else 0,
    }
    return render(request, "channels_mgmt/approvals.html", context)


def card_of(post: Post, places: Places = NOWHERE) -> dict[str, Any]:
    """A post as its approver has to see it; ``hash`` is what the approval will be pinned to.

    ``places`` are the pages on which whoever looks may mend it.
    """
    content = content_of(post)
    return {
        "post": post,
        "previews": previews_of(content),
        "checks": checks_of(content, places=places),
        "images": content.spoken_images,
        "film": post.film,
        "hash": post.current_hash(),
    }


def content_of(post: Post) -> Content:
    """The stored content, for previews and checks."""
    return Content(
        text=post.text,
        alternative_url=post.alternative_url,
        citizen_benefit=post.citizen_benefit,
        wordings=[(t.channel, t.text or post.text) for t in sorted(post.targets.all(), key=lambda t: t.channel_id)],
        images=[(m.asset, m.alt_text) for m in post.media.all()],
        ai_use=post.ai_use,
        shapes={t.channel_id: t.shape for t in post.targets.all()},
        post=post,
        asks_other_way=post.municipality.asks_other_way,
    )
