# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One comment with all that a decision needs: its thread, what was decided, its author's record in figures."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from accounts.models import Municipality, User
from channels_mgmt.models import PostMedia
from community.models import (
    Author,
    Comment,
    DangerCall,
    Decision,
    DepartmentQuestion,
    PlatformAction,
    TriageLabel,
    TriageScore,
    TriageSettings,
)
from community.queries.blur import choice_of
from community.queries.listed import kind_of_decision
from core.questions import question, question_planned_once
from netiquette.models import Clause

#: Comments read around the one on the screen; its ancestors are found among them.
BEFORE, AFTER = 60, 12
#: Of these, contributions shown before it that are no part of its own line of conversation.
BYSTANDERS = 2
WHOLE_THREAD = 300
#: What is shown of a comment in a thread, and what tells its place there.
TURN = (
    *("text", "kept_contents", "posted_at", "remote_id", "parent_remote_id", "is_hidden", "is_private", "state"),
    *("gone_at", "urgency", "burden"),
    *("delivery", "municipality", "channel", "author__name", "author__handle"),
)
SIMILAR_PER_CLAUSE = 3
#: Some accounts write thousands a year; what became of so many says as much about them.
MOST_OF_AUTHOR = 200


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
        return None if action is None or action.is_published else action


@dataclass(frozen=True)
class Thread:
    """``turns`` in the order they were written; ``left_out``: how many more were read and are not shown."""

    turns: list[Turn] = field(default_factory=list)
    images: list[PostMedia] = field(default_factory=list)
    left_out: int = 0


@dataclass(frozen=True)
class AuthorHistory:
    """Figures of the last twelve months about one account, of its newest ``MOST_OF_AUTHOR``; no list, no judgement."""

    comments: int
    answered: int
    hidden: int

    @property
    def is_part(self) -> bool:
        """Whether the account may have written more than was looked at."""
        return self.comments >= MOST_OF_AUTHOR


@question_planned_once
def comment_for_screen(town: Municipality, pk: int, reader: User) -> QuerySet[Comment]:
    """The comment with channel, author, holder, the post it stands under, and what else there is to read; one query."""
    related = ("author", "channel", "claimed_by", "delivery__post")
    comments = Comment.objects.filter(municipality=town, pk=pk).select_related(*related)
    return comments.annotate(
        decided_as=kind_of_decision(),
        blur_of_reader=Subquery(choice_of(reader)),
        has_decisions=Exists(Decision.objects.filter(comment=OuterRef("pk"))),
        has_department_questions=Exists(DepartmentQuestion.objects.filter(comment=OuterRef("pk"))),
        has_images=Exists(PostMedia.objects.filter(post=OuterRef("delivery__post"))),
        has_scores=Exists(TriageScore.objects.filter(comment=OuterRef("pk"))),
        has_call=Exists(DangerCall.objects.filter(comment=OuterRef("pk")).open()),
        has_labels=Exists(TriageLabel.objects.filter(comment=OuterRef("pk"))),
        is_triage_off=Exists(TriageSettings.objects.filter(municipality=town, is_on=False)),
    ).defer("other_words", "searchable")


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


class Place(NamedTuple):
    """Where a comment stands in a thread; with a reply of the town, one place for each."""

    pk: int
    remote_id: str
    parent_remote_id: str
    at: datetime
    reply: int
    replied_at: datetime | None
    reply_remote_id: str | None


@question_planned_once
def places_around(town: int, delivery: int, comment: int, at: datetime) -> QuerySet[Comment, Any]:
    """The places of other comments below the same post, written around this one, in no order."""
    others = Comment.objects.filter(delivery_id=delivery).exclude(pk=comment)
    before = _places(others.filter(posted_at__lte=at).order_by("-posted_at", "-pk")[:BEFORE])
    return before.union(_places(others.filter(posted_at__gt=at).order_by("posted_at", "pk")[:AFTER]), all=True)


def _places(comments: QuerySet[Comment]) -> QuerySet[Comment, Any]:
    standing = Q(decisions__kind=Decision.Kind.REPLY, decisions__undone_at=None)
    rows = Comment.objects.filter(pk__in=comments.values("pk"))
    return rows.annotate(reply=FilteredRelation("decisions", condition=standing)).values_list(
        *("pk", "remote_id", "parent_remote_id", "posted_at"),
        *("reply__pk", "reply__decided_at", "reply__action__remote_id"),
    )


@question_planned_once
def turns_of(town: int, comments: list[int]) -> QuerySet[Comment]:
    """What a thread shows of these comments."""
    return Comment.objects.filter(pk__in=comments).select_related("author").only(*TURN)


def thread_of(comment: Comment) -> tuple[Thread, list[Decision]]:
    """What to show of the conversation: everything the comment answers, what answers it, a few neighbours.

    And the decisions about the comment itself, newest first. At most four queries: what ``comment_for_screen`` has
    seen to be missing is not asked for.
    """
    town, places = comment.municipality_id, []
    if comment.delivery_id is not None:
        rows = places_around(town, comment.delivery_id, comment.pk, comment.posted_at)
        places = sorted(map(Place._make, rows), key=lambda place: (place.at, place.pk))
    line = _line_of_conversation(comment, places)
    known = {_Entry(place.at, False, place.pk) for place in places}
    known |= {_Entry(place.replied_at, True, place.pk, place.reply) for place in places if place.replied_at}
    before = [entry for entry in sorted(known) if entry < (comment.posted_at, True) and entry.pk not in line]
    kept = {entry for entry in known if entry.pk in line}.union(before[-BYSTANDERS:])
    shown = {one.pk: one for one in turns_of(town, sorted({entry.pk for entry in kept}))} if kept else {}
    decisions: dict[int, list[Decision]] = {}
    if getattr(comment, "has_decisions", True) or any(entry.is_reply for entry in kept):
        decisions = decisions_of([comment, *shown.values()])
    own = decisions.get(comment.pk, [])
    replies = {d.pk: d for found in decisions.values() for d in found if _is_standing_reply(d)}
    turns = [Turn(comment, is_current=True), *(Turn(comment, reply) for reply in own if reply.pk in replies)]
    for entry in kept:
        if entry.pk in shown and (not entry.is_reply or entry.reply in replies):
            turns.append(Turn(shown[entry.pk], replies[entry.reply] if entry.is_reply else None))
    turns.sort(key=lambda turn: (turn.at, turn.answer is not None, turn.comment.pk))
    images: list[PostMedia] = []
    if comment.delivery is not None and getattr(comment, "has_images", True):
        images = images_of(town, comment.delivery.post_id)
    return Thread(turns, images, len(known) - len(kept)), own


class _Entry(NamedTuple):
    """Something of a thread that may be shown, in the order of the thread: a comment, or the town's reply to it."""

    at: datetime
    is_reply: bool
    pk: int
    reply: int = 0


def _is_standing_reply(decision: Decision) -> bool:
    return decision.kind == Decision.Kind.REPLY and decision.undone_at is None


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
    answers = [decision for found in decisions.values() for decision in found if _is_standing_reply(decision)]
    turns = [Turn(c, is_current=c.pk == comment.pk) for c in around] + [Turn(a.comment, a) for a in answers]
    return Thread(sorted(turns, key=lambda turn: turn.at))


def author_history(author: Author, at: datetime | None = None) -> AuthorHistory:
    """Figures about one account over the last twelve months; one query along its own comments."""
    since = (at or timezone.now()) - timedelta(days=365)
    figures = figures_of_author.one(author.municipality_id, author, since)
    return AuthorHistory(*figures) if figures else AuthorHistory(0, 0, 0)


@question_planned_once
def figures_of_author(town: int, author: Author, since: datetime) -> QuerySet[Comment, tuple[int, int, int]]:
    """How many comments, and how many of them were answered and are hidden; no row without a comment."""
    replied = Decision.objects.filter(comment=OuterRef("pk"), kind=Decision.Kind.REPLY).taken()
    hidden = Decision.objects.filter(comment=OuterRef("pk"), kind__in=Decision.NEEDS_GROUNDS).standing_measures()
    newest = Comment.objects.filter(author=author, posted_at__gte=since).order_by("-posted_at")[:MOST_OF_AUTHOR]
    figures = Comment.objects.filter(pk__in=newest.values("pk")).order_by().values("author")
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
        kind__in=Decision.NEEDS_GROUNDS, clause__key__in=keys, clause__netiquette__municipality=municipality
    ).standing_measures()
    decisions = decisions.filter(emptied_at=None)
    rank = Window(RowNumber(), partition_by=[F("clause__key")], order_by=[F("decided_at").desc()])
    newest = decisions.annotate(rank=rank).filter(rank__lte=SIMILAR_PER_CLAUSE)
    found: dict[str, list[Decision]] = defaultdict(list)
    for decision in newest.select_related("clause", "comment").order_by("-decided_at"):
        found[decision.clause.key].append(decision)
    return found


def _line_of_conversation(comment: Comment, places: list[Place]) -> set[int]:
    """Numbers of the comment, of all it answers (through the town's replies too) and of what answers it."""
    by_remote_id = {place.remote_id: place for place in places}
    by_remote_id |= {place.reply_remote_id: place for place in places if place.reply_remote_id}
    line = {comment.pk}
    above = by_remote_id.get(comment.parent_remote_id)
    while above is not None and above.pk not in line:
        line.add(above.pk)
        above = by_remote_id.get(above.parent_remote_id)
    line.update(place.pk for place in places if place.parent_remote_id and place.parent_remote_id == comment.remote_id)
    return line
