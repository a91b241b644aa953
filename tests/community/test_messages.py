# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was written to the town in private goes ninety days after the last message, by itself and whole."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from accounts.models import AuditEntry, Role
from community.models import Author, Comment, CommentRevision, Decision, DepartmentQuestion, PlatformAction
from community.queries.retention import MESSAGE_DAYS, outlook
from community.services.messages import end_messages
from community.services.queue import claim_comment
from community.tasks import replace_authors
from core.errors import Refused
from tests.community.factories import (
    appeal_in,
    comment_in,
    comment_on,
    decision_on,
    department_asked,
    hidden_comment,
    moderator,
)
from tests.factories import MunicipalityFactory, person
from tests.racing import race
from tests.sentinels import rows_that_say

NAME, HANDLE, WORDS = "Zora Zeugin", "zora.zeugin@stern.example", "Zwetschgenknödel nur für Sie"
SENTINELS = ("zora", "zeugin", "zwetschge")
CONTENTS = {"card": {"url": "https://stern.example/@zora.zeugin", "title": WORDS, "text": WORDS}}
DAY = timedelta(days=1)


def message_in(town, at: datetime, **fields) -> Comment:
    """Written in private and received at ``at``."""
    comment = comment_in(town, is_private=True, received_at=at, posted_at=at, **fields)
    Author.objects.filter(pk=comment.author_id).update(name=NAME, handle=HANDLE)
    stored = Comment.objects.get(pk=comment.pk)
    stored.text, stored.other_words, stored.kept_contents = WORDS, WORDS, CONTENTS
    stored.save()
    CommentRevision.objects.create(comment=stored, revision=0, text=WORDS, kept_contents=CONTENTS)
    return stored


def ago(days: float) -> datetime:
    return now() - timedelta(days=days)


def answered(message: Comment, at: datetime) -> Decision:
    with time_machine.travel(at, tick=False):
        decision = decision_on(message, moderator(message.municipality), "reply", text=f"Guten Tag {NAME}, {WORDS}")
    PlatformAction.objects.update(
        state="published", outcome=WORDS, error=WORDS, remote_data={"a": NAME}, client_key={"b": WORDS}
    )
    return decision


def test_ninety_days_after_the_last_message_nothing_of_a_private_conversation_is_in_any_table(town):
    """Removal: any field that empty_comment leaves."""
    message = message_in(town, ago(92))
    department_asked(message, moderator(town), question=WORDS)
    DepartmentQuestion.objects.update(state="answered", answer=WORDS, answered_at=ago(92), asked_at=ago(92))
    Comment.objects.update(state="new")
    answered(Comment.objects.get(pk=message.pk), ago(91))
    with scopes_disabled():
        from accounts.models import Letter

        Letter.objects.all().delete()  # a mail to the department goes after thirty days by itself
    assert rows_that_say(SENTINELS)

    assert end_messages(town, now()) == 1

    assert rows_that_say(SENTINELS) == []
    stored, decision = Comment.objects.get(pk=message.pk), Decision.objects.get()
    assert (stored.text, stored.emptied_at is None, stored.pseudonymised_at is None) == (Comment.GONE, False, False)
    assert (decision.kind, decision.reply_text) == ("reply", Comment.GONE)
    assert AuditEntry.objects.get(action="community.message_ended").details == {"days": 90}


def test_a_message_nobody_answered_goes_too_and_is_settled_then(town):
    """Removal: the step that closes."""
    message = message_in(town, ago(MESSAGE_DAYS + 1))

    end_messages(town, now())

    message.refresh_from_db()
    assert (message.state, message.text) == ("closed", Comment.GONE)
    assert rows_that_say(SENTINELS) == []
    with pytest.raises(Refused):
        claim_comment(message, actor=moderator(town))


def test_the_last_message_of_either_side_counts(town):
    """Removal: what was said or answered later."""
    first = message_in(town, ago(200))
    comment_on(first.delivery, author=first.author, is_private=True, received_at=ago(89))
    other = message_in(town, ago(200))
    answered(other, ago(89))

    assert end_messages(town, now()) == 0
    assert end_messages(town, now() + 2 * DAY) == 3


def test_what_everybody_can_read_is_no_message(town):
    message_in(town, ago(200))
    Comment.objects.update(is_private=False)

    assert end_messages(town, now()) == 0


def test_a_date_the_author_claims_ends_nothing_early(town):
    """Removal: counting from when we received it."""
    comment_in(town, is_private=True, posted_at=ago(900), received_at=ago(1))

    assert end_messages(town, now()) == 0


def test_what_proceedings_may_need_and_what_may_be_a_threat_stays(town):
    """Removal: the reasons to stay, or the urgency."""
    measure = hidden_comment(town, moderator(town))
    objected = appeal_in(town).comment or comment_in(town)
    threat = message_in(town, ago(200), urgency=Comment.Urgency.DANGER)
    Comment.objects.update(is_private=True, received_at=ago(200))
    Decision.objects.update(decided_at=ago(200))

    end_messages(town, now())

    kept = set(Comment.objects.filter(emptied_at=None))
    assert {measure, threat} <= kept
    assert outlook(town, now()).kept_messages["measure"] >= 1
    assert objected.pk


def test_ringing_twice_or_stopping_in_between_does_nothing_twice(town):
    for _ in range(3):
        message_in(town, ago(200))

    done = [end_messages(town, now(), at_most=2) for _ in range(4)]

    assert done == [2, 1, 0, 0]
    with scopes_disabled():
        replace_authors()
    assert AuditEntry.objects.filter(action="community.message_ended").count() == 3


def test_the_page_says_what_goes_with_the_next_run(client, town):
    message_in(town, ago(200))
    client.force_login(person(town, Role.ADMINISTRATOR), backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.get(reverse("dialog:retention", args=[town.slug])).content.decode()

    assert "Neunzig Tage nach der letzten Nachricht" in page
    assert outlook(town, now()).messages == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_bells_at_once_each_message_is_ended_by_one():
    town = MunicipalityFactory()
    with scope(municipality=town):
        for _ in range(4):
            message_in(town, ago(200))

    results = race(town, [lambda: end_messages(town, now())] * 4)

    with scope(municipality=town):
        assert [result for result in results if not isinstance(result, int)] == []
        assert sum(results) == Comment.objects.filter(emptied_at__isnull=False).count() == 4
