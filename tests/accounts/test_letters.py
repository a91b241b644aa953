# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A letter leaves with its cause, once for one occasion, and is not forgotten by a refusing server."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import now

from accounts import tasks
from accounts.mail.letters import (
    ATTEMPTS,
    discard_letter,
    forget_old_letters,
    post_letter,
    send_letter,
    send_letter_again,
)
from accounts.models import AuditEntry, Letter, Role
from core.errors import AlreadyChanged
from reporting.presenters.waiting import waiting_for
from tests.factories import person
from tests.mailserver import running_postbox
from tests.racing import race


def post(town, key="strategy:1:submitted", **changes):
    with transaction.atomic():
        given = {"to": "rathaus@stadt.example", "subject": "Zur Unterschrift", "text": "Bitte lesen."}
        return post_letter(town, key=key, **(given | changes))


@pytest.fixture
def postbox(settings):
    with running_postbox() as (box, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield box


@pytest.mark.django_db(transaction=True)
def test_a_letter_outside_a_transaction_is_a_mistake(town):
    with pytest.raises(RuntimeError):
        post_letter(town, to="a@stadt.example", subject="x", text="y", key="k")


def test_one_occasion_is_one_letter(town):
    assert post(town).pk == post(town).pk


def test_a_letter_leaves_once_however_often_the_task_runs(town):
    letter = post(town)

    for _ in range(3):
        tasks.send_letter(letter.pk)

    assert [m.to for m in mail.outbox] == [["rathaus@stadt.example"]]


def test_a_line_end_in_the_subject_cannot_add_headers(town):
    letter = post(town, subject="Zur Unterschrift\r\nBcc: alle@stadt.example")

    send_letter(letter.pk)

    assert mail.outbox[0].subject == "Zur Unterschrift Bcc: alle@stadt.example"


def test_what_was_sent_keeps_no_text(town):
    letter = post(town)

    send_letter(letter.pk)

    letter.refresh_from_db()
    assert (letter.state, letter.text) == (Letter.State.SENT, "")


def test_a_refusing_server_is_asked_again_later_and_then_given_up(town, postbox):
    letter = post(town)
    postbox.answer = "451 try again later"

    with time_machine.travel(now()) as clock:
        for attempt in range(ATTEMPTS):
            send_letter(letter.pk)
            letter.refresh_from_db()
            assert letter.attempts == attempt + 1
            clock.move_to(letter.due_at + timedelta(seconds=1))

    assert letter.state == Letter.State.GIVEN_UP
    assert "451" in letter.error
    assert postbox.messages == []


def test_a_letter_leaves_when_the_server_is_back(town, postbox):
    letter = post(town)
    postbox.answer = "451 try again later"
    send_letter(letter.pk)
    postbox.answer = "250 OK"

    letter.refresh_from_db()
    with time_machine.travel(letter.due_at + timedelta(seconds=1)):
        send_letter(letter.pk)

    assert postbox.recipients == ["rathaus@stadt.example"]


def test_a_worker_that_died_loses_no_letter_and_the_copy_has_the_same_number(town):
    letter = post(town)
    Letter.objects.filter(pk=letter.pk).update(state="sending", lease_until=now() - timedelta(seconds=1))

    send_letter(letter.pk)

    letter.refresh_from_db()
    assert letter.state == Letter.State.SENT
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<letter-{letter.pk}-")


def test_a_letter_that_is_just_being_sent_is_left_alone(town):
    """Detects a claim that does not ask for the lease: the mailbox would get two copies."""
    letter = post(town)
    Letter.objects.filter(pk=letter.pk).update(
        state=Letter.State.SENDING, lease_until=now() + timedelta(minutes=1), attempts=1
    )

    send_letter(letter.pk)

    letter.refresh_from_db()
    assert (letter.state, letter.attempts, mail.outbox) == (Letter.State.SENDING, 1, [])


def test_the_bell_rings_for_due_letters_only(town, monkeypatch):
    due, later = post(town, key="a"), post(town, key="b")
    Letter.objects.filter(pk=later.pk).update(due_at=now() + timedelta(hours=1))
    rung = []
    monkeypatch.setattr(tasks.send_letter, "apply_async", lambda arguments, **_: rung.append(arguments))

    tasks.send_due_letters()

    assert rung == [(due.pk,)]


def test_old_letters_are_forgotten(town):
    old, new = post(town, key="a"), post(town, key="b")
    for letter in (old, new):
        send_letter(letter.pk)
    Letter.objects.filter(pk=old.pk).update(created_at=now() - timedelta(days=31))

    assert forget_old_letters(now()) == 1
    assert list(Letter.objects.all()) == [new]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_ten_workers_send_one_letter_once(town, postbox):
    letter = post(town)

    race(town, [lambda: send_letter(letter.pk)] * 10)

    assert len(postbox.messages) == 1


def given_up(town):
    letter = post(town)
    Letter.objects.filter(pk=letter.pk).update(state="given_up", attempts=8, error="SMTPDataError: 550")
    return letter


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_letter_sent_again_and_discarded_at_once_meets_one_fate(town):
    """Detects *Send again* on the start page that is not a compare-and-set on what was given up."""
    letter, admins = given_up(town), [person(town, Role.ADMINISTRATOR) for _ in range(6)]

    def acting(number, admin):
        act = discard_letter if number % 3 == 2 else send_letter_again
        own = Letter.objects.select_related("municipality").get(pk=letter.pk)
        return lambda: act(own, actor=admin)

    outcomes = race(town, [acting(number, admin) for number, admin in enumerate(admins)])

    letter.refresh_from_db()
    is_discarded = outcomes.index(None) % 3 == 2
    assert sum(outcome is None for outcome in outcomes) == 1
    assert all(isinstance(outcome, AlreadyChanged) for outcome in outcomes if outcome is not None)
    assert letter.state == (Letter.State.DISCARDED if is_discarded else Letter.State.DUE)
    assert AuditEntry.objects.filter(action__startswith="accounts.letter_").count() == 1


def test_an_administrator_sees_the_reason_and_sends_a_letter_again(town, client):
    letter = given_up(town)
    client.force_login(person(town, Role.ADMINISTRATOR))

    page = client.get(reverse("settings:letters", args=[town.slug])).content.decode()
    client.post(reverse("settings:send_letter_again", args=[town.slug, letter.pk]))
    send_letter(letter.pk)

    assert "SMTPDataError: 550" in page and "Bitte lesen." not in page
    assert [m.to for m in mail.outbox] == [["rathaus@stadt.example"]]


def test_a_discarded_letter_never_leaves_and_keeps_no_text(town, client):
    letter = given_up(town)
    client.force_login(person(town, Role.ADMINISTRATOR))

    client.post(reverse("settings:discard_letter", args=[town.slug, letter.pk]))
    send_letter(letter.pk)

    letter.refresh_from_db()
    assert (letter.state, letter.text, mail.outbox) == (Letter.State.DISCARDED, "", [])


def test_a_letter_that_left_meanwhile_is_not_discarded(town, client):
    letter = post(town)
    send_letter(letter.pk)
    client.force_login(person(town, Role.ADMINISTRATOR))

    client.post(reverse("settings:discard_letter", args=[town.slug, letter.pk]))

    letter.refresh_from_db()
    assert letter.state == Letter.State.SENT


def test_an_undelivered_letter_waits_for_the_administrators(town):
    given_up(town)

    waiting = waiting_for(person(town, Role.ADMINISTRATOR), town, now())

    paths = [reverse("settings:letters", args=[town.slug]), reverse("mfa_index")]
    assert [item.path for item in waiting] == paths
    assert waiting_for(person(town, Role.EDITOR), town, now()) == []


def test_a_letter_with_a_page_leaves_in_both_forms_and_neither_is_kept(town, postbox):
    letter = post(town, text="Bitte lesen Sie.", html="<p>Bitte lesen Sie.</p>")

    send_letter(letter.pk)

    message = postbox.messages[0]
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    letter.refresh_from_db()
    assert (letter.text, letter.html) == ("", "")
