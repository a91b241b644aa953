# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the demo town: a believable month, written for this project.

Lindenhagen does not exist, nor does anybody in it. Days count from the day the demo is loaded.
"""

from dataclasses import dataclass, field

TOWN = "Lindenhagen"
SLUG = "lindenhagen"
# Its age structure in the demo is that of Konstanz (Zensus 2022).
PROFILE_CODE = "08335043"

SERVICE_HOURS = "montags bis donnerstags von 8 bis 16 Uhr und freitags von 8 bis 12 Uhr"

STRATEGY_SECTIONS = {
    "mandate": (
        "Die Stadt Lindenhagen informiert und antwortet auch dort, wo ihre Bürgerinnen und Bürger miteinander sprechen. "
        "Der Auftritt ist Aufgabe der Verwaltung und wird von der Bürgermeisterin getragen. Er ersetzt keinen anderen Weg: "
        "Jede Information steht auch auf der Website und am Aushang."
    ),
    "tone": (
        "Wir schreiben freundlich, kurz und in der Sie-Form. Wir erklären Fachwörter und sagen, was jemand jetzt tun kann. "
        "Kritik beantworten wir in der Sache. Fehler geben wir zu."
    ),
    "roles": (
        "Die Pressestelle verantwortet die Kanäle und gibt Beiträge frei. Die Redaktion schreibt und fotografiert. "
        "Das Community-Management beantwortet Kommentare in den Servicezeiten. Jede Rolle hat eine Stellvertretung."
    ),
    "direct_line": (
        "Fragen der Redaktion an die Bürgermeisterin werden innerhalb von vier Stunden beantwortet. "
        "In ihrer Abwesenheit entscheidet die Stellvertretung."
    ),
    "pillars": (
        "Service und Termine (40 %), Baustellen und Verkehr (25 %), Eigene Arbeit erklären (20 %), "
        "Gesichter des Rathauses (15 %)."
    ),
    "crisis": (
        "Bei einer Empörungswelle gilt: erst sichern, dann lesen, dann antworten. Wir bleiben ruhig und durchschaubar, "
        "veröffentlichen nichts Geplantes, bis die Lage geklärt ist, und lösen uns alle zwei Stunden ab."
    ),
    "accessibility": (
        "Jedes Bild hat einen Alternativtext, jedes Video Untertitel. Schlagwörter schreiben wir mit großen Anfangsbuchstaben "
        "(#StadtRadeln), Text steht nie nur im Bild. Jede Meldung steht auch auf der Website. Die Pressestelle prüft vor der "
        "Freigabe; die Schwerbehindertenvertretung sieht einmal im Jahr Stichproben durch."
    ),
}

TARGET_GROUPS = [
    ("Familien mit Kindern", 30, 49, "Kita, Schule, Freizeit"),
    ("Junge Erwachsene", 18, 29, "Ausbildung, Studium, Wohnen"),
    ("Menschen im Ruhestand", 65, None, "Ehrenamt, Gesundheit, Mobilität"),
]


@dataclass(frozen=True)
class Reply:
    """A citizen's comment. ``hours`` after the post; ``answer`` is what the town wrote back."""

    name: str
    text: str
    hours: float
    answer: str = ""
    answer_hours: float = 2
    hide_clause: str = ""
    rationale: str = ""


@dataclass(frozen=True)
class Entry:
    """A post. ``day`` counts from today; negative days are published history."""

    day: int
    hour: str
    title: str
    text: str
    benefit: str
    kind: str = "news"
    risk: str = "sensitive"
    picture: str = ""
    alt_text: str = ""
    state: str = "scheduled"
    replies: list[Reply] = field(default_factory=list)
