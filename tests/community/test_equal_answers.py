# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Answers of equal words on a server that keeps no keys: as many are public as are booked."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from channels_mgmt.services.publishing import publish_delivery
from community.models import Comment, PlatformAction
from community.services.actions import ERRAND, answer_key, carry_out_action, recover_action
from community.services.reading import sync_channel
from tests.channels_mgmt.live import LiveTown, connect_to_mastodon, make_live_town
from tests.community.factories import decision_on, moderator
from tests.community.test_intake import reply
from tests.fake_mastodon import FakeMastodon

State = PlatformAction.State
THANKS = "Danke für den Hinweis."


@pytest.fixture
def server() -> Iterator[FakeMastodon]:
    fake = FakeMastodon()
    yield fake
    fake.close()


@pytest.fixture
def comments(town, server) -> list[Comment]:
    """Two comments of citizens, on a channel that has become one of that server."""
    live: LiveTown = make_live_town(town)
    publish_delivery(live.delivery().pk)
    reply(live, "Gilt das auch für Fahrräder?")
    reply(live, "Und für Busse?")
    sync_channel(live.channel.pk)
    connect_to_mastodon(live, server.url)
    return list(Comment.objects.order_by("pk"))


def answered(comment: Comment) -> PlatformAction:
    action = decision_on(comment, moderator(comment.municipality), "reply", text=THANKS).action
    PlatformAction.objects.filter(pk=action.pk).update(due_at=now() - timedelta(seconds=1))
    return action


def test_equal_answers_to_two_comments_are_two_statuses(comments, server):
    """Removal: the comment in the words that are in the air, or the parent in the search."""
    first, second = (answered(comment) for comment in comments)
    server.lost = 1

    carry_out_action(first.pk)
    carry_out_action(second.pk)
    with time_machine.travel(now() + timedelta(seconds=61)):
        recover_action(first.pk)

    assert [status["in_reply_to_id"] for status in server.statuses] == [c.remote_id for c in comments]
    booked = dict(PlatformAction.objects.values_list("pk", "remote_id"))
    assert booked == {first.pk: server.statuses[0]["id"], second.pk: server.statuses[1]["id"]}


def test_an_answer_is_booked_for_one_decision(comments, server):
    """Removal: the constraint over the answer, or leaving out what is booked."""
    first, second = (answered(comment) for comment in comments)
    carry_out_action(first.pk)
    first.refresh_from_db()

    assert first.answer_key == answer_key(ERRAND.find(first.pk), first.remote_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlatformAction.objects.filter(pk=second.pk).update(answer_key=first.answer_key)
