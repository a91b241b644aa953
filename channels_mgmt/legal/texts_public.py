# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Privacy notice and imprint of a channel: for citizens, without the name of anybody who works on it."""

from __future__ import annotations

#: Retention defaults of the product, background knowledge and changeable [B] (docs/handbuch/unterlagen.md).
RETENTION = """\
| Was | Wie lange | Danach |
| Kommentare und Antworten, die bearbeitet sind | 6 Monate | Name und Profil werden durch ein Pseudonym ersetzt |
| Entscheidungen über Kommentare und Beweise | 3 Jahre ab Jahresende oder bis Verfahren beendet sind | Löschung |
| Direktnachrichten | 90 Tage | Löschung |
| Einwilligungen zu Bildern | bis 3 Jahre nach der Veröffentlichung | Löschung |
| Protokoll der Vorgänge | 1 Jahr länger als das, was es belegt | Löschung |"""


def given(facts: dict[str, str], name: str, what: str) -> str:
    """The fact, or a blank that says what belongs there."""
    return facts.get(name, "").strip() or f"[{what} eintragen]"


def provider_of(facts: dict[str, str]) -> str:
    """Name, seat and privacy policy of the provider, with source and date."""
    lines = [
        f"**{given(facts, 'provider_name', 'Name des Anbieters oder Serverbetreibers')}**",
        given(facts, "provider_seat", "Sitz und Anschrift des Anbieters"),
    ]
    if facts.get("provider_privacy_url"):
        lines.append(f"Datenschutzerklärung des Anbieters: {facts['provider_privacy_url']}")
    return "\n".join(lines)


def address_of(facts: dict[str, str]) -> str:
    """The town as it can be reached."""
    lines = [f"**{facts['town']}**", given(facts, "postal_address", "Postanschrift")]
    lines.append(f"vertreten durch {given(facts, 'represented_by', 'Vertretung, zum Beispiel die Bürgermeisterin,')}")
    if facts.get("phone"):
        lines.append(f"Telefon: {facts['phone']}")
    lines.append(f"E-Mail: {given(facts, 'contact_email', 'E-Mail-Adresse')}")
    return "\n".join(lines)


def alternative(facts: dict[str, str]) -> str:
    """Where everything can be had without the platform."""
    return facts.get("website", "").strip() or "[Adresse der Website eintragen]"


def privacy_notice(facts: dict[str, str]) -> str:
    """Art. 13 and 14 GDPR, for people who visit the channel or write there."""
    account = f" ({facts['account']})" if facts.get("account") else ""
    own_notice = f"\n\nDatenschutzhinweise unserer Website: {facts['privacy_url']}" if facts.get("privacy_url") else ""
    joint = facts.get("provider_joint_control") or "[Angaben zur gemeinsamen Verantwortlichkeit eintragen]"
    third = facts.get("provider_third_country") or "[Angaben zur Übermittlung in Drittländer eintragen]"
    return f"""\
Diese Hinweise gelten für unseren Auftritt auf {facts["platform"]}{account}. Sie sagen Ihnen, welche Daten wir dort \
verarbeiten, warum und wie lange (Art. 13 und 14 DSGVO).

## Sie brauchen {facts["platform"]} nicht, um uns zu erreichen

Alles, was wir dort veröffentlichen, finden Sie auch hier: {alternative(facts)}
Sie können uns immer per E-Mail, Telefon, Brief oder persönlich erreichen. Bitte senden Sie uns über soziale \
Netzwerke keine persönlichen Angaben, zum Beispiel Aktenzeichen, Geburtsdaten oder Angaben zur Gesundheit. Anträge \
und Verfahren bearbeiten wir dort nicht.

## Verantwortlich

{address_of(facts)}

## Unsere Datenschutzbeauftragte oder unser Datenschutzbeauftragter

{given(facts, "data_protection_officer", "Name der Stelle und Kontakt der oder des Datenschutzbeauftragten")}

## Anbieter des Netzwerks

{provider_of(facts)}

Wenn Sie {facts["platform"]} nutzen, verarbeitet der Anbieter Daten von Ihnen in eigener Verantwortung, zum Beispiel \
IP-Adresse, Geräteangaben und Ihr Verhalten im Netzwerk. Darauf haben wir keinen Einfluss.

## Gemeinsame Verantwortlichkeit (Art. 26 DSGVO)

{joint}

## Welche Daten wir verarbeiten und woher sie kommen

- Ihren Profilnamen, Ihr öffentliches Profilbild und die Adresse Ihres Profils
- was Sie an uns schreiben oder unter unseren Beiträgen kommentieren, mit Zeitpunkt
- ob und warum wir einen Kommentar beantwortet, ausgeblendet oder gelöscht haben
- Zahlen ohne Bezug zu einzelnen Personen, zum Beispiel wie oft ein Beitrag gesehen wurde

Die Daten stammen von Ihnen selbst oder aus Ihrem öffentlichen Profil bei {facts["platform"]} (Art. 14 Abs. 2 \
Buchst. f DSGVO). Sie sind nicht verpflichtet, uns Daten zu geben.

## Wozu und auf welcher Grundlage

- **Information und Gespräch mit der Öffentlichkeit:** Öffentlichkeitsarbeit ist unsere Aufgabe. Grundlage ist Art. \
6 Abs. 1 Buchst. e und Abs. 3 DSGVO in Verbindung mit dem Datenschutzgesetz unseres Landes und dem Gemeinderecht.
- **Regeln durchsetzen:** Wir wenden unsere Netiquette an ({facts["netiquette_url"]}) und sichern Beweise, wenn \
Kommentare strafbar sein können. Grundlage ist ebenfalls Art. 6 Abs. 1 Buchst. e DSGVO.
- **Bilder von Personen:** Grundlage ist Ihre Einwilligung (Art. 6 Abs. 1 Buchst. a DSGVO; §§ 22, 23 KUG). Sie \
können sie jederzeit für die Zukunft widerrufen.

## Wer die Daten bekommt

Bei uns sehen nur die Menschen Ihre Nachricht, die sie beantworten. Fragen leiten wir an das zuständige Fachamt \
weiter. Bei Verdacht auf Straftaten können wir Daten an Polizei und Staatsanwaltschaft geben. Was Sie öffentlich \
schreiben, können alle lesen.

## Übermittlung in Staaten außerhalb der Europäischen Union

{third}

## Wie lange wir Daten aufbewahren

{RETENTION}

Was Sie im Netzwerk selbst geschrieben haben, können Sie dort löschen. Vor der Löschung bieten wir Unterlagen dem \
zuständigen Archiv an, soweit das Archivrecht es verlangt.

## Ihre Rechte

Sie haben das Recht auf Auskunft (Art. 15), Berichtigung (Art. 16), Löschung (Art. 17), Einschränkung (Art. 18) und \
Widerspruch (Art. 21 DSGVO). Wenden Sie sich an uns. Soweit der Anbieter Ihre Daten verarbeitet, können Sie diese \
Rechte am wirksamsten bei ihm geltend machen. Sie können sich außerdem bei der Aufsichtsbehörde beschweren (Art. 77 \
DSGVO):

{given(facts, "supervisory_authority", "Aufsichtsbehörde")}

Wir treffen keine automatisierten Entscheidungen im Einzelfall (Art. 22 DSGVO).{own_notice}
"""


def imprint(facts: dict[str, str]) -> str:
    """§ 5 DDG and § 18 MStV, for the field a platform offers or the page it links to."""
    responsible = given(facts, "responsible_for_content", "Verantwortliche Person mit Anschrift")
    long_form = given(facts, "imprint_url", "Adresse des Impressums")
    privacy = f"\nDatenschutzhinweise: {facts['privacy_url']}" if facts.get("privacy_url") else ""
    account = f" ({facts['account']})" if facts.get("account") else ""
    return f"""\
## Impressum

Dies ist ein Auftritt der Verwaltung von {facts["town"]} auf {facts["platform"]}{account}.

{address_of(facts)}

## Verantwortlich für journalistisch-redaktionelle Inhalte (§ 18 Abs. 2 MStV)

{responsible}

## Weitere Angaben

Vollständiges Impressum (§ 5 DDG, § 18 Abs. 1 MStV): {long_form}
Netiquette: {facts["netiquette_url"]}{privacy}

Alles, was wir hier veröffentlichen, finden Sie auch auf {alternative(facts)}
"""
