# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Strangers slow each other down; whom the town hall knows gets in."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.test import Client, RequestFactory

from accounts.login.devices import COOKIE
from accounts.login.limits import DEVICE, STRANGERS, seconds_to_wait
from accounts.models import Role
from accounts.services import end_sessions
from tests.accounts.proofs import LOGIN, SoftPasskey, is_in, log_in, with_address
from tests.factories import PASSWORD, person

AT = datetime(2026, 11, 24, 9, 0, 1, tzinfo=UTC)
NEW = "ein-ganz-neues-kennwort"


@pytest.fixture
def mayor(town):
    return with_address(person(town, Role.LEADERSHIP))


@pytest.fixture
def at_nine():
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


def attack(email, times, networks=50):
    """What as many strangers are told who try a password for ``email``: how long to wait, or 0 if it was tried."""
    told = []
    for number in range(times):
        request = RequestFactory().post(LOGIN, REMOTE_ADDR=f"198.51.100.{number % networks + 1}")
        request.user, request.session = AnonymousUser(), {}
        told.append(seconds_to_wait(request, email))
    return told


def why(answer):
    return " ".join(answer.context["form"].non_field_errors())


def reset_link(client, email):
    client.post("/konto/password/reset/", {"email": email})
    return re.search(r"https?://[^/]+(/konto/password/reset/key/\S+)", mail.outbox[-1].body).group(1)


def test_two_hundred_wrong_passwords_from_fifty_networks_stop_nobody_who_is_known(mayor, at_nine):
    """Detects a limit that strangers can use up for the mayor: known device, passkey, reset mail."""
    device, key = log_in(mayor), SoftPasskey(mayor)
    device.post("/konto/logout/")

    told = attack(mayor.email, 200)

    assert told.count(0) < STRANGERS[0].times  # the first login of the device was one of the five
    by_mail = Client()
    address = by_mail.get(reset_link(by_mail, mayor.email)).headers["Location"]
    key.row.delete()  # below, the password alone is asked for
    log_in(mayor, client=device)
    assert is_in(device)
    by_mail.post(address, {"password1": NEW, "password2": NEW})
    log_in(mayor, NEW, client=by_mail)
    assert is_in(by_mail)


def test_the_page_asks_before_it_looks_at_the_password(mayor, at_nine):
    """Detects a login page that no longer asks the limits above."""
    answers = [Client().post(LOGIN, {"login": mayor.email, "password": "falsch"}) for _ in range(6)]

    assert ["Sekunden" in why(answer) for answer in answers] == [False] * 5 + [True]


def test_a_passkey_opens_while_strangers_try_passwords(mayor, at_nine):
    key, client = SoftPasskey(mayor), Client()
    attack(mayor.email, 30)

    key.log_in(client)

    assert is_in(client)


def test_somebody_unknown_is_told_how_long_to_wait_and_gets_in_afterwards(mayor, at_nine):
    attack(mayor.email, 6)

    told = Client().post(LOGIN, {"login": mayor.email, "password": PASSWORD})
    seconds = int(re.search(r"(\d+) Sekunden", why(told)).group(1))
    at_nine.move_to(AT + timedelta(seconds=seconds))

    assert 0 < seconds <= 60
    assert is_in(log_in(mayor))


def test_the_wait_grows_and_ends_within_an_hour(mayor, at_nine):
    waits, at = [], AT
    for _ in range(3):
        waits.append(max(attack(mayor.email, 8)))
        at += timedelta(seconds=waits[-1])
        at_nine.move_to(at)

    assert waits[0] < 60 < waits[1] <= 600 < waits[2] <= 3600


def test_strangers_try_at_most_240_passwords_a_day(mayor):
    """The number of the handbook: an attack through a whole day, from 50 networks."""
    counted = 0
    with time_machine.travel(AT.replace(hour=0), tick=False) as clock:
        for step in range(24 * 12):
            clock.move_to(AT.replace(hour=0, second=0) + timedelta(minutes=5 * step))
            counted += attack(mayor.email, 6).count(0)

    assert counted == 240 == STRANGERS[-1].times * 24


def test_one_stranger_in_the_town_hall_locks_nobody_else_there(town, mayor, at_nine):
    """One network address is a whole town hall."""
    editor = with_address(person(town, Role.EDITOR))
    here = {"REMOTE_ADDR": "198.51.100.1"}
    attack(mayor.email, 100, networks=1)

    assert is_in(log_in(editor, **here))


def test_a_known_device_is_counted_for_itself(mayor, at_nine):
    """Whoever stole it does not try without end."""
    device = log_in(mayor)
    device.post("/konto/logout/")

    answers = [device.post(LOGIN, {"login": mayor.email, "password": "falsch"}) for _ in range(6)]

    assert sum("Sekunden" not in why(answer) for answer in answers) <= DEVICE[0].times
    assert is_in(log_in(mayor))  # elsewhere nobody was slowed down by that


def test_a_cookie_for_somebody_else_or_one_that_was_changed_counts_for_nothing(town, mayor, at_nine):
    colleague = with_address(person(town, Role.EDITOR))
    other, forged = log_in(colleague), Client()
    other.post("/konto/logout/")
    forged.cookies[COOKIE] = other.cookies[COOKIE].value[:-4] + "abcd"
    attack(mayor.email, 10)

    for client in (other, forged):
        log_in(mayor, client=client)
        assert not is_in(client)


def test_ending_all_sessions_forgets_the_devices(mayor, at_nine):
    device = log_in(mayor)
    end_sessions(mayor)
    attack(mayor.email, 10)

    log_in(mayor, client=device)

    assert not is_in(device)


def test_a_mailbox_is_not_flooded_and_the_last_link_still_works(mayor, at_nine):
    links = [reset_link(Client(), mayor.email) for _ in range(3)]
    before = len(mail.outbox)

    answer = Client().post("/konto/password/reset/", {"email": mayor.email}, follow=True)

    assert answer.status_code == 200 and len(mail.outbox) == before
    assert Client().get(links[-1], follow=True).context["form"] is not None


def test_the_cookie_of_a_device_is_kept_from_scripts_and_from_other_pages(mayor):
    cookie = log_in(mayor).cookies[COOKIE]

    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/konto/")
    assert mayor.email not in cookie.value and mayor.name not in cookie.value
