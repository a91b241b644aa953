# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a town begins with: an introduction and the clauses of the library that belong to every netiquette."""

from accounts.models import Municipality
from netiquette.library import LIBRARY, LibraryClause, library_for

INTRODUCTION = """\
Wir freuen uns über Ihre Fragen, Hinweise, Ihr Lob und Ihre Kritik. Auf diesen Seiten sprechen viele \
Menschen miteinander, die sich nicht kennen. Damit alle gern mitreden, gelten die folgenden Regeln – für \
Sie und für uns. Sie dürfen uns deutlich widersprechen: Eine Regel greift nur dort, wo jemand verletzt, \
bedroht, getäuscht oder gestört wird."""

INTRODUCTION_TRANSLATIONS = {
    "leicht": """\
Schreiben Sie uns! Wir freuen uns über Fragen, Lob und Kritik. Hier sprechen viele Menschen miteinander. Darum \
gibt es Regeln. Die Regeln gelten für Sie und für uns. Sie dürfen anderer Meinung sein als wir.""",
    "en": """\
We welcome your questions, hints, praise and criticism. On these pages many people talk to each other who do not \
know one another. So that everybody enjoys joining in, the following rules apply – to you and to us. You may \
contradict us clearly: a rule takes effect only where somebody is hurt, threatened, deceived or disturbed.""",
}

#: Keys without which a netiquette cannot be submitted: measures, reasons, appeal, evidence, data protection,
#: another way to everything, and the date of the version.
REQUIRED = ("massnahmen", "begruendung", "beschwerde", "beweissicherung", "datenschutz", "kontakt", "fassung")

#: In the order of the document: the limits stand between how people talk and what the town hall does.
ORDER = [
    "geltung",
    "umgang",
    "kritik",
    "thema",
    "beleidigung",
    "diskriminierung",
    "gewalt",
    "strafbares",
    "jugendschutz",
    "rechte-anderer",
    "private-daten",
    "werbung",
    "wahlwerbung",
    "falsche-tatsachen",
    "sprache",
    "eigene-verantwortung",
    "servicezeiten",
    "massnahmen",
    "begruendung",
    "beschwerde",
    "beweissicherung",
    "datenschutz",
    "kontakt",
    "fassung",
]

CLAUSES = tuple(sorted((c for c in LIBRARY if c.is_starter), key=lambda c: ORDER.index(c.key)))


def starter_clauses(town: Municipality) -> list[LibraryClause]:
    """The clauses of the first version with the town's own particulars, in their order."""
    return sorted((c for c in library_for(town) if c.is_starter), key=lambda c: ORDER.index(c.key))
