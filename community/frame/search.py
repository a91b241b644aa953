# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Comments in the one search, for those who may read the dialogue."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.frame.search import Found, Hit, SearchPage, SearchSource, Wanted
from accounts.models import Municipality
from community.models import Comment
from community.queries.blur import blur_of, is_blurred
from community.queries.filters import ALL, QueueFilter
from community.queries.found import FoundComment, find_comments
from core.moments import german_datetime

ICONS = {Comment.State.CLAIMED: "clock", Comment.State.WITH_DEPARTMENT: "hourglass", Comment.State.NEW: "dialog"}


def find(wanted: Wanted) -> Found:
    found = find_comments(wanted.town, wanted.question, limit=wanted.limit, after=wanted.after)
    shown = found.comments[: wanted.limit]
    after = shown[-1].cursor if len(found.comments) > wanted.limit else ""
    address = reverse("dialog:queue", args=[wanted.town.slug])
    blur = blur_of(wanted.person, wanted.town)
    states = dict(Comment.State.choices)
    return Found(
        [_hit(comment, wanted, address, str(states[comment.state]), blur) for comment in shown],
        found.total,
        is_more=found.is_more,
        after=after,
        is_partial=found.is_partial,
    )


def _hit(comment: FoundComment, wanted: Wanted, address: str, state: str, wanted_blur: str) -> Hit:
    return Hit(
        url=f"{address}{comment.pk}/",
        title=comment.author_name or comment.author_handle,
        text=_("May contain violence: the words are shown when you open it.")
        if is_blurred(comment, wanted_blur)
        else f"{comment.text} {comment.other_words}".strip(),
        note=f"{comment.channel_name} · {german_datetime(comment.posted_at, wanted.town)}",
        icon="hidden" if comment.is_hidden else ICONS.get(Comment.State(comment.state), "check"),
        state=_("Hidden") if comment.is_hidden else state,
    )


def narrowed(town: Municipality, words: str) -> tuple[str, str]:
    """The queue with all comments that have these words."""
    wanted = QueueFilter(tab=ALL, search=words)
    return _("In the queue"), f"{reverse('dialog:queue', args=[town.slug])}?{wanted.as_query()}"


SOURCES = (
    SearchSource(
        "kommentare", gettext_lazy("Comments"), "dialog", 20, "community.view_queue", find=find, narrowed=narrowed
    ),
)
PAGES = (
    SearchPage(
        gettext_lazy("Complaints"),
        "dialog:appeals",
        "appeal",
        gettext_lazy("complaint objection appeal show again"),
        "community.view_appeals",
    ),
    SearchPage(
        gettext_lazy("Type in a comment"),
        "dialog:enter_comment",
        "dialog",
        gettext_lazy("comment enter by hand"),
        "community.enter_comments",
    ),
    SearchPage(
        gettext_lazy("Read in comments"),
        "dialog:read_in",
        "upload",
        gettext_lazy("comments import table csv excel"),
        "community.enter_comments",
    ),
)
