# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every page of the demo town, found by following its links, on a phone in light and a desk in dark.

Complete by construction: an address that nobody can reach by links and that is not named below fails.
"""

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import timezone
from django_scopes import scopes_disabled
from playwright.sync_api import Error

from accounts.models import Municipality, User
from channels_mgmt.models import Channel, ChannelDocument
from community.models import Comment
from practice.models import PracticePost
from tests.e2e.browser import (
    HEIGHTS,
    Tab,
    check_axe,
    check_bars,
    check_contrast,
    check_no_cut_words,
    check_no_sideways_scroll,
    check_no_third_party,
    check_nothing_scrolls_sideways,
    check_small_targets,
    signed_in,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PEOPLE = ("presse", "buergermeisterin", "it", "redaktion", "dialog")
SHOWN_TO_ALL = (
    "/stil/",
    "/konto/login/",
    "/konto/signup/",
    "/konto/inactive/",
    "/konto/password/reset/",
    "/konto/password/reset/done/",
    "/konto/password/reset/key/done/",
)
#: Addresses no link leads to, with what does.
REACHED_OTHERWISE = {
    "account_confirm_email": "a link in a mail",
    "account_reset_password_from_key": "a link in a mail",
    "invitation:accept": "a link in a mail",
    "address_stop": "a link in a mail (test_accounts.py judges the page)",
    "address_confirm": "a link in a mail (test_accounts.py judges the page)",
    "account_withdraw_address": "a button beside the address that waits",
    "direct_line:answer": "a link in a mail",
    "approval:decide": "a link in a mail",
    "department:answer": "a link in a mail (community/test_departments.py judges it)",
    "topic_link:bring": "a link in a mail",
    "dialog:enter_comment": "the queue of a town with a channel by hand (test_entering.py judges it)",
    "dialog:read_in": "the same place, and a table (test_entering.py judges it)",
    "dialog:staff_readers": "from that page, and where a comment is restricted (e2e/test_care.py)",
    "dialog:care": "beside a comment somebody holds (community/test_care.py)",
    "dialog:keep_answer": "the texts to answer with, fetched beside a comment (community/test_snippet_pages.py)",
    "dialog:comment_sheet": "a table that was read in for a channel by hand (test_entering.py judges it)",
    "planning:balance_short": "a line of the plan that it fetches itself (channels_mgmt/test_balance.py)",
    "planning:film_state": "a part of the page of a video, fetched while it is converted (test_film.py)",
    "planning:captions_vtt": "a file beside a post published by hand (channels_mgmt/test_films.py)",
    "planning:captions_srt": "a file beside a post published by hand (channels_mgmt/test_films.py)",
    "practice:captions": "what a player of the practice platform fetches (practice/test_views.py)",
    "planning:comment_edit": "beside one's own comment for a quarter of an hour (channels_mgmt/test_comments.py)",
    "topic_link:received": "sending the form behind a link",
    "signoff:link": "a link in a mail",
    "account_email_verification_sent": "signing up, which is closed",
    "account_confirm_login_code": "a login by code, which is off",
    "account_set_password": "an account without a password",
    "account_logout": "a form in the menu",
    "kept_text": "a login in the middle of writing (test_accounts.py judges the page)",
    "admin:login": "a redirect to the one login",
    "admin:logout": "a form in the menu",
    "admin:app_list": "a redirect of Django's admin",
    "capture_short": "an address to remember, which the handbook names",
    "planning:asset": "an image of a page",
    "planning:thumbnail": "an image of a page",
    "practice:image": "an image of a page",
    "webhook:receive": "a call of a platform (community/test_webhooks.py)",
    "fetched:picture": "an image that a platform fetches while a post is made",
    "appeals:received": "sending the form for appeals",
    "appeals:notice": "a link that a person passes on (community/test_notices.py judges the page)",
    "dialog:alike": "a line among similar cases while a wave is open (community/test_alike.py)",
    "dialog:release_cases": "choosing cases on the page about retention (community/test_cases.py)",
    "dialog:unread": "a line on the start page when a platform sent what nobody can read",
    "dialog:ahead": "the next comment, fetched before it is asked for (test_dialog.py)",
    "dialog:decided_hits": "a number beside the list, fetched after a search (test_dialog.py)",
    "channels:sign_in_return": "a platform's answer, which leads on at once (connectors/test_sign_in.py)",
    "channels:channel_account": "the way back from a platform (connectors/test_sign_in.py judges the page)",
    "channels:channel_closing": "a link of public accounts (test_figures.py judges the page)",
    "channels:links": "a line on the start page for public accounts (test_channel_documents.py judges the page)",
    "dialog:outcome": "a piece of the queue's page, fetched after a decision",
    "strategy:discard": "a link on a draft; the demo's second version is submitted (test_strategy.py judges the page)",
}
#: Pages of a second factor exist only once one is set up; accounts' own tests set one up.
NEEDS_A_DEVICE = "mfa_"


def _patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from _patterns(entry, inner)
        elif entry.name:
            yield f"{prefix}{entry.name}", entry


def _look(tab: Tab, path: str) -> list[str]:
    """What is wrong with the open page on a phone, on a tablet and at 200 % in light, and on a desk in dark."""
    found = [*tab.complaints, *check_no_third_party(tab)]
    shown = ""
    for width, theme in ((360, "light"), (640, "light"), (768, "light"), (1440, "dark")):
        tab.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        if theme != shown:
            tab.page.emulate_media(color_scheme=theme)
            shown = theme
        problems = [*check_no_sideways_scroll(tab.page), *check_small_targets(tab.page)]
        if width != 640:
            problems += check_no_cut_words(tab.page)
        if width == 360:
            problems += check_nothing_scrolls_sideways(tab.page)
        if width < 768:
            problems += check_bars(tab.page)
        if width == 640:  # no bar stays in place here, so none lies over a field by chance of the scroll
            problems += check_axe(tab.page)
        elif theme == "dark":
            problems += check_contrast(tab.page)
        found += [f"{width} {theme}: {problem}" for problem in problems]
    tab.complaints.clear()
    tab.requested.clear()
    return [f"{path} · {problem}" for problem in found]


class _Links(HTMLParser):
    """The addresses of all links of a page, relative to where it stands."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.address = address
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.found.append(urljoin(self.address, href))


def _links_without_a_browser(client: Client, address: str, path: str) -> tuple[int, list[str]]:
    """Status and links of a page whose kind is judged elsewhere: a browser would only cost time."""
    answer = client.get(path, follow=True)
    if "text/html" not in answer.headers.get("Content-Type", ""):
        return answer.status_code, []
    return answer.status_code, _Links(address + path, answer.text).found


def _walk(tab: Tab | None, client: Client, address: str, starts: list[str], seen: Counter[str]) -> list[str]:
    """Follow the links from ``starts`` to one page of each kind; judge those nobody has ``seen`` yet.

    ``client`` is the same person as ``tab``, without a browser; without a ``tab`` links are only followed.
    """
    found: list[str] = []
    own: set[str] = set()
    hosts = {urlsplit(address).netloc, urlsplit(settings.BASE_URL).netloc}
    waiting, known = list(starts), set(starts)
    while waiting:
        path = waiting.pop(0)
        try:
            name = resolve(path).view_name
        except Resolver404:
            found.append(f"{path} · a link leads nowhere")
            continue
        if name in own and path not in starts:
            continue
        own.add(name)
        seen[name] += 1
        if tab is None or (seen[name] > 1 and path not in starts):
            status, links = _links_without_a_browser(client, address, path)
            if status != 200:
                found.append(f"{path} · a link leads to an answer {status}")
            _go_on(links, hosts, known, waiting)
            continue
        tab.page.set_viewport_size({"width": 360, "height": HEIGHTS[360]})
        try:
            answer = tab.page.goto(address + path, wait_until="load")
        except Error:
            answer = None  # a download
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            tab.page.goto("about:blank")  # a file; the browser's own viewer is not ours to judge
            tab.complaints.clear()
            tab.requested.clear()
            status, _links = _links_without_a_browser(client, address, path)
            if status != 200:
                found.append(f"{path} · a link leads to an answer {status}")
            continue
        if answer.status != 200:
            found.append(f"{path} · a link leads to an answer {answer.status}")
            tab.complaints.clear()
            continue
        found += _look(tab, path)
        links = tab.page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        _go_on(links, hosts, known, waiting)
    return found


def _go_on(links: list[str], hosts: set[str], known: set[str], waiting: list[str]) -> None:
    """Put those links of a page into the queue that stay here and are new."""
    for parts in map(urlsplit, links):
        if parts.netloc in hosts and parts.path not in known:
            known.add(parts.path)
            waiting.append(parts.path)


def _sample(converter: Any) -> Any:
    """Something the converter takes: a number, the first of the words it knows, or any letter."""
    known = {"IntConverter": 1, "DocumentKind": ChannelDocument.Kind.DPIA}
    known["TownDocumentKind"] = ChannelDocument.Kind.ACCESSIBILITY
    return known.get(type(converter).__name__, "x")


def _is_page(name: str, pattern: URLPattern, town: Municipality, client: Client) -> bool:
    """Whether this address answers a plain visit with a page (others only take forms, or give files)."""
    if name in REACHED_OTHERWISE or name.startswith(NEEDS_A_DEVICE):
        return False
    samples: dict[str, Any] = {"municipality": town.slug}
    for key, converter in pattern.pattern.converters.items():
        samples.setdefault(key, _sample(converter))
    try:
        address = reverse(name, kwargs=samples if "municipality" in _arguments(name) else _without_town(samples))
    except NoReverseMatch:
        return True
    answer = client.get(address)
    return answer.status_code != 405 and "text/html" in answer.headers.get("Content-Type", "text/html")


def _arguments(name: str) -> set[str]:
    try:
        reverse(name)
    except NoReverseMatch as error:
        return {"municipality"} if "municipality" in str(error) else set()
    return set()


def _without_town(samples: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in samples.items() if key != "municipality"}


def _look_at_every_page(tab: Any, address: str, judged: frozenset[str], judges_public: bool) -> None:
    """Judge what the people of ``judged`` are the first to see, and the pages of citizens if ``judges_public``."""
    call_command("seed_demo")
    with scopes_disabled():
        town = Municipality.objects.get()
        channel = Channel.objects.first()
        hidden = Comment.objects.filter(is_hidden=True).first()
        thread = PracticePost.objects.filter(root=None).first()
        people = {user.email.split("@")[0]: user for user in User.objects.all()}
    client = signed_in(people["presse"])
    # Drafts beside what is in force, so that the pages for writing exist.
    client.post(reverse("strategy:new_version", args=[town.slug]))
    client.post(reverse("netiquette:start", args=[town.slug]))
    # Pages to which a link leads only on some days, from some comments, above five replies or before a channel is live.
    more_for = {
        "presse": [reverse("planning:day", args=[town.slug, timezone.localdate()])],
        "buergermeisterin": [reverse("admin:index")],
        "dialog": [reverse("dialog:comment", args=[town.slug, hidden.pk]), reverse("account_reauthenticate")],
        "redaktion": [reverse("practice:thread", args=[town.slug, thread.pk])],
        "it": [reverse(f"channels:channel_{name}", args=[town.slug, channel.pk]) for name in ("connect", "way")],
    }
    seen: Counter[str] = Counter()
    found: list[str] = []

    for who in PEOPLE:
        if who not in judged and not judges_public:
            break  # nobody after the first adds to what the first sees
        starts = [reverse("today:today", args=[town.slug]), *more_for.get(who, [])]
        # The first one has just proved who it is, and is shown what only that opens.
        person = {"user": people[who], "is_proven": who == PEOPLE[0]}
        own_tab = tab(width=360, **person) if who in judged else None
        found += _walk(own_tab, signed_in(**person), address, starts, seen)
    if judges_public:
        # The pages of citizens; to the last one a link leads once it is no longer in force.
        public = [f"/{town.slug}/netiquette/", f"/{town.slug}/netiquette/version/1/sprache/leicht/"]
        found += _walk(tab(width=360), Client(), address, [*SHOWN_TO_ALL, *public], seen)

    assert not found, "\n".join(found)
    if judges_public:
        missed = [n for n, p in _patterns(get_resolver()) if n not in seen and _is_page(n, p, town, client)]
        assert not missed, "\n".join(missed)


# Two classes, which two processes may take: the first person sees more than half of all kinds of pages. The other half
# follows that person's links without a browser, to know what is left, and whether all kinds were reached.
class TestOneHalf:
    def test_every_page_is_accessible_fits_and_can_be_reached(self, tab, live_server):
        _look_at_every_page(tab, live_server.url, frozenset(PEOPLE[:1]), judges_public=False)


class TestOtherHalf:
    def test_every_page_is_accessible_fits_and_can_be_reached(self, tab, live_server):
        _look_at_every_page(tab, live_server.url, frozenset(PEOPLE[1:]), judges_public=True)
