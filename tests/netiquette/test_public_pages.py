# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Languages, files, days and the memory of the public pages."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from time import monotonic

import pikepdf
import pytest
import time_machine
from django.http import HttpResponse
from django.urls import resolve
from django.utils import timezone

from accounts.models import Role
from netiquette import services
from netiquette.models import Clause
from netiquette.views.middleware import PublicPagesMiddleware, Remembered
from tests.factories import PASSWORD, person
from tests.netiquette.factories import draft_netiquette, scheduled_netiquette, signed_netiquette, submitted_netiquette


@pytest.fixture
def url(town):
    town.contact_email, town.website = "rathaus@stadt.example", "https://stadt.example"
    town.save()
    return f"/{town.slug}/netiquette/"


def test_the_page_changes_at_the_planned_midnight_though_nobody_switched(town, client, url):
    signed_netiquette(town)
    second = scheduled_netiquette(town)

    with time_machine.travel(second.planned_for - timedelta(seconds=1), tick=False):
        before = client.get(url)
    with time_machine.travel(second.planned_for, tick=False):
        after = client.get(url, headers={"if-none-match": before.headers["ETag"]})

    assert "Fassung 1" in before.content.decode() and "Fassung 2" not in before.content.decode()
    assert after.status_code == 200 and "Fassung 2, in Kraft" in after.content.decode()


def test_what_is_planned_is_not_public(town, client, url):
    signed_netiquette(town)
    scheduled_netiquette(town)

    assert client.get(f"{url}version/2/").status_code == 404


def test_nothing_makes_the_page_vary_or_sets_a_cookie_and_headers_of_safety_are_there(town, client, url):
    signed_netiquette(town)

    response = client.get(url, headers={"cookie": "sessionid=x", "accept-language": "en"})

    assert "Vary" not in response.headers and "Set-Cookie" not in response.headers
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert "Last-Modified" in response.headers


def test_the_page_exists_in_plain_language_and_english_with_their_tags(town, client, url):
    signed_netiquette(town)

    plain = client.get(f"{url}sprache/leicht/").content.decode()
    english = client.get(f"{url}sprache/en/")

    assert '<div lang="de-simple"' in plain and "Niemanden beleidigen" in plain
    assert english.headers["Content-Language"] == "en" and '<html lang="en">' in english.content.decode()
    assert 'hreflang="de-simple"' in client.get(url).content.decode()


@pytest.mark.parametrize("code", ["tr", "de", "xx"])
def test_a_language_without_a_translation_has_no_page(town, client, url, code):
    signed_netiquette(town)

    assert client.get(f"{url}sprache/{code}/").status_code == 404


def test_a_stale_translation_says_that_the_german_text_applies(town, client, url):
    officer = person(town, Role.COMMUNICATIONS)
    netiquette = draft_netiquette(town, author=officer)
    clause = Clause.objects.get(netiquette=netiquette, key="werbung")
    services.edit_clause(
        clause, actor=officer, seen=clause.fingerprint, title=clause.title, text="Neu.", is_ground_for_measures=True
    )
    services.submit_netiquette(netiquette, actor=officer)
    services.sign_netiquette(netiquette, actor=person(town, Role.LEADERSHIP), password=PASSWORD)

    page = client.get(f"{url}sprache/leicht/").content.decode()

    assert "Übersetzung wird überarbeitet – es gilt die deutsche Fassung." in page


def test_a_decision_of_then_still_points_at_the_clause_as_it_read(town, client, url):
    """Address of the version and anchor of the clause outlive the next version."""
    first = signed_netiquette(town)
    then = first.clauses.get(key="werbung").text
    officer = person(town, Role.COMMUNICATIONS)
    draft = services.start_netiquette(town, actor=officer)
    services.remove_clause(draft.clauses.get(key="werbung"), actor=officer)
    services.submit_netiquette(draft, actor=officer)
    services.sign_netiquette(draft, actor=person(town, Role.LEADERSHIP), password=PASSWORD)

    old = client.get(f"{url}version/1/").content.decode()

    assert 'id="werbung"' in old and then[:60] in old
    assert 'id="werbung"' not in client.get(url).content.decode()


def test_the_address_of_a_day_leads_to_its_version(town, client, url):
    signed_netiquette(town)
    today = timezone.localdate()

    response = client.get(f"{url}am/{today:%Y-%m-%d}/")

    assert (response.status_code, response.headers["Location"]) == (302, f"{url}version/1/")


def test_a_day_on_which_versions_met_names_both(town, client, url):
    signed_netiquette(town)
    second = submitted_netiquette(town)
    services.sign_netiquette(second, actor=person(town, Role.LEADERSHIP), password=PASSWORD)

    page = client.get(f"{url}am/{timezone.localdate():%Y-%m-%d}/").content.decode()

    assert f"{url}version/1/" in page and f"{url}version/2/" in page


@pytest.mark.parametrize("day", ["2020-01-01", "2999-01-01", "0001-01-01", "9999-12-31", "2026-02-30", "gestern"])
def test_days_without_a_version_are_not_found(town, client, url, day):
    signed_netiquette(town)

    assert client.get(f"{url}am/{day}/").status_code == 404


@pytest.mark.parametrize("path", ["pdf/", "sprache/leicht/pdf/", "version/1/pdf/", "aushang/a4/", "aushang/a3/"])
def test_files_are_tagged_pdf_with_language_and_title(town, client, url, path):
    signed_netiquette(town)

    response = client.get(f"{url}{path}")

    assert response.headers["Content-Type"] == "application/pdf" and "Set-Cookie" not in response.headers
    with pikepdf.open(io.BytesIO(response.content)) as document:
        assert document.Root.MarkInfo.Marked and str(document.Root.Lang).startswith("de")
        assert document.open_metadata()["pdfuaid:part"] == "1"
        if path.startswith("aushang"):
            width = float(document.pages[0].mediabox[2])
            assert len(document.pages) == 1 and round(width) == {"a4": 595, "a3": 842}[path[8:10]]


def test_the_poster_shows_the_short_address_which_leads_to_the_page(town, client, url):
    signed_netiquette(town)

    page = client.get(f"{url}aushang/").content.decode()
    short = client.get(f"/{town.slug}/n/")

    assert f"localhost/{town.slug}/n/" in page and "data:image/svg+xml;base64," in page
    assert short.headers["Location"] == url


def test_without_a_version_there_is_neither_file_nor_poster(town, client, url):
    for path in ("pdf/", "aushang/", "aushang/a4/", "sprache/en/"):
        assert client.get(f"{url}{path}").status_code == 404
    signed_netiquette(town)
    assert client.get(f"{url}aushang/a7/").status_code == 404


def test_a_remembered_page_asks_the_database_nothing(town, client, url, settings, django_assert_num_queries):
    settings.PUBLIC_PAGE_SECONDS = 1
    signed_netiquette(town)
    with time_machine.travel(timezone.now(), tick=False):
        first = client.get(url)

        with django_assert_num_queries(0):
            again = client.get(url)
            unchanged = client.get(url, headers={"if-none-match": first.headers["ETag"]})
            since = client.get(url, headers={"if-modified-since": first.headers["Last-Modified"]})

    assert again.content == first.content and again.headers["ETag"] == first.headers["ETag"]
    assert "Content-Security-Policy" in again.headers
    assert (unchanged.status_code, unchanged.content, since.status_code) == (304, b"", 304)


def test_a_remembered_page_is_forgotten_within_a_second(town, client, url, settings, monkeypatch):
    """What another host publishes is shown here at the latest one second later."""
    settings.PUBLIC_PAGE_SECONDS = 0.9  # as in production; the rest is for drawing the page
    signed_netiquette(town)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        monkeypatch.setattr("netiquette.views.middleware.monotonic", lambda: timezone.now().timestamp())
        client.get(url)
        second = submitted_netiquette(town)
        services.sign_netiquette(second, actor=person(town, Role.LEADERSHIP), password=PASSWORD)

        clock.shift(1)

        assert "Fassung 2, in Kraft" in client.get(url).content.decode()


def test_a_remembered_page_ends_at_the_planned_instant(town, client, url, settings):
    """Detects a memory that outlives the switch by a part of a second."""
    settings.PUBLIC_PAGE_SECONDS = 1
    signed_netiquette(town)
    second = scheduled_netiquette(town)
    with time_machine.travel(second.planned_for - timedelta(milliseconds=300), tick=False) as clock:
        assert "Fassung 1, in Kraft" in client.get(url).content.decode()

        clock.shift(timedelta(milliseconds=300))

        assert "Fassung 2, in Kraft" in client.get(url).content.decode()


def test_addresses_with_a_question_and_missing_pages_are_not_remembered(town, client, url, settings):
    settings.PUBLIC_PAGE_SECONDS = 1
    with time_machine.travel(datetime(2027, 1, 5, 12, tzinfo=timezone.get_default_timezone()), tick=False):
        assert client.get(url).status_code == 404
        signed_netiquette(town)

        assert client.get(url).status_code == 200


def test_a_foreign_host_is_refused_though_the_page_is_remembered(town, client, url, settings):
    settings.PUBLIC_PAGE_SECONDS = 1
    signed_netiquette(town)
    client.get(url)

    assert client.get(url, headers={"host": "boese.example"}).status_code == 400


def test_in_a_rush_one_draws_the_page_anew_and_the_others_wait_for_it(town, rf, settings, monkeypatch):
    """Detects a crowd in which everybody draws the page that has just grown old."""
    settings.PUBLIC_PAGE_SECONDS = 1
    crowd, arrived, drawn = 4, Barrier(4), []
    middleware = PublicPagesMiddleware(lambda request: HttpResponse("another page"))

    def draw(request):
        drawn.append(request)
        response = HttpResponse("drawn", headers={"ETag": '"x"'})
        response.true_until = None
        middleware._remember(request, response, resolve(request.path), monotonic())
        return response

    def visit(_number):
        arrived.wait(10)
        return middleware(rf.get(f"/{town.slug}/netiquette/")).content

    monkeypatch.setattr(middleware, "_drawn", draw)
    path = f"/{town.slug}/netiquette/"
    old = Remembered(b"old", headers=(), modified=None, match=resolve(path), ends_at=monotonic() - 1, until=None)
    middleware.pages[path] = old

    with ThreadPoolExecutor(crowd) as pool:
        seen = list(pool.map(visit, range(crowd)))

    assert (seen, len(drawn)) == ([b"drawn"] * crowd, 1)
