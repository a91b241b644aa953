# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in at Meta: what a person opens over there, and everything that connects nothing."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.urls import reverse
from facebook_business.adobjects.user import User

from accounts.models import Role
from channels_mgmt.connectors.contract import Account
from channels_mgmt.connectors.facebook.sign_in import FacebookSignIn
from channels_mgmt.connectors.instagram.sign_in import InstagramSignIn
from channels_mgmt.connectors.registry import profile_of
from channels_mgmt.connectors.sign_in import AppKeys, challenge_of
from channels_mgmt.connectors.threads.sign_in import ThreadsSignIn
from channels_mgmt.models import Channel, Credential, PlatformApp, SignInAttempt
from channels_mgmt.services.channels import connect_channel
from tests.channels_mgmt.factories import ChannelFactory
from tests.connectors.graph_peers import client_of
from tests.factories import person
from tests.fake_graph import CITIZEN, OTHER_PAGE, OTHER_TOKEN, PAGE, PAGE_TOKEN, PROFILE, FakeGraph, Refusal
from tests.fake_threads import ACCOUNT
from tests.graph.app import APP_ID, APP_SECRET


@pytest.fixture
def officer(town):
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def browser(client, officer, settings):
    settings.META_APP_ID = settings.THREADS_APP_ID = APP_ID
    settings.META_APP_SECRET = settings.THREADS_APP_SECRET = APP_SECRET
    client.force_login(officer)
    return client


def channel_on(kind, town, peer, **fields):
    return ChannelFactory(municipality=town, connector=kind, platform=kind, base_url=peer.account.base_url, **fields)


@pytest.fixture
def page_channel(town, facebook):
    return channel_on("facebook", town, facebook)


def url(name, channel, *args):
    return reverse(f"channels:{name}", args=[channel.municipality.slug, *args])


def begin(browser, channel):
    """Press the button; returns the address the page then leads to."""
    answer = browser.post(url("sign_in", channel, channel.pk), {"step": "begin"}, follow=True)
    found = re.search(r'href="([^"]+oauth[^"]+)"', answer.content.decode())
    return found.group(1).replace("&amp;", "&") if found else None


def back(browser, address):
    """Browsers keep the fragment to themselves."""
    return browser.get(f"{urlsplit(address).path}?{urlsplit(address).query}")


def sign_in(browser, channel, graph, **how):
    return back(browser, graph.app.agree(begin(browser, channel), **how))


WAYS = {"facebook": FacebookSignIn, "instagram": InstagramSignIn, "threads": ThreadsSignIn}


@pytest.mark.parametrize(("kind", "way"), WAYS.items())
def test_the_page_says_which_rights_are_asked_for_and_why(browser, town, request, kind, way):
    channel = channel_on(kind, town, request.getfixturevalue(kind))

    shown = browser.get(url("channel_connect", channel, channel.pk)).content.decode()

    for right in way.rights:
        assert f">{right.scope}<" in shown
    assert reverse("channels:sign_in_return", args=[town.slug]) in shown


@pytest.mark.parametrize(
    ("kind", "host"),
    [("facebook", "www.facebook.com"), ("instagram", "www.facebook.com"), ("threads", "threads.com")],
)
def test_people_sign_in_at_the_network_itself_and_not_at_its_interface(kind, host):
    account, back = Account(base_url=profile_of(kind).server, handle=""), "https://dorf.example/rueckkehr/"

    address = WAYS[kind]().address(
        account, AppKeys(APP_ID, APP_SECRET), redirect_uri=back, state="s", challenge=challenge_of("v")
    )

    assert urlsplit(address).scheme == "https" and urlsplit(address).hostname == host
    assert urlsplit(WAYS[kind]().site(account)).hostname == host
    asked = parse_qs(urlsplit(address).query)
    assert asked["client_id"] == [APP_ID] and APP_SECRET not in address
    assert (asked["redirect_uri"], asked["state"]) == ([back], ["s"])


@pytest.mark.parametrize("kind", ["facebook", "threads"])
@pytest.mark.parametrize("missing", ["ID", "SECRET"])
def test_without_the_operators_app_the_page_says_what_is_missing_and_nothing_begins(
    browser, town, request, settings, kind, missing
):
    channel = channel_on(kind, town, request.getfixturevalue(kind))
    name = f"{'META' if kind == 'facebook' else 'THREADS'}_APP_{missing}"
    setattr(settings, name, "")

    shown = browser.get(url("channel_connect", channel, channel.pk)).content.decode()

    assert name in shown and "Betrieb" in shown
    assert begin(browser, channel) is None
    assert not SignInAttempt.objects.exists()


def test_a_page_is_chosen_among_several_and_its_lasting_key_is_kept_encrypted(browser, page_channel, graph):
    answer = sign_in(browser, page_channel, graph)
    assert answer.url == url("channel_account", page_channel, page_channel.pk)
    shown = browser.get(answer.url).content.decode()
    assert "Stadt Musterstadt" in shown and "Stadtwerke Musterstadt" in shown
    assert not Credential.objects.exists()

    done = browser.post(answer.url, {"account": PAGE})

    assert done.url == url("channel_detail", page_channel, page_channel.pk)
    assert graph.nodes[PAGE]["subscribed"] == "feed"
    page_channel.refresh_from_db()
    credential = Credential.objects.get()
    assert page_channel.account_id == PAGE
    assert credential.tokens["access"] == PAGE_TOKEN  # Removal of the exchange: ``brief-page-token``.
    assert credential.tokens["ends_at"]
    assert not SignInAttempt.objects.exists() and not PlatformApp.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tokens FROM channels_mgmt_credential")
        assert PAGE_TOKEN not in str(cursor.fetchall())


def test_a_page_that_lets_nobody_ring_is_connected_all_the_same(browser, page_channel, graph):
    answer = sign_in(browser, page_channel, graph)
    graph.fail_once("/subscribed_apps", Refusal(200, "(#200) no", status=403))

    browser.post(answer.url, {"account": PAGE})

    assert Credential.objects.get().tokens["access"] == PAGE_TOKEN


def test_the_profile_of_a_page_is_connected_with_the_key_of_its_page(browser, town, instagram, graph):
    channel = channel_on("instagram", town, instagram)

    answer = sign_in(browser, channel, graph)
    browser.post(answer.url, {"account": PROFILE})

    channel.refresh_from_db()
    assert (channel.account_id, channel.handle) == (PROFILE, "@stadt_musterstadt")
    assert Credential.objects.get().tokens["access"] == PAGE_TOKEN


def test_pages_without_a_profile_are_named_and_what_to_do(browser, town, instagram, graph):
    graph.nodes[PAGE]["instagram_business_account"] = None
    channel = channel_on("instagram", town, instagram)

    answer = sign_in(browser, channel, graph)

    shown = browser.get(answer.url).content.decode()
    assert "Stadtwerke Musterstadt" in shown and "professionelle" in shown
    assert not SignInAttempt.objects.exists()


def test_a_threads_account_is_connected_with_a_key_of_sixty_days(browser, town, threads):
    channel = channel_on("threads", town, threads)

    answer = sign_in(browser, channel, threads.graph)
    browser.post(answer.url, {"account": ACCOUNT})

    tokens = Credential.objects.get().tokens
    assert tokens["access"].startswith("lasting") and tokens["ends_at"]


def test_rights_that_were_left_out_are_named_and_nothing_is_connected(browser, page_channel, graph):
    """Removal: ``_refuse_missing``; the first answer to a citizen would fail instead."""
    answer = sign_in(browser, page_channel, graph, without=["pages_manage_engagement", "read_insights"])

    assert answer.url == url("channel_connect", page_channel, page_channel.pk)
    shown = browser.get(answer.url).content.decode()
    assert "pages_manage_engagement" in shown and "read_insights" in shown
    assert not SignInAttempt.objects.exists() and not Credential.objects.exists()


def test_a_person_who_refused_is_told_so(browser, page_channel, graph):
    state = parse_qs(urlsplit(begin(browser, page_channel)).query)["state"][0]
    given = {"error": "access_denied", "error_reason": "user_denied", "error_code": "200", "state": state}

    answer = browser.get(url("sign_in_return", page_channel), given, follow=True)

    assert "abgelehnt" in answer.content.decode()
    assert not SignInAttempt.objects.exists()


def test_a_wrong_state_asks_meta_nothing(browser, page_channel, graph):
    graph.app.agree(begin(browser, page_channel))
    graph.asked.clear()

    answer = browser.get(url("sign_in_return", page_channel), {"state": "x" * 43, "code": "code-1"})

    assert answer.url == url("channel_list", page_channel)
    assert graph.asked == [] and not Credential.objects.exists()


def test_another_page_than_the_channels_is_refused_with_both_names(browser, page_channel, graph, officer):
    """Removal: the comparison in ``choose_account``."""
    connect_channel(page_channel, actor=officer, secret=PAGE_TOKEN, page="")
    answer = sign_in(browser, page_channel, graph)

    refused = browser.post(answer.url, {"account": OTHER_PAGE})

    assert refused.status_code == 422
    assert "Stadtwerke Musterstadt" in refused.content.decode()
    assert Credential.objects.get().tokens["access"] == PAGE_TOKEN


def test_a_key_that_opens_another_page_than_it_says_is_refused(browser, page_channel, graph):
    """Removal: ``verify`` in ``choose_account``: posts would go out under another name."""
    graph.nodes[PAGE]["access_token"] = OTHER_TOKEN
    answer = sign_in(browser, page_channel, graph)

    refused = browser.post(answer.url, {"account": PAGE})

    assert refused.status_code == 422
    assert "stadtwerkemusterstadt" in refused.content.decode()
    assert not Credential.objects.exists() and not Channel.objects.get(pk=page_channel.pk).account_id


def test_a_person_without_pages_is_told_so(browser, page_channel, graph):
    answer = sign_in(browser, page_channel, graph, person=CITIZEN)

    assert "kein Konto" in browser.get(answer.url).content.decode()
    assert not SignInAttempt.objects.exists()


def test_a_code_counts_once(browser, page_channel, graph):
    returned = graph.app.agree(begin(browser, page_channel))
    graph.app.codes.clear()

    answer = back(browser, returned)

    assert answer.url == url("channel_connect", page_channel, page_channel.pk)
    assert not SignInAttempt.objects.exists()


@pytest.mark.parametrize(
    "answer",
    [
        (200, {}, b'{"access_token": ""}'), (200, {}, b'{"access_token": 7}'), (200, {}, b"gibberish"),
        (200, {}, b"[]"), (500, {}, b""), (429, {}, b"{}"), (400, {}, b'{"error": {"code": 101, "message": "x"}}'),
        (400, {}, b'{"error": "odd"}'), (302, {"Location": "http://169.254.169.254/"}, b""),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("kind", "path"), [("facebook", "/v26.0/oauth/access_token"), ("threads", "/access_token")])
def test_what_meta_answers_oddly_connects_nothing(browser, town, request, kind, path, answer):
    peer = request.getfixturevalue(kind)
    channel = channel_on(kind, town, peer)
    returned = peer.graph.app.agree(begin(browser, channel))
    peer.proxy.arm("POST" if kind == "facebook" else "GET", path, answer)

    shown = back(browser, returned)

    assert shown.url == url("channel_connect", channel, channel.pk)
    assert not SignInAttempt.objects.exists() and not Credential.objects.exists()


def test_at_the_graph_neither_key_nor_secret_travels_in_an_address(browser, page_channel, graph):
    answer = sign_in(browser, page_channel, graph)
    browser.post(answer.url, {"account": PAGE})

    keys = [APP_SECRET, "brief-", "lasting-", PAGE_TOKEN, "code-"]
    assert graph.asked and not [path for _method, path in graph.asked for key in keys if key in path]


def test_metas_client_reads_the_rights_and_the_pages_of_a_key_from_the_fake(graph: FakeGraph):
    """The client has no exchange of codes: that rests on the documentation."""
    scopes = "pages_show_list,read_insights"
    state = "s" * 43
    address = f"{graph.url}/dialog?client_id={APP_ID}&redirect_uri=https://a.example/&response_type=code&scope={scopes}"
    graph.app.agree(f"{address}&state={state}", without=["read_insights"])
    keys = {"client_id": APP_ID, "client_secret": APP_SECRET}
    brief = graph.app.redeem(keys | {"code": "code-1", "redirect_uri": "https://a.example/"})["access_token"]
    person = client_of(graph, graph.app.exchange(keys, brief, graph.tokens[brief])["access_token"])

    rights = {entry["permission"]: entry["status"] for entry in User("me", api=person).get_permissions()}

    assert rights["pages_show_list"] == "granted" and "read_insights" not in rights
    assert {page["access_token"] for page in User("me", api=person).get_accounts(fields=["access_token"])} == {
        PAGE_TOKEN, OTHER_TOKEN,
    }  # fmt: skip
