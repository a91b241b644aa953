# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Documents of a channel and the half-yearly look at its links, in a real browser."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from django_scopes import scope

from accounts.models import Municipality, Role
from channels_mgmt.models import Channel, ChannelCheck, ChannelCheckConfirmation, ChannelDocument
from channels_mgmt.queries.documents import has_checked_concept
from channels_mgmt.services.documents import edit_document, enter_particulars, generate_document
from core.blanks import BLANK
from tests.channels_mgmt.factories import ChannelFactory, give_mandate, live_channel, make_ready
from tests.e2e.browser import check_page
from tests.e2e.colleague import Colleague
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office():
    town = MunicipalityFactory(name="Musterstadt an der Großen Linde", imprint_url="https://stadt.example/impressum")
    with scope(municipality=town):
        give_mandate(town, "mastodon")
        officer = person(town, Role.COMMUNICATIONS, name="Bruno Muster")
        # By hand: nobody asks for the links of a practice account.
        channel = make_ready(live_channel(town, name="Mastodon", connector=Channel.Connector.MANUAL))
        for kind in ("privacy_notice", "dpia"):
            generate_document(channel, actor=officer, kind=kind)
        privacy = ChannelDocument.objects.get(kind="privacy_notice")
        edit_document(privacy, actor=officer, text=f"{privacy.text}\n\n## Nachtrag\n\nVon Hand.", seen_version=1)
        given = {"postal_address": "Marktplatz 1", "data_protection_officer": "datenschutz@stadt.example"}
        enter_particulars(town, actor=officer, seen_revision=0, **given)
        ChannelCheck.objects.filter(key="imprint").update(done_at=now() - timedelta(days=200))
    return town, officer, channel


PAGES = (
    "unterlagen/",
    "unterlagen/angaben/",
    "{pk}/",
    "{pk}/anbieter/",
    "{pk}/verlinkungen/",
    "{pk}/unterlagen/impressum/",
    "{pk}/unterlagen/dsfa/",
    "{pk}/unterlagen/nutzungskonzept/",
    "{pk}/unterlagen/datenschutzhinweise/bearbeiten/",
    "{pk}/unterlagen/datenschutzhinweise/neu-erzeugen/",
    "{pk}/unterlagen/dsfa/abschnitt/3/",
    "{pk}/unterlagen/datenschutzhinweise/version/2/",
)


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (1440, "dark")])
def test_the_pages_are_accessible_and_fit(tab, live_server, office, width, theme):
    town, officer, channel = office
    page = tab(width=width, user=officer, theme=theme)
    problems = {}

    for path in PAGES:
        address = f"/{town.slug}/einstellungen/kanaele/{path.format(pk=channel.pk)}"
        page.open(address)
        if found := check_page(page):
            problems[address] = found

    assert problems == {}


def test_on_the_phone_somebody_looks_at_the_link_and_says_so(tab, live_server, office):
    town, officer, _channel = office
    phone = Colleague(tab(width=360, user=officer), town.slug)

    phone.open("").press("Look at the links").sees("zu prüfen")
    phone.page.locator("#imprint").get_by_role("button", name="Ist noch verlinkt").click()
    phone.sees("In einem halben Jahr fragen wir wieder.")

    with scope(municipality=Municipality.objects.get()):
        assert ChannelCheckConfirmation.objects.get().answer == "linked"


def test_a_planned_channel_gets_its_concept_drafted_filled_in_and_checked(tab, live_server, office):
    town, officer, _channel = office
    with scope(municipality=town):
        planned = ChannelFactory(municipality=town)
    press = Colleague(tab(user=officer), town.slug)
    address = f"/{town.slug}/einstellungen/kanaele/{planned.pk}/unterlagen/nutzungskonzept/"

    press.open(address).press("Write the draft").open(f"{address}bearbeiten/")
    text = press.page.locator("[name=text]").input_value()
    press.fill(text=BLANK.sub("siehe Akte", text)).press("Preview").press("Save")
    press.open(address).fill(function="Datenschutzbeauftragte").press("Mark as checked").reads("checked")

    with scope(municipality=town):
        assert has_checked_concept(planned)
