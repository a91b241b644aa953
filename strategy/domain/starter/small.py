# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fewer than 10,000 inhabitants: two people who know everybody, and little time."""

from django.utils.translation import gettext_lazy as _

from strategy.domain.starter.template import StarterTemplate

SECTIONS = {
    "mandate": """\
{The_town} spricht mit {their}en Bürgerinnen und Bürgern auch dort, wo diese ohnehin sind: in \
sozialen Netzwerken. Wir informieren früh, antworten verständlich und hören zu.

Das ist eine Aufgabe der Verwaltung, kein Nebenbei. Die Behördenspitze steht dahinter, gibt die vereinbarten \
Stunden frei und ist für das Team erreichbar.

Unser Auftritt ersetzt keinen anderen Weg. Alles Wichtige steht zugleich auf {website} und im \
Amtsblatt. Anträge und persönliche Anliegen bearbeiten wir nicht in sozialen Netzwerken.""",
    "tone": """\
Wir schreiben, wie wir am Schalter sprechen: freundlich, kurz und ohne Amtsdeutsch. Zuerst steht, was jemand \
jetzt tun kann.

Auf Kritik antworten wir in der Sache. Einen Fehler geben wir zu und sagen, was wir tun. Wir machen uns über \
niemanden lustig und werben für keine Partei.""",
    "roles": """\
Wir sind wenige. Deshalb darf eine Person mehrere Aufgaben haben, und für jede gibt es eine Vertretung, die die \
Zugänge kennt. Sind beide nicht da, ruht der Kanal; das sagen wir dort öffentlich.""",
    "pillars": """\
Einmal im Monat erklären wir eine Entscheidung {of_the_council} oder eine Arbeit, die sonst niemand sieht: den \
Bauhof am Morgen, das Wahlamt vor der Wahl, die Kläranlage. Zwei bis drei Beiträge in der Woche reichen.""",
    "direct_line": """\
Das Team darf die Behördenspitze jederzeit etwas fragen, ohne Dienstweg: mit einer kurzen Frage und zwei oder \
drei möglichen Antworten. Antwortet innerhalb der zugesagten Zeit niemand, entscheidet die genannte \
Vertretung.""",
    "crisis": """\
Wenn viele auf einmal wütend schreiben: erst sichern, dann lesen, dann antworten. Geplante Beiträge halten wir \
an. Es spricht nur, wer dafür benannt ist.

Drohungen und Straftaten sichern wir als Beweis und melden sie; bei Gefahr rufen wir 110. Wer davon betroffen \
ist, bekommt eine Pause und jemanden zum Reden. Nachts und am Wochenende antworten wir nur in einer echten \
Notlage; dann ist erreichbar, wer laut Dienstplan Bereitschaft hat.

Einmal im Jahr gehen wir einen Fall gemeinsam durch.""",
    "accessibility": """\
Jedes Bild bekommt einen Alternativtext, jedes Video Untertitel. Text steht nie nur im Bild. Wir schreiben \
Schlagwörter mit großen Anfangsbuchstaben (#SommerFest) und verwenden wenige Emojis.

Wer einen Beitrag freigibt, prüft das mit. Hinweise auf Barrieren nehmen wir entgegen: {contact}""",
}

SMALL = StarterTemplate(
    key="small",
    label=_("Small: fewer than 10,000 inhabitants"),
    note=_("Two people share everything, two or three posts a week."),
    inhabitants=6_000,
    sections=SECTIONS,
    pillars=(
        ("Service und Termine", 40, "Öffnungszeiten, Abfall, Fristen, Sperrungen", False),
        ("Leben {in_the_town}", 25, "Vereine, Feste, Ehrenamt", False),
        ("Eigene Arbeit erklären", 25, "Beschlüsse {of_the_council}, Haushalt, Blick hinter die Türen", True),
        ("Fragen an Sie", 10, "Umfragen, Ideen, Bürgersprechstunde", False),
    ),
    role_shares={"planning": 50, "answering": 40, "approving": 10},
    deadlines={"sensitive": 24, "crisis": 2},
    budget=(("Werbemittel und Aushänge", 200), ("Fortbildung", 400), ("Technik: Stativ, Mikrofon", 200)),
    answer_promise_hours=24,
    language_levels=("standard",),
)
