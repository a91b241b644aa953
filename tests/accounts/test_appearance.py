# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Light or dark is remembered by the browser, and by nothing else."""

import pytest
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser_of_a_person(client):
    client.force_login(UserFactory(), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_chosen_theme_is_remembered_and_leads_back_to_the_page(browser_of_a_person):
    answer = browser_of_a_person.post(reverse("set_theme"), {"theme": "dark", "next": "/stil/"})

    assert answer.status_code == 302
    assert answer.url == "/stil/"
    assert answer.cookies["theme"].value == "dark"
    assert 'data-kern-theme="dark"' in browser_of_a_person.get("/stil/").content.decode()


def test_as_the_device_forgets_the_choice(browser_of_a_person):
    browser_of_a_person.post(reverse("set_theme"), {"theme": "dark"})
    browser_of_a_person.post(reverse("set_theme"), {"theme": "auto"})

    assert "data-kern-theme" not in browser_of_a_person.get("/stil/").content.decode()


def test_an_unknown_theme_is_never_kept(browser_of_a_person):
    answer = browser_of_a_person.post(reverse("set_theme"), {"theme": 'x" onload="'})

    assert answer.cookies["theme"].value == ""


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_the_way_back_never_leads_to_another_site(browser_of_a_person, target):
    answer = browser_of_a_person.post(reverse("set_theme"), {"theme": "dark", "next": target})

    assert answer.url == "/"


def test_only_a_form_changes_the_theme(browser_of_a_person):
    assert browser_of_a_person.get(reverse("set_theme")).status_code == 405


def test_a_forged_cookie_does_not_reach_the_page(client):
    client.cookies["theme"] = "neon"

    assert "neon" not in client.get("/stil/").content.decode()
