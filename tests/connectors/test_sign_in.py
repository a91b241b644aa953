# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Connecting by signing in at the platform: only who began it returns, once; only the channel's account is taken."""

import json
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from accounts.models import AuditEntry, Membership, Role
from channels_mgmt import tasks
from channels_mgmt.connectors.addresses import UnsafeAddress
from channels_mgmt.connectors.contract import Account, Rejected
from channels_mgmt.connectors.mastodon.sign_in import MastodonSignIn
from channels_mgmt.connectors.registry import sign_in_of
from channels_mgmt.connectors.sign_in import AppKeys, challenge_of
from channels_mgmt.connectors.transport import Session
from channels_mgmt.models import Channel, Credential, PlatformApp, SignInAttempt
from channels_mgmt.services.channels import connect_channel
from channels_mgmt.services.sign_ins import begin_sign_in
from core.errors import Refused
from tests.channels_mgmt.factories import ChannelFactory
from tests.factories import MunicipalityFactory, person

LIMITS = b'{"configuration": {"statuses": {"max_characters": 500}}}'


@pytest.fixture
def officer(town):
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def channel(town, mastodon):
    return ChannelFactory(municipality=town, connector="mastodon", base_url=mastodon.account.base_url, name="Stadt")


@pytest.fixture
def browser(client, officer):
    client.force_login(officer)
    return client


def url(name, channel, *args):
    return reverse(f"channels:{name}", args=[channel.municipality.slug, *args])


def begin(browser, channel):
    """Press the button; returns the address the page then leads to."""
    answer = browser.post(url("sign_in", channel, channel.pk), {"step": "begin"}, follow=True)
    found = re.search(r'href="([^"]+/oauth/authorize[^"]+)"', answer.content.decode())
    return found.group(1).replace("&amp;", "&") if found else None


def state_in(address):
    return parse_qs(urlsplit(address).query)["state"][0]


def agree_over_there(address, name="ada"):
    """What the person does at the server: choose the account and agree. Returns where the server sends them."""
    asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
    here = f"{urlsplit(address).scheme}://{urlsplit(address).netloc}"
    shown = httpx.get(address)
    assert shown.status_code == 200
    form = {name: asked[name] for name in ("redirect_uri", "client_id", "scope", "state")} | {"username": name}
    answer = httpx.post(f"{here}/oauth/authorize", data=form, follow_redirects=False)
    assert answer.status_code == 302
    return answer.headers["location"]


def back(browser, address):
    return browser.get(f"{urlsplit(address).path}?{urlsplit(address).query}")


def sign_in(browser, channel, name="ada"):
    return back(browser, agree_over_there(begin(browser, channel), name))


def test_the_page_says_which_rights_are_asked_for_and_why(browser, channel):
    shown = browser.get(url("channel_connect", channel, channel.pk)).content.decode()

    for right in MastodonSignIn.rights:
        assert f">{right.scope}<" in shown
    assert "/oauth/authorize" not in shown
    assert not PlatformApp.objects.exists()


def test_a_channel_is_connected_by_signing_in_and_confirming_the_account(browser, channel, mastodon):
    answer = sign_in(browser, channel)
    assert answer.url == url("channel_account", channel, channel.pk)
    assert not Credential.objects.exists()
    assert "@ada@" in browser.get(answer.url).content.decode()

    answer = browser.post(answer.url, {"account": str(mastodon.me.id)})

    assert answer.url == url("channel_detail", channel, channel.pk)
    channel.refresh_from_db()
    assert channel.account_id == str(mastodon.me.id)
    assert channel.limits["characters"] == 500
    token = Credential.objects.get().tokens["access"]
    assert (
        httpx.get(
            f"{channel.base_url}/api/v1/accounts/verify_credentials", headers={"Authorization": f"Bearer {token}"}
        ).json()["username"]
        == "ada"
    )
    assert not SignInAttempt.objects.exists()


def test_the_address_binds_the_code_to_a_secret_that_stays_here(browser, channel, mastodon):
    address = begin(browser, channel)
    asked = parse_qs(urlsplit(address).query)
    attempt = SignInAttempt.objects.get()

    assert asked["code_challenge_method"] == ["S256"]
    assert asked["code_challenge"] == [challenge_of(attempt.secrets["verifier"])]
    assert asked["redirect_uri"][0].endswith(url("sign_in_return", channel))
    assert attempt.secrets["verifier"] not in address
    back(browser, agree_over_there(address))
    sent = [
        body
        for (_m, path, _h), body in zip(mastodon.proxy.requests, mastodon.proxy.bodies, strict=True)
        if path == "/oauth/token"
    ]
    assert parse_qs(sent[0].decode())["code_verifier"] == [attempt.secrets["verifier"]]


def test_tokens_keys_and_verifier_are_encrypted_and_in_no_record(browser, channel):
    begin(browser, channel)
    verifier = SignInAttempt.objects.get().secrets["verifier"]
    secret = PlatformApp.objects.get().keys["client_secret"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT secrets FROM channels_mgmt_signinattempt UNION SELECT keys FROM channels_mgmt_platformapp"
        )
        stored = str(cursor.fetchall())
    records = json.dumps(list(AuditEntry.objects.values_list("details", flat=True)), default=str)

    assert verifier not in stored + records
    assert secret not in stored + records


def test_a_server_is_asked_once_who_we_are(browser, channel, mastodon):
    begin(browser, channel)
    begin(browser, channel)

    asked = [path for method, path, _headers in mastodon.proxy.requests if path == "/api/v1/apps"]
    assert len(asked) == 1
    assert SignInAttempt.objects.count() == 1


def test_the_same_way_back_opens_nothing_a_second_time(browser, channel):
    returned = agree_over_there(begin(browser, channel))
    back(browser, returned)

    answer = back(browser, returned)

    assert answer.url == url("channel_list", channel)
    assert SignInAttempt.objects.get().is_opened


@pytest.mark.parametrize("change", ["wrong state", "no state", "other session", "other person", "other town", "late"])
def test_who_did_not_begin_it_here_and_now_cannot_end_it(browser, channel, officer, mastodon, change):
    """Removal: any line of the filter in ``_attempt_of``."""
    returned = urlsplit(agree_over_there(begin(browser, channel)))
    query = {key: values[0] for key, values in parse_qs(returned.query).items()}
    path, somebody = returned.path, browser
    if change == "wrong state":
        query["state"] = "x" * 43
    if change == "no state":
        del query["state"]
    if change == "other session":
        somebody = Client()
        somebody.force_login(officer)
    if change == "other person":
        colleague = person(channel.municipality, Role.COMMUNICATIONS)
        SignInAttempt.objects.update(person=colleague)
    if change == "other town":
        with scopes_disabled():
            other = MunicipalityFactory()
            Membership.objects.create(user=officer, municipality=other, role=Role.COMMUNICATIONS)
        path = reverse("channels:sign_in_return", args=[other.slug])
    if change == "late":
        SignInAttempt.objects.update(ends_at=now() - timedelta(seconds=1))
    mastodon.proxy.requests.clear()

    answer = somebody.get(f"{path}?{urlencode(query)}")

    assert answer.status_code == 302
    assert answer.url.endswith("/kanaele/")
    assert mastodon.proxy.requests == []
    with scope(municipality=channel.municipality):
        assert not Credential.objects.exists()
        assert not SignInAttempt.objects.get().is_opened


def test_a_person_who_refused_is_told_so_and_nothing_is_kept(browser, channel):
    state = state_in(begin(browser, channel))

    answer = browser.get(url("sign_in_return", channel), {"state": state, "error": "access_denied"}, follow=True)

    assert answer.redirect_chain[-1][0] == url("channel_connect", channel, channel.pk)
    assert "abgelehnt" in answer.content.decode()
    assert not SignInAttempt.objects.exists()
    assert not Credential.objects.exists()


def test_what_a_stranger_writes_into_the_address_is_not_shown(browser, channel):
    state = state_in(begin(browser, channel))

    answer = browser.get(
        url("sign_in_return", channel), {"state": state, "error": "<b>Rufen Sie 0190 an</b>"}, follow=True
    )

    assert "<b>Rufen" not in answer.content.decode()
    assert "0190 an" not in answer.content.decode()


def test_looking_at_the_way_back_does_not_use_it_up(browser, channel):
    returned = agree_over_there(begin(browser, channel))

    browser.head(returned)

    assert back(browser, returned).url == url("channel_account", channel, channel.pk)


def test_signing_in_with_another_account_is_refused_with_both_names(browser, channel, officer):
    """Removal: the comparison in ``choose_account``."""
    connect_channel(channel, actor=officer, secret="ada_token")
    answer = sign_in(browser, channel, "grace")
    other = re.search(r'name="account" value="([^"]+)"', browser.get(answer.url).content.decode()).group(1)

    refused = browser.post(answer.url, {"account": other})

    assert refused.status_code == 422
    assert "@grace@" in refused.content.decode()
    assert "@ada@" in refused.content.decode()
    assert Credential.objects.get().tokens == {"access": "ada_token"}


def test_an_account_that_was_not_opened_cannot_be_chosen(browser, channel):
    answer = sign_in(browser, channel)

    refused = browser.post(answer.url, {"account": "4711"})

    assert refused.status_code == 422
    assert not Channel.objects.get().account_id


def test_signing_in_again_keeps_the_channel_and_mends_it(browser, channel, officer, mastodon):
    connect_channel(channel, actor=officer, secret="ada_token")
    Credential.objects.update(broken_since=now())

    answer = sign_in(browser, channel)
    browser.post(answer.url, {"account": str(mastodon.me.id)})

    credential = Credential.objects.get()
    assert credential.channel_id == channel.pk
    assert credential.broken_since is None
    assert credential.tokens["access"] != "ada_token"


def test_what_nobody_finishes_is_forgotten_with_its_tokens(browser, channel):
    sign_in(browser, channel)
    SignInAttempt.objects.update(ends_at=now() - timedelta(seconds=1))

    tasks.sweep_deliveries()

    assert not SignInAttempt.objects.exists()
    assert browser.post(url("channel_account", channel, channel.pk), {"account": "1"}).status_code == 302


def test_ending_a_sign_in_forgets_it(browser, channel):
    begin(browser, channel)

    browser.post(url("sign_in", channel, channel.pk), {"step": "cancel"})

    assert not SignInAttempt.objects.exists()


def test_somebody_without_the_right_begins_nothing(client, channel, mastodon):
    client.force_login(person(channel.municipality, Role.EDITOR))
    mastodon.proxy.requests.clear()

    assert client.post(url("sign_in", channel, channel.pk), {"step": "begin"}).status_code == 403
    assert client.get(url("sign_in_return", channel)).status_code == 403
    assert mastodon.proxy.requests == []


def test_a_server_that_forgot_us_is_told_anew(browser, channel, mastodon):
    returned = agree_over_there(begin(browser, channel))
    mastodon.proxy.arm("POST", "/oauth/token", (401, {}, b'{"error": "invalid_client"}'))

    answer = back(browser, returned)

    assert answer.url == url("channel_connect", channel, channel.pk)
    assert not PlatformApp.objects.exists()
    assert begin(browser, channel)


@pytest.mark.parametrize(
    "answer",
    [
        (400, {}, b'{"error": "invalid_grant"}'),
        (200, {}, b'{"access_token": ""}'),
        (200, {}, b'{"access_token": 7}'),
        (200, {}, b"gibberish"),
        (500, {}, b""),
        (429, {"Retry-After": "30"}, b"{}"),
        (200, {}, b'{"access_token": "t", "scope": "read:accounts read:statuses"}'),
    ],
)
def test_what_the_server_answers_oddly_connects_nothing_and_is_said(browser, channel, mastodon, answer):
    returned = agree_over_there(begin(browser, channel))
    mastodon.proxy.arm("POST", "/oauth/token", answer)

    shown = back(browser, returned)

    assert shown.url == url("channel_connect", channel, channel.pk)
    assert not SignInAttempt.objects.exists()
    assert not Credential.objects.exists()
    assert AuditEntry.objects.filter(action="channels.sign_in_failed").count() == 1


@pytest.mark.parametrize(
    "answer", [(200, {}, b"{}"), (200, {}, b"[]"), (403, {}, b'{"error": "closed"}'), (500, {}, b"")]
)
def test_a_server_that_does_not_let_us_register_begins_nothing(browser, channel, mastodon, answer):
    mastodon.proxy.arm("POST", "/api/v1/apps", answer)

    assert begin(browser, channel) is None
    assert not SignInAttempt.objects.exists()
    assert not PlatformApp.objects.exists()


# -- addresses typed by people never lead inside --------------------------------------------------


@pytest.mark.parametrize(
    "inside",
    [
        "https://127.0.0.1",
        "https://localhost",
        "https://169.254.169.254",
        "https://10.0.0.5",
        "https://[::1]",
        "https://[fe80::1]",
        "https://[fd00::1]",
        "https://[::ffff:10.0.0.5]",
        "https://[64:ff9b::a00:5]",
    ],
)
def test_no_sign_in_begins_at_an_internal_address(town, officer, settings, inside):
    settings.ALLOW_LOCAL_PEERS = False
    channel = ChannelFactory(municipality=town, connector="mastodon", base_url=inside)

    with pytest.raises(UnsafeAddress):
        begin_sign_in(channel, actor=officer, session_key="s")

    assert not SignInAttempt.objects.exists()


def app_of(account, resolver, monkeypatch):
    """Register with a resolver of the test in place of the system's."""
    monkeypatch.setattr(
        "channels_mgmt.connectors.mastodon.sign_in.Session", lambda given: Session(given, resolver=resolver)
    )
    return MastodonSignIn().register(account, redirect_uri="https://dorf.example/rueckkehr/")


@pytest.mark.parametrize(
    "address", ["10.0.0.5", "127.0.0.1", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:10.0.0.5"]
)
def test_a_name_that_points_inside_by_then_is_not_followed(misbehaving, monkeypatch, address):
    """DNS rebinding: the address was public when it was typed."""
    account = Account(base_url="https://social.example", handle="")

    with pytest.raises(Rejected):
        app_of(account, lambda _host, _port: [address], monkeypatch)


def test_a_redirect_inside_is_not_followed(misbehaving):
    misbehaving.arm("POST", "/api/v1/apps", (302, {"Location": "http://169.254.169.254/latest"}, b""))
    misbehaving.arm("POST", "/oauth/token", (307, {"Location": "http://169.254.169.254/latest"}, b""))
    account = Account(base_url=misbehaving.url, handle="", allow_local=True)
    way = MastodonSignIn()

    with pytest.raises(Rejected):
        way.register(account, redirect_uri="https://dorf.example/rueckkehr/")
    with pytest.raises(Rejected):
        way.redeem(account, AppKeys("a", "b"), redirect_uri="https://dorf.example/", code="c", verifier="v")
    assert len(misbehaving.requests) == 2


def test_no_token_travels_in_an_address(browser, channel, mastodon):
    sign_in(browser, channel)
    token = SignInAttempt.objects.get().secrets["opened"][0]["tokens"]["access"]

    assert all(token not in path for _method, path, _headers in mastodon.proxy.requests)


def test_a_platform_without_a_sign_in_is_connected_by_hand(town, officer):
    assert sign_in_of("bluesky") is None
    assert sign_in_of("practice") is None
    with pytest.raises(Refused):
        begin_sign_in(
            ChannelFactory(municipality=town, connector="bluesky", platform="bluesky", base_url="https://bsky.social"),
            actor=officer,
            session_key="s",
        )
