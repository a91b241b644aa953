# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tour of *Heute*: a few places for each role, shown until they are put away."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.frame.tour import STOPS, tour_of
from accounts.models import Role, User
from accounts.services import found_membership, put_tour_away
from tests.factories import MunicipalityFactory, person

pytestmark = pytest.mark.django_db
HEADING = "Gut zu wissen für den Anfang"
PUT_AWAY = "Nicht mehr zeigen"


@pytest.fixture
def town():
    return MunicipalityFactory(slug="konstanz")


def newcomer(town, *roles):
    return person(town, *roles, toured_roles="")


def client_of(who):
    client = Client()
    client.force_login(who)
    return client


def names(stops):
    return [str(stop.title) for stop, _address in stops]


def today(client, town, query=""):
    return client.get(reverse("today:today", args=[town.slug]) + query).content.decode()


@pytest.mark.parametrize("role", Role.values)
def test_every_role_has_three_to_five_stops_that_it_may_open(role, town):
    client = client_of(newcomer(town, role))
    page = today(client, town)
    stops = tour_of(newcomer(town, role), town)

    assert 3 <= len(stops) <= 5
    for _stop, address in stops:
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200


def test_two_roles_are_shown_once_for_both(town):
    both = names(tour_of(newcomer(town, Role.MODERATOR, Role.EDITOR), town))

    assert len(both) == len(set(both))
    for role in (Role.MODERATOR, Role.EDITOR):
        assert set(names(tour_of(newcomer(town, role), town))) <= set(both)


def test_put_away_it_stays_away_and_comes_again_only_when_asked(town):
    client = client_of(newcomer(town, Role.EDITOR))
    assert HEADING in today(client, town)

    answer = client.post(reverse("settings:put_tour_away", args=[town.slug]), follow=True)

    assert HEADING not in answer.content.decode()
    assert HEADING not in today(client, town)
    assert PUT_AWAY in today(client, town, "?rundgang")
    for place in (reverse("help:contents", args=[town.slug]), reverse("settings:account", args=[town.slug])):
        assert "?rundgang" in client.get(place).content.decode()


def test_another_role_shows_only_what_is_new_in_it(town):
    who = newcomer(town, Role.EDITOR)
    put_tour_away(who, {Role.EDITOR})
    found_membership(who, town, Role.COMMUNICATIONS)
    who = User.objects.get(pk=who.pk)

    stops = names(tour_of(who, town))

    assert stops
    assert not set(stops) & set(names(tour_of(newcomer(town, Role.EDITOR), town)))
    assert len(tour_of(who, town, is_again=True)) > len(stops)


def test_two_windows_put_away_the_same(town):
    who = newcomer(town, Role.EDITOR)
    put_tour_away(who, {Role.EDITOR})
    put_tour_away(who, {Role.EDITOR, Role.MODERATOR})

    assert User.objects.get(pk=who.pk).toured_roles == "editor moderator"


def test_all_roles_fit_into_the_line():
    assert len(" ".join(Role.values)) <= User._meta.get_field("toured_roles").max_length


def test_it_asks_the_database_nothing(town):
    new, old = (client_of(person(town, Role.READER, toured_roles=seen)) for seen in ("", Role.READER))
    counts = []
    for client in (new, old):
        today(client, town)
        with CaptureQueriesContext(connection) as asked:
            today(client, town)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_no_stop_stands_twice():
    assert len({(stop.url_name, roles) for stop in STOPS for roles in stop.roles}) == sum(len(s.roles) for s in STOPS)
