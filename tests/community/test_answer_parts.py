# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""An answer longer than one post goes out as a chain: confirmed, in order, each part once."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from channels_mgmt.models import Channel
from channels_mgmt.services.publishing import publish_delivery
from community.domain.answer_parts import divide, numbered
from community.models import AnswerPart, Comment, Decision, PlatformAction
from community.services import settling
from community.services.actions import carry_out_action, due_actions
from community.services.answer_parts import TooLongForOne
from community.services.decisions import reply_to_comment, undo_decision
from community.services.reading import sync_channel
from community.services.sending_parts import carry_out_part, due_parts, recover_part, sweep_parts
from core.errors import Refused
from practice.models import Fault, PracticePost
from tests.channels_mgmt.live import make_live_town
from tests.community.factories import moderator
from tests.community.test_intake import reply

State = AnswerPart.State
LONG = "\n\n".join(
    f"Absatz {number}: Die Bahnhofstraße bleibt gesperrt, der Bus hält in der Gartenstraße. " + "Bitte beachten. " * 15
    for number in range(1, 5)
).strip()


@pytest.fixture
def live(town):
    return make_live_town(town)


@pytest.fixture
def comment(live):
    publish_delivery(live.delivery().pk)
    reply(live)
    sync_channel(live.channel.pk)
    return Comment.objects.get()


@pytest.fixture
def alma(live):
    return moderator(live.town)


@pytest.fixture
def decision(comment, alma):
    """A confirmed answer in three parts whose ten seconds are over."""
    found = answered(comment, alma)
    AnswerPart.objects.update(due_at=now() - timedelta(seconds=1))
    PlatformAction.objects.update(due_at=now() - timedelta(seconds=1))
    return Decision.objects.get(pk=found.pk)


def answered(comment, actor, text=LONG):
    with pytest.raises(TooLongForOne) as asked:
        reply_to_comment(comment, actor=actor, text=text)
    comment.refresh_from_db()
    return reply_to_comment(comment, actor=actor, text=text, confirmed_parts=asked.value.confirmation)


def work(at=None):
    """What the alarm does once: recover, then send what is due."""
    at = at or now()
    for item in sweep_parts(at):
        recover_part(item.pk)
    for item in due_parts(at):
        carry_out_part(item.pk)
    for item in due_actions(at):
        carry_out_action(item.pk)


def chain_below(live, comment):
    """What the platform shows: the town's posts, each below the one it answers."""
    found, above = [], comment.remote_id
    while posts := list(PracticePost.objects.filter(account=live.account, reply_to_id=above)):
        assert len(posts) == 1
        found.append(posts[0].text)
        above = posts[0].pk
    return found


def test_a_long_answer_goes_out_as_a_chain_in_order_once(live, comment, decision):
    for _ in range(8):
        work()

    texts = chain_below(live, comment)
    assert [text[-6:] for text in texts] == [f" ({n}/{len(texts)})" for n in range(1, len(texts) + 1)]
    assert len(texts) == decision.part_count == 4
    assert " ".join(text[:-6] for text in texts).split() == LONG.split()
    assert PlatformAction.objects.get().state == State.PUBLISHED


def test_what_was_not_confirmed_is_not_sent_and_its_parts_are_shown(comment, alma):
    with pytest.raises(TooLongForOne) as asked:
        reply_to_comment(comment, actor=alma, text=LONG)

    assert [part.number for part in asked.value.parts] == [1, 2, 3, 4]
    assert all(part.used <= part.most for part in asked.value.parts)
    assert not Decision.objects.exists()


def test_a_confirmation_holds_for_exactly_these_words(comment, alma):
    """Removal: the comparison of the confirmation."""
    with pytest.raises(TooLongForOne) as asked:
        reply_to_comment(comment, actor=alma, text=LONG)

    with pytest.raises(TooLongForOne):
        reply_to_comment(comment, actor=alma, text=LONG + " Und noch etwas.", confirmed_parts=asked.value.confirmation)
    assert not Decision.objects.exists()


def test_nothing_leaves_within_the_ten_seconds_and_undoing_takes_every_part_back(live, comment, alma):
    decision = answered(comment, alma)
    work()
    assert chain_below(live, comment) == []

    undo_decision(decision, actor=alma)

    work(now() + timedelta(minutes=1))
    assert chain_below(live, comment) == []
    assert set(AnswerPart.objects.values_list("state", flat=True)) == {State.WITHDRAWN}


def test_no_part_leaves_before_the_one_in_front_of_it_stands(live, comment, decision):
    """Removal: the part before it, in the conditions of the claim."""
    second = AnswerPart.objects.get(number=2)

    carry_out_part(second.pk)
    carry_out_action(decision.action.pk)

    assert chain_below(live, comment) == []
    assert set(AnswerPart.objects.values_list("state", flat=True)) == {State.SCHEDULED}


def test_a_part_that_arrived_unseen_is_found_and_the_rest_follows(live, comment, decision):
    live.misbehave(Fault.TIMEOUT_AFTER, count=1)

    for _ in range(8):
        work()

    assert len(chain_below(live, comment)) == 4


def test_a_sender_that_dies_in_the_middle_leaves_no_double(live, comment, decision):
    work()
    second = AnswerPart.objects.get(number=2)
    AnswerPart.objects.filter(pk=second.pk).update(
        state=State.SENDING, attempts=1, client_key={"key": str(second.key)}, lease_until=now() - timedelta(seconds=1)
    )

    for _ in range(8):
        work()

    assert len(chain_below(live, comment)) == 4


def stuck(live):
    """Part 2 is refused by nobody and confirmed by nobody: only a person knows."""
    work()
    second = AnswerPart.objects.get(number=2)
    AnswerPart.objects.filter(pk=second.pk).update(
        state=State.UNCERTAIN, attempts=1, client_key={"key": str(second.key)}, next_attempt_at=None
    )
    from community.services.answer_parts import note_part

    note_part(AnswerPart.objects.get(number=2))
    return PlatformAction.objects.get()


def test_doubt_in_the_middle_is_one_row_for_a_person_and_the_rest_waits(live, comment, decision):
    action = stuck(live)

    work()

    assert list(PlatformAction.objects.needing_a_person()) == [action]
    assert "2" in action.error
    assert len(chain_below(live, comment)) == 1


def test_one_button_looks_again_and_the_rest_follows(live, comment, decision, alma):
    action = stuck(live)

    settling.look_again_for(action, actor=alma)
    for _ in range(8):
        work()

    assert len(chain_below(live, comment)) == 4
    assert not PlatformAction.objects.needing_a_person().exists()


def test_a_person_says_that_a_part_stands_and_the_next_answers_what_is_known(live, comment, decision, alma):
    action = stuck(live)

    settling.settle_action(action, actor=alma, was_carried_out=True)
    for _ in range(8):
        work()

    assert [text[-6:] for text in chain_below(live, comment)] == [" (1/4)", " (3/4)", " (4/4)"]


def test_given_up_in_the_middle_what_stands_stays_and_the_rest_never_leaves(live, comment, decision, alma):
    action = stuck(live)

    settling.give_up_action(action, actor=alma)
    work()

    assert len(chain_below(live, comment)) == 1
    assert Comment.objects.get().claimed_by == alma


def test_an_answer_that_has_begun_is_told_to_its_end_although_the_comment_changed(live, comment, decision):
    work()
    Comment.objects.update(revision=2)

    for _ in range(8):
        work()

    assert len(chain_below(live, comment)) == 4


def test_an_answer_that_has_not_begun_is_not_sent_to_changed_words(live, comment, decision):
    Comment.objects.update(revision=2)

    work()

    assert chain_below(live, comment) == []
    assert PlatformAction.objects.get().state == State.WITHDRAWN


def test_a_paused_channel_holds_the_rest_back(live, comment, decision):
    work()
    Channel.objects.update(state=Channel.State.PAUSED, pause_reason="Hochwasser")

    work()

    assert len(chain_below(live, comment)) == 1
    assert "Hochwasser" in AnswerPart.objects.get(number=2).error


def test_a_refused_part_is_a_row_for_a_person_and_trying_again_goes_on(live, comment, decision, alma):
    work()
    AnswerPart.objects.filter(number=2).update(attempts=5)
    live.misbehave(Fault.THROTTLED, count=1)
    AnswerPart.objects.filter(number=2).update(waits=0, state=State.REJECTED)
    from community.services.answer_parts import note_part

    note_part(AnswerPart.objects.get(number=2))
    live.behave()

    settling.settle_action(PlatformAction.objects.get(), actor=alma, was_carried_out=False)
    for _ in range(8):
        work()

    assert len(chain_below(live, comment)) == 4


def test_where_answers_cannot_be_continued_the_limit_and_the_way_out_are_said(live, comment, alma, monkeypatch):
    from dataclasses import replace

    from channels_mgmt.connectors.practice.connector import Practice

    monkeypatch.setattr(Practice, "abilities", replace(Practice.profile.abilities, answer_chains=False))

    with pytest.raises(Refused) as refused:
        reply_to_comment(comment, actor=alma, text=LONG)

    assert "500" in str(refused.value)
    assert not isinstance(refused.value, TooLongForOne)


@pytest.mark.parametrize("text", ["x" * 600, "Wort " * 3000])
def test_what_fits_into_no_chain_is_refused_with_words(comment, alma, text):
    with pytest.raises(Refused) as refused:
        reply_to_comment(comment, actor=alma, text=text.strip())

    assert not isinstance(refused.value, TooLongForOne)


def test_parts_end_at_paragraphs_then_sentences_and_never_within_a_word_or_an_abbreviation():
    text = "Guten Tag, z. B. am 3. Dezember ist zu. Danach ist „alles offen.“ Bitte fragen Sie.\n\nNoch ein Absatz."

    spans = divide(text, lambda words, _number: len(words) <= 60)

    words = [numbered(text[begins:ends], number, len(spans)) for number, (begins, ends) in enumerate(spans, 1)]
    assert words == [
        "Guten Tag, z. B. am 3. Dezember ist zu. (1/3)",
        "Danach ist „alles offen.“ Bitte fragen Sie. (2/3)",
        "Noch ein Absatz. (3/3)",
    ]
