# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was typed survives a second tab, an ended login and an old token, for every kind of form that is written in."""

import html
import re
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from accounts.frame.kept_text import LABELS, MOST_CHARACTERS, PER_SENDER, SECRET, SESSION_KEY
from accounts.models import Role, User
from channels_mgmt.connectors.registry import CONNECTORS, access_of
from channels_mgmt.models import Post
from community.models import Appeal, Decision
from netiquette.models import Clause
from strategy.models import DirectQuestion, StrategySection
from tests.factories import PASSWORD, MunicipalityFactory, person
from tests.leak_world import World

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HERE = {"origin": "http://testserver"}
WORDS = "Sehr geehrte Frau Müller,\r\nvielen Dank für den Hinweis & die <Mühe>."
KEPT = "/konto/aufgehoben/"


@dataclass(frozen=True)
class Kind:
    """A form people write in: its address, its fields, and how to find the words once they have arrived."""

    name: str
    field: str
    rows: Any
    row: str = ""
    fixed: tuple[tuple[str, Any], ...] = ()
    more: tuple[tuple[str, Any], ...] = ()

    def url(self, world: World) -> str:
        key = {"pk": world.rows[self.row].pk} if self.row else {}
        return reverse(self.name, kwargs={"municipality": world.town.slug, **key, **dict(self.fixed)})

    def fields(self, world: World) -> dict[str, Any]:
        with scope(municipality=world.town):
            given = {name: value(world) if callable(value) else value for name, value in self.more}
        return {self.field: WORDS, **given}

    def arrived(self, world: World) -> list[str]:
        with scope(municipality=world.town):
            return [value.replace("\r\n", "\n") for value in self.rows() if "Müller" in value]


def texts(model, field="text"):
    return lambda: model.objects.values_list(field, flat=True)


KINDS = [
    Kind(
        "planning:post_create",
        "text",
        texts(Post),
        more=(("title", "Neues vom Bauhof"), ("kind", "other"), ("risk", "routine")),
    ),
    Kind("dialog:reply", "text", texts(Decision, "reply_text"), "comment", more=(("revision", 1),)),
    Kind(
        "strategy:section",
        "text",
        texts(StrategySection),
        fixed=(("key", "mandate"),),
        more=(
            ("revision", lambda world: world.rows["strategy"].sections.get(key="mandate").revision),
            ("draft_revision", 0),
        ),
    ),
    Kind(
        "netiquette:add_clause",
        "text",
        texts(Clause),
        more=(("title", "Ein neuer Satz"), ("seen", ""), ("is_ground_for_measures", "on")),
    ),
    Kind(
        "strategy:ask_head",
        "question",
        texts(DirectQuestion, "question"),
        more=(("answer_1", "Ja"), ("answer_2", "Nein"), ("answer_3", "")),
    ),
]


@pytest.fixture
def world(db):
    return World.build("Musterlingen")


@pytest.fixture
def here(db):
    """A town and a person who may write everywhere; without the rows of the leak test, which take their time."""
    town = MunicipalityFactory()
    return World(town, person(town, Role.COMMUNICATIONS, Role.MODERATOR, Role.EDITOR), {})


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def sign_in(client, user):
    client.force_login(user, backend=BACKEND)


class Fields(HTMLParser):
    """What a browser would send from the form whose action is ``action``."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__(convert_charrefs=True)
        self.action, self.is_open, self.area = action, False, ""
        self.found: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.is_open = given.get("action", "") == self.action
        elif tag == "textarea" and self.is_open:
            self.area = given["name"]
            self.found.append((self.area, ""))
        elif tag == "input" and self.is_open and "name" in given:
            self.found.append((given["name"], given.get("value") or ""))

    def handle_data(self, text):
        if self.area:
            name, before = self.found[-1]
            self.found[-1] = (name, before + text)

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            name, value = self.found[-1]
            self.found[-1] = (name, value.removeprefix("\n"))
            self.area = ""
        elif tag == "form":
            self.is_open = False


def claim_the_comment(world):
    """An answer is written on a comment one holds."""
    client = Client()
    sign_in(client, world.everybody)
    client.post(reverse("dialog:claim", args=[world.town.slug, world.rows["comment"].pk]))


def fields_of(response, action):
    given: dict[str, list[str]] = {}
    for name, value in Fields(response.content.decode(), action).found:
        given.setdefault(name, []).append(value)
    return given


def shows_the_words(response):
    return html.escape(WORDS).replace("\r\n", "\n") in response.content.decode().replace("\r\n", "\n")


def test_an_old_token_shows_every_word_and_one_tap_sends_it(world, browser):
    """A second tab signed in again. Detects the removal of ``CSRF_FAILURE_VIEW``."""
    sign_in(browser, world.everybody)
    claim_the_comment(world)
    for kind in KINDS:
        url, given = kind.url(world), kind.fields(world)

        page = browser.post(url, {**given, "csrfmiddlewaretoken": "x" * 64}, headers=HERE)

        assert (kind.name, page.status_code, kind.arrived(world)) == (kind.name, 403, [])
        assert shows_the_words(page), kind.name
        again = fields_of(page, url)
        sent = {name: again.get(name, [""])[0].replace("\r\n", "\n") for name in given}
        assert sent == {name: str(value).replace("\r\n", "\n") for name, value in given.items()}
        assert (kind.name, browser.post(url, again, headers=HERE).status_code in {200, 302, 303}) == (kind.name, True)
        assert [value.split() for value in kind.arrived(world)] == [WORDS.split()]


def test_after_an_ended_login_the_words_wait_and_are_sent_after_the_login(world):
    """Detects the removal of ``PatientLoginMiddleware``."""
    claim_the_comment(world)
    for kind in KINDS:
        browser, url, given = Client(enforce_csrf_checks=True), kind.url(world), kind.fields(world)
        token = fields_of(browser.get("/konto/login/"), "/konto/login/")["csrfmiddlewaretoken"]

        answer = browser.post(url, {**given, "csrfmiddlewaretoken": token}, headers=HERE)

        assert (kind.name, answer.headers["Location"]) == (kind.name, f"/konto/login/?next={KEPT}")
        login = browser.get(answer.headers["Location"])
        sent = fields_of(login, "/konto/login/") | {"login": world.everybody.email, "password": PASSWORD}
        assert browser.post("/konto/login/", sent, headers=HERE).headers["Location"] == KEPT
        page = browser.get(KEPT)
        assert shows_the_words(page), kind.name
        assert browser.post(url, fields_of(page, url), headers=HERE).status_code in {200, 302, 303}, kind.name
        assert [value.split() for value in kind.arrived(world)] == [WORDS.split()]
        assert browser.get(KEPT).headers["Location"] == "/", "what has arrived no longer waits"


def test_the_appeal_of_a_citizen_keeps_its_words_without_any_cookie(here, browser):
    """The form has no token to grow old; its seal does (docs/adr/0016)."""
    url = reverse("appeals:form", kwargs={"municipality": here.town.slug})

    page = browser.post(url, {"text": WORDS, "seal": "alt", "name": "Karla"}, headers={"origin": "null"})

    assert page.status_code == 422 and shows_the_words(page) and not page.cookies
    with scope(municipality=here.town):
        assert not Appeal.objects.filter(text__contains="Müller").exists()


# -- forged forms -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://boese.example"},
        {"origin": "null"},
        {"referer": "https://boese.example/falle"},
        {},
        {"origin": "http://testserver.boese.example"},
        {**HERE, "sec-fetch-site": "cross-site"},
    ],
)
def test_a_form_from_elsewhere_is_shown_without_a_button_and_without_a_token(here, browser, headers):
    """Nobody is led to confirm with one tap what a foreign page wanted. Detects a removed look at the origin."""
    sign_in(browser, here.everybody)
    url = reverse("strategy:ask_head", args=[here.town.slug])

    page = browser.post(url, {"question": WORDS}, headers=headers)

    assert page.status_code == 403 and shows_the_words(page)
    assert "csrfmiddlewaretoken" not in page.content.decode() and "<button" not in page.content.decode()
    assert SESSION_KEY not in browser.session


def test_a_form_from_elsewhere_leaves_nothing_behind_before_a_login(here, browser):
    token = fields_of(browser.get("/konto/login/"), "/konto/login/")["csrfmiddlewaretoken"][0]
    url = reverse("strategy:ask_head", args=[here.town.slug])
    sessions = Session.objects.count()

    for client in (browser, Client()):
        given = {"question": WORDS, "csrfmiddlewaretoken": token}
        client.post(url, given, headers={"origin": "https://boese.example"})

    assert Session.objects.count() == sessions


# -- what is never kept -------------------------------------------------------------------------


def test_passwords_codes_and_files_are_neither_shown_nor_kept(here, browser):
    url = reverse("planning:post_create", args=[here.town.slug])
    given = {
        "text": WORDS,
        "password": "geheim-und-lang",
        "code": "123456",
        "secret": "zugangsschlüssel von mastodon",
        "photo": SimpleUploadedFile("foto.jpg", b"bilddaten"),
    }

    Client().post(url, given, headers=HERE)

    client = Client()
    client.post(url, {**given, "photo": SimpleUploadedFile("foto.jpg", b"bilddaten")}, headers=HERE)
    kept = str(client.session[SESSION_KEY])
    assert "Müller" in kept and "foto.jpg" in kept
    assert not [word for word in ("geheim-und", "123456", "zugangs", "bilddaten") if word in kept]


def test_every_password_field_of_the_product_counts_as_a_secret():
    """Complete by construction: a new form with a password field is looked at as well."""

    def all_forms(base):
        for one in base.__subclasses__():
            yield one
            yield from all_forms(one)

    for kind in CONNECTORS:
        with suppress(ModuleNotFoundError):  # no access is needed
            access_of(kind)
    names = {
        name
        for form in all_forms(forms.BaseForm)
        if form.__module__.split(".")[0] not in {"django", "allauth"}
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field.widget, forms.PasswordInput)
    }

    assert {"password", "secret", "repeated"} <= names
    assert {name for name in names if not SECRET.search(name)} == set()
    assert not [name for name in LABELS if SECRET.search(name)]


def test_a_form_too_long_for_the_session_stays_on_the_page(here):
    client = Client()
    url = reverse("planning:post_create", args=[here.town.slug])

    page = client.post(url, {"text": "Wort " * (MOST_CHARACTERS // 4)}, headers=HERE)

    assert page.status_code == 403 and "Wort Wort" in page.content.decode()
    assert SESSION_KEY not in client.session


def test_a_script_does_not_fill_the_sessions(here):
    url, sessions = reverse("planning:post_create", args=[here.town.slug]), Session.objects.count()

    for _ in range(PER_SENDER.times + 5):
        answer = Client().post(url, {"text": WORDS}, headers=HERE)

    assert Session.objects.count() - sessions == PER_SENDER.times
    assert answer.status_code == 403 and shows_the_words(answer)


# -- beside the way -----------------------------------------------------------------------------


def test_htmx_is_led_to_the_same_page(here, browser):
    url = reverse("dialog:reply", args=[here.town.slug, 7])
    headers = {**HERE, "hx-request": "true"}
    sign_in(browser, here.everybody)

    answer = browser.post(url, {"text": WORDS}, headers=headers)
    assert answer.headers["HX-Redirect"] == KEPT and shows_the_words(browser.get(KEPT))

    stranger = Client()
    answer = stranger.post(url, {"text": WORDS}, headers=headers)
    assert answer.headers["HX-Redirect"] == f"/konto/login/?next={KEPT}"


def test_what_a_page_sends_by_itself_takes_nobody_elsewhere(here, browser):
    sign_in(browser, here.everybody)
    for name, kwargs in (("planning:preview", {}), ("strategy:keep_draft", {"key": "mandate"})):
        url = reverse(name, kwargs={"municipality": here.town.slug, **kwargs})
        answer = browser.post(url, {"text": WORDS}, headers={**HERE, "hx-request": "true"})
        assert (answer.status_code, "HX-Redirect" in answer.headers) == (403, False)
        answer = Client().post(url, {"text": WORDS}, headers={**HERE, "hx-request": "true"})
        assert (answer.status_code, bool(answer.cookies)) == (401, False)


def test_a_button_without_words_leads_back_to_its_page_after_the_login(here):
    url = reverse("dialog:claim_next", args=[here.town.slug])
    page = f"http://testserver/{here.town.slug}/dialog/"

    answer = Client().post(url, {"revision": 3}, headers={"referer": page})

    assert answer.headers["Location"] == f"/konto/login/?next=/{here.town.slug}/dialog/"


def test_words_that_wait_can_be_discarded(here, browser):
    browser.handler.enforce_csrf_checks = False
    sign_in(browser, here.everybody)
    session = browser.session
    session[SESSION_KEY] = {"path": "/", "fields": [["text", WORDS]], "files": [], "has_secrets": False}
    session.save()
    assert shows_the_words(browser.get(KEPT))

    browser.post(KEPT)

    assert browser.get(KEPT).headers["Location"] == "/"


def test_words_that_were_refused_still_wait(here, browser):
    """A 404 or 403 of another town's person does not swallow them."""
    browser.handler.enforce_csrf_checks = False
    url = reverse("planning:post_create", args=[here.town.slug])
    browser.post(url, {"text": WORDS}, headers=HERE)
    stranger = User.objects.create_user("fremd@stadt.example", PASSWORD, name="Fremd")
    browser.post("/konto/login/", {"login": stranger.email, "password": PASSWORD})

    assert browser.post(url, {"text": WORDS}, headers=HERE).status_code == 404
    assert shows_the_words(browser.get(KEPT))
    assert re.search(r'name="csrfmiddlewaretoken"', browser.get(KEPT).content.decode())
