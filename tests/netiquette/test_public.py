# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import re

import pytest
from django.conf import settings
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from accounts.models import Role
from netiquette import services
from netiquette.models import Clause
from tests.factories import PASSWORD, MunicipalityFactory, person
from tests.netiquette.factories import signed_netiquette, submitted_netiquette


@pytest.fixture
def url(town):
    return f"/{town.slug}/netiquette/"


def test_citizens_read_the_version_in_force_without_login(town, client, url):
    signed_netiquette(town)

    response = client.get(url)

    page = response.content.decode()
    assert response.status_code == 200
    assert 'id="beleidigung"' in page and 'id="beschwerde"' in page
    assert "Fassung 1" in page


def test_the_page_sets_no_cookie_runs_no_script_and_names_nobody(town, client, url):
    """Detects anything that would track a citizen."""
    netiquette = signed_netiquette(town)

    response = client.get(url)

    page = response.content.decode()
    assert "Set-Cookie" not in response.headers and not response.cookies
    assert "<script" not in page and "csrf" not in page
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page.replace(settings.BASE_URL, ""))
    assert netiquette.signed_by.name not in page


def test_a_signed_in_person_sees_the_very_same_page(town, client, url):
    signed_netiquette(town)
    anonymous = client.get(url)
    client.force_login(person(town, Role.COMMUNICATIONS))

    signed_in = client.get(url)

    assert signed_in.content == anonymous.content
    assert signed_in.headers["ETag"] == anonymous.headers["ETag"]
    assert "Set-Cookie" not in signed_in.headers


def test_the_document_is_german_whatever_the_browser_prefers(town, client, url):
    signed_netiquette(town)

    german = client.get(url, headers={"accept-language": "de"})
    english = client.get(url, headers={"accept-language": "en"})

    assert english.content == german.content
    assert english.headers["Content-Language"] == "de"
    assert '<html lang="de">' in english.content.decode()


def test_an_unchanged_page_is_not_sent_again(town, client, url):
    signed_netiquette(town)
    etag = client.get(url).headers["ETag"]

    again = client.get(url, headers={"if-none-match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == etag


def test_a_new_version_is_shown_at_once(town, client, url):
    """Detects an ETag that outlives the version."""
    signed_netiquette(town)
    etag = client.get(url).headers["ETag"]
    second = submitted_netiquette(town)
    services.sign_netiquette(second, actor=person(town, Role.LEADERSHIP), password=PASSWORD)

    response = client.get(url, headers={"if-none-match": etag})

    assert response.status_code == 200
    assert "Fassung 2" in response.content.decode()


def test_older_versions_stay_readable_with_the_days_they_were_in_force(town, client, url):
    signed_netiquette(town)
    second = submitted_netiquette(town)
    services.sign_netiquette(second, actor=person(town, Role.LEADERSHIP), password=PASSWORD)

    response = client.get(f"{url}version/1/")

    page = response.content.decode()
    assert response.status_code == 200
    assert 'id="beleidigung"' in page
    assert f'href="{url}"' in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize("version", [2, 99])
def test_drafts_and_unknown_versions_are_nobodys_business(town, client, url, version):
    signed_netiquette(town)
    submitted_netiquette(town)

    assert client.get(f"{url}version/{version}/").status_code == 404


def test_without_a_published_version_the_page_says_so(town, client, url):
    submitted_netiquette(town)

    response = client.get(url)

    assert response.status_code == 404
    assert "Beleidigung" not in response.content.decode()
    assert "Set-Cookie" not in response.headers


def test_a_text_changed_past_the_signature_is_not_shown(town, client, url):
    """Detects a public page that does not ask whether the signature still holds."""
    signed_netiquette(town)
    Clause.objects.filter(key="werbung").update(text="Untergeschoben.")

    response = client.get(url)

    assert response.status_code == 404
    assert "Untergeschoben" not in response.content.decode()
    assert client.get(f"{url}version/1/").status_code == 404


def test_the_page_shows_this_towns_text_only(town, client, url):
    other = MunicipalityFactory()
    with scope(municipality=other):
        theirs = signed_netiquette(other)
    signed_netiquette(town)

    assert theirs.municipality.name not in client.get(url).content.decode()


def test_the_page_takes_four_queries_however_many_clauses_and_versions(town, client, url, django_assert_num_queries):
    signed_netiquette(town)
    client.get(url)  # which links other apps add is read once a minute
    with scopes_disabled(), django_assert_num_queries(4):
        client.get(url)
    for _ in range(3):
        submitted = submitted_netiquette(town)
        services.sign_netiquette(submitted, actor=person(town, Role.LEADERSHIP), password=PASSWORD)

    with scopes_disabled(), django_assert_num_queries(4):
        client.get(url)


def test_the_wording_is_shown_as_text_never_as_markup(town, client, url):
    officer = person(town, Role.COMMUNICATIONS)
    netiquette = submitted_netiquette(town)
    services.add_clause(netiquette, actor=officer, title="<b>Fett</b>", text="<script>alert(1)</script>")
    services.submit_netiquette(netiquette, actor=officer)
    services.sign_netiquette(netiquette, actor=person(town, Role.LEADERSHIP), password=PASSWORD)

    page = client.get(reverse("netiquette:netiquette", args=[town.slug])).content.decode()

    assert "<script" not in page and "<b>Fett" not in page
    assert "&lt;script&gt;" in page


def test_a_long_netiquette_begins_with_its_contents(town, client, url):
    netiquette = signed_netiquette(town)

    page = client.get(url).content.decode()

    contents = page[page.index('id="contents-title"') : page.index("</nav>", page.index('id="contents-title"'))]
    assert [f'href="#{clause.key}"' in contents for clause in netiquette.clauses.all()] == [
        True
    ] * netiquette.clauses.count()
