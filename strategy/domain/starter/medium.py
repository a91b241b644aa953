# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""10,000 to 50,000 inhabitants: a small press office with colleagues in other departments."""

from django.utils.translation import gettext_lazy as _

from strategy.domain.starter.template import StarterTemplate

SECTIONS = {
    "mandate": """\
{The_town} nutzt soziale Netzwerke, um früh zu informieren, Entscheidungen zu erklären und mit \
den Menschen ins Gespräch zu kommen. Wer fragt, bekommt eine Antwort.

Der Auftritt ist eine Daueraufgabe mit eigenen Stunden und eigenem Budget. Die Behördenspitze trägt ihn, \
entscheidet schnell und zeigt sich selbst.

Jede Information gibt es auch ohne Konto: auf {website}, in der Presse oder am Aushang. Verfahren \
und persönliche Anliegen gehören ins Amt, nicht in die Kommentare.""",
    "tone": """\
Wir sprechen als Team {of_the_town}: freundlich, sachlich, mit kurzen Sätzen. Fachwörter erklären wir. Humor ist \
erlaubt, solange niemand der Anlass ist.

Scharfe Kritik ist erlaubt und bekommt eine Antwort. Wir loben nicht uns, sondern zeigen, was getan wurde. In \
der Vorwahlzeit achten wir besonders auf Neutralität.""",
    "roles": """\
Die Pressestelle führt die Kanäle. Fachämter liefern Fakten innerhalb eines Arbeitstages und nennen dafür je \
eine Ansprechperson: (noch niemand benannt: Ämter und Ansprechpersonen). Wer Talent und Lust hat, bekommt \
Stunden dafür und darf selbst Beiträge vorschlagen.""",
    "pillars": """\
Nach jeder Sitzung {of_the_council} erklären wir mindestens einen Beschluss: worum es ging, was sich ändert und für \
wen. Jede Themensäule hat wiederkehrende Rubriken, damit niemand bei null anfängt.""",
    "direct_line": """\
Fragen an die Behördenspitze gehen ohne Umweg über Ämter: eine Frage, zwei oder drei Antworten zur Wahl. Die \
zugesagte Zeit gilt an Arbeitstagen. Ist die Spitze nicht da, antwortet die genannte Vertretung; die Antwort \
gilt.""",
    "crisis": """\
Eine Welle erkennen wir an der Zahl der Kommentare, nicht am Ton eines einzelnen. Dann gilt: sichern, geplante \
Beiträge anhalten, eine erste Sprachregelung innerhalb einer Stunde, danach feste Zeiten für neue Informationen.

Die Leitung in der Krise entscheidet, die Sprecherin oder der Sprecher antwortet, niemand sonst. Nach zwei \
Stunden wird abgelöst. Außerhalb der Dienstzeit ist erreichbar, wer laut Dienstplan Bereitschaft hat.

Straftaten werden gesichert und angezeigt; bei Gefahr gilt 110. Betroffene Beschäftigte erhalten Pause, Gespräch \
und auf Wunsch Rechtsschutz. Zweimal im Jahr üben wir.""",
    "accessibility": """\
Alternativtext für jedes Bild und Untertitel für jedes Video sind Bedingung für die Freigabe. Text steht nie nur \
im Bild; Kontraste prüfen wir in der Vorlage. Schlagwörter schreiben wir mit großen Anfangsbuchstaben.

Wichtige Meldungen erscheinen auch in Einfacher Sprache. Einmal im Jahr prüft \
(noch niemand benannt: Behindertenbeauftragte oder Beirat) eine Stichprobe. Jede Meldung steht \
zugleich auf der Website.""",
}

MEDIUM = StarterTemplate(
    key="medium",
    label=_("Medium: 10,000 to 50,000 inhabitants"),
    note=_("A press office with contacts in the departments, three to five posts a week."),
    inhabitants=25_000,
    sections=SECTIONS,
    pillars=(
        ("Service und Termine", 30, "Fristen, Öffnungszeiten, Abfall, Formulare", False),
        ("Baustellen und Verkehr", 20, "Sperrungen, Umleitungen, Baufortschritt", False),
        ("Eigene Arbeit erklären", 25, "Beschlüsse, Haushalt, Gesichter {of_the_house}", True),
        ("Leben {in_the_town}", 15, "Kultur, Vereine, Ehrenamt", False),
        ("Fragen und Beteiligung", 10, "Umfragen, Bürgerfragen, Ideen", False),
    ),
    role_shares={"planning": 50, "answering": 40, "approving": 10},
    deadlines={"sensitive": 8, "crisis": 1},
    budget=(
        ("Technik: Kamera, Ton, Licht", 800),
        ("Fortbildung und Übungen", 1_200),
        ("Barrierefreiheit: Untertitel, Einfache Sprache", 1_000),
        ("Werbung für wichtige Meldungen", 500),
    ),
    answer_promise_hours=24,
    language_levels=("standard", "plain"),
)
