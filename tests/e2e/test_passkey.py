# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The mayor signs with a passkey: two factors in one touch, asked for anew for each signature."""

import re

import pytest
from allauth.account.models import EmailAddress
from django_scopes import scope
from playwright.sync_api import Page, expect

from accounts.models import Role
from netiquette.models import Netiquette
from strategy.models import Strategy
from tests.e2e.browser import check_page
from tests.factories import PASSWORD, MunicipalityFactory, person
from tests.netiquette.factories import submitted_netiquette
from tests.strategy.factories import submitted_strategy

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

VIRTUAL = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


def sign_in_with_password(page: Page, mayor) -> None:
    page.get_by_label("E-Mail-Adresse").fill(mayor.email)
    page.get_by_label("Kennwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page).to_have_url(re.compile("/konstanz/erste-schritte/$"))


def register_passkey(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/konto/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.get_by_label("Kennwort", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Bestätigen").click()
    page.get_by_label("Ohne Kennwort").check()
    page.get_by_role("button", name="Hinzufügen").click()
    expect(page).not_to_have_url(re.compile("/webauthn/add/"))


def test_the_mayor_signs_with_a_passkey_that_counts_once(tab, transactional_db):
    """Detects a signature by the passkey of the login, and one touch that serves for two signatures."""
    town = MunicipalityFactory(name="Konstanz", slug="konstanz")
    mayor = person(town, Role.LEADERSHIP, name="Mara Muster")
    EmailAddress.objects.create(user=mayor, email=mayor.email, verified=True, primary=True)
    with scope(municipality=town):
        strategy, netiquette = submitted_strategy(town), submitted_netiquette(town)
    shown = tab(width=360)
    page = shown.open("/konto/login/")
    chrome = shown.context.new_cdp_session(page)
    chrome.send("WebAuthn.enable")
    key = chrome.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL})["authenticatorId"]
    sign_in_with_password(page, mayor)
    register_passkey(page, shown.base_url)

    # Signed in by the passkey itself: that is no proof for a signature.
    shown.context.clear_cookies()
    shown.open("/konto/login/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page).to_have_url(re.compile("/konstanz/erste-schritte/$"))
    shown.open(f"/admin/strategy/strategy/{strategy.pk}/")
    expect(page.get_by_label("Ihr Kennwort")).to_be_visible()
    assert check_page(shown) == []

    page.get_by_label("Ein Wort an das Team").fill("Ich stehe dahinter.")
    page.get_by_role("button", name="Stattdessen mit Passkey bestätigen").click()
    expect(page).to_have_url(re.compile("/webauthn/reauthenticate/"))
    assert check_page(shown) == []
    before = uses(chrome, key)
    page.get_by_role("button", name="Verwenden Sie einen Sicherheitsschlüssel").click()
    expect(page.get_by_text("Ihr Passkey ist bestätigt")).to_be_visible()
    expect(page.get_by_label("Ein Wort an das Team")).to_have_value("Ich stehe dahinter.")
    expect(page.get_by_label("Ihr Kennwort")).to_have_count(0)
    assert uses(chrome, key) > before
    assert check_page(shown) == []
    page.get_by_role("button", name="Unterzeichnen").click()
    expect(page.get_by_text("Unterzeichnet von Mara Muster")).to_be_visible()

    # The same touch does not sign a second document.
    shown.open(f"/admin/netiquette/netiquette/{netiquette.pk}/")
    expect(page.get_by_label("Ihr Kennwort")).to_be_visible()
    expect(page.get_by_text("Ihr Passkey ist bestätigt")).to_have_count(0)
    assert shown.complaints == []
    with scope(municipality=town):
        signed = Strategy.objects.get()
        assert (signed.state, signed.signed_by, signed.statement) == ("in_force", mayor, "Ich stehe dahinter.")
        assert signed.is_signature_valid
        assert Netiquette.objects.get().state == "submitted"


def uses(chrome, key: str) -> int:
    """How often the authenticator has signed."""
    [credential] = chrome.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]
    return credential["signCount"]


def test_a_passkey_that_is_refused_signs_nothing(tab, transactional_db):
    town = MunicipalityFactory(name="Konstanz", slug="konstanz")
    mayor = person(town, Role.LEADERSHIP)
    EmailAddress.objects.create(user=mayor, email=mayor.email, verified=True, primary=True)
    with scope(municipality=town):
        strategy = submitted_strategy(town)
    shown = tab(width=360)
    page = shown.open("/konto/login/")
    chrome = shown.context.new_cdp_session(page)
    chrome.send("WebAuthn.enable")
    key = chrome.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL})["authenticatorId"]
    sign_in_with_password(page, mayor)
    register_passkey(page, shown.base_url)
    chrome.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})

    shown.open(f"/admin/strategy/strategy/{strategy.pk}/")
    page.get_by_role("button", name="Stattdessen mit Passkey bestätigen").click()
    page.get_by_role("button", name="Verwenden Sie einen Sicherheitsschlüssel").click()
    shown.open(f"/admin/strategy/strategy/{strategy.pk}/")

    expect(page.get_by_label("Ihr Kennwort")).to_be_visible()
    expect(page.get_by_text("Ihr Passkey ist bestätigt")).to_have_count(0)
    with scope(municipality=town):
        assert Strategy.objects.get().state == "submitted"
