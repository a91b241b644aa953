# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Privacy notice and imprint of a channel: for citizens, without the name of anybody who works on it."""

from __future__ import annotations

from core.blanks import blank, nobody


def given(facts: dict[str, str], name: str, what: str) -> str:
    """The fact, or a blank that says what belongs there."""
    return facts.get(name, "").strip() or blank(what)


def named(facts: dict[str, str], name: str, what: str) -> str:
    """The person, or that there is none yet."""
    return facts.get(name, "").strip() or nobody(what)


def retention(facts: dict[str, str]) -> str:
    """What is kept how long: only what a job of the product does, or what a person decides (tests/test_promises.py)."""
    return f"""\
| Was | Wie lange | Danach |
| Bearbeitete Kommentare | {given(facts, "author_period", "Frist")} nach der Bearbeitung | Name, Profil und Adressen \
werden durch ein Pseudonym ersetzt, auch in unseren Antworten; wer sonst mit @ erwähnt ist, wird unkenntlich; der \
übrige Wortlaut bleibt, auch wenn er jemanden mit ausgeschriebenem Namen nennt |
| Kommentare mit offener Rückfrage oder ungeklärtem Schritt | bis das geklärt ist | wie bearbeitete Kommentare |
| Ausgeblendete Kommentare, gesicherte Beweise | mindestens {given(facts, "case_period", "Frist")} nach dem Ende des \
Jahres der letzten Entscheidung; länger, solange eine Beschwerde aufbewahrt wird, eine Rückfrage offen, eine \
Einschränkung des Kontos in Kraft oder ein Schritt ungeklärt ist | über die Löschung entscheidet eine Person; dann \
werden Name, Wortlaut, Begründung und Beweise \
gelöscht, und von jeder Entscheidung bleiben Art, Klausel, Tag und wer sie traf |
| Private Nachrichten an uns | 90 Tage nach der letzten Nachricht; länger, solange eine Maßnahme, ein Beweis, eine \
Beschwerde, eine Rückfrage oder ein ungeklärter Schritt daran hängt | Name, Wortlaut und Inhalte werden gelöscht, auch \
in unseren Antworten |
| Beschwerden und ihre Antworten | bis zum Ende des dritten Jahres nach dem Abschluss | Name, Kontakt und Wortlaut \
werden gelöscht |
| E-Mails, die wir dazu verschicken | Text bis zum Versand, höchstens 30 Tage; Adresse und Betreff 30 Tage | \
werden gelöscht |
| Protokoll der Vorgänge, ohne Worte und Namen von Bürgerinnen und Bürgern | \
{given(facts, "audit_period", "Frist")} nach dem Ende des Jahres, aus dem ein Eintrag stammt; länger, solange er eine \
geltende Unterschrift, das Ergebnis einer Analyse oder einen noch aufbewahrten Fall belegt | die Einträge werden \
gelöscht; ein versiegelter Prüfpunkt ohne ihren Inhalt bleibt |"""


def provider_of(facts: dict[str, str]) -> str:
    """Name, seat and privacy policy of the provider, with source and date."""
    lines = [
        f"**{given(facts, 'provider_name', 'Name des Anbieters oder Serverbetreibers')}**",
        given(facts, "provider_seat", "Sitz und Anschrift des Anbieters"),
    ]
    if facts.get("provider_privacy_url"):
        lines.append(f"Datenschutzerklärung des Anbieters: {facts['provider_privacy_url']}")
    return "\n".join(lines)


def processors_of(facts: dict[str, str]) -> str:
    """Who processes data for the town (Art. 28 GDPR), in one line."""
    return given(facts, "processors", "Auftragsverarbeiter mit Sitz oder „niemand“").replace("\n", ", ")


def address_of(facts: dict[str, str]) -> str:
    """The town as it can be reached."""
    name = facts.get("town_titled") or facts["town"]
    lines = [f"**{name}**", given(facts, "postal_address", "Postanschrift")]
    example = f"Vertretung, zum Beispiel {facts.get('head') or 'die Behördenleiterin'}"
    lines.append(f"vertreten durch {named(facts, 'represented_by', example)}")
    if facts.get("phone"):
        lines.append(f"Telefon: {facts['phone']}")
    lines.append(f"E-Mail: {given(facts, 'contact_email', 'E-Mail-Adresse')}")
    return "\n".join(lines)


def of_named(facts: dict[str, str]) -> str:
    """Whose it is, in the genitive: *der Gemeinde Moos*."""
    return facts.get("town_genitive") or f"der Verwaltung von {facts['town']}"


def alternative(facts: dict[str, str]) -> str:
    """Where everything can be had without the platform."""
    return facts.get("website", "").strip() or blank("Adresse der Website")


def privacy_notice(facts: dict[str, str]) -> str:
    """Art. 13 and 14 GDPR, for people who visit the channel or write there."""
    account = f" ({facts['account']})" if facts.get("account") else ""
    own_notice = f"\n\nDatenschutzhinweise unserer Website: {facts['privacy_url']}" if facts.get("privacy_url") else ""
    joint = given(
        facts, "provider_joint_own", "Das Wesentliche der Vereinbarung mit dem Anbieter oder dass es keine gibt"
    )
    third = given(facts, "provider_third_own", "Angaben zur Übermittlung in Drittländer")
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
6 Abs. 1 Buchst. e und Abs. 3 DSGVO in Verbindung mit dem Datenschutzgesetz unseres Landes \
({given(facts, "state_law", "Datenschutzgesetz des Landes")}) und dem Kommunalrecht.
- **Regeln durchsetzen:** Wir wenden unsere Netiquette an ({facts["netiquette_url"]}) und sichern Beweise, wenn \
Kommentare strafbar sein können. Grundlage ist ebenfalls Art. 6 Abs. 1 Buchst. e DSGVO.
- **Bilder von Personen:** Grundlage ist Ihre Einwilligung (Art. 6 Abs. 1 Buchst. a DSGVO; §§ 22, 23 KUG). Sie \
können sie jederzeit für die Zukunft widerrufen.

## Wer die Daten bekommt

Bei uns sehen Ihre Nachricht die Menschen, die Kommentare beantworten, die Öffentlichkeitsarbeit leiten oder sie mit \
Leserecht prüfen; wenn Sie sich beschweren, auch die Behördenspitze. Fragen leiten wir an das zuständige Fachamt \
weiter. Für uns verarbeiten Daten: {processors_of(facts)}

Bei Verdacht auf Straftaten können wir Daten an Polizei und Staatsanwaltschaft geben. Was Sie öffentlich \
schreiben, können alle lesen.

## Übermittlung in Staaten außerhalb der Europäischen Union

{third}

## Wie lange wir Daten aufbewahren

{retention(facts)}

Was Sie im Netzwerk selbst geschrieben haben, können Sie dort löschen. Vor der Löschung bieten wir Unterlagen dem \
zuständigen Archiv an, soweit das Archivrecht es verlangt.

## Ihr Recht auf Widerspruch (Art. 21 DSGVO)

**Sie können der Verarbeitung Ihrer Daten jederzeit widersprechen, aus Gründen, die sich aus Ihrer besonderen \
Situation ergeben.** Wir verarbeiten sie dann nicht mehr, außer wir haben zwingende schutzwürdige Gründe. Eine \
formlose Nachricht an die oben genannte Adresse genügt.

## Wenn wir Ihren Kommentar ausgeblendet haben

Sie können sich darüber beschweren, ohne Konto und ohne Kosten: {given(facts, "appeals_url", "Adresse des Formulars")}
Aus dem Formular verarbeiten wir, was Sie eintragen, um Ihre Beschwerde zu prüfen und zu beantworten.

## Ihre Rechte

Sie haben das Recht auf Auskunft (Art. 15), Berichtigung (Art. 16), Löschung (Art. 17) und Einschränkung (Art. 18 \
DSGVO). Wenden Sie sich an uns. Soweit der Anbieter Ihre Daten verarbeitet, können Sie diese \
Rechte am wirksamsten bei ihm geltend machen. Sie können sich außerdem bei der Aufsichtsbehörde beschweren (Art. 77 \
DSGVO):

{given(facts, "supervisory_authority", "Aufsichtsbehörde")}

Wir treffen keine automatisierten Entscheidungen im Einzelfall (Art. 22 DSGVO).{own_notice}
"""


def imprint(facts: dict[str, str]) -> str:
    """§ 5 DDG and § 18 MStV, for the field a platform offers or the page it links to."""
    responsible = named(facts, "responsible_for_content", "verantwortliche Person mit Anschrift")
    long_form = given(facts, "imprint_url", "Adresse des Impressums")
    privacy = f"\nDatenschutzhinweise: {facts['privacy_url']}" if facts.get("privacy_url") else ""
    account = f" ({facts['account']})" if facts.get("account") else ""
    return f"""\
## Impressum

Dies ist ein Auftritt {of_named(facts)} auf {facts["platform"]}{account}.

{address_of(facts)}

Rechtsform: {given(facts, "legal_form", "Rechtsform")}
Aufsichtsbehörde: {given(facts, "legal_supervision", "Aufsichtsbehörde nach Kommunalrecht")}

## Verantwortlich für journalistisch-redaktionelle Inhalte (§ 18 Abs. 2 MStV)

{responsible}

## Weitere Angaben

Vollständiges Impressum (§ 5 DDG, § 18 Abs. 1 MStV): {long_form}
Netiquette: {facts["netiquette_url"]}{privacy}

Alles, was wir hier veröffentlichen, finden Sie auch auf {alternative(facts)}
"""
