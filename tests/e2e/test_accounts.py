# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Coming in, as people do it in a browser: invitation, one click in the demo, passkey; writing the netiquette."""

import re

import pytest
from allauth.account.models import EmailAddress
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import AddressChange, Letter, Role
from accounts.services import request_address_change
from accounts.services.demo_people import people_of_the_demo
from accounts.services.invitations import write_invitation
from channels_mgmt.models import Post
from netiquette.models import Netiquette
from tests.e2e.browser import check_page
from tests.factories import PASSWORD, MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def here(transactional_db):
    return MunicipalityFactory(
        name="Verwaltungsgemeinschaft Lindenhagen-Obermühlbach",
        contact_email="rathaus@stadt.example",
        website="https://stadt.example",
    )


def test_one_click_signs_in_on_the_login_page_of_the_demo(tab, here):
    people_of_the_demo(here)
    shown = tab(width=360)
    page = shown.open("/konto/login/")
    assert check_page(shown) == []

    page.get_by_role("button", name="Mara Muster").click()

    expect(page).to_have_url(re.compile(f"/{here.slug}/erste-schritte/$"))


@pytest.mark.parametrize("with_script", [True, False])
def test_an_invited_person_chooses_a_password_and_is_in(tab, here, with_script):
    admin = person(here, Role.ADMINISTRATOR)
    with scope(municipality=here):
        _, token = write_invitation(here, actor=admin, email="nora@stadt.example", name="Nora Neu", roles=[Role.EDITOR])
    shown = tab(width=360, java_script_enabled=with_script)
    page = shown.open(f"/einladung/{token}/")
    if with_script:
        assert check_page(shown) == []

    page.get_by_label("Wählen Sie ein Kennwort").fill("ein-sehr-langer-satz")
    page.get_by_label("Kennwort noch einmal").fill("ein-sehr-langer-satz")
    page.get_by_role("button", name="Einladung annehmen").click()

    expect(page).to_have_url(re.compile(f"/{here.slug}/$"))


def test_a_passkey_is_added_and_opens_the_door_under_the_strict_policy(tab, here):
    """The library's scripts run without ``unsafe-inline``; the authenticator is Chromium's virtual one."""
    editor = person(here, Role.EDITOR)
    EmailAddress.objects.create(user=editor, email=editor.email, verified=True, primary=True)
    shown = tab()
    page = shown.open("/konto/login/")
    chrome = shown.context.new_cdp_session(page)
    chrome.send("WebAuthn.enable")
    virtual = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    chrome.send("WebAuthn.addVirtualAuthenticator", {"options": virtual})

    page.get_by_label("E-Mail-Adresse").fill(editor.email)
    page.get_by_label("Kennwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page).to_have_url(re.compile(f"/{here.slug}/$"))
    shown.open("/konto/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.get_by_label("Kennwort", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Bestätigen").click()
    page.get_by_label("Ohne Kennwort").check()
    page.get_by_role("button", name="Hinzufügen").click()
    expect(page).not_to_have_url(re.compile("/webauthn/add/"))
    shown.context.clear_cookies()

    shown.open("/konto/login/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()

    expect(page).to_have_url(re.compile(f"/{here.slug}/$"))
    assert shown.complaints == []


def test_a_post_written_while_the_login_ends_is_sent_after_the_next_one(tab, here):
    """Cookies gone, as after a night: the words wait for the login and need one more tap, without a script too."""
    editor = person(here, Role.EDITOR)
    EmailAddress.objects.create(user=editor, email=editor.email, verified=True, primary=True)
    shown = tab(width=360, user=editor)
    page = shown.open(f"/{here.slug}/planen/neu/")
    page.get_by_label("Arbeitstitel").fill("Freibad")
    page.get_by_label("Text", exact=True).fill("Das Freibad öffnet am Samstag.\nBitte Badekappe mitbringen.")
    shown.context.clear_cookies()
    page.get_by_role("button", name="Speichern").first.click()

    expect(page.get_by_text("Ihr Text ist aufgehoben.")).to_be_visible()
    shown.complaints.clear()  # what ran in the background meanwhile was refused
    page.get_by_label("E-Mail-Adresse").fill(editor.email)
    page.get_by_label("Kennwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_label("Text", exact=True)).to_have_value(re.compile("Badekappe"))
    assert check_page(shown) == []
    page.get_by_role("button", name="Erneut senden").click()

    expect(page).to_have_url(re.compile(f"/{here.slug}/planen/beitrag/"))
    with scope(municipality=here):
        lines = Post.objects.get().text.splitlines()
    assert lines == ["Das Freibad öffnet am Samstag.", "Bitte Badekappe mitbringen."]


@pytest.mark.parametrize("with_script", [True, False])
def test_the_netiquette_is_written_and_submitted(tab, here, with_script):
    officer = person(here, Role.COMMUNICATIONS)
    shown = tab(width=360, user=officer, java_script_enabled=with_script)
    page = shown.open(f"/{here.slug}/netiquette/bearbeiten/")
    page.get_by_role("button", name="Netiquette beginnen").click()

    page.get_by_role("link", name="Bearbeiten: Wann wir lesen und antworten").click()
    page.get_by_label("Wortlaut").fill("Wir antworten werktags von 8 bis 17 Uhr.")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("button", name="Nach oben: Keine Beleidigungen").click()
    if with_script:
        assert check_page(shown) == []
    page.get_by_role("button", name="Zur Unterschrift einreichen").click()

    expect(page.get_by_text("Wartet auf die Unterschrift").or_(page.get_by_text("Eingereicht.")).first).to_be_visible()
    with scope(municipality=here):
        netiquette = Netiquette.objects.get()
        assert netiquette.state == "submitted"
        assert netiquette.clauses.get(key="beleidigung").number == 4


@pytest.mark.parametrize("with_script", [True, False])
def test_the_old_address_stops_a_change_on_a_phone(tab, here, with_script):
    """Without login, by the link of the letter; also the page of the new address fits and is accessible."""
    editor = person(here, Role.EDITOR)
    EmailAddress.objects.create(user=editor, email=editor.email, verified=True, primary=True)
    change = request_address_change(editor, new_address="ein.sehr.langer.name@verwaltungsgemeinschaft.example")
    with scope(municipality=here):
        paths = {
            letter.key.rsplit(":", 1)[1]: re.search(r"(/konto/adresse/\S+)", letter.text).group(1)
            for letter in Letter.objects.all()
        }
    shown = tab(width=360, java_script_enabled=with_script)
    page = shown.open(paths["confirm"])
    if with_script:
        assert check_page(shown) == []
    page.get_by_role("button", name="Adresse bestätigen").click()
    expect(page.get_by_text("ist bestätigt und gilt frühestens")).to_be_visible()

    shown.open(paths["stop"])
    if with_script:
        assert check_page(shown) == []
    page.get_by_role("button", name="Änderung stoppen").click()

    expect(page.get_by_text("Die Änderung ist gestoppt.")).to_be_visible()
    change.refresh_from_db()
    assert change.state == AddressChange.State.STOPPED
