# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The side of the frame is remembered, and nobody ever sees somebody else's."""

from dataclasses import fields, replace
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from accounts.frame import side as memo
from accounts.frame.side import ShownAction, ShownEntry, ShownPerson, ShownTown, Side, drawn
from accounts.models import Role
from tests.factories import MunicipalityFactory, person

SIDE = Side(
    language="de",
    theme="",
    town=ShownTown(1, "aheim", "Aheim"),
    towns=(ShownTown(1, "aheim", "Aheim"), ShownTown(2, "beheim", "Beheim")),
    person=ShownPerson(1, "Alma Beispiel", "alma@stadt.example"),
    section="today",
    search_url="/aheim/suche/",
    nav=(ShownEntry("today", "Heute", "/aheim/", "today", 3), ShownEntry("team", "Team", "/aheim/team/", "team")),
    actions=(ShownAction("f", "Die Spitze fragen", "/aheim/fragen/", "ask"),),
)
#: Another value for every part: a part without one here fails the test below.
OTHERS = {
    "language": "en",
    "theme": "dark",
    "town": ShownTown(2, "beheim", "Beheim"),
    "towns": (ShownTown(1, "aheim", "Aheim"), ShownTown(3, "ceheim", "Ceheim")),
    "person": ShownPerson(1, "Alma Beispiel", "anders@stadt.example"),
    "section": "team",
    "search_url": "",
    "nav": (SIDE.nav[0]._replace(waiting=4), SIDE.nav[1]),
    "actions": (),
    "keys": "off",
}


def html_of(side, path="/aheim/"):
    return drawn(side, csrf_token="secret", path=path, help_url="/aheim/hilfe/heute/")


@pytest.fixture(autouse=True)
def nothing_remembered():
    memo._draw.cache_clear()


@pytest.mark.parametrize("part", [part.name for part in fields(Side)])
def test_sides_that_differ_in_one_part_are_drawn_each_for_itself(part):
    other = replace(SIDE, **{part: OTHERS[part]})
    alone = html_of(other)
    memo._draw.cache_clear()

    first, second, again = html_of(SIDE), html_of(other), html_of(SIDE)

    assert second == alone != first
    assert again == first


def test_a_side_seen_before_is_not_drawn_again():
    html_of(SIDE)

    html_of(replace(SIDE), path="/aheim/anders/")

    assert (memo._draw.cache_info().hits, memo._draw.cache_info().misses) == (1, 1)


def test_what_is_remembered_is_bounded():
    assert memo._draw.cache_info().maxsize == memo.MOST_SIDES
    assert memo.unchanging.cache_info().maxsize == memo.MOST_PARTS


def test_token_and_path_are_of_the_page_and_escaped():
    path = '/aheim/?q="><script>&von=/ä'

    page = html_of(SIDE, path) + html_of(SIDE, "/aheim/zwei/")

    assert page.count('name="csrfmiddlewaretoken" value="secret"') == 4  # theme and sign-out, twice
    assert f'value="{escape(path)}"' in page
    assert f'?von={quote(path, safe="")}"' in page
    assert 'value="/aheim/zwei/"' in page
    assert "<script>" not in page


def test_a_name_is_escaped_and_cannot_pose_as_a_token():
    named = replace(SIDE, person=ShownPerson(1, "<b>csrf_token", "a&b@stadt.example"))

    page = html_of(named)

    assert "&lt;b&gt;csrf_token" in page
    assert "a&amp;b@stadt.example" in page
    assert page.count("secret") == 2


def test_a_side_is_drawn_in_its_own_language_whoever_asks():
    with override("en"):
        page = html_of(SIDE)

    assert "Abmelden" in page


def menu_of(page):
    return page[page.index('<div class="side"') : page.index('<div class="page">')]


@pytest.mark.django_db
def test_two_people_two_towns_and_two_languages_see_each_their_own():
    one, two = MunicipalityFactory(name="Aheim"), MunicipalityFactory(name="Beheim")
    seen = {}
    for town, name in ((one, "Anna Amsel"), (one, "Berta Bussard"), (two, "Anna Amsel")):
        client = Client()
        client.force_login(person(town, Role.EDITOR, name=name))
        for language in ("de", "en"):
            for _ in range(2):
                response = client.get(
                    reverse("settings:index", args=[town.slug]), headers={"accept-language": language}
                )
                menu = menu_of(response.content.decode())
            seen[town.name, name, language] = menu

    for (town, name, language), menu in seen.items():
        assert town in menu
        assert name in menu
        assert ("Abmelden" in menu) == (language == "de")
        assert ("Aheim" in menu) != ("Beheim" in menu)
        assert ("Anna Amsel" in menu) != ("Berta Bussard" in menu)


@pytest.mark.django_db
def test_a_right_and_a_name_that_change_are_seen_at_once():
    town = MunicipalityFactory(name="Aheim")
    someone = person(town, Role.EDITOR, name="Anna Amsel")
    client = Client()
    client.force_login(someone)
    address = reverse("settings:index", args=[town.slug])
    before = menu_of(client.get(address).content.decode())

    someone.memberships.update(role=Role.MODERATOR)
    someone.name = "Anna Adler"
    someone.save()
    after = menu_of(client.get(address).content.decode())

    queue = reverse("dialog:queue", args=[town.slug])
    assert (queue in before, queue in after) == (False, True)
    assert ("Anna Adler" in before, "Anna Adler" in after) == (False, True)


@pytest.mark.parametrize(("waiting", "shown"), [(1, "1"), (99, "99"), (100, "99+")])
def test_a_number_that_was_not_counted_to_its_end_says_so(waiting, shown):
    assert SIDE.nav[0]._replace(waiting=waiting).waiting_shown == shown
