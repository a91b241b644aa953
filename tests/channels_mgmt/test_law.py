# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Documents rest on facts of the law with source and date, and say to citizens only what is settled."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import odfdo
import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import now

from channels_mgmt.legal.paper import NOTICE, as_odt
from channels_mgmt.legal.wording import RESTS_ON, facts_for
from channels_mgmt.models import ChannelDocument, DocumentParticulars
from channels_mgmt.queries.documents import (
    document_lines,
    facts_of_channel,
    is_checked_today,
    places_with_documents,
    town_facts,
)
from channels_mgmt.queries.places import kinds_of
from channels_mgmt.services.documents import enter_particulars, enter_provider, generate_document
from core.legal_facts import LAW, STATE_LAW, SUPERVISION
from tests.channels_mgmt.factories import ChannelFactory, checked_document

Kind = ChannelDocument.Kind
PARTICULARS = {
    "postal_address": "Marktplatz 1, 00000 Musterstadt",
    "represented_by": "Berta Beispiel, Bürgermeisterin",
    "responsible_for_content": "Alma Beispiel, Marktplatz 1, 00000 Musterstadt",
    "legal_form": "Körperschaft des öffentlichen Rechts",
    "legal_supervision": "Landratsamt Musterkreis",
    "data_protection_officer": "datenschutz@stadt.example",
    "processors": "Rechenzentrum Musterland, Landesstadt",
}


@pytest.fixture
def channel(town):
    return ChannelFactory(municipality=town)


def states(town) -> dict[str, str]:
    lines = document_lines(places_with_documents(town), town_facts(town), now())
    return {line.kind: line.state for line in lines}


@pytest.mark.parametrize("key", LAW)
def test_a_changed_fact_of_the_law_turns_exactly_the_documents_stale_that_rest_on_it(
    town, channel, officer, monkeypatch, key
):
    for place in (channel, town):
        for kind in kinds_of(place):
            generate_document(place, actor=officer, kind=kind)
    monkeypatch.setitem(LAW, key, replace(LAW[key], text="Anders entschieden"))

    stale = {kind for kind, state in states(town).items() if state == "stale"}

    assert stale == {kind for kind in Kind.values if key in RESTS_ON[kind]}
    assert stale


def test_every_fact_of_the_law_has_source_and_date_and_says_when_it_is_not_final(channel, officer):
    text = generate_document(channel, actor=officer, kind=Kind.USAGE_CONCEPT).text

    for key in RESTS_ON[Kind.USAGE_CONCEPT]:
        assert str(LAW[key]) in text
    assert "13 K 1419/23; Berufung beim OVG Münster, nicht rechtskräftig; Stand 28.11.2026" in text


@pytest.mark.parametrize("kind", [Kind.PRIVACY_NOTICE, Kind.IMPRINT])
def test_a_public_text_holds_no_hint_for_insiders(channel, officer, kind):
    """The product's own guesses about a provider are for the town hall; citizens read what the town has stated."""
    channel.platform = "facebook"
    channel.save()
    text = generate_document(channel, actor=officer, kind=kind).text

    assert "kritisch gesehen" not in text
    assert "prüfen" not in text.replace("um Ihre Beschwerde zu prüfen", "").replace("Leserecht prüfen", "")


def test_the_notice_carries_the_essence_of_the_arrangement_once_the_town_has_stated_it(channel, officer):
    enter_provider(
        channel, actor=officer, seen_revision=0, as_of=now().date(), name="Landesserver", seat="Landesstadt",
        privacy_url="", joint_control="Vertrag nach Art. 28 DSGVO.", third_country="Keine Übermittlung.",
        source="Vertrag",
    )  # fmt: skip

    text = generate_document(channel, actor=officer, kind=Kind.PRIVACY_NOTICE).text

    assert "Vertrag nach Art. 28 DSGVO." in text
    assert "Keine Übermittlung." in text


def test_notice_and_imprint_name_what_the_law_asks_for(town, channel, officer):
    enter_particulars(town, actor=officer, seen_revision=0, **PARTICULARS)

    notice = generate_document(channel, actor=officer, kind=Kind.PRIVACY_NOTICE).text
    imprint = generate_document(channel, actor=officer, kind=Kind.IMPRINT).text

    assert "## Ihr Recht auf Widerspruch (Art. 21 DSGVO)" in notice
    assert STATE_LAW[town.state_code] in notice
    assert SUPERVISION[town.state_code] in notice
    assert PARTICULARS["processors"] in notice
    assert reverse("appeals:form", args=[town.slug]) in notice
    for name in ("represented_by", "responsible_for_content", "legal_form", "legal_supervision", "postal_address"):
        assert PARTICULARS[name] in imprint


def test_what_an_imprint_must_not_lack_is_required(town, client, officer):
    client.force_login(officer)
    page = reverse("channels:particulars", args=[town.slug])

    answer = client.post(page, {"revision": 0, "phone": "07531 1"})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == PARTICULARS.keys()
    assert 'value="07531 1"' in answer.content.decode()
    assert not DocumentParticulars.objects.exists()
    assert client.post(page, PARTICULARS | {"revision": 0}).status_code == 302


def test_a_checked_document_is_no_draft_until_its_sources_change_or_a_year_has_gone(town, channel):
    facts = facts_for(Kind.USAGE_CONCEPT, facts_of_channel(channel, town_facts(town)))
    document = checked_document(channel, facts=facts)

    assert is_checked_today(document, now())
    assert NOTICE not in _words(as_odt(document, is_checked=True))
    assert NOTICE in _words(as_odt(document))
    with time_machine.travel(now() + timedelta(days=366)):
        assert not is_checked_today(document, now())
    town.website = "https://neu.example"
    town.save()
    assert not is_checked_today(ChannelDocument.objects.get(), now())


def test_the_file_of_a_checked_document_says_so(town, channel, client, officer):
    document = checked_document(channel)
    client.force_login(officer)

    answer = client.get(
        reverse("channels:document_file", args=[town.slug, channel.pk, document.kind, document.version, "odt"])
    )

    assert NOTICE not in _words(answer.content)


def test_bremen_has_a_commissioner():
    assert SUPERVISION["04"].startswith("Der Landesbeauftragte")
    assert SUPERVISION.keys() == STATE_LAW.keys()


def _words(file: bytes) -> str:
    return odfdo.Document(BytesIO(file)).get_formatted_text()
