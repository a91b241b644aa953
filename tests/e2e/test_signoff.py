# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""From the mail to the signed PDF that anybody can check, on a phone."""

import re

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from accounts.models import Letter, Role
from accounts.signoff.copies import build_copy
from strategy import services
from strategy.models import Strategy, StrategyCopy
from tests.e2e.browser import check_page
from tests.factories import PASSWORD, MunicipalityFactory, person
from tests.strategy.factories import signed_strategy, submitted_strategy

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def here(transactional_db):
    return MunicipalityFactory(name="Lindenhagen")


def newest_link(town, reader):
    with scope(municipality=town):
        letter = Letter.objects.filter(to=reader.email, key__contains=":submitted:").latest("pk")
    return re.search(r"(/unterzeichnen/\S+/)", letter.text).group(1)


@pytest.mark.parametrize("with_script", [True, False])
def test_from_the_mail_over_remarks_to_the_signature(tab, here, with_script):
    author = person(here, Role.COMMUNICATIONS, name="Alma Autorin")
    mayor = person(here, Role.LEADERSHIP, name="Mara Muster")
    with scope(municipality=here):
        strategy = submitted_strategy(here, author=author)
    phone = tab(width=360, java_script_enabled=with_script)
    page = phone.open(newest_link(here, mayor))

    page.get_by_label("E-Mail-Adresse").fill(mayor.email)
    page.get_by_label("Kennwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Social-Media-Strategie, Fassung 1")
    if with_script:
        assert check_page(phone) == []

    part = page.locator("#teil-tone")
    part.locator("summary").first.click()
    part.get_by_text("Anmerkung schreiben").click()
    part.get_by_label("Anmerkung zu „Tonalität“").fill("Bitte ohne Fachwörter.")
    page.get_by_text("Mit Begründung zurückgeben").first.click()
    page.get_by_role("button", name="Mit Begründung zurückgeben").click()
    expect(page.get_by_text("Mit Ihrer Begründung an Alma Autorin zurückgegeben.")).to_be_visible()

    desk = tab(width=360, user=author)
    document = desk.open(f"/{here.slug}/strategie/")
    expect(document.locator("#tone")).to_contain_text("Bitte ohne Fachwörter.")
    assert check_page(desk) == []
    with scope(municipality=here):
        services.submit_strategy(Strategy.objects.get(), actor=author)

    phone.open(newest_link(here, mayor))
    page.get_by_label("Ihr Kennwort").fill("geraten")
    page.get_by_label("Ein Wort an das Team").fill("Ich stehe dahinter.")
    page.get_by_role("button", name="Unterzeichnen").click()
    expect(page.get_by_role("alert").first).to_contain_text("Kennwort")
    expect(page.get_by_label("Ein Wort an das Team")).to_have_value("Ich stehe dahinter.")
    page.get_by_label("Ihr Kennwort").fill(PASSWORD)
    page.get_by_role("button", name="Unterzeichnen").click()
    expect(page.get_by_text("Unterzeichnet von Mara Muster")).to_be_visible()

    page.goto(phone.base_url + newest_link(here, mayor))
    expect(page.get_by_text("Das ist bereits entschieden")).to_be_visible()
    with scope(municipality=here):
        assert Strategy.objects.get().is_signature_valid and strategy.pk


def test_links_that_lead_nowhere_explain_themselves(tab, here):
    author = person(here, Role.COMMUNICATIONS)
    mayor = person(here, Role.LEADERSHIP)
    with scope(municipality=here):
        submitted_strategy(here, author=author)
    link = newest_link(here, mayor)

    for reader, path, words in (
        (author, link, "Dieser Link gehört jemand anderem"),
        (mayor, link[:-5] + "xxxx/", "Dieser Link funktioniert nicht"),
        (None, "/unterzeichnen/abgeschnitten/", "Dieser Link funktioniert nicht"),
    ):
        shown = tab(width=360, user=reader)
        page = shown.open(path)
        expect(page.get_by_role("heading", level=1)).to_have_text(words)
        shown.complaints.clear()  # the browser notes every answer of 400 and more
        assert check_page(shown) == []


@pytest.mark.parametrize("with_script", [True, False])
def test_anybody_checks_the_pdf_and_one_with_a_changed_byte(tab, here, tmp_path, with_script):
    with scope(municipality=here):
        strategy = signed_strategy(here)
        build_copy(strategy.signed_copy)
        content = StrategyCopy.objects.get().pdf.read()
    genuine, forged = tmp_path / "strategie.pdf", tmp_path / "andere.pdf"
    genuine.write_bytes(content)
    forged.write_bytes(content[:-2] + bytes([content[-2] ^ 1]) + content[-1:])
    shown = tab(width=360, java_script_enabled=with_script)
    page = shown.open("/pruefen/")
    if with_script:
        assert check_page(shown) == []

    for file, words in ((genuine, "Das Dokument ist echt"), (forged, "Hier nicht bekannt")):
        page.get_by_label("PDF-Datei", exact=True).set_input_files(str(file))
        page.get_by_role("button", name="Datei prüfen").click()
        expect(page.get_by_role("heading", name=words)).to_be_visible()
        if with_script:
            assert check_page(shown) == []
    page.get_by_label("Prüfsumme (64 Zeichen)").fill(strategy.signed_hash)
    page.get_by_role("button", name="Prüfsumme prüfen").click()
    expect(page.get_by_text("Das ist die Fassung, die heute gilt.")).to_be_visible()
    assert shown.context.cookies() == []
