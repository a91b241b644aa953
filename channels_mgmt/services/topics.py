# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""From an idea to a post. A topic becomes one post: who comes second is told whose it is and has lost nothing."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from channels_mgmt.models import Post, Topic
from core.errors import AlreadyChanged, Refused
from core.states import change_state

State = Topic.State
TITLE_LENGTH, NOTE_LENGTH, REASON_LENGTH = 120, 1000, 200


@transaction.atomic
def suggest_topic(town: Municipality, *, actor: User, title: str, note: str = "") -> Topic:
    """Raises ``Refused`` without a title."""
    require(actor, "channels_mgmt.suggest_topic", town)
    return _stored(town, actor, title, note)


def note_question(town: Municipality, *, actor: User, comment_number: int, title: str, note: str = "") -> Topic:
    """Keep a citizen's question as a topic, in the words of ``actor``; of the citizen nothing is stored.

    Raises ``Refused`` without a title and ``AlreadyChanged`` when the comment is a topic already.
    """
    require(actor, "channels_mgmt.suggest_topic", town)
    try:
        with transaction.atomic():
            return _stored(town, actor, title, note, source=Topic.Source.CITIZENS, comment_number=comment_number)
    except IntegrityError:
        raise AlreadyChanged(_("This question is in the backlog already. Nothing was added.")) from None


def _stored(town: Municipality, actor: User, title: str, note: str, **more: Any) -> Topic:
    said = " ".join(title.split())[:TITLE_LENGTH]
    if not said:
        raise Refused(_("Please say in a few words what the topic is."))
    topic = Topic.objects.create(
        municipality=town, title=said, note=note.strip()[:NOTE_LENGTH], suggested_by=actor, **more
    )
    record(actor, "planning.topic_suggested", topic)
    return topic


@transaction.atomic
def set_topic_aside(topic: Topic, *, actor: User, reason: str) -> None:
    """Raises ``Refused`` without a reason and ``AlreadyChanged`` when the topic is no longer open."""
    require(actor, "channels_mgmt.settle_topic", topic)
    said = " ".join(reason.split())[:REASON_LENGTH]
    if not said:
        raise Refused(_("Please say in a few words why not, so that whoever had the idea understands."))
    _refuse_unless(topic, State.OPEN)
    change_state(topic, State.SET_ASIDE, reason=said)
    record(actor, "planning.topic_set_aside", topic, reason=said)


@transaction.atomic
def reopen_topic(topic: Topic, *, actor: User) -> None:
    """Take up again what was set aside."""
    require(actor, "channels_mgmt.settle_topic", topic)
    _refuse_unless(topic, State.SET_ASIDE)
    change_state(topic, State.OPEN, reason="")
    record(actor, "planning.topic_reopened", topic)


def _refuse_unless(topic: Topic, state: str) -> None:
    if topic.state != state:
        raise AlreadyChanged(_("Somebody else changed this topic in the meantime. Please look at the current list."))


def plan_topic(topic: Topic, post: Post, *, actor: User) -> None:
    """Book ``post`` as what became of ``topic``; within the transaction that stores the post.

    Raises ``AlreadyChanged`` when somebody else was faster; then neither is stored.
    """
    try:
        _refuse_unless(topic, State.OPEN)
        change_state(topic, State.PLANNED, post=post)
    except AlreadyChanged:
        raise AlreadyChanged(
            _(
                "This topic is no longer open: somebody has made a post of it or set it aside. Nothing is stored yet. "
                "Save once more to keep your post without the topic."
            )
        ) from None
    record(actor, "planning.topic_planned", topic, post=post.pk)


def free_topic_of(post: Post, *, actor: User) -> None:
    """Open the topic again that ``post`` was made of; within the transaction that deletes the post."""
    topic = Topic.objects.filter(post=post).first()
    if topic is not None:
        change_state(topic, State.OPEN, post=None)
        record(actor, "planning.topic_reopened", topic)
