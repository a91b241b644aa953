# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the browser hears about the text it keeps; its own part: tests/e2e/test_unsaved.py."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.frame.unsaved import COOKIE, FIELD, MOST
from accounts.models import Role
from tests.accounts.test_kept_text import KINDS, claim_the_comment, sign_in
from tests.factories import MunicipalityFactory, person
from tests.leak_world import World

NUMBER = "7fk3a9"


@pytest.fixture
def town(db):
    return MunicipalityFactory()


@pytest.fixture
def browser(town):
    client = Client()
    sign_in(client, person(town, Role.COMMUNICATIONS))
    return client


def send(client, town, number=NUMBER, **fields):
    given = {"title": "Freibad", "text": "Morgen offen.", "kind": "other", "risk": "sensitive", FIELD: number}
    return client.post(reverse("planning:post_create", args=[town.slug]), given | fields)


def test_every_kind_of_text_that_has_arrived_is_confirmed_under_its_number(db):
    world = World.build("Musterlingen")
    claim_the_comment(world)
    client = Client()
    sign_in(client, world.everybody)
    for kind in KINDS:
        number = f"n{KINDS.index(kind)}"

        answer = client.post(kind.url(world), {**kind.fields(world), FIELD: number})

        assert kind.arrived(world), kind.name
        assert (kind.name, answer.cookies[COOKIE].value.split(".")[-1]) == (kind.name, number)


@pytest.mark.parametrize(
    "fields",
    [{"title": ""}, {"action": "preview"}, {"day": "2020-01-01", "time": "10:00"}, {"risk": "unknown"}],
    ids=["incomplete", "only looked at", "in the past", "no such choice"],
)
def test_what_was_not_stored_is_not_confirmed(browser, town, fields):
    assert COOKIE not in send(browser, town, **fields).cookies


@pytest.mark.parametrize("number", ["", "a b", "ÄÖ", "x" * 17, "a.all", "<b>"])
def test_only_a_number_is_named_again(browser, town, number):
    assert COOKIE not in send(browser, town, number).cookies


def test_an_ended_session_confirms_nothing(town):
    assert COOKIE not in send(Client(), town).cookies


def test_two_confirmations_that_nobody_has_read_yet_are_both_named(browser, town):
    send(browser, town, "one")
    for number in range(MOST + 5):
        answer = send(browser, town, f"n{number}")

    named = answer.cookies[COOKIE].value.split(".")
    assert named[-2:] == [f"n{MOST + 3}", f"n{MOST + 4}"] and len(named) == MOST + 1


def test_signing_out_names_everything(browser):
    answer = browser.post(reverse("account_logout"))

    assert answer.cookies[COOKIE].value == "all"
    assert not answer.cookies[COOKIE]["httponly"], "the script reads it"
