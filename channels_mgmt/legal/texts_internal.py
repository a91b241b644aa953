# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Usage concept and draft of the data protection impact assessment: for the town hall itself."""

from __future__ import annotations

from channels_mgmt.legal.texts_public import RETENTION, alternative, given, provider_of


def _account(facts: dict[str, str]) -> str:
    return f"{facts['platform']} ({facts['account']})" if facts.get("account") else facts["platform"]


def _as_of(facts: dict[str, str]) -> str:
    return f"Stand der Angaben: {facts['provider_as_of']}. Quelle: {facts['provider_source']}. Bitte prüfen."


def _joint(facts: dict[str, str]) -> str:
    return facts.get("provider_joint_control") or "[Angaben zur gemeinsamen Verantwortlichkeit eintragen]"


def _third(facts: dict[str, str]) -> str:
    return facts.get("provider_third_country") or "[Angaben zur Übermittlung in Drittländer eintragen]"


def _exit_plan(facts: dict[str, str]) -> str:
    return facts.get("exit_plan") or (
        "Wir schließen den Kanal, wenn die Strategie ihn nicht mehr nennt, wenn Rechtsgrundlage oder Vereinbarungen "
        "entfallen, wenn Ansprechperson oder Vertretung dauerhaft fehlen oder wenn die Ziele an zwei Prüfterminen "
        "hintereinander verfehlt werden. Vorher kündigen wir das vier Wochen lang an, nennen den Ersatzweg, sichern "
        "die Unterlagen für das Archiv und löschen dann das Konto."
    )


def usage_concept(facts: dict[str, str]) -> str:
    """The concept that has to stand before an account opens (data protection authorities of the states)."""
    crisis = facts.get("crisis") or "[Vorgehen in der Krise eintragen]"
    return f"""\
Dieses Konzept beschreibt, warum und wie die Verwaltung von {facts["town"]} den Kanal {_account(facts)} nutzt. \
Datenschutzaufsichtsbehörden der Länder erwarten, dass es vor der Eröffnung eines Kontos vorliegt und regelmäßig \
überprüft wird. Grundlage der Nutzung ist Art. 6 Abs. 1 Buchst. e und Abs. 3 DSGVO (Öffentlichkeitsarbeit als \
öffentliche Aufgabe) in Verbindung mit dem Landesdatenschutzgesetz.

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
| Verantwortung für den Kanal | {given(facts, "owner", "Verantwortliche Person")} |
| Vertretung bei Urlaub und Krankheit | {given(facts, "deputy", "Vertretung")} |
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
- Externe entwerfen nur. Veröffentlicht wird von Beschäftigten der Verwaltung.
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

{RETENTION}

Die Fristen sind Voreinstellungen und mit der oder dem Datenschutzbeauftragten abzustimmen (Art. 5 Abs. 1 Buchst. e \
DSGVO). Vor der Löschung ist die Anbietung an das Archiv zu prüfen.

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
Entwurf einer Datenschutz-Folgenabschätzung nach Art. 35 DSGVO für den Kanal {_account(facts)} der Verwaltung von \
{facts["town"]}. Er folgt den vier Punkten des Art. 35 Abs. 7 DSGVO. Die Bewertung der Risiken nimmt Ihre \
Verwaltung vor; der Rat der oder des Datenschutzbeauftragten ist einzuholen (Art. 35 Abs. 2 DSGVO).

## 1. Vorprüfung: Ist eine Folgenabschätzung nötig?

| Frage | Einschätzung |
| Steht die Verarbeitung auf der Liste der Aufsichtsbehörde (Art. 35 Abs. 4 DSGVO)? | [Ergebnis der Prüfung \
eintragen] |
| Werden Daten in großem Umfang oder von schutzbedürftigen Personen verarbeitet? | Kommentare auch von \
Minderjährigen möglich |
| Werden Verhalten oder Interessen ausgewertet? | nicht durch uns; durch den Anbieter möglich |
| Ergebnis | [Ergebnis mit Begründung eintragen] |

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
| Zuständig | {given(facts, "owner_roles", "Rolle der verantwortlichen Person")}; \
Vertretung: {given(facts, "deputy_roles", "Rolle der Vertretung")} |
| Empfänger | zuständige Fachämter; bei Verdacht auf Straftaten Polizei und Staatsanwaltschaft |
| Rechtsgrundlage | Art. 6 Abs. 1 Buchst. e, Abs. 3 DSGVO mit Landesdatenschutzgesetz; bei Bildern Art. 6 Abs. 1 \
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

{RETENTION}

## 4. Risiken für die Rechte und Freiheiten (Art. 35 Abs. 7 Buchst. c DSGVO)

Eintrittswahrscheinlichkeit und Schwere sind Vorschläge auf Grundlage allgemeiner Erfahrung und von Ihnen zu bewerten.

| Risiko | Wahrscheinlichkeit (Vorschlag) | Schwere (Vorschlag) | Ihre Bewertung |
| Anbieter bildet Profile aus Besuchen unserer Seite | hoch | mittel | [Bewertung eintragen] |
| Zugriff durch Behörden eines Drittlands | mittel | mittel | [Bewertung eintragen] |
| Menschen geben öffentlich sensible Angaben preis | mittel | hoch | [Bewertung eintragen] |
| Beleidigung oder Bloßstellung Dritter in Kommentaren | mittel | hoch | [Bewertung eintragen] |
| Übernahme des Kontos durch Fremde | gering | hoch | [Bewertung eintragen] |
| Kinder und Jugendliche kommentieren oder sind abgebildet | mittel | hoch | [Bewertung eintragen] |
| Menschen fühlen sich gedrängt, das Netzwerk zu nutzen | gering | mittel | [Bewertung eintragen] |

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
| Lange Speicherung | Fristen mit automatischer Erinnerung, Ersetzung von Namen durch Pseudonyme |

## 6. Exit

{_exit_plan(facts)}

## 7. Rat der oder des Datenschutzbeauftragten und Ergebnis

{officer}

| Angabe | Ergebnis |
| Stellungnahme der oder des Datenschutzbeauftragten | [Stellungnahme mit Datum eintragen] |
| Verbleibendes Risiko | [verbleibendes Risiko eintragen] |
| Ist die Aufsichtsbehörde zu beteiligen (Art. 36 DSGVO)? | [Ergebnis mit Begründung eintragen] |
| Entscheidung der Behördenspitze | [Entscheidung mit Datum eintragen] |
"""
