# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""More than 50,000 inhabitants: a team of its own, with duty times and several languages."""

from django.utils.translation import gettext_lazy as _

from strategy.domain.starter.template import StarterTemplate

SECTIONS = {
    "mandate": """\
{The_town} führt den Dialog mit {their}en Bürgerinnen und Bürgern auch in sozialen Netzwerken. Wir \
informieren, erklären, antworten und hören zu – in guten Zeiten und in Krisen.

Der Auftritt ist Pflichtaufgabe der Pressearbeit mit eigenem Team, eigenem Budget und klaren Zuständigkeiten. \
Die Behördenspitze verantwortet ihn, ist für das Team erreichbar und berichtet {to_the_council} einmal im Jahr.

Kein Angebot hängt an einem Konto: Alles Wichtige steht auf {website}. Jede Dienststelle, die einen \
eigenen Kanal will, stimmt sich mit dem Team ab; die Zahl der Plattformen bleibt begrenzt.""",
    "tone": """\
Wir schreiben verständlich, zugewandt und genau. Tatsachen nennen wir mit Quelle und Stand. Was wir nicht \
wissen, sagen wir, und wann wir mehr wissen.

Kritik ist willkommen, Beleidigung nicht: Es gilt die veröffentlichte Netiquette. In der Vorwahlzeit prüfen wir \
jeden Beitrag mit Amtsträgerinnen und Amtsträgern gesondert.""",
    "roles": """\
Das Team arbeitet nach Dienstplan; Servicezeiten stehen im Profil. Die Fachämter benennen Redaktionsmitglieder \
mit festen Stunden: (noch niemand benannt: Ämter, Personen, Stunden). Eine Agentur darf entwerfen und ausbilden, \
aber nicht veröffentlichen und nicht antworten.""",
    "pillars": """\
Jede Säule hat eine Redakteurin oder einen Redakteur und mindestens eine Rubrik. Nach jeder Sitzung {of_the_council} \
erscheinen Erklärstücke zu den wichtigsten Beschlüssen. Einmal im Quartal vergleichen wir die Anteile mit dem, \
was gelesen und gefragt wurde.""",
    "direct_line": """\
Das Team hat Vortragsrecht bei der Behördenspitze. Eilige Fragen gehen mit zwei oder drei Antworten zur Wahl \
direkt auf das Telefon. Die zugesagte Zeit gilt an Arbeitstagen; danach entscheidet die genannte Vertretung, und \
die Antwort gilt.""",
    "crisis": """\
Drei Stufen: erhöhte Aufmerksamkeit, Welle, Krise. Wer sie ausruft und beendet, ist benannt. Ab der Welle ruhen \
geplante Beiträge, Sprachregelungen gelten für alle Kanäle, und ein öffentliches Protokoll zeigt, was wir \
wissen.

Das Team arbeitet in Schichten von höchstens zwei Stunden. Die Bereitschaft außerhalb der Servicezeiten regelt \
der Dienstplan. Katastrophenfälle führt der Stab; wir setzen um.

Straftaten werden vollständig gesichert und angezeigt; bei Gefahr gilt 110. Für betroffene Beschäftigte stehen \
Gespräch, Pause, Auskunftssperre und Rechtsschutz bereit. Wir üben vierteljährlich und werten jede Krise \
aus.""",
    "accessibility": """\
Unsere Beiträge erfüllen, was das Netzwerk zulässt, und gehen auf der Website darüber hinaus: Alternativtexte, \
Untertitel, Audiodeskription bei längeren Videos, ausreichender Kontrast.

Grundlegende Meldungen gibt es in Einfacher Sprache, Warnungen zusätzlich in Gebärdensprache und weiteren \
Sprachen. Die Prüfung gehört zur Freigabe; (noch niemand benannt: Fachstelle Barrierefreiheit) wertet halbjährlich \
eine Stichprobe aus.""",
}

LARGE = StarterTemplate(
    key="large",
    label=_("Large: more than 50,000 inhabitants"),
    note=_("A team with duty times, daily posts, several languages."),
    inhabitants=85_000,
    sections=SECTIONS,
    pillars=(
        ("Service und Termine", 25, "Fristen, Formulare, Öffnungszeiten", False),
        ("Baustellen und Verkehr", 20, "Sperrungen, Umleitungen, Nahverkehr", False),
        ("Eigene Arbeit erklären", 25, "Beschlüsse, Haushalt, Blick hinter die Türen", True),
        ("Gesichter {of_the_house}", 10, "Berufe, Ausbildung, Ehrenamt", False),
        ("Leben und Kultur {in_the_town}", 10, "Feste, Museen, Sport", False),
        ("Fragen und Beteiligung", 10, "Bürgerfragen, Umfragen, Beteiligungsverfahren", False),
    ),
    role_shares={"planning": 50, "answering": 40, "approving": 10},
    deadlines={"sensitive": 4, "crisis": 1},
    budget=(
        ("Technik und Software", 3_000),
        ("Fortbildung, Übungen, Supervision", 4_000),
        ("Barrierefreiheit und Übersetzungen", 5_000),
        ("Video und Grafik", 6_000),
    ),
    answer_promise_hours=8,
    language_levels=("standard", "plain"),
)
