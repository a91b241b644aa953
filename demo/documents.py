# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Documents of the demo town and its channels, in the states a town meets: checked, out of date, draft, missing."""

from __future__ import annotations

from datetime import date, datetime

from accounts.models import Municipality, User
from channels_mgmt.models import Channel, ChannelCheck, ChannelCheckConfirmation, ChannelDocument, DocumentCheck
from channels_mgmt.queries.places import Place
from channels_mgmt.services import documents
from core.platforms import Platform

Kind = ChannelDocument.Kind

PARTICULARS = {
    "postal_address": "Marktplatz 1\n00000 Lindenhagen",
    "phone": "00000 4711-0",
    "represented_by": "Dr. Mara Muster, Bürgermeisterin",
    "responsible_for_content": "Alma Beispiel, Marktplatz 1, 00000 Lindenhagen",
    "legal_form": "Körperschaft des öffentlichen Rechts",
    "legal_supervision": "Landratsamt (Beispiel), 00000 Kreisstadt",
    "processors": "Rechenzentrum des Landes, 00000 Landesstadt (Betrieb dieser Software)",
    "data_protection_officer": "Behördliche Datenschutzbeauftragte\ndatenschutz@lindenhagen.example",
    "privacy_url": "https://www.lindenhagen.example/datenschutz",
}
#: What the person who checks fills in; all other blanks point to a note in the file.
FILLED = {"[Angabe zu Untertiteln unserer Videos eintragen]": "Videos veröffentlichen wir mit Untertiteln."}
MASTODON_PROVIDER = {
    "name": "Gemeinsamer Landesserver (Beispiel)",
    "seat": "Rechenzentrum des Landes, 00000 Landesstadt",
    "privacy_url": "https://social.lindenhagen.example/datenschutz",
    "joint_control": "Mit dem Betreiber besteht ein Vertrag zur Auftragsverarbeitung (Art. 28 DSGVO). Der Server zeigt "
    "keine personenbezogene Nutzungsstatistik.",
    "third_country": "Eine Übermittlung in Staaten außerhalb der EU findet nicht statt.",
    "source": "Auftragsverarbeitungsvertrag mit dem Betreiber",
}


def enter_particulars(town: Municipality, press: User, assessed_on: date) -> None:
    documents.enter_particulars(town, actor=press, seen_revision=0, access_assessed_on=assessed_on, **PARTICULARS)


def write_statement(town: Municipality, press: User, at: datetime) -> None:
    """The accessibility statement, checked and public since ``at``."""
    _checked(town, Kind.ACCESSIBILITY, press, "")
    ChannelDocument.objects.filter(channel=None).update(created_at=at)
    DocumentCheck.objects.filter(document__channel=None).update(checked_at=at)


def write_documents(channel: Channel, press: User, today: date) -> None:
    """The usage concept checked before the account opens; the others as far as the town has come."""
    if channel.platform == Platform.MASTODON:
        documents.enter_provider(channel, actor=press, seen_revision=0, as_of=today, **MASTODON_PROVIDER)
    _checked(channel, Kind.USAGE_CONCEPT, press, "Stellungnahme vom Juli, Aktenzeichen 10-24/3")
    if channel.platform == Platform.FACEBOOK:
        _checked(channel, Kind.PRIVACY_NOTICE, press, "")
        documents.generate_document(channel, actor=press, kind=Kind.DPIA)
        # Found out afterwards: the notice still names the old address of the policy.
        documents.enter_provider(
            channel,
            actor=press,
            seen_revision=0,
            name="Meta Platforms Ireland Limited",
            seat="Merrion Road, Dublin 4, D04 X2K5, Irland",
            privacy_url="https://www.facebook.com/privacy/policy/?locale=de_DE",
            joint_control="Für die Seitenstatistik besteht eine Zusatzvereinbarung mit dem Anbieter (Art. 26 DSGVO). Die "
            "Datenschutzbeauftragte hat sie geprüft und Bedenken vermerkt.",
            third_country="Daten können in die USA übermittelt werden. Der Anbieter beruft sich auf den "
            "Angemessenheitsbeschluss vom 10.07.2023 (Art. 45 DSGVO).",
            as_of=today,
            source="Angaben des Anbieters, Stellungnahme der Datenschutzbeauftragten",
        )
    else:
        _checked(channel, Kind.IMPRINT, press, "")


def set_back(channel: Channel, at: datetime) -> None:
    """Documents, their checks and the looks at the profile happened when the channel opened."""
    ChannelDocument.objects.filter(channel=channel).update(created_at=at)
    DocumentCheck.objects.filter(document__channel=channel).update(checked_at=at)
    ChannelCheck.objects.filter(channel=channel).update(done_at=at)
    ChannelCheckConfirmation.objects.filter(channel=channel).update(at=at)


def _checked(place: Place, kind: str, press: User, note: str) -> None:
    document = documents.generate_document(place, actor=press, kind=kind)
    text = document.text
    for blank in document.blanks:
        text = text.replace(blank, FILLED.get(blank, "siehe Aktenvermerk"))
    document = documents.edit_document(document, actor=press, text=text, seen_version=document.version)
    documents.check_document(
        document, actor=press, function="Behördliche Datenschutzbeauftragte", note=note, seen_checks=0
    )
