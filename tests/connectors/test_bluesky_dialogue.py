# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The dialogue on a real AT Protocol network: what a citizen deletes is marked and kept, a long answer is a chain."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from channels_mgmt.models import Channel, Credential, Delivery
from community.models import AnswerPart, Comment, CommentRevision, PlatformAction, ThreadWatch
from community.services.actions import carry_out_action, due_actions
from community.services.answer_parts import TooLongForOne
from community.services.decisions import reply_to_comment
from community.services.reading import sync_channel
from community.services.remote import remote_ref
from community.services.sending_parts import carry_out_part, due_parts
from tests.channels_mgmt.live import make_live_town
from tests.community.factories import moderator
from tests.waiting import wait_for

pytestmark = [pytest.mark.peers, pytest.mark.django_db]

WORDS = "Das nehme ich gleich zurück."


@pytest.fixture
def live(town, settings, bluesky):
    """A town whose channel is an account on the network."""
    settings.ALLOW_LOCAL_PEERS = True
    live = make_live_town(town)
    account = bluesky.account
    Channel.objects.update(
        connector="bluesky",
        platform="bluesky",
        base_url=account.base_url,
        handle=account.handle,
        account_id=account.remote_id,
        limits={},
    )
    Credential.objects.create(channel=live.channel, tokens=dict(account.tokens))
    live.channel.refresh_from_db()
    return live


@pytest.fixture
def post(live, bluesky):
    """A post of the town that stands on the network."""
    connector = bluesky.connector()
    published = connector.publish(bluesky.post(connector))
    live.delivery(
        state=Delivery.State.PUBLISHED,
        remote_id=published.remote_id,
        remote_data=dict(published.data),
        published_at=now(),
    )
    return published.remote_id


def read(live):
    ThreadWatch.objects.update(due_at=now())
    Channel.objects.update(sync_due_at=None, reads_paid_until=None)
    sync_channel(live.channel.pk)


def arrived(live, remote_id):
    def look():
        read(live)
        return Comment.objects.filter(remote_id=remote_id).first()

    return wait_for(look, "The comment in the queue")


def test_a_deletion_by_its_author_is_marked_and_the_words_stay(live, bluesky, post):
    """Removal: marking what the network says is gone."""
    comment = arrived(live, bluesky.citizen_replies(post, WORDS))

    bluesky.citizen_deletes(comment.remote_id)

    def is_marked():
        read(live)
        comment.refresh_from_db()
        return comment.gone_at

    wait_for(is_marked, "The mark of the deletion")
    assert comment.text == WORDS
    assert not CommentRevision.objects.exists()
    assert not Comment.objects.open().exists()


def test_what_the_thread_hides_but_still_stands_is_not_marked(live, bluesky, post):
    """Removal: asking for the record itself. The citizen is blocked by the town, so no thread shows the reply."""
    comment = arrived(live, bluesky.citizen_replies(post, "Ich stehe noch hier."))
    connector = bluesky.connector()
    connector.restrict(remote_ref(comment), is_block=True)
    try:
        wait_for(
            lambda: comment.remote_id not in {one.remote_id for one in connector.fetch_thread(post).comments},
            "The thread without the reply",
        )
        for _ in range(2):
            read(live)
            comment.refresh_from_db()
            assert comment.gone_at is None
        assert comment.looked_for_at is not None
    finally:
        connector.lift(remote_ref(comment), is_block=True)


def test_a_long_answer_becomes_a_chain_below_the_citizens_reply_once(live, bluesky, post):
    comment = arrived(live, bluesky.citizen_replies(post, "Was heißt das für die Busse?"))
    alma = moderator(live.town)
    text = "\n\n".join(f"Absatz {n}: Der Bus hält in der Gartenstraße. " + "Bitte beachten. " * 14 for n in (1, 2, 3))
    with pytest.raises(TooLongForOne) as asked:
        reply_to_comment(comment, actor=alma, text=text)
    comment.refresh_from_db()
    reply_to_comment(comment, actor=alma, text=text, confirmed_parts=asked.value.confirmation)
    for table in (AnswerPart, PlatformAction):
        table.objects.update(due_at=now() - timedelta(seconds=1))

    for _ in range(5):
        for part in due_parts(now()):
            carry_out_part(part.pk)
        for action in due_actions(now()):
            carry_out_action(action.pk)

    action = PlatformAction.objects.get()
    assert action.is_published, action.error
    ids = [*AnswerPart.objects.order_by("number").values_list("remote_id", flat=True), action.remote_id]
    connector = bluesky.connector()
    wait_for(lambda: connector.parent_of(ids[-1]) is not None, "Indexing the chain")
    assert [connector.parent_of(one) for one in ids] == [comment.remote_id, *ids[:-1]]
    assert len(ids) == 3
    read(live)
    assert not Comment.objects.filter(remote_id__in=ids).exists()
