# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The accessibility statement for the public pages, along the model of Implementing Decision (EU) 2018/1523.

What people do who run accounts by hand no software knows: that is a blank, never a promise.
"""

from __future__ import annotations

from channels_mgmt.legal.texts_public import address_of, alternative, given, of_named
from core.blanks import blank


def _law(facts: dict[str, str]) -> str:
    return given(facts, "access_law", "Landesrecht zur Barrierefreiheit")


def _listed(text: str) -> str:
    """Each line an item."""
    return "\n".join(f"- {line.strip().removeprefix('- ')}" for line in text.splitlines() if line.strip())


def _enforcement(facts: dict[str, str]) -> str:
    procedure = given(facts, "enforcement_procedure", "Verfahren nach Landesrecht, zum Beispiel Schlichtung,")
    lines = [
        f"**{given(facts, 'enforcement', 'Durchsetzungs- oder Schlichtungsstelle des Landes')}**",
        given(facts, "enforcement_contact", "Anschrift, E-Mail oder Internetadresse dieser Stelle"),
    ]
    return f"{procedure}:\n\n" + "\n".join(lines)


def accessibility_statement(facts: dict[str, str]) -> str:
    """What the pages are, what is not accessible on them, how to report it and who decides then."""
    name = facts.get("town_titled") or facts["town"]
    more = facts.get("access_gaps", "").strip()
    own_gaps = f"\n{_listed(more)}" if more else ""
    return f"""\
**{name}** ist bemüht, die unten genannten Seiten im Einklang mit folgendem Landesrecht barrierefrei zugänglich zu \
machen: {_law(facts)}.

## Das Wichtigste in einfacher Sprache

Diese Seiten sollen alle Menschen nutzen können.
Noch klappt nicht alles.
In dieser Erklärung steht, was noch nicht klappt.
Haben Sie ein Problem auf diesen Seiten gefunden? Dann schreiben Sie uns: \
{given(facts, "contact_email", "E-Mail-Adresse")}
Wir antworten Ihnen. Sind Sie mit der Antwort nicht zufrieden? Dann hilft Ihnen eine andere Stelle. Ihr Name steht \
weiter unten.

## Wofür diese Erklärung gilt

Sie gilt für die öffentlichen Seiten {of_named(facts)}, die mit der Software Dorflinde betrieben werden:

- die Netiquette mit ihren Fassungen, Sprachen, PDF-Dateien und dem Aushang: {facts["netiquette_url"]}
- das Formular für Beschwerden: {given(facts, "appeals_url", "Adresse des Formulars")}
- die Zahlen zur Moderation, soweit wir sie veröffentlichen: {given(facts, "transparency_url", "Adresse der Seite")}
- diese Erklärung: {given(facts, "accessibility_url", "Adresse dieser Seite")}

Für unsere Website gilt deren eigene Erklärung: {alternative(facts)}

## Stand der Vereinbarkeit mit den Anforderungen

Diese Seiten sind wegen der folgenden Unvereinbarkeiten und Ausnahmen teilweise mit den Anforderungen vereinbar. \
Maßstab sind das genannte Landesrecht und die Norm EN 301 549.

## Nicht barrierefreie Inhalte

{_listed(given(facts, "access_gaps_known", "Bekannte Barrieren"))}{own_gaps}

## Unsere Auftritte in sozialen Netzwerken

Bedienung und Gestaltung der Netzwerke bestimmen deren Anbieter; auf sie haben wir keinen Einfluss. Alles, was wir \
dort veröffentlichen, finden Sie auch hier: {alternative(facts)}

Beeinflussen können wir, was wir selbst veröffentlichen:

- Bilder: Die Software nimmt einen Beitrag mit Bild erst zur Freigabe an, wenn das Bild einen Alternativtext hat.
- Videos: {blank("Angabe zu Untertiteln unserer Videos")}

## Erstellung dieser Erklärung

Diese Erklärung beruht auf einer Selbstbewertung vom {given(facts, "access_assessed_on", "Tag der Selbstbewertung")}.

{given(facts, "access_method", "Methode der Bewertung")}

## Barrieren melden: Rückmeldung und Kontakt

Bitte schreiben Sie uns, wenn Sie auf eine Barriere stoßen oder einen Inhalt in anderer Form brauchen:

{address_of(facts)}

## Durchsetzungsverfahren

Haben Sie von uns keine oder keine zufriedenstellende Antwort erhalten, steht Ihnen dieses Verfahren offen. \
{_enforcement(facts)}
"""
