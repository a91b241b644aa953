# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""However many send at once, each part of an answer stands once and in its place."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from django_scopes import scope

from channels_mgmt.services.publishing import publish_delivery
from community.models import AnswerPart, Comment, PlatformAction
from community.services.actions import carry_out_action
from community.services.answer_parts import TooLongForOne
from community.services.decisions import reply_to_comment
from community.services.reading import sync_channel
from community.services.sending_parts import carry_out_part
from practice.models import PracticePost
from tests.channels_mgmt.live import make_live_town
from tests.community.factories import moderator
from tests.community.test_answer_parts import LONG
from tests.community.test_intake import reply
from tests.factories import MunicipalityFactory
from tests.racing import race

SENDERS = 6


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_senders_that_race_over_all_parts_make_one_chain():
    town = MunicipalityFactory()
    with scope(municipality=town):
        live = make_live_town(town)
        publish_delivery(live.delivery().pk)
        reply(live)
        sync_channel(live.channel.pk)
        comment, alma = Comment.objects.get(), moderator(town)
        with pytest.raises(TooLongForOne) as asked:
            reply_to_comment(comment, actor=alma, text=LONG)
        comment.refresh_from_db()
        reply_to_comment(comment, actor=alma, text=LONG, confirmed_parts=asked.value.confirmation)
        AnswerPart.objects.update(due_at=now() - timedelta(seconds=1))
        PlatformAction.objects.update(due_at=now() - timedelta(seconds=1))
        parts = list(AnswerPart.objects.order_by("number").values_list("pk", flat=True))
        action = PlatformAction.objects.get().pk

    def send_everything():
        for _ in range(6):
            for pk in parts:
                carry_out_part(pk)
            carry_out_action(action)

    results = race(town, [send_everything] * SENDERS)

    assert [one for one in results if one is not None] == []
    with scope(municipality=town):
        sent = PracticePost.objects.filter(account=live.account, reply_to__isnull=False).order_by("pk")
        assert [post.text[-6:] for post in sent] == [" (1/4)", " (2/4)", " (3/4)", " (4/4)"]
        above = [comment.remote_id, *(str(post.pk) for post in sent)]
        assert [str(post.reply_to_id) for post in sent] == above[:-1]
