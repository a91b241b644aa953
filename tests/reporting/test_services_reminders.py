# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Role
from reporting.models import Reminder
from reporting.services.reminders import remind_everybody, send_digests, update_reminders
from tests.channels_mgmt.factories import draft
from tests.community.factories import comment_in
from tests.factories import MunicipalityFactory, person

NOW = timezone.now()


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
    assert send_digests(town, timezone.now() + timedelta(minutes=31)) == 1


def test_people_of_other_towns_hear_nothing(town, postbox):
    overdue_comment(town)
    person(MunicipalityFactory(), Role.MODERATOR)

    remind_everybody()

    assert postbox.recipients == []
