# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nothing of a town reaches another town or somebody without login; every address is asked.

The table stands in ``tests/leaks.py``. Each test collects what is wrong and compares it with ``{}``.
"""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.test import Client
from django.urls import path, reverse
from django_scopes import scopes_disabled

from accounts.models import Role
from tests.factories import MunicipalityFactory, person
from tests.leak_world import World
from tests.leaks import ADMIN, OWN_ACCOUNT, PUBLIC, RULES, all_addresses, allowed

GONE = {404}
NOT_HERE = {404, 405}


@pytest.fixture
def leak(db):
    """The town whose rows must not be seen elsewhere."""
    return World.build("Geheimlingen")


@pytest.fixture
def home(db):
    """Another town with the same kinds of rows."""
    return World.build("Nachbarheim")


def ask(client, name, kwargs):
    """Status codes of GET and POST."""
    url = reverse(name, kwargs=kwargs)
    return client.get(url).status_code, client.post(url).status_code


def signed_in(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_every_address_has_a_rule_and_every_rule_an_address():
    """Complete by construction: fails for a new address until tests/leaks.py says who may see it."""
    assert set(all_addresses()) == {*RULES, *PUBLIC, *OWN_ACCOUNT, *ADMIN}


def test_the_addresses_without_login_are_exactly_the_public_ones():
    """Detects a ``login_not_required`` that slipped in."""
    without_login = {
        name for name, found in all_addresses().items() if not getattr(found.callback, "login_required", True)
    }

    assert without_login == PUBLIC


def test_a_new_public_view_would_be_noticed():
    """Proves that the test above sees the mark."""
    view = login_not_required(lambda request: None)

    assert not getattr(path("neu/", view).callback, "login_required", True)


def test_without_login_every_page_of_a_town_leads_to_the_login(leak, client):
    wrong = {}
    for name, rule in RULES.items():
        url = reverse(name, kwargs=rule.kwargs(leak.town, leak.rows))
        for response in (client.get(url), client.post(url)):
            if response.status_code != 302 or not response.headers["Location"].startswith("/konto/login/?next="):
                wrong[name] = response.status_code

    assert wrong == {}


def test_without_login_the_own_account_and_the_admin_view_lead_to_the_login(leak, client):
    wrong = {}
    addresses = OWN_ACCOUNT | {name: {"object_id": leak.rows[row].pk} if row else {} for name, row in ADMIN.items()}
    addresses["admin:app_list"] = {"app_label": "strategy"}
    for name, kwargs in addresses.items():
        response = client.get(reverse(name, kwargs=kwargs), follow=True)
        if not response.redirect_chain or not response.redirect_chain[-1][0].startswith("/konto/login/"):
            wrong[name] = response.redirect_chain or response.status_code

    assert wrong == {}


def test_another_town_does_not_exist_for_any_role(leak):
    """Detects the removal of the town's check in ``TownMiddleware``."""
    elsewhere, wrong = MunicipalityFactory(), {}
    for role in Role.values:
        stranger = signed_in(person(elsewhere, role))
        for name, rule in RULES.items():
            answers = ask(stranger, name, rule.kwargs(leak.town, leak.rows))
            if set(answers) != GONE:
                wrong[f"{role} {name}"] = answers

    assert wrong == {}


def test_rows_of_another_town_do_not_exist_below_the_own_address(leak, home):
    """Detects a query without the town's scope: own short name, foreign key, all roles."""
    client = signed_in(home.everybody)
    wrong = {}
    for name, rule in RULES.items():
        if rule.row:
            answers = ask(client, name, rule.kwargs(home.town, leak.rows))
            if not set(answers) <= NOT_HERE or 404 not in answers:
                wrong[name] = answers

    assert wrong == {}


def test_pages_of_the_own_town_show_nothing_of_another(leak, home):
    """Detects a list or a count without the town's scope."""
    client = signed_in(home.everybody)
    wrong, read = {}, 0
    for name, rule in RULES.items():
        if rule.see is None:
            continue
        response = client.get(reverse(name, kwargs=rule.kwargs(home.town, home.rows)))
        content = b"".join(response) if response.streaming else response.content
        read += response.status_code == 200
        if response.status_code >= 400 and response.status_code != 409:
            wrong[name] = response.status_code
        if leak.town.name.encode() in content or leak.town.slug.encode() in content:
            wrong[name] = "shows the other town"

    assert wrong == {}
    assert read > 40


def test_a_role_without_the_right_is_refused_in_the_own_town(home):
    """Detects a view or service that forgot to ask: reading and sending, each role, 403."""
    wrong = {}
    for role in Role.values:
        client = signed_in(person(home.town, role))
        for name, rule in RULES.items():
            url = reverse(name, kwargs=rule.kwargs(home.town, home.rows))
            for method, permission in (("get", rule.see), ("post", rule.act)):
                if permission is not None and role not in allowed(permission):
                    status = getattr(client, method)(url).status_code
                    if status != 403:
                        wrong[f"{role} {method} {name}"] = status

    assert wrong == {}


def test_the_admin_view_is_for_the_head_of_the_authority(home):
    wrong = {}
    for role in set(Role.values) - {Role.LEADERSHIP}:
        client = signed_in(person(home.town, role))
        for name, row in ADMIN.items():
            kwargs = {"object_id": home.rows[row].pk} if row else {}
            if name == "admin:app_list":
                kwargs = {"app_label": "strategy"}
            if name != "admin:logout":
                status = client.get(reverse(name, kwargs=kwargs), follow=True).status_code
                if status != 403:
                    wrong[f"{role} {name}"] = status

    assert wrong == {}


def test_a_mayor_finds_only_documents_of_the_own_town(leak, home):
    """Detects an admin queryset without the towns the person leads."""
    with scopes_disabled():
        for document in (leak.rows["strategy"], leak.rows["netiquette"]):
            type(document).objects.filter(pk=document.pk).update(state="submitted")
    client = signed_in(person(home.town, Role.LEADERSHIP))
    wrong = {}
    for name, row in ADMIN.items():
        if row:
            answers = ask(client, name, {"object_id": leak.rows[row].pk})
            if set(answers) != GONE:
                wrong[name] = answers
        elif (name.endswith("changelist") or name == "admin:index") and (
            leak.town.name in client.get(reverse(name)).content.decode()
        ):
            wrong[name] = "shows the other town"

    assert wrong == {}


def test_security_keys_of_others_do_not_exist(home):
    client = signed_in(home.everybody)

    assert client.get(reverse("mfa_remove_webauthn", args=[1])).status_code in {302, 404}
    assert client.post(reverse("mfa_remove_webauthn", args=[1])).status_code in {302, 404}
