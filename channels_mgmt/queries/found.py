# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Posts of every state with all words of a question, those without a date first, then the latest."""

from django.db.models import Count, QuerySet, Window

from accounts.models import Municipality
from channels_mgmt.models import Post
from channels_mgmt.queries.calendar import NEWEST_FIRST
from channels_mgmt.queries.filtering import marked_posts
from core.questions import question

#: More hits than this are not sorted; a town writes so many posts in ten years.
MOST = 2000


@question
def posts_with(town: Municipality, words: str, *, limit: int, skipped: int = 0) -> QuerySet[Post]:
    """``limit`` posts after ``skipped`` others, ``words`` as ``core.folded.asked`` puts them.

    Each has what ``status_of`` needs, and ``found``: how many there are, up to ``MOST`` + 1.
    """
    hits = Post.objects.filter(municipality=town, searchable__has=words).values("pk")[: MOST + 1]
    posts = marked_posts(Post.objects.filter(pk__in=hits)).annotate(found=Window(Count("pk")))
    shown = posts.order_by(*NEWEST_FIRST).select_related("author")
    return shown.only("title", "text", "state", "planned_day", "planned_time", "author__name")[
        skipped : skipped + limit
    ]
