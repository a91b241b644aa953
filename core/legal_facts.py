# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What documents say about the provider of a platform: defaults to begin with, background knowledge and never law.

Which belong to whom stands in the platform's folder (``connectors/<platform>/``). Names and seats are those the
providers state in their own imprints and privacy policies; nobody has confirmed them for this product. A town replaces
them per channel, with its own source and date. For open networks the provider is whoever runs the server, so there is
no default.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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


META = (
    "Für Seitenstatistiken („Insights“) hat der EuGH eine gemeinsame Verantwortlichkeit von Seitenbetreiber und "
    "Anbieter angenommen (Urteil vom 05.06.2018, C-210/16; Art. 26 DSGVO). Der Anbieter stellt dazu eine "
    "Zusatzvereinbarung bereit; ob sie genügt, wird von den Aufsichtsbehörden kritisch gesehen."
)
DISCUSSED = (
    "Eine gemeinsame Verantwortlichkeit (Art. 26 DSGVO) wird für Auftritte mit Nutzungsstatistik allgemein "
    "diskutiert (vgl. EuGH, C-210/16). Bitte prüfen, ob der Anbieter eine Vereinbarung anbietet."
)
OPEN_NETWORK = (
    "Der Server zeigt in der Regel keine personenbezogene Nutzungsstatistik. Ob mit dem Betreiber eine "
    "gemeinsame Verantwortlichkeit (Art. 26 DSGVO) oder eine Auftragsverarbeitung (Art. 28 DSGVO) besteht, "
    "hängt von der Vereinbarung mit ihm ab."
)
USA = (
    "Daten können in die USA übermittelt werden. Zu prüfen ist, ob der Anbieter nach dem Angemessenheitsbeschluss "
    "vom 10.07.2023 (EU-U.S. Data Privacy Framework, Art. 45 DSGVO) zertifiziert ist oder Standardvertragsklauseln "
    "(Art. 46 DSGVO) nutzt."
)
EU = "Nach Kenntnis der Verwaltung ist eine Übermittlung in Staaten außerhalb der EU nicht vorgesehen."
ELSEWHERE = (
    "Daten können in Staaten außerhalb der EU übermittelt werden. Zu prüfen sind Angemessenheitsbeschluss (Art. 45 "
    "DSGVO) und Garantien (Art. 46 DSGVO)."
)
MERRION_ROAD = "Merrion Road, Dublin 4, D04 X2K5, Irland"

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
