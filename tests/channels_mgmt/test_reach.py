# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Links of a scheduled post are looked at once, from outside, and hold nothing back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from channels_mgmt import tasks
from channels_mgmt.connectors.contract import Timeouts
from channels_mgmt.connectors.reach import ENOUGH_BYTES, Look, Outcome, look_at
from channels_mgmt.models import LinkCheck
from channels_mgmt.services.planning import schedule_post, submit_post
from channels_mgmt.services.reach import ask_for_links, links_in, look_at_link
from core.localtime import to_wall
from tests.channels_mgmt.factories import draft, live_channel
from tests.connectors import proxy as faults
from tests.connectors.proxy import FaultProxy, free_port
from tests.racing import race

SHORT = Timeouts(connect=1, read=0.5, total=1)


@pytest.fixture
def server():
    server = FaultProxy()
    yield server
    server.stop()


def look(url, **options):
    return look_at(url, **{"allow_local": True, "timeouts": SHORT} | options)


def methods(server):
    return [method for method, _path, _headers in server.requests]


@pytest.mark.parametrize(
    ("head", "get", "outcome", "asked"),
    [
        (200, None, Look(Outcome.REACHED, 200), ["HEAD"]),
        (405, 200, Look(Outcome.REACHED, 200), ["HEAD", "GET"]),
        (404, 404, Look(Outcome.GONE, 404), ["HEAD", "GET"]),
        (403, 403, Look(Outcome.REFUSED, 403), ["HEAD", "GET"]),
        (500, 503, Look(Outcome.BROKEN, 503), ["HEAD", "GET"]),
        (faults.BEFORE, None, Look(Outcome.SILENT), ["HEAD"]),
        (405, faults.HUGE, Look(Outcome.REACHED, 200), ["HEAD", "GET"]),
    ],
)
def test_a_link_is_asked_for_as_a_reader_would(server, head, get, outcome, asked):
    server.arm("HEAD", "/", head if isinstance(head, str) else (head, {}, b""))
    if get is not None:
        server.arm("GET", "/", (200, {}, b"x" * (ENOUGH_BYTES * 50)) if get == faults.HUGE else (get, {}, b"Seite"))

    assert look(f"{server.url}/seite") == outcome
    assert methods(server) == asked


def test_a_name_and_password_in_a_link_are_not_sent(server):
    server.arm("HEAD", "/", (200, {}, b""))

    look(server.url.replace("http://", "http://name:wort@"))

    assert "authorization" not in server.requests[0][2]


def test_redirects_are_followed_and_circles_end(server):
    server.arm("HEAD", "/alt", (301, {"Location": "/neu"}, b""))
    server.arm("HEAD", "/neu", (200, {}, b""))
    assert look(f"{server.url}/alt") == Look(Outcome.REACHED, 200)

    server.reset()
    server.arm("HEAD", "/kreis", (302, {"Location": "/kreis"}, b""), times=20)
    assert look(f"{server.url}/kreis") == Look(Outcome.BROKEN, 302)
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    "inside",
    [
        "http://169.254.169.254/",
        "http://10.0.0.1/",
        "http://[::ffff:10.0.0.1]/",
        "http://0x0a000001/",
        "http://[fe80::1]/",
    ],
)
def test_neither_a_link_nor_a_redirect_leads_inside(server, inside):
    server.arm("HEAD", "/", (302, {"Location": inside}, b""))

    assert look(inside).outcome == Outcome.INTERNAL
    assert look(server.url).outcome == Outcome.INTERNAL


def test_without_the_setting_the_own_machine_is_internal_and_a_name_that_changes_too(server):
    assert look(server.url, allow_local=False).outcome == Outcome.INTERNAL
    changed = look("http://stadt.example/", allow_local=False, resolver=lambda _host, _port: ["127.0.0.1"])
    assert changed.outcome == Outcome.INTERNAL
    assert server.requests == []


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:{port}/", "https://gibt-es-nicht.invalid/", "http://[", "http://a:99999/"]
)
def test_what_cannot_be_asked_is_silent(url):
    assert look(url.replace("{port}", str(free_port()))).outcome == Outcome.SILENT


def test_a_redirect_out_of_the_web_is_silent(server):
    server.arm("HEAD", "/", (302, {"Location": "file:///etc/passwd"}, b""))

    assert look(server.url).outcome == Outcome.SILENT


# -- the row is the queue


@pytest.fixture
def channel(town):
    return live_channel(town)


@pytest.fixture
def scheduled(town, officer, channel, server, settings):
    """A post with a link, scheduled for tomorrow."""
    settings.ALLOW_LOCAL_PEERS = True
    post = draft(town, officer, [channel], text=f"Mehr: {server.url}/seite.", risk="routine")
    submit_post(post, actor=officer)
    schedule_post(post, actor=officer, wall=to_wall(now() + timedelta(days=1), town.timezone))
    return post


def test_a_scheduled_post_has_its_links_looked_at_once(scheduled, server):
    server.arm("HEAD", "/seite", (200, {}, b""))
    assert tasks.is_a_link_due()

    for _ring in range(3):
        tasks.look_at_links()

    row = LinkCheck.objects.get()
    assert (row.url, row.outcome, row.status, row.level) == (f"{server.url}/seite", "reached", 200, "success")
    assert methods(server) == ["HEAD"]
    assert not tasks.is_a_link_due()


def test_a_dead_link_holds_nothing_back_and_stands_on_the_page_with_its_time(scheduled, server, town, as_officer):
    server.arm("HEAD", "/seite", (404, {}, b""))
    server.arm("GET", "/seite", (404, {}, b""))

    tasks.look_at_links()

    page = as_officer.get(reverse("planning:post_detail", args=[town.slug, scheduled.pk])).content.decode()
    assert "nicht gefunden" in page
    assert "(404)" in page
    assert scheduled.deliveries.get().is_scheduled


def test_moving_a_post_asks_again_and_a_link_taken_out_is_forgotten(scheduled, officer, town, server):
    server.arm("HEAD", "/seite", (200, {}, b""), times=2)
    tasks.look_at_links()

    schedule_post(scheduled, actor=officer, wall=to_wall(now() + timedelta(days=2), town.timezone))
    tasks.look_at_links()
    assert len(server.requests) == 2

    ask_for_links(scheduled, ["Kein Link mehr."])
    assert not LinkCheck.objects.exists()


def test_who_comes_second_does_not_look_and_who_died_is_replaced(scheduled, server):
    row = LinkCheck.objects.get()
    LinkCheck.objects.update(due_at=now() + timedelta(seconds=30))
    assert not look_at_link(row.pk)

    LinkCheck.objects.update(due_at=now() - timedelta(seconds=1))
    server.arm("HEAD", "/seite", (200, {}, b""))
    assert look_at_link(row.pk)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_six_who_come_at_once_one_looks(town, scheduled, server):
    server.arm("HEAD", "/seite", (200, {}, b""), times=6)
    pk = LinkCheck.objects.get().pk

    results = race(town, [lambda: look_at_link(pk)] * 6)

    assert sorted(results) == [False] * 5 + [True]
    assert len(server.requests) == 1


def test_the_links_of_a_text_once_each_and_no_endless_ones():
    long = "https://a.de/" + "x" * 500

    assert links_in(["https://a.de/x, https://b.de", f"https://a.de/x {long}", ""]) == [
        "https://a.de/x",
        "https://b.de",
    ]
    assert len(links_in([" ".join(f"https://a.de/{n}" for n in range(50))])) == 20
