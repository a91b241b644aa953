# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a town has in every state in which a page shows it differently, one row each."""

from datetime import timedelta

from django.utils.timezone import localdate, now
from django_scopes import scope

from accounts.models import Role
from channels_mgmt.models import Channel, Delivery, Post
from channels_mgmt.models.outbox import OutgoingState
from community.models import Comment
from netiquette.models import Clause
from strategy import services
from strategy.models import DirectQuestion
from tests.channels_mgmt.factories import ChannelFactory, PostFactory, draft
from tests.community.factories import (
    appeal_in,
    comment_in,
    decision_on,
    failed_action,
    moderator,
)
from tests.factories import PASSWORD, person
from tests.leak_world import World
from tests.strategy.factories import asked_question


def add_every_state(world: World) -> None:
    """Posts, deliveries, channels, comments, decisions, appeals, questions; a strategy in force and one begun."""
    town = world.town
    with scope(municipality=town):
        author = world.rows["person"]
        channel = world.rows["channel"]
        _posts(town, author, channel)
        for state in Channel.State.values:
            if state not in ("live", "paused"):
                ChannelFactory(municipality=town, state=state, name=f"Kanal {state}")
        ChannelFactory(municipality=town, connector=Channel.Connector.MANUAL, platform="facebook", name="Von Hand")
        _comments(town)
        _strategy(world)


def _posts(town, author, channel) -> None:
    approver, at = person(town, Role.LEADERSHIP, name="Freigabe Amt"), now()
    for number, state in enumerate(Post.State.values):
        planned = {"planned_day": localdate(), "planned_time": "09:00", "planned_at": at + timedelta(days=number)}
        post = draft(town, author, [channel], title=f"Zustand {state}", **planned)
        said = {"state": state, "approved_hash": post.current_hash(), "approved_by": approver, "approved_at": at}
        asked = {"submitted_by": author, "submitted_at": at}
        Post.objects.filter(pk=post.pk).update(**said, **asked)
    for state in OutgoingState.values:
        post = PostFactory(municipality=town, author=author, title=f"Auslieferung {state}")
        Post.objects.filter(pk=post.pk).update(
            state="approved", approved_hash=post.current_hash(), approved_by=approver
        )
        Delivery.objects.create(post=post, channel=channel, state=state, due_at=at, lease_until=at, error="Nicht da.")


def _comments(town) -> None:
    by = moderator(town, name="Mara Moderation")
    for urgency in Comment.Urgency.values:
        comment_in(town, urgency=urgency)
    soon = now() + timedelta(minutes=5)
    comment_in(town, state="claimed", claimed_by=by, claim_until=soon)
    comment_in(town, state="with_department")
    comment_in(town, state="closed", decided_at=now())
    for kind in ("leave", "reply"):
        decision_on(comment_in(town), by, kind)
    failed_action(comment_in(town), by, "uncertain")
    contested = comment_in(town)
    ground = Clause.objects.filter(netiquette__state="published", is_ground_for_measures=True).first()
    decision_on(contested, by, "hide", clause=ground, rationale="Eine Beleidigung ohne Bezug zur Sache.")
    contested.refresh_from_db()
    for state in ("received", "in_review"):
        appeal = appeal_in(town, comment=contested)
        type(appeal).objects.filter(pk=appeal.pk).update(state=state, reviewer=person(town, Role.COMMUNICATIONS))


def _strategy(world: World) -> None:
    strategy = world.rows["strategy"]
    mayor = person(world.town, Role.LEADERSHIP, name="Spitze Amt")
    strategy.refresh_from_db()
    services.submit_strategy(strategy, actor=world.rows["person"])
    services.sign_strategy(strategy, actor=mayor, password=PASSWORD)
    strategy.refresh_from_db()
    services.start_new_version(strategy, actor=world.rows["person"])
    answered = asked_question(world.town, world.everybody)
    services.answer_question(answered, actor=mayor, chosen=1)
    withdrawn = asked_question(world.town, world.everybody, question="Und das?")
    services.withdraw_question(withdrawn, actor=world.everybody)
    assert DirectQuestion.objects.count() >= 3
