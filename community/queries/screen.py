# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One comment with all that a decision needs: its thread, what was decided, its author's record in figures."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from accounts.models import Municipality
from channels_mgmt.models import PostMedia
from community.models import Author, Comment, Decision, PlatformAction
from core.questions import question
from netiquette.models import Clause

#: Comments read around the one on the screen; its ancestors are found among them.
BEFORE, AFTER = 60, 12
#: Of these, contributions shown before it that are no part of its own line of conversation.
BYSTANDERS = 2
WHOLE_THREAD = 300
#: What is shown of a comment in a thread, and what tells its place there.
TURN = (
    *("text", "kept_contents", "posted_at", "remote_id", "parent_remote_id", "is_hidden", "is_private", "state"),
    *("delivery", "municipality", "channel", "author__name", "author__handle"),
)
SIMILAR_PER_CLAUSE = 3


@dataclass(frozen=True)
class Turn:
    """One contribution to a conversation: a citizen's comment, or with ``answer`` the town's reply to it."""

    comment: Comment
    answer: Decision | None = None
    is_current: bool = False

    @property
    def at(self) -> datetime:
        return self.answer.decided_at if self.answer else self.comment.posted_at

    @property
    def pending(self) -> PlatformAction | None:
        """What still has to carry the reply to its platform."""
        action: PlatformAction | None = getattr(self.answer, "action", None)
        return None if action is None or action.state == PlatformAction.State.PUBLISHED else action


@dataclass(frozen=True)
class Thread:
    """``turns`` in the order they were written; ``left_out``: how many more were read and are not shown."""

    turns: list[Turn] = field(default_factory=list)
    images: list[PostMedia] = field(default_factory=list)
    left_out: int = 0


@dataclass(frozen=True)
class AuthorHistory:
    """Figures of the last twelve months about one account; no list and no judgement."""

    comments: int
    answered: int
    hidden: int


@question
def comment_for_screen(town: Municipality, pk: int) -> QuerySet[Comment]:
    """The comment with channel, author, holder, and the post it stands under; one query."""
    related = ("author", "channel", "claimed_by", "delivery__post", "municipality")
    return Comment.objects.filter(municipality=town, pk=pk).select_related(*related)


def decisions_of(comments: list[Comment]) -> dict[int, list[Decision]]:
    """The decisions about each comment, newest first; one query. The evidence's content stays behind."""
    found: dict[int, list[Decision]] = defaultdict(list)
    by_pk = {c.pk: c for c in comments}
    for decision in decisions_about(comments[0].municipality_id, list(by_pk)):
        decision.comment = by_pk[decision.comment_id]
        found[decision.comment_id].append(decision)
    return found


@question
def decisions_about(town: int, comments: list[int]) -> QuerySet[Decision]:
    related = ("action", "clause__netiquette", "evidence", "actor", "undone_by")
    decisions = Decision.objects.filter(comment__in=comments).select_related(*related)
    return decisions.defer("evidence__content").order_by("-decided_at", "-pk")


def hidden_by(comment: Comment, decisions: list[Decision]) -> Decision | None:
    """The measure that keeps ``comment`` hidden, unless it is being taken back; ``decisions`` are newest first."""
    if not comment.is_hidden:
        return None
    for decision in decisions:
        if decision.undone_at is None and decision.kind == Decision.Kind.SHOW:
            return None
        if decision.undone_at is None and decision.kind in Decision.NEEDS_GROUNDS:
            return decision
    return None


def neighbours_of(comment: Comment) -> list[Comment]:
    """Comments below the same post, written around this one, in order; two queries."""
    if comment.delivery_id is None:
        return [comment]
    place = (comment.municipality_id, comment.delivery_id, comment.pk, comment.posted_at)
    return [*reversed(comments_before(*place)), comment, *comments_after(*place)]


@question
def comments_before(town: int, delivery: int, comment: int, at: datetime) -> QuerySet[Comment]:
    others = _in_thread(delivery).exclude(pk=comment).filter(posted_at__lte=at)
    return others.order_by("-posted_at", "-pk")[:BEFORE]


@question
def comments_after(town: int, delivery: int, comment: int, at: datetime) -> QuerySet[Comment]:
    others = _in_thread(delivery).exclude(pk=comment).filter(posted_at__gt=at)
    return others.order_by("posted_at", "pk")[:AFTER]


def _in_thread(delivery: int) -> QuerySet[Comment]:
    """What a thread shows of its comments."""
    return Comment.objects.filter(delivery_id=delivery).select_related("author").only(*TURN)


def thread_of(comment: Comment, around: list[Comment], decisions: dict[int, list[Decision]]) -> Thread:
    """What to show of the conversation: everything the comment answers, what answers it, a few neighbours.

    ``around`` comes from ``neighbours_of``, ``decisions`` from ``decisions_of`` for the same comments.
    """
    answers = [d for c in around for d in decisions.get(c.pk, []) if d.kind == Decision.Kind.REPLY and not d.undone_at]
    turns = [Turn(c, is_current=c.pk == comment.pk) for c in around] + [Turn(a.comment, a) for a in answers]
    turns.sort(key=lambda turn: turn.at)
    related = _line_of_conversation(comment, around, answers)
    at = next(n for n, turn in enumerate(turns) if turn.is_current)
    bystanders = [turn for turn in turns[:at] if turn.comment.pk not in related][-BYSTANDERS:]
    kept = [turn for turn in turns if turn.comment.pk in related or turn in bystanders]
    images: list[PostMedia] = []
    if comment.delivery is not None:
        images = images_of(comment.municipality_id, comment.delivery.post_id)
    return Thread(kept, images, len(turns) - len(kept))


@question
def images_of(town: int, post: int) -> QuerySet[PostMedia]:
    return PostMedia.objects.filter(post=post).select_related("asset")


def whole_thread(comment: Comment) -> Thread:
    """Everything known below the same post, oldest first, up to ``WHOLE_THREAD`` comments; three queries."""
    if comment.delivery_id is None:
        around = [comment]
    else:
        below = Comment.objects.filter(delivery_id=comment.delivery_id).select_related("author")
        below = below.defer("remote_data", "other_words", "searchable")
        around = list(below.order_by("posted_at", "pk")[:WHOLE_THREAD])
    decisions = decisions_of(around)
    answers = [d for ds in decisions.values() for d in ds if d.kind == Decision.Kind.REPLY and not d.undone_at]
    turns = [Turn(c, is_current=c.pk == comment.pk) for c in around] + [Turn(a.comment, a) for a in answers]
    return Thread(sorted(turns, key=lambda turn: turn.at))


def author_history(author: Author, at: datetime | None = None) -> AuthorHistory:
    """Figures about one account over the last twelve months; one query along its own comments."""
    since = (at or timezone.now()) - timedelta(days=365)
    figures = figures_of_author.one(author.municipality_id, author, since)
    return AuthorHistory(*figures) if figures else AuthorHistory(0, 0, 0)


@question
def figures_of_author(town: int, author: Author, since: datetime) -> QuerySet[Comment, tuple[int, int, int]]:
    """How many comments, and how many of them were answered and are hidden; no row without a comment."""
    replied = Decision.objects.filter(comment=OuterRef("pk"), kind=Decision.Kind.REPLY, undone_at=None)
    hidden = Decision.objects.filter(comment=OuterRef("pk"), kind=Decision.Kind.HIDE).standing_measures()
    figures = Comment.objects.filter(author=author, posted_at__gte=since).order_by().values("author")
    return figures.annotate(
        comments=Count("pk"),
        answered=Count("pk", filter=Q(Exists(replied))),
        hidden=Count("pk", filter=Q(Exists(hidden))),
    ).values_list("comments", "answered", "hidden")


def similar_decisions(municipality: Municipality, clauses: list[Clause]) -> dict[str, list[Decision]]:
    """The newest measures that rested on each clause, in any version, by the clause's key; one query.

    Equal cases are to be treated equally (DOMAIN § 3), so they are shown before the next decision. What was
    taken back is no example to follow.
    """
    keys = [clause.key for clause in clauses]
    decisions = Decision.objects.filter(
        kind=Decision.Kind.HIDE, clause__key__in=keys, clause__netiquette__municipality=municipality
    ).standing_measures()
    rank = Window(RowNumber(), partition_by=[F("clause__key")], order_by=[F("decided_at").desc()])
    newest = decisions.annotate(rank=rank).filter(rank__lte=SIMILAR_PER_CLAUSE)
    found: dict[str, list[Decision]] = defaultdict(list)
    for decision in newest.select_related("clause", "comment").order_by("-decided_at"):
        found[decision.clause.key].append(decision)
    return found


def _line_of_conversation(comment: Comment, around: list[Comment], answers: list[Decision]) -> set[int]:
    """Numbers of the comment, of all it answers (through the town's replies too) and of what answers it."""
    by_remote_id = {c.remote_id: c for c in around}
    for answer in answers:
        action = getattr(answer, "action", None)
        if action is not None and action.remote_id:
            by_remote_id[action.remote_id] = answer.comment
    line = {comment.pk}
    above: Comment | None = by_remote_id.get(comment.parent_remote_id)
    while above is not None and above.pk not in line:
        line.add(above.pk)
        above = by_remote_id.get(above.parent_remote_id)
    line.update(c.pk for c in around if c.parent_remote_id and c.parent_remote_id == comment.remote_id)
    return line
