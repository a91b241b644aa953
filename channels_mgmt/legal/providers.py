# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who provides a platform: defaults to begin with, background knowledge and never law.

Names and seats are those the providers state in their own imprints and privacy policies; nobody has
confirmed them for this product. A town replaces them per channel, with its own source and date. For
open networks the provider is whoever runs the server, so there is no default.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.platforms import Platform

AS_OF = date(2026, 1, 1)
SOURCE = "Hintergrundwissen nach den eigenen Angaben der Anbieter, nicht geprüft"


@dataclass(frozen=True, slots=True)
class Provider:
    """What the documents say about a provider; empty where a town has to enter it."""

    name: str = ""
    seat: str = ""
    privacy_url: str = ""
    joint_control: str = ""
    third_country: str = ""
    as_of: date = AS_OF
    source: str = SOURCE


_META = (
    "Für Seitenstatistiken („Insights“) hat der EuGH eine gemeinsame Verantwortlichkeit von Seitenbetreiber und "
    "Anbieter angenommen (Urteil vom 05.06.2018, C-210/16; Art. 26 DSGVO). Der Anbieter stellt dazu eine "
    "Zusatzvereinbarung bereit; ob sie genügt, wird von den Aufsichtsbehörden kritisch gesehen."
)
_DISCUSSED = (
    "Eine gemeinsame Verantwortlichkeit (Art. 26 DSGVO) wird für Auftritte mit Nutzungsstatistik allgemein "
    "diskutiert (vgl. EuGH, C-210/16). Bitte prüfen, ob der Anbieter eine Vereinbarung anbietet."
)
_OPEN_NETWORK = (
    "Der Server zeigt in der Regel keine personenbezogene Nutzungsstatistik. Ob mit dem Betreiber eine "
    "gemeinsame Verantwortlichkeit (Art. 26 DSGVO) oder eine Auftragsverarbeitung (Art. 28 DSGVO) besteht, "
    "hängt von der Vereinbarung mit ihm ab."
)
_USA = (
    "Daten können in die USA übermittelt werden. Zu prüfen ist, ob der Anbieter nach dem Angemessenheitsbeschluss "
    "vom 10.07.2023 (EU-U.S. Data Privacy Framework, Art. 45 DSGVO) zertifiziert ist oder Standardvertragsklauseln "
    "(Art. 46 DSGVO) nutzt."
)
_EU = "Nach Kenntnis der Verwaltung ist eine Übermittlung in Staaten außerhalb der EU nicht vorgesehen."
_ELSEWHERE = (
    "Daten können in Staaten außerhalb der EU übermittelt werden. Zu prüfen sind Angemessenheitsbeschluss (Art. 45 "
    "DSGVO) und Garantien (Art. 46 DSGVO)."
)
_DUBLIN_META = "Merrion Road, Dublin 4, D04 X2K5, Irland"

DEFAULTS: dict[str, Provider] = {
    Platform.MASTODON: Provider(joint_control=_OPEN_NETWORK),
    Platform.BLUESKY: Provider(
        "Bluesky Social, PBC",
        "Seattle, Washington, USA",
        "https://bsky.social/about/support/privacy-policy",
        _OPEN_NETWORK,
        _USA,
    ),
    Platform.FACEBOOK: Provider(
        "Meta Platforms Ireland Limited", _DUBLIN_META, "https://www.facebook.com/privacy/policy", _META, _USA
    ),
    Platform.INSTAGRAM: Provider(
        "Meta Platforms Ireland Limited", _DUBLIN_META, "https://privacycenter.instagram.com/policy", _META, _USA
    ),
    Platform.THREADS: Provider(
        "Meta Platforms Ireland Limited", _DUBLIN_META, "https://privacycenter.instagram.com/policy", _META, _USA
    ),
    Platform.WHATSAPP: Provider(
        "WhatsApp Ireland Limited", _DUBLIN_META, "https://www.whatsapp.com/legal/privacy-policy-eea", _DISCUSSED, _USA
    ),
    Platform.YOUTUBE: Provider(
        "Google Ireland Limited",
        "Gordon House, Barrow Street, Dublin 4, Irland",
        "https://policies.google.com/privacy",
        _DISCUSSED,
        _USA,
    ),
    Platform.TIKTOK: Provider(
        "TikTok Technology Limited",
        "Dublin, Irland",
        "https://www.tiktok.com/legal/page/eea/privacy-policy/de",
        _DISCUSSED,
        _ELSEWHERE,
    ),
    Platform.LINKEDIN: Provider(
        "LinkedIn Ireland Unlimited Company",
        "Wilton Plaza, Wilton Place, Dublin 2, Irland",
        "https://www.linkedin.com/legal/privacy-policy",
        "Für Seitenstatistiken stellt der Anbieter eine Vereinbarung nach Art. 26 DSGVO bereit („Page Insights Joint "
        "Controller Addendum“). Ob sie genügt, ist zu prüfen.",
        _USA,
    ),
    Platform.X: Provider(
        "X Internet Unlimited Company", "Dublin, Irland", "https://x.com/de/privacy", _DISCUSSED, _USA
    ),
    Platform.SNAPCHAT: Provider(
        "Snap Group Limited",
        "London, Vereinigtes Königreich",
        "https://values.snap.com/privacy/privacy-policy",
        _DISCUSSED,
        _ELSEWHERE,
    ),
    Platform.PINTEREST: Provider(
        "Pinterest Europe Limited", "Dublin, Irland", "https://policy.pinterest.com/de/privacy-policy", _DISCUSSED, _USA
    ),
    Platform.TELEGRAM: Provider(
        "Telegram FZ-LLC", "Dubai, Vereinigte Arabische Emirate", "https://telegram.org/privacy", _DISCUSSED, _ELSEWHERE
    ),
    Platform.NEBENAN: Provider("Good Hood GmbH", "Berlin", "https://nebenan.de/privacy", _DISCUSSED, _EU),
}

#: The authority for data protection that supervises public bodies of each state, by the state's code.
SUPERVISION: dict[str, str] = {
    "01": "Unabhängiges Landeszentrum für Datenschutz Schleswig-Holstein",
    "02": "Der Hamburgische Beauftragte für Datenschutz und Informationsfreiheit",
    "03": "Der Landesbeauftragte für den Datenschutz Niedersachsen",
    "04": "Die Landesbeauftragte für Datenschutz und Informationsfreiheit der Freien Hansestadt Bremen",
    "05": "Landesbeauftragte für Datenschutz und Informationsfreiheit Nordrhein-Westfalen",
    "06": "Der Hessische Beauftragte für Datenschutz und Informationsfreiheit",
    "07": "Der Landesbeauftragte für den Datenschutz und die Informationsfreiheit Rheinland-Pfalz",
    "08": "Der Landesbeauftragte für den Datenschutz und die Informationsfreiheit Baden-Württemberg",
    "09": "Der Bayerische Landesbeauftragte für den Datenschutz",
    "10": "Unabhängiges Datenschutzzentrum Saarland",
    "11": "Berliner Beauftragte für Datenschutz und Informationsfreiheit",
    "12": "Die Landesbeauftragte für den Datenschutz und für das Recht auf Akteneinsicht Brandenburg",
    "13": "Der Landesbeauftragte für Datenschutz und Informationsfreiheit Mecklenburg-Vorpommern",
    "14": "Sächsische Datenschutz- und Transparenzbeauftragte",
    "15": "Landesbeauftragte für den Datenschutz Sachsen-Anhalt",
    "16": "Der Thüringer Landesbeauftragte für den Datenschutz und die Informationsfreiheit",
}


def default_provider(platform: str) -> Provider:
    """What the product assumes about ``platform`` until a town enters its own."""
    return DEFAULTS.get(Platform(platform), Provider())
