# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The topics of a town, and the one a post or a comment has to do with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import Municipality, User
from channels_mgmt.models import Post, Topic, TopicMail, TopicMailbox
from core.folded import holding

#: So often a mailbox fails before people are told: a server that starts anew is no trouble.
TROUBLE = 3


@dataclass(frozen=True, slots=True)
class TopicFilter:
    """What the person wants to see; an empty part filters nothing."""

    state: str = Topic.State.OPEN
    source: str = ""
    text: str = ""

    @property
    def is_active(self) -> bool:
        return bool(self.state != Topic.State.OPEN or self.source or self.text)


def topics_of(town: Municipality, chosen: TopicFilter) -> QuerySet[Topic]:
    """Newest first, each with its person and its post."""
    topics = Topic.objects.filter(municipality=town).select_related("suggested_by", "department", "post")
    topics = topics.prefetch_related("photos__asset")
    if chosen.state:
        topics = topics.filter(state=chosen.state)
    if chosen.source:
        topics = topics.filter(source=chosen.source)
    return topics.filter(holding(chosen.text, "title", "note")).order_by("-suggested_at", "-pk")


#: From the numbers of comments to the pages of those that are still there and that the person may read.
Places = Callable[[Municipality, User, Sequence[int]], dict[int, str]]
_places: list[Places] = []


def register_places_of_questions(places: Places) -> None:
    """Let the app that has the comments say where they are."""
    _places.append(places)


def places_of_questions(town: Municipality, reader: User, topics: Iterable[Topic]) -> dict[int, str]:
    """Comment number → its page."""
    numbers = [topic.comment_number for topic in topics if topic.comment_number is not None]
    found: dict[int, str] = {}
    for places in _places if numbers else ():
        found |= places(town, reader, numbers)
    return found


def topic_of_comment(town: Municipality, number: int) -> Topic | None:
    return Topic.objects.filter(municipality=town, comment_number=number).first()


def still_open(topic: Topic | None) -> Topic | None:
    """``topic`` as it is stored now, unless somebody else has dealt with it."""
    return Topic.objects.filter(pk=topic.pk, state=Topic.State.OPEN).first() if topic else None


def mails_to_look_at(town: Municipality) -> QuerySet[TopicMail]:
    """Mails of which a person decides whether they are topics, oldest first."""
    return TopicMail.objects.filter(municipality=town, state=TopicMail.State.TO_LOOK_AT).order_by("received_at", "pk")


def mailbox_in_trouble(town: Municipality) -> QuerySet[TopicMailbox]:
    """The mailbox, if it could not be read three times in a row."""
    return TopicMailbox.objects.filter(municipality=town, failures__gte=TROUBLE)


def topic_of_post(post: Post) -> Topic | None:
    return Topic.objects.filter(post=post).first()
