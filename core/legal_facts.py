# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What documents say of providers and of the law, as data with source and date: never advice, never law itself.

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


@dataclass(frozen=True, slots=True)
class LawFact:
    """A ruling or rule that documents rest on. ``is_pending``: not final, or contested; the document says so."""

    text: str
    source: str
    as_of: date
    is_pending: bool = False

    def __str__(self) -> str:
        pending = ", nicht rechtskräftig" if self.is_pending else ""
        return f"{self.text} ({self.source}{pending}; Stand {self.as_of:%d.%m.%Y})"


LOOKED_UP = date(2026, 11, 28)

#: Looked up on the day named with each (DOMAIN § 3). Who changes one makes the documents that rest on it stale.
LAW: dict[str, LawFact] = {
    "joint_control": LawFact(
        "Wer eine Seite betreibt, deren Anbieter ihm Besuchsstatistiken liefert, ist mit ihm gemeinsam verantwortlich",
        "EuGH, 05.06.2018, C-210/16",
        LOOKED_UP,
    ),
    "own_responsibility": LawFact(
        "Die Aufsichtsbehörde kann sich an den Betreiber der Seite halten und ihre Abschaltung anordnen",
        "BVerwG, 11.09.2019, 6 C 15.18",
        LOOKED_UP,
    ),
    "federal_page": LawFact(
        "Für Cookies, die der Anbieter beim Besuch der Seite einer Bundesbehörde setzt, ist diese nicht "
        "mitverantwortlich",
        "VG Köln, 17.07.2025, 13 K 1419/23; Berufung beim OVG Münster",
        LOOKED_UP,
        is_pending=True,
    ),
    "terminal_equipment": LawFact(
        "Zugriffe auf das Endgerät brauchen eine Einwilligung, soweit sie nicht unbedingt nötig sind",
        "§ 25 TDDDG",
        LOOKED_UP,
    ),
    "ai_label": LawFact(
        "Von KI erzeugte oder veränderte Bilder, Töne und Videos, die echt wirken, sind zu kennzeichnen; Texte zu "
        "Fragen von öffentlichem Interesse auch, außer ein Mensch hat sie geprüft und jemand verantwortet sie",
        "Art. 50 Abs. 4 der Verordnung (EU) 2024/1689, anwendbar seit 02.08.2026",
        LOOKED_UP,
    ),
    "political_advertising": LawFact(
        "Bezahlte politische Werbung unterliegt Kennzeichnung und Nachweis; neutrale amtliche Information ist "
        "ausgenommen",
        "Verordnung (EU) 2024/900, anwendbar seit 10.10.2025",
        LOOKED_UP,
    ),
    "accessibility_statement": LawFact(
        "Öffentliche Stellen veröffentlichen zu ihren Websites eine Erklärung zur Barrierefreiheit nach dem Muster der "
        "Europäischen Union und überprüfen sie jährlich",
        "Art. 7 der Richtlinie (EU) 2016/2102; Durchführungsbeschluss (EU) 2018/1523; umgesetzt durch Landesrecht "
        "(für den Bund: § 7 BITV 2.0)",
        LOOKED_UP,
    ),
    "off_topic": LawFact(
        "Wer Kommentare entfernt, nur weil sie vom Thema abweichen, braucht dafür eine Grundlage; für "
        "Rundfunkanstalten hat das Gericht sie im Staatsvertrag gefunden, für Kommunen gibt es eine solche nicht",
        "BVerwG, 30.11.2022, 6 C 12.20",
        LOOKED_UP,
    ),
}

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
    "04": "Der Landesbeauftragte für Datenschutz und Informationsfreiheit der Freien Hansestadt Bremen",
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

#: The state's own data protection act, by the state's code; background knowledge [B].
STATE_LAW: dict[str, str] = {
    "01": "Landesdatenschutzgesetz Schleswig-Holstein (LDSG)",
    "02": "Hamburgisches Datenschutzgesetz (HmbDSG)",
    "03": "Niedersächsisches Datenschutzgesetz (NDSG)",
    "04": "Bremisches Ausführungsgesetz zur EU-Datenschutz-Grundverordnung (BremDSGVOAG)",
    "05": "Datenschutzgesetz Nordrhein-Westfalen (DSG NRW)",
    "06": "Hessisches Datenschutz- und Informationsfreiheitsgesetz (HDSIG)",
    "07": "Landesdatenschutzgesetz Rheinland-Pfalz (LDSG)",
    "08": "Landesdatenschutzgesetz Baden-Württemberg (LDSG)",
    "09": "Bayerisches Datenschutzgesetz (BayDSG)",
    "10": "Saarländisches Datenschutzgesetz (SDSG)",
    "11": "Berliner Datenschutzgesetz (BlnDSG)",
    "12": "Brandenburgisches Datenschutzgesetz (BbgDSG)",
    "13": "Landesdatenschutzgesetz Mecklenburg-Vorpommern (DSG M-V)",
    "14": "Sächsisches Datenschutzdurchführungsgesetz (SächsDSDG)",
    "15": "Datenschutz-Grundverordnungs-Ausfüllungsgesetz Sachsen-Anhalt (DSAG LSA)",
    "16": "Thüringer Datenschutzgesetz (ThürDSG)",
}
