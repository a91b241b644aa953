# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Restrictions of accounts: what waits for a second person, what is in force, what came to its end."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import Municipality, User
from channels_mgmt.connectors.registry import profile_of
from channels_mgmt.models import Channel
from channels_mgmt.models.outbox import OutgoingState
from community.models import Comment, Decision, Restriction, RestrictionAction

PAGE_SIZE = 25
#: Comments of the account that are offered as grounds, the newest first.
OFFERED = 20
WAITING = [OutgoingState.HANDED_OVER, OutgoingState.REJECTED, OutgoingState.MISSED]


def comments_of_account(comment: Comment) -> QuerySet[Comment]:
    """Public comments of the same account, the newest first."""
    own = Comment.objects.filter(municipality=comment.municipality_id, author=comment.author_id, is_private=False)
    return own.select_related("author", "channel", "delivery__post").order_by("-posted_at", "-pk")


def offered_grounds(comment: Comment) -> list[tuple[Comment, Decision | None]]:
    """Other comments of the account with the measure that stands about each; two queries."""
    others = list(comments_of_account(comment).exclude(pk=comment.pk)[:OFFERED])
    measures = Decision.objects.filter(comment__in=others).standing_measures().select_related("clause")
    by_comment = {measure.comment_id: measure for measure in measures.order_by("decided_at")}
    return [(other, by_comment.get(other.pk)) for other in others]


def means_of(channel: Channel, kind: str) -> str:
    """What the platform does, in a sentence for the person who decides; empty where only a hand can do it."""
    abilities = profile_of(channel.connector).abilities
    return str(abilities.block_means if kind == Restriction.Kind.BLOCK else abilities.restrict_means)


def is_possible_here(restriction: Restriction) -> bool:
    """Whether the software can do on the platform what this restriction asks."""
    channel = restriction.comment.channel
    return channel.state != Channel.State.CLOSED and bool(means_of(channel, restriction.kind))


def restrictions_of(town: Municipality, states: list[str]) -> QuerySet[Restriction]:
    """For the list: the newest request first."""
    found = Restriction.objects.filter(municipality=town, state__in=states)
    return found.select_related("comment__author", "comment__channel", "clause").order_by("-requested_at", "-pk")


def restriction_for_screen(town: Municipality, pk: int) -> Restriction | None:
    related = ("comment__author", "comment__channel", "clause__netiquette", "municipality")
    people = ("requested_by", "decided_by", "reviewed_by", "ended_by")
    steps = RestrictionAction.objects.order_by("pk")
    found = Restriction.objects.filter(municipality=town, pk=pk).select_related(*related, *people)
    return found.prefetch_related("evidence", Prefetch("actions", queryset=steps)).first()


def live_restriction_of(comment: Comment) -> Restriction | None:
    """What is asked for or in force about the author of ``comment``."""
    return Restriction.objects.filter(municipality=comment.municipality_id, account=comment.author_id).live().first()


def restrictions_to_decide(town: Municipality, person: User) -> QuerySet[Restriction]:
    """What others have asked for."""
    return Restriction.objects.filter(municipality=town).requested().exclude(requested_by=person)


def restrictions_to_look_at(town: Municipality, at: datetime) -> QuerySet[Restriction]:
    """Near their end and not reviewed, or with a step on the platform that only a person moves on."""
    stuck = RestrictionAction.objects.filter(Q(state__in=WAITING) | Q(state="uncertain", next_attempt_at=None))
    needed = Q(Exists(stuck.filter(restriction=OuterRef("pk"))))
    review = Q(state=Restriction.State.IN_FORCE, review_at__lte=at, reviewed_at=None)
    return Restriction.objects.filter(municipality=town).filter(needed | review)
