# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Usage concept and draft of the data protection impact assessment: for the town hall itself."""

from __future__ import annotations

from channels_mgmt.legal.texts_public import (
    alternative,
    given,
    named,
    of_named,
    processors_of,
    provider_of,
    retention,
)
from core.blanks import blank


def _account(facts: dict[str, str]) -> str:
    return f"{facts['platform']} ({facts['account']})" if facts.get("account") else facts["platform"]


def _as_of(facts: dict[str, str]) -> str:
    return f"Stand der Angaben: {facts['provider_as_of']}. Quelle: {facts['provider_source']}. Bitte prüfen."


def _joint(facts: dict[str, str]) -> str:
    return facts.get("provider_joint_control") or blank("Angaben zur gemeinsamen Verantwortlichkeit")


def _third(facts: dict[str, str]) -> str:
    return facts.get("provider_third_country") or blank("Angaben zur Übermittlung in Drittländer")


def _exit_plan(facts: dict[str, str]) -> str:
    return facts.get("exit_plan") or (
        "Wir schließen den Kanal, wenn die Strategie ihn nicht mehr nennt, wenn Rechtsgrundlage oder Vereinbarungen "
        "entfallen, wenn Ansprechperson oder Vertretung dauerhaft fehlen oder wenn die Ziele an zwei Prüfterminen "
        "hintereinander verfehlt werden. Vorher kündigen wir das vier Wochen lang an, nennen den Ersatzweg, sichern "
        "die Unterlagen für das Archiv und löschen dann das Konto."
    )


def usage_concept(facts: dict[str, str]) -> str:
    """The concept that has to stand before an account opens (data protection authorities of the states)."""
    crisis = facts.get("crisis") or blank("Vorgehen in der Krise")
    return f"""\
Dieses Konzept {of_named(facts)} beschreibt, warum und wie der Kanal {_account(facts)} genutzt wird. \
Datenschutzaufsichtsbehörden der Länder erwarten, dass es vor der Eröffnung eines Kontos vorliegt und regelmäßig \
überprüft wird. Grundlage der Nutzung ist Art. 6 Abs. 1 Buchst. e und Abs. 3 DSGVO (Öffentlichkeitsarbeit als \
öffentliche Aufgabe) in Verbindung mit dem Datenschutzgesetz des Landes \
({given(facts, "state_law", "Datenschutzgesetz des Landes")}).

## Zweck und Auftrag

{given(facts, "mandate", "Auftrag aus der Strategie")}

Beschlossen in: {given(facts, "strategy", "Strategie mit Datum der Unterzeichnung")}

## Zielgruppen

{given(facts, "target_groups", "Zielgruppen")}

## Ziele, an denen wir den Kanal messen

{given(facts, "goals", "Ziele")}

## Warum dieses Netzwerk und keine mildere Möglichkeit

{given(facts, "decision_reason", "Gründe der Entscheidung für das Netzwerk")}

Wer das Netzwerk nicht nutzen möchte, hat keinen Nachteil: Jede Information steht auch auf {alternative(facts)} und \
ist über die Verwaltung zu erhalten. Einzelne Anliegen und Verfahren bearbeiten wir nicht über das Netzwerk.

## Anbieter

{provider_of(facts)}

{_as_of(facts)}

## Verantwortung nach Datenschutzrecht (Art. 26 und 28 DSGVO)

{_joint(facts)}

{_third(facts)}

## Wer zuständig ist

| Aufgabe | Zuständig |
| Verantwortung für den Kanal | {named(facts, "owner", "verantwortliche Person")} |
| Vertretung bei Urlaub und Krankheit | {named(facts, "deputy", "Vertretung")} |
| Datenschutzbeauftragte/r | {given(facts, "data_protection_officer", "Kontakt").replace(chr(10), ", ")} |
| Kontakt für Bürgerinnen und Bürger | {given(facts, "contact_email", "E-Mail-Adresse")} |

{given(facts, "roles", "Rollen und Vertretungen")}

## Zeit und Antwortzeiten

- Stunden je Woche laut Strategie, für alle Kanäle: {given(facts, "hours_per_week", "Stunden je Woche")}
- Servicezeiten, in denen geantwortet wird: {given(facts, "service_hours", "Servicezeiten")}
- Außerhalb der Servicezeiten besteht keine Pflicht zur Beobachtung; Ausnahmen regelt der Dienstplan.

## Redaktion und Moderation

- Beiträge mit geringem Risiko veröffentlicht die Redaktion; sensible Beiträge gibt eine zweite Person frei, in der \
Krise entscheidet die Behördenspitze.
- Eine Warnung, die nicht warten kann, veröffentlicht eine Person der Redaktion allein und mit Grund. Eine zweite wird \
sofort gebeten, binnen 30 Minuten zu bestätigen; sonst wird die Behördenspitze benachrichtigt.
- Externe entwerfen nur. Veröffentlicht wird von Beschäftigten der Verwaltung.
- Die Redaktion gibt an, welche Bilder und Texte mit KI erzeugt oder verändert wurden. Die Software setzt dann \
„KI-generiert“ in den Beitrag und in den Alternativtext; mit KI geschriebene Texte, die ein Mensch geprüft hat und \
verantwortet, tragen diesen Hinweis nach Art. 50 Abs. 4 der Verordnung (EU) 2024/1689 nicht.
- Es gilt die Netiquette: {facts["netiquette_url"]}
- Ausgeblendet oder gelöscht wird nur mit Klausel, Begründung und vorheriger Beweissicherung. Betroffene können sich \
beschweren. Scharfe Kritik an der Verwaltung ist geschützt (Art. 5 GG).

## Krise

{crisis}

## Pflichtangaben und Datenschutzhinweise

- Impressum in höchstens zwei Klicks erreichbar (§ 5 DDG, § 18 MStV): {given(facts, "imprint_url", "Impressum")}
- Datenschutzhinweise nach Art. 13 und 14 DSGVO sind im Profil verlinkt.
- Alle sechs Monate prüft die verantwortliche Person, ob Netiquette, Impressum und Datenschutzhinweise noch \
verlinkt sind.

## Was wir speichern und wann wir löschen

{retention(facts)}

Die Fristen sind Voreinstellungen und mit der oder dem Datenschutzbeauftragten abzustimmen (Art. 5 Abs. 1 Buchst. e \
DSGVO). Vor der Löschung ist die Anbietung an das Archiv zu prüfen.

## Unsere eigene Verarbeitung mit Dorflinde

Für Planung, Freigabe und Moderation nutzen wir die Software Dorflinde. Sie speichert Kopien von Kommentaren mit Name, \
Profil und Zeitpunkt, unsere Antworten und Entscheidungen, Beweise und Beschwerden sowie die Konten der Beschäftigten.

| Angabe | Inhalt |
| Betrieb und Auftragsverarbeitung (Art. 28 DSGVO) | {processors_of(facts)} |
| Verzeichnis von Verarbeitungstätigkeiten (Art. 30 DSGVO) | {blank("Nummer im Verzeichnis")} |
| Fristen | siehe „Was wir speichern und wann wir löschen“ |

## Sicherheit des Kontos

- Zugang über Funktionspostfächer, nicht über private Konten
- zweiter Faktor für alle, die das Konto verwalten
- mindestens zwei Personen können das Konto verwalten; Zugänge enden beim Ausscheiden
- Zugangsschlüssel liegen verschlüsselt, Kennwörter der Netzwerke werden nicht gespeichert

## Wann wir den Kanal wieder schließen

{_exit_plan(facts)}

## Überprüfung

Dieses Konzept wird jährlich und bei jeder wesentlichen Änderung überprüft, zum Beispiel wenn Anbieter, \
Zuständigkeit oder Strategie wechseln.
"""


def dpia(facts: dict[str, str]) -> str:
    """A draft after Art. 35(7) GDPR: description, necessity, risks, measures."""
    officer = given(facts, "data_protection_officer", "Kontakt der oder des Datenschutzbeauftragten")
    return f"""\
Entwurf einer Datenschutz-Folgenabschätzung {of_named(facts)} nach Art. 35 DSGVO für den Kanal \
{_account(facts)}. Er folgt den vier Punkten des Art. 35 Abs. 7 DSGVO. Die Bewertung der Risiken nimmt Ihre \
Verwaltung vor; der Rat der oder des Datenschutzbeauftragten ist einzuholen (Art. 35 Abs. 2 DSGVO).

## 1. Vorprüfung: Ist eine Folgenabschätzung nötig?

| Frage | Einschätzung |
| Steht die Verarbeitung auf der Liste der Aufsichtsbehörde (Art. 35 Abs. 4 DSGVO)? | \
{blank("Ergebnis der Prüfung")} |
| Werden Daten in großem Umfang oder von schutzbedürftigen Personen verarbeitet? | Kommentare auch von \
Minderjährigen möglich |
| Werden Verhalten oder Interessen ausgewertet? | nicht durch uns; durch den Anbieter möglich |
| Ergebnis | {blank("Ergebnis mit Begründung")} |

Aufsichtsbehörde: {given(facts, "supervisory_authority", "Aufsichtsbehörde")}

## 2. Beschreibung der Verarbeitung (Art. 35 Abs. 7 Buchst. a DSGVO)

Zweck: {given(facts, "mandate", "Auftrag aus der Strategie")}

Beschlossen in: {given(facts, "strategy", "Strategie mit Datum der Unterzeichnung")}

| Angabe | Inhalt |
| Betroffene Personen | Menschen, die den Kanal besuchen, ihm folgen, kommentieren oder uns schreiben; abgebildete \
Personen |
| Daten | Profilname, Profilbild, Adresse des Profils, Inhalt und Zeitpunkt von Kommentaren und Nachrichten, \
Entscheidungen darüber |
| Herkunft | von den Personen selbst, öffentlich im Netzwerk |
| Zuständig | {named(facts, "owner_roles", "Rolle der verantwortlichen Person")}; \
Vertretung: {named(facts, "deputy_roles", "Rolle der Vertretung")} |
| Empfänger | zuständige Fachämter; bei Verdacht auf Straftaten Polizei und Staatsanwaltschaft |
| Eigene Verarbeitung | Software Dorflinde: Kopien der Kommentare, Antworten, Entscheidungen, Beweise, Beschwerden |
| Auftragsverarbeitung (Art. 28 DSGVO) | {processors_of(facts)} |
| Rechtsgrundlage | Art. 6 Abs. 1 Buchst. e, Abs. 3 DSGVO mit \
{given(facts, "state_law", "Datenschutzgesetz des Landes")}; bei Bildern Art. 6 Abs. 1 \
Buchst. a DSGVO, §§ 22, 23 KUG |

Anbieter:

{provider_of(facts)}

{_as_of(facts)}

{_joint(facts)}

{_third(facts)}

## 3. Notwendigkeit und Verhältnismäßigkeit (Art. 35 Abs. 7 Buchst. b DSGVO)

Zielgruppen:

{given(facts, "target_groups", "Zielgruppen")}

Gründe für das Netzwerk:

{given(facts, "decision_reason", "Gründe der Entscheidung für das Netzwerk")}

- Jede Information ist auch ohne das Netzwerk zu haben: {alternative(facts)}
- Es werden keine Verfahren über das Netzwerk geführt; auf sichere Wege wird hingewiesen.
- Nutzungszahlen werden nur zusammengefasst ausgewertet.
- Private Konten von Beschäftigten oder Bürgerinnen und Bürgern werden nicht durchsucht.

Aufbewahrung:

{retention(facts)}

## 4. Risiken für die Rechte und Freiheiten (Art. 35 Abs. 7 Buchst. c DSGVO)

Eintrittswahrscheinlichkeit und Schwere sind Vorschläge auf Grundlage allgemeiner Erfahrung und von Ihnen zu bewerten.

| Risiko | Wahrscheinlichkeit (Vorschlag) | Schwere (Vorschlag) | Ihre Bewertung |
| Anbieter bildet Profile aus Besuchen unserer Seite | hoch | mittel | {blank("Bewertung")} |
| Zugriff durch Behörden eines Drittlands | mittel | mittel | {blank("Bewertung")} |
| Menschen geben öffentlich sensible Angaben preis | mittel | hoch | {blank("Bewertung")} |
| Beleidigung oder Bloßstellung Dritter in Kommentaren | mittel | hoch | {blank("Bewertung")} |
| Übernahme des Kontos durch Fremde | gering | hoch | {blank("Bewertung")} |
| Kinder und Jugendliche kommentieren oder sind abgebildet | mittel | hoch | {blank("Bewertung")} |
| Menschen fühlen sich gedrängt, das Netzwerk zu nutzen | gering | mittel | {blank("Bewertung")} |

## 5. Maßnahmen (Art. 35 Abs. 7 Buchst. d DSGVO)

| Gegen | Maßnahme |
| Profilbildung | Alternative ohne Netzwerk bei jedem Beitrag; keine eingebetteten Inhalte auf der Website; Hinweis \
in den Datenschutzhinweisen |
| Drittland | Prüfung von Angemessenheitsbeschluss oder Garantien; jährliche Überprüfung |
| sensible Angaben | Hinweis „Bitte schreiben Sie uns“, zeitnahes Ausblenden in den Servicezeiten: \
{given(facts, "service_hours", "Servicezeiten")} |
| Beleidigungen | Netiquette ({facts["netiquette_url"]}), Beweissicherung vor dem Ausblenden, Beschwerdeweg |
| Kontoübernahme | zweiter Faktor, Funktionspostfach, zwei Verwaltende, verschlüsselte Zugangsschlüssel |
| Minderjährige | Einwilligungen beider Eltern, ab etwa 14 Jahren auch des Kindes; Widerruf löst eine Aufgabe aus |
| Lange Speicherung | Ersetzung von Namen durch Pseudonyme nach {given(facts, "author_period", "Frist")}; private \
Nachrichten werden 90 Tage nach der letzten gelöscht; Maßnahmen und Beweise gibt eine Person zur Löschung frei; alte \
Einträge des Protokolls werden gelöscht |

## 6. Exit

{_exit_plan(facts)}

## 7. Rat der oder des Datenschutzbeauftragten und Ergebnis

{officer}

| Angabe | Ergebnis |
| Stellungnahme der oder des Datenschutzbeauftragten | {blank("Stellungnahme mit Datum")} |
| Verbleibendes Risiko | {blank("verbleibendes Risiko")} |
| Ist die Aufsichtsbehörde zu beteiligen (Art. 36 DSGVO)? | {blank("Ergebnis mit Begründung")} |
| Entscheidung der Behördenspitze | {blank("Entscheidung mit Datum")} |
"""
