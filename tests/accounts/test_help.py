# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The handbook in the product: every page leads to its chapter, and every chapter is there."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from accounts.frame.help import PAGES, chapter_of, help_address
from accounts.frame.keys import keys_of
from accounts.models import Role
from accounts.services import choose_keys
from core import handbook
from core.handbook import ANCHOR, chapter, files, search
from tests.factories import MunicipalityFactory, person
from tests.leaks import ADMIN, OWN_ACCOUNT, RULES

#: Explain no single page: an example, and the manual of who runs the installation.
FOR_ALL = {"", "beispiel-konstanz", "betrieb"}
#: Lead to another page at once.
NO_PAGES = {"home", "set_theme", "capture_short", "help:contents", "help:chapter"}


class _Page(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.links, self.pictures, self.names = [], [], set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.names.add(given.get("id"))
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "img":
            self.pictures.append(given)


def place_exists(place):
    name, _, anchor = place.partition("#")
    return name in files() and (not anchor or anchor in chapter(name).anchors)


def test_every_page_has_a_chapter():
    pages = {name for name, rule in RULES.items() if rule.see is not None} | OWN_ACCOUNT.keys() | ADMIN.keys()

    assert {name for name in pages - NO_PAGES if not chapter_of(name)} == set()


def test_every_page_leads_to_a_section_that_exists():
    assert [place for place in PAGES.values() if not place_exists(place)] == []


def test_every_chapter_explains_a_page_and_stands_in_the_table_of_contents():
    linked = {link.partition("#")[0] for link in _Page(chapter("").html("/")).links}

    assert {place.partition("#")[0] for place in PAGES.values()} | FOR_ALL == files().keys()
    assert {f"/{name}/" for name in files() if name} <= linked


@pytest.mark.parametrize("name", sorted(files()))
def test_every_link_and_picture_of_a_chapter_leads_somewhere(name):
    page = _Page(chapter(name).html("/"))

    for link in page.links:
        path, _, anchor = link.partition("#")
        if path.startswith("http"):
            continue
        target = page if not path else _Page(chapter(path.strip("/")).html("/"))
        assert not anchor or unquote(anchor) in target.names, link
    for picture in page.pictures:
        assert finders.find(picture["src"].removeprefix("/static/")), picture
        assert picture["alt"]
        assert int(picture["width"]) >= 360


def test_html_in_a_file_stays_text_and_no_link_runs_a_script(tmp_path, settings):
    folder = tmp_path / "docs" / "handbuch"
    folder.mkdir(parents=True)
    (folder / "README.md").write_text(
        "# T\n\n<script>alert(1)</script> [a](javascript:alert(1)) [b](../../geheim.md)\n"
    )
    settings.BASE_DIR = tmp_path
    handbook.files.cache_clear()
    handbook.chapter.cache_clear()

    html = chapter("").html("/")

    handbook.files.cache_clear()
    handbook.chapter.cache_clear()
    assert "<script" not in html
    assert re.search(r"href=.javascript", html) is None
    assert "geheim" not in html


def test_a_search_finds_sections_by_the_beginnings_of_all_words_however_umlauts_are_written():
    found = {(one.chapter.name, one.section.heading) for one in search("netzw verbindung hand")}
    assert ("kanaele", "Netzwerke ohne Verbindung: Veröffentlichung von Hand") in found
    assert search("uebungsplattform")[0].chapter.name == "uebungsplattform"
    assert search("Donaudampfschifffahrt") == search("  ") == []


def test_a_chapter_names_the_keys_that_this_person_presses():
    meanings = dict(keys_of("dialog", "r=x h="))

    assert meanings["x"] == "Antwort schreiben"
    assert meanings["e"] == "Wieder einblenden"
    assert "h" not in meanings
    assert keys_of("dialog", "off") == []


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def town(self):
        return MunicipalityFactory(slug="konstanz")

    @pytest.fixture(params=Role.values)
    def client_of_role(self, request, town):
        client = Client()
        client.person = person(town, request.param)
        client.force_login(client.person)
        return client

    def test_every_role_reads_the_handbook(self, client_of_role, town):
        for address in (
            reverse("help:contents", args=[town.slug]),
            reverse("help:chapter", args=[town.slug, "verwaltung"]),
        ):
            assert client_of_role.get(address).status_code == 200

    def test_every_chapter_is_shown_with_its_title(self, town):
        client = Client()
        client.force_login(person(town, Role.READER))

        for name in files():
            address = (
                reverse("help:chapter", args=[town.slug, name]) if name else reverse("help:contents", args=[town.slug])
            )
            assert chapter(name).title in client.get(address).content.decode()

    def test_the_frame_links_the_chapter_of_the_page_and_of_pages_without_a_town(self, town):
        client = Client()
        client.force_login(person(town, Role.COMMUNICATIONS))

        plan = client.get(reverse("planning:approvals", args=[town.slug])).content.decode()
        factors = client.get(reverse("mfa_index"), follow=True).content.decode()

        assert f'href="/konstanz/hilfe/planen/#{ANCHOR}freigeben"' in plan
        assert help_address("konstanz", "mfa_index") in factors

    def test_a_dialog_gets_the_inside_alone(self, client_of_role, town):
        inside = client_of_role.get(reverse("help:chapter", args=[town.slug, "planen"]), headers={"HX-Request": "true"})

        assert "<html" not in inside.content.decode()
        assert 'data-base="/konstanz/hilfe/"' in inside.content.decode()

    def test_a_chapter_asks_the_database_nothing_but_the_frame_does(self, town, django_assert_max_num_queries):
        client = Client()
        client.force_login(person(town, Role.EDITOR))
        address = reverse("help:chapter", args=[town.slug, "planen"])
        client.get(address)

        with django_assert_max_num_queries(5):
            client.get(address)

    def test_an_unknown_chapter_is_not_found(self, client_of_role, town):
        assert client_of_role.get(f"/{town.slug}/hilfe/README/").status_code == 404

    def test_off_keys_are_said_to_be_off(self, town):
        editor = person(town, Role.EDITOR)
        choose_keys(editor, line="off")
        client = Client()
        client.force_login(editor)

        page = client.get(reverse("help:chapter", args=[town.slug, "dialog"])).content.decode()

        assert "abgeschaltet" in page
        assert "<kbd>" not in page
