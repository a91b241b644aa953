# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from accounts.mail.letters import send_letter
from accounts.models import Letter, Municipality, Role
from community.models import Comment
from reporting.models import Reminder
from reporting.services.reminders import remind_everybody, send_digests, update_reminders
from tests.channels_mgmt.factories import draft
from tests.community.factories import comment_in
from tests.factories import MunicipalityFactory, person
from tests.racing import race

#: A Wednesday at eleven in town: digests leave in service hours.
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_service_hours():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def moderator(town):
    return person(town, Role.MODERATOR)


def overdue_comment(town):
    return comment_in(town, due_at=NOW - timedelta(hours=1))


def test_two_thousand_overdue_comments_are_one_digest(town, moderator, postbox):
    for _ in range(5):
        overdue_comment(town)

    update_reminders(town, NOW)
    sent = send_digests(town, NOW)

    assert sent == 1
    assert postbox.recipients == [moderator.email]


def test_a_digest_is_sent_once(town, moderator, postbox):
    """Detects the removal of the compare-and-set from due to sent."""
    overdue_comment(town)
    update_reminders(town, NOW)

    assert [send_digests(town, NOW) for _ in range(3)] == [1, 0, 0]


def test_what_is_not_urgent_waits_half_an_hour(town, postbox):
    press = person(town, Role.COMMUNICATIONS)
    author = person(town, Role.EDITOR)
    draft(town, author=author, state="in_review", submitted_by=author, submitted_at=NOW)

    update_reminders(town, NOW)

    assert send_digests(town, NOW) == 0
    assert send_digests(town, NOW + timedelta(minutes=31)) == 1
    assert postbox.recipients == [press.email]


def test_a_reminder_is_obsolete_when_its_cause_is_gone(town, moderator, postbox):
    comment = overdue_comment(town)
    update_reminders(town, NOW)

    type(comment).objects.filter(pk=comment.pk).update(state="closed", decided_at=NOW)
    update_reminders(town, NOW)

    assert [r.state for r in Reminder.objects.all()] == ["obsolete"]
    assert send_digests(town, NOW) == 0


def test_a_refused_digest_is_due_again(town, moderator, postbox):
    overdue_comment(town)
    update_reminders(town, NOW)
    postbox.answer = "550 no"

    assert send_digests(town, NOW) == 0

    postbox.answer = "250 OK"
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        for letter in Letter.objects.due(timezone.now()):
            send_letter(letter.pk)
        assert send_digests(town, timezone.now()) == 0
    assert postbox.recipients == [moderator.email]


def test_a_digest_whose_sender_died_leaves_with_the_post(town, moderator, postbox, monkeypatch):
    """Detects a digest that is sent beside its letter: nobody would send it again."""
    overdue_comment(town)
    update_reminders(town, NOW)
    monkeypatch.setattr("reporting.services.reminders.send_at_once", lambda letter: None)
    send_digests(town, NOW)

    for letter in Letter.objects.due(timezone.now()):
        send_letter(letter.pk)

    assert postbox.recipients == [moderator.email]


class Obsoleting(BaseEmailBackend):
    """A mail server that refuses; before it answers, the cause of every reminder is gone."""

    def send_messages(self, messages):
        Comment.objects.update(state="closed", decided_at=NOW)
        update_reminders(Municipality.objects.get(), NOW)
        raise OSError("refused")


def test_an_obsolete_reminder_is_never_due_again(town, moderator, settings):
    """Detects an UPDATE from sent to due, which the table of transitions does not know."""
    settings.EMAIL_BACKEND = f"{__name__}.Obsoleting"
    overdue_comment(town)
    update_reminders(town, NOW)

    assert send_digests(town, NOW) == 0

    assert [r.state for r in Reminder.objects.all()] == ["obsolete"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_racing_workers_leave_obsolete_what_is_obsolete(town, moderator, postbox):
    """Detects a digest that takes a reminder which became obsolete after it was read."""
    for _ in range(3):
        overdue_comment(town)
    update_reminders(town, NOW)
    Comment.objects.update(state="closed", decided_at=NOW)

    outcomes = race(town, [lambda: update_reminders(town, NOW), lambda: send_digests(town, NOW)] * 4)

    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert {r.state for r in Reminder.objects.all()} == {"obsolete"}
    assert len(postbox.messages) <= 1


def test_people_of_other_towns_hear_nothing(town, postbox):
    overdue_comment(town)
    person(MunicipalityFactory(), Role.MODERATOR)

    remind_everybody()

    assert postbox.recipients == []
