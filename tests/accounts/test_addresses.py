# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Another login address waits: the old one is told first and can stop it for 48 hours."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.timezone import now
from django_scopes import scopes_disabled

from accounts import tasks
from accounts.mail import letters
from accounts.models import AddressChange, AuditEntry, Letter, Role, User
from accounts.services import addresses
from core.errors import AlreadyChanged, Refused
from tests.accounts.proofs import is_in, log_in, prove, with_address
from tests.factories import PASSWORD, MunicipalityFactory, person
from tests.racing import race

NEW = "neu@stadt.example"
State = AddressChange.State


@pytest.fixture
def editor(town):
    return with_address(person(town, Role.EDITOR, name="Emil Entwurf"))


@pytest.fixture
def change(editor):
    return addresses.request_address_change(editor, new_address=NEW)


def later(hours):
    return time_machine.travel(now() + timedelta(hours=hours), tick=False)


def send_letters():
    with scopes_disabled():
        for pk in Letter.objects.due(now()).values_list("pk", flat=True):
            letters.send_letter(pk)


def link(change, occasion):
    text = Letter.objects.get(key=f"address:{change.pk}:{occasion}").text
    return re.search(r"https?://[^/]+(/konto/adresse/\S+)", text).group(1)


def state(change):
    return AddressChange.objects.get(pk=change.pk).state


def settle(change):
    with scopes_disabled():
        tasks.settle_address_change(change.pk)


def confirmed_and_told(change):
    addresses.confirm_new_address(AddressChange.objects.get(pk=change.pk))
    send_letters()


def test_both_addresses_are_written_to_the_old_one_first(editor, change):
    send_letters()

    assert [sent.to for sent in mail.outbox] == [[editor.email], [NEW]]
    assert "48 Stunden" in mail.outbox[0].body and "/konto/adresse/stoppen/" in mail.outbox[0].body
    assert "/konto/adresse/bestaetigen/" in mail.outbox[1].body


def test_until_it_is_in_force_the_new_address_opens_nothing(editor, change):
    confirmed_and_told(change)
    mail.outbox.clear()

    with later(47):
        settle(change)
        client = Client()
        client.post("/konto/login/", {"login": NEW, "password": PASSWORD})
        client.post("/konto/password/reset/", {"email": NEW})

    assert state(change) == State.WAITING and not is_in(client)
    assert not any("/password/reset/key/" in sent.body for sent in mail.outbox)
    assert User.objects.get(pk=editor.pk).email == editor.email


def test_after_48_hours_the_confirmed_address_is_in_force_and_sessions_end(editor, change):
    client = log_in(editor)
    confirmed_and_told(change)

    with later(49):
        settle(change)
        fresh = Client()
        fresh.post("/konto/login/", {"login": NEW, "password": PASSWORD})
        old = Client()
        old.post("/konto/login/", {"login": editor.email, "password": PASSWORD})
        assert (is_in(fresh), is_in(old), is_in(client)) == (True, False, False)

    assert state(change) == State.IN_FORCE
    assert list(EmailAddress.objects.filter(user=editor).values_list("email", "verified", "primary")) == [
        (NEW, True, True)
    ]
    assert Letter.objects.filter(key__contains=":in_force_").count() == 2


def test_the_48_hours_begin_when_the_old_address_was_really_told(editor, change):
    """Detects a clock that runs while the mail server is down."""
    addresses.confirm_new_address(change)

    with later(49):
        settle(change)
        assert state(change) == State.WAITING
        send_letters()
        Letter.objects.filter(key__endswith=":stop").update(sent_at=now())
    with later(80):
        settle(change)
        assert state(change) == State.WAITING
    with later(98):
        settle(change)

    assert state(change) == State.IN_FORCE


def test_an_address_nobody_confirmed_never_counts_and_lapses(change):
    send_letters()

    for days in (3, 13):
        with later(24 * days):
            settle(change)
        assert state(change) == State.WAITING
    with later(24 * 14 + 1):
        settle(change)

    assert state(change) == State.LAPSED


def test_the_old_address_stops_it_by_one_link_without_login(editor, change, client):
    """Opening changes nothing (mail scanners open everything); the button stops and ends every session."""
    open_somewhere = log_in(editor)
    address = link(change, "stop")
    for _ in range(3):
        shown = client.get(address)
    assert state(change) == State.WAITING and "Änderung stoppen" in shown.content.decode()

    stopped = client.post(address, follow=True)

    assert state(change) == State.STOPPED and "gestoppt" in stopped.content.decode()
    assert not is_in(open_somewhere)
    with later(49):
        settle(change)
    assert User.objects.get(pk=editor.pk).email == editor.email


def test_the_new_address_confirms_by_its_link_and_nothing_else_happens(editor, change, client):
    address = link(change, "confirm")
    client.get(address)
    assert AddressChange.objects.get().confirmed_at is None

    client.post(address)

    assert AddressChange.objects.get().confirmed_at is not None
    assert state(change) == State.WAITING and not is_in(client)


def test_the_link_to_the_new_address_cannot_stop_and_the_other_cannot_confirm(change, client):
    """Detects one salt for both kinds of links."""
    stop, confirm = (link(change, occasion).split("/")[-2] for occasion in ("stop", "confirm"))

    assert client.post(f"/konto/adresse/stoppen/{confirm}/").status_code == 404
    assert client.post(f"/konto/adresse/bestaetigen/{stop}/").status_code == 404
    assert state(change) == State.WAITING and AddressChange.objects.get().confirmed_at is None


def test_whether_somebody_else_has_the_address_is_told_to_its_mailbox_only(town, editor, client):
    person(town, Role.READER, email="besetzt@stadt.example")
    mine = log_in(editor)
    prove(mine)

    answer = mine.post("/konto/email/", {"email": "besetzt@stadt.example"}, follow=True)
    change = AddressChange.objects.get()
    told = client.post(link(change, "confirm"))

    assert "beide Adressen" in answer.content.decode()
    assert told.status_code == 409 and "eigenen Konto" in told.content.decode()
    assert change.confirmed_at is None


def test_an_address_taken_in_the_meantime_lapses_instead_of_breaking(town, editor, change):
    confirmed_and_told(change)
    person(town, Role.READER, email=NEW)

    with later(49):
        settle(change)

    assert state(change) == State.LAPSED and User.objects.get(pk=editor.pk).email == editor.email


def test_the_person_withdraws_it(editor, change):
    client = log_in(editor)
    prove(client)
    assert NEW in client.get("/konto/email/").content.decode()

    client.post("/konto/email/zurueckziehen/")

    assert state(change) == State.WITHDRAWN


@pytest.mark.parametrize("wrong", ["", "kein", "EDITOR"])
def test_a_wrong_entry_changes_nothing(editor, wrong):
    with pytest.raises(Refused):
        addresses.request_address_change(editor, new_address=editor.email.upper() if wrong == "EDITOR" else wrong)

    assert not AddressChange.objects.exists() and not Letter.objects.exists()


def test_a_second_wish_does_not_replace_the_first(editor, change):
    with pytest.raises(AlreadyChanged):
        addresses.request_address_change(editor, new_address="dritte@stadt.example")

    with pytest.raises(IntegrityError), transaction.atomic():
        AddressChange.objects.create(person=editor, old_address="a@b.example", new_address=NEW, due_at=now())


def test_the_database_puts_no_unconfirmed_address_in_force(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        AddressChange.objects.update(state=State.IN_FORCE)


def test_it_stands_in_the_trail_of_each_town_and_its_administrators_see_it(town, editor, client):
    other, elsewhere = MunicipalityFactory(), MunicipalityFactory()
    editor.memberships.create(municipality=other, role=Role.READER)
    change = addresses.request_address_change(User.objects.get(pk=editor.pk), new_address=NEW)

    with scopes_disabled():
        entries = AuditEntry.objects.filter(action="accounts.address_change_requested")
        assert {entry.municipality for entry in entries} == {town, other}
    for place, expected in ((town, True), (other, True), (elsewhere, False)):
        client.force_login(person(place, Role.ADMINISTRATOR))
        assert (NEW in client.get(f"/{place.slug}/einstellungen/zugaenge/").content.decode()) is expected
    assert change.state == State.WAITING


def test_who_leaves_takes_no_new_address_along(editor, change, client):
    confirmed_and_told(change)
    address = f"/konto/adresse/stoppen/{addresses._link(change, addresses.STOP).split('/')[-2]}/"
    editor.memberships.all().delete()

    with later(49):
        settle(change)

    assert state(change) == State.LAPSED
    assert client.get(address).status_code == 404


def test_beat_wakes_what_is_due(change):
    """The row is the queue: a lost message loses nothing."""
    confirmed_and_told(change)

    with later(47):
        assert not AddressChange.objects.due(now()).exists()
    with later(49):
        assert list(AddressChange.objects.due(now())) == [change]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_stopping_and_coming_into_force_at_the_same_moment_end_in_one_of_them():
    """Detects the loss of the compare-and-set: a stopped address that counts all the same."""
    town = MunicipalityFactory()
    editor = with_address(person(town, Role.EDITOR))
    change = addresses.request_address_change(editor, new_address=NEW)
    addresses.confirm_new_address(change)
    with scopes_disabled():
        Letter.objects.filter(key__endswith=":stop").update(state=Letter.State.SENT, sent_at=now() - timedelta(days=3))
        AddressChange.objects.update(due_at=now() - timedelta(hours=1))

    race(
        town,
        [
            lambda: addresses.settle_address_change(change.pk),
            lambda: addresses.stop_address_change(AddressChange.objects.get(pk=change.pk)),
        ],
    )

    is_new = User.objects.get(pk=editor.pk).email == NEW
    assert state(change) == (State.IN_FORCE if is_new else State.STOPPED)
