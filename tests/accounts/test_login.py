# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest
from allauth.account.models import EmailAddress

from accounts.models import Role
from accounts.services.demo_people import PEOPLE, people_of_the_demo
from tests.factories import PASSWORD, MunicipalityFactory, person

LOGIN = "/konto/login/"


@pytest.fixture
def editor(town):
    editor = person(town, Role.EDITOR)
    EmailAddress.objects.create(user=editor, email=editor.email, verified=True, primary=True)
    return editor


def signed_in(client):
    return "_auth_user_id" in client.session


def test_the_mail_address_is_the_login(town, client, editor):
    response = client.post(LOGIN, {"login": editor.email, "password": PASSWORD})

    assert response.status_code == 302 and signed_in(client)


def test_a_wrong_password_explains_itself_and_tells_nothing_about_accounts(town, client, editor):
    known = client.post(LOGIN, {"login": editor.email, "password": "falsch"})
    unknown = client.post(LOGIN, {"login": "niemand@stadt.example", "password": "falsch"})

    words = [list(page.context["form"].non_field_errors()) for page in (known, unknown)]
    assert words[0] == words[1] and len(words[0]) == 1
    assert not signed_in(client)


def test_five_wrong_passwords_lock_the_address_for_a_while(town, client, editor):
    """Detects the removal of the throttle on logins."""
    for _ in range(5):
        client.post(LOGIN, {"login": editor.email, "password": "falsch"})

    client.post(LOGIN, {"login": editor.email, "password": PASSWORD})

    assert not signed_in(client)


def test_somebody_who_was_shut_out_does_not_come_in(town, client, editor):
    editor.is_active = False
    editor.save()

    client.post(LOGIN, {"login": editor.email, "password": PASSWORD})

    assert not signed_in(client)


def test_nobody_registers(client, db):
    page = client.post("/konto/signup/", {"email": "a@b.example", "password1": PASSWORD})

    assert "account/signup_closed.html" in [template.name for template in page.templates]


def test_the_home_page_leads_to_the_only_town(town, client, editor):
    client.force_login(editor)

    assert client.get("/").headers["Location"].startswith(f"/{town.slug}/")


def test_the_home_page_asks_which_of_several_towns(town, client, editor):
    other = MunicipalityFactory()
    editor.memberships.create(municipality=other, role=Role.READER)
    client.force_login(editor)

    page = client.get("/").content.decode()

    assert f'href="/{town.slug}/"' in page and f'href="/{other.slug}/"' in page


def test_somebody_without_a_town_is_told_whom_to_ask(client, db):
    client.force_login(person(MunicipalityFactory()))

    assert client.get("/").status_code == 200


# -- demo ---------------------------------------------------------------------------------------


def test_the_login_page_of_the_demo_offers_each_role(town, client):
    people_of_the_demo(town)

    page = client.get(LOGIN).content.decode()

    assert all(demo.email in page for demo in PEOPLE)
    assert {demo.role for demo in PEOPLE} == set(Role.values)


@pytest.mark.parametrize("demo", PEOPLE, ids=lambda demo: demo.email)
def test_one_click_signs_in(town, client, demo):
    people_of_the_demo(town)

    client.post("/demo/anmelden/", {"email": demo.email})

    assert signed_in(client)
    assert client.get("/").headers["Location"].startswith(f"/{town.slug}/")


def test_one_click_signs_in_as_nobody_outside_the_list(town, client, editor):
    assert client.post("/demo/anmelden/", {"email": editor.email}).status_code == 404
    assert not signed_in(client)


def test_the_demo_login_needs_a_click(town, client):
    people_of_the_demo(town)

    assert client.get("/demo/anmelden/", {"email": PEOPLE[0].email}).status_code == 405


def test_outside_the_demo_the_door_is_shut_and_nobody_is_offered(town, client, settings):
    """Detects a view that trusts the route alone."""
    people_of_the_demo(town)
    settings.DEMO = False

    assert client.post("/demo/anmelden/", {"email": PEOPLE[0].email}).status_code == 404
    assert PEOPLE[0].email not in client.get(LOGIN).content.decode()
    assert not signed_in(client)
