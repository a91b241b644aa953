# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The clauses a town begins with, written for this project; a default to be changed, never law.

The wording is German because it is the document itself, not the interface. Square brackets mark
what a town must fill in before it can submit. ``key`` never changes: it is the anchor of the public
page and what a decision cites.
"""

from dataclasses import dataclass

from accounts.models import Municipality


@dataclass(frozen=True)
class StarterClause:
    key: str
    title: str
    text: str
    is_ground_for_measures: bool = True


INTRODUCTION = """\
Wir freuen uns über Ihre Fragen, Hinweise, Ihr Lob und Ihre Kritik. Auf diesen Seiten sprechen viele \
Menschen miteinander, die sich nicht kennen. Damit alle gern mitreden, gelten die folgenden Regeln – für \
Sie und für uns. Sie dürfen uns deutlich widersprechen: Eine Regel greift nur dort, wo jemand verletzt, \
bedroht, getäuscht oder gestört wird."""

#: Keys without which a netiquette cannot be submitted.
REQUIRED = ("massnahmen", "begruendung", "beschwerde", "beweissicherung", "datenschutz", "kontakt")

CLAUSES = (
    StarterClause(
        "geltung",
        "Wo diese Regeln gelten",
        "Die Regeln gelten für alle Auftritte der Verwaltung von {town} in sozialen Netzwerken: für Kommentare, "
        "Antworten, Bilder und Profile, die dort sichtbar sind. Daneben gelten die Bedingungen des jeweiligen "
        "Netzwerks und die Gesetze.",
        False,
    ),
    StarterClause(
        "umgang",
        "Respektvoll miteinander reden",
        "Schreiben Sie so, wie Sie auch im Rathaus mit jemandem sprechen würden. Hinter jedem Profil sitzt ein "
        "Mensch – auch hinter unserem. Wir antworten höflich, auch auf unhöfliche Fragen.",
        False,
    ),
    StarterClause(
        "kritik",
        "Kritik ist willkommen",
        "Kritik an Entscheidungen, an der Verwaltung und an Amtsträgern ist erlaubt, auch wenn sie scharf, "
        "zugespitzt oder politisch ist. Wir blenden keinen Kommentar aus, weil uns seine Meinung nicht gefällt. "
        "Sie müssen sich nicht mit Ihrem bürgerlichen Namen äußern.",
        False,
    ),
    StarterClause(
        "thema",
        "Beim Thema bleiben",
        "Kommentare sollen etwas mit dem Beitrag zu tun haben. Wer denselben Text immer wieder einstellt oder ein "
        "Gespräch mit fremden Themen überzieht, den bitten wir zuerst, damit aufzuhören. Für andere Anliegen nennen "
        "wir gern den richtigen Ort.",
    ),
    StarterClause(
        "beleidigung",
        "Keine Beleidigungen",
        "Beschimpfungen, Schmähungen und üble Nachrede gegen einzelne Menschen lassen wir nicht stehen – gleich, ob "
        "sie sich gegen andere Kommentierende, gegen Beschäftigte oder gegen Amtsträger richten.",
    ),
    StarterClause(
        "diskriminierung",
        "Keine Herabwürdigung von Gruppen",
        "Niemand darf wegen Herkunft, Hautfarbe, Religion oder Weltanschauung, Geschlecht, sexueller Orientierung, "
        "Alter, Behinderung oder sozialer Lage verächtlich gemacht werden. Aufrufe zu Hass oder Ausgrenzung "
        "blenden wir aus.",
    ),
    StarterClause(
        "gewalt",
        "Keine Drohungen, keine Gewalt",
        "Drohungen, Aufrufe zu Gewalt und ihre Billigung sind nicht erlaubt. Auch wer zum Belagern einer Wohnung oder "
        "zum Auflauern aufruft, droht.",
    ),
    StarterClause(
        "strafbares",
        "Keine strafbaren Inhalte",
        "Inhalte, die gegen Strafgesetze verstoßen, entfernen wir, etwa Volksverhetzung, Kennzeichen "
        "verfassungswidriger Organisationen, öffentliche Aufforderung zu Straftaten oder verbreitete Darstellungen "
        "sexueller Gewalt.",
    ),
    StarterClause(
        "jugendschutz",
        "Jugendschutz",
        "Kinder und Jugendliche lesen mit. Pornografische, verrohende oder Gewalt verherrlichende Darstellungen und "
        "Verweise darauf sind nicht erlaubt.",
    ),
    StarterClause(
        "rechte-anderer",
        "Rechte anderer und Bilder",
        "Stellen Sie nur Texte, Bilder und Filme ein, die Sie verwenden dürfen. Wer auf einem Bild zu erkennen ist, "
        "muss in der Regel einverstanden sein; bei Kindern müssen es die Eltern sein.",
    ),
    StarterClause(
        "private-daten",
        "Private Angaben schützen",
        "Veröffentlichen Sie keine Adressen, Telefonnummern, Aktenzeichen oder Krankheiten – weder von anderen noch "
        "von sich selbst. Wir blenden solche Angaben aus, um Menschen zu schützen. Ihr persönliches Anliegen klären "
        "wir auf einem geschützten Weg.",
    ),
    StarterClause(
        "werbung",
        "Keine Werbung, kein Spam",
        "Geschäftliche Werbung, Kettenbriefe, automatisch erzeugte Massenkommentare und Verweise auf betrügerische "
        "Seiten entfernen wir. Hinweise auf Veranstaltungen hiesiger Vereine sind willkommen, wenn sie zum Thema "
        "passen.",
    ),
    StarterClause(
        "wahlwerbung",
        "Keine Wahlwerbung auf unseren Seiten",
        "Die Verwaltung ist zur Neutralität verpflichtet. Aufrufe, eine Partei oder Person zu wählen oder nicht zu "
        "wählen, blenden wir auf unseren Seiten aus. Politische Meinungen zu unseren Beiträgen dürfen Sie äußern.",
    ),
    StarterClause(
        "falsche-tatsachen",
        "Nachweislich falsche Tatsachen",
        "Behauptungen, die nachweislich falsch sind und anderen schaden können – etwa bei einer Warnung oder über eine "
        "Person –, stellen wir zuerst mit Quelle richtig. Bleibt die Gefahr bestehen, blenden wir sie aus. Meinungen "
        "und offene Fragen sind davon nicht berührt.",
    ),
    StarterClause(
        "sprache",
        "Sprache",
        "Wir schreiben Deutsch und bemühen uns um einfache Worte. Sie dürfen uns in anderen Sprachen schreiben; die "
        "Antwort kann dann etwas länger dauern.",
        False,
    ),
    StarterClause(
        "eigene-verantwortung",
        "Eigene Verantwortung",
        "Für das, was Sie schreiben, sind Sie selbst verantwortlich. Ein Kommentar gibt nicht die Meinung der "
        "Verwaltung wieder, auch wenn wir ihn stehen lassen.",
        False,
    ),
    StarterClause(
        "servicezeiten",
        "Wann wir lesen und antworten",
        "Wir lesen und antworten [Servicezeiten eintragen, zum Beispiel: montags bis freitags von 8 bis 17 Uhr]. In der "
        "Regel antworten wir innerhalb eines Arbeitstages. In Notfällen wählen Sie bitte 110 oder 112: Soziale "
        "Netzwerke sind kein Notruf.",
        False,
    ),
    StarterClause(
        "massnahmen",
        "Was wir tun, wenn eine Regel verletzt wird",
        "Wir wählen immer das mildeste Mittel, das hilft: Wir lassen stehen, antworten oder weisen auf die Regel hin; "
        "genügt das nicht, blenden wir den Kommentar aus; löschen tun wir nur, was nicht anders zu beheben ist. Ein "
        "Profil schränken wir nur bei schweren oder wiederholten Verstößen ein, nur auf Zeit und nur, wenn zwei "
        "Personen das unabhängig voneinander geprüft haben. Gleiche Fälle behandeln wir gleich.",
        False,
    ),
    StarterClause(
        "begruendung",
        "Sie erfahren den Grund",
        "Zu jedem ausgeblendeten oder gelöschten Kommentar halten wir fest, welche Ziffer dieser Netiquette verletzt "
        "war und warum. Soweit das Netzwerk es zulässt, teilen wir Ihnen das mit; auf Nachfrage nennen wir es immer.",
        False,
    ),
    StarterClause(
        "beschwerde",
        "Sie können sich beschweren",
        "Halten Sie eine Maßnahme für falsch, schreiben Sie formlos an {contact}. Eine Person, die nicht "
        "entschieden hat, sieht sich den Fall noch einmal an und antwortet in der Regel innerhalb von zwei Wochen. Der "
        "Rechtsweg bleibt Ihnen offen.",
        False,
    ),
    StarterClause(
        "beweissicherung",
        "Beweise und Anzeigen",
        "Bevor wir einen Kommentar ausblenden oder löschen, sichern wir ihn mit Zeitpunkt und Zusammenhang. Drohungen "
        "und andere Straftaten können wir anzeigen und die gesicherten Angaben an Polizei oder Staatsanwaltschaft "
        "geben.",
        False,
    ),
    StarterClause(
        "datenschutz",
        "Datenschutz",
        "Um zu antworten, speichern wir Kommentare, ihren Zeitpunkt und den Profilnamen. Nach spätestens sechs Monaten "
        "machen wir Profilnamen erledigter Kommentare unkenntlich; gesicherte Beweise und Entscheidungen bewahren wir "
        "bis zu drei Jahre ab Jahresende auf, länger nur, solange ein Verfahren läuft. Auskunft über Ihre Daten "
        "erhalten Sie unter {contact}. Für das Netzwerk selbst gelten dessen Hinweise zum Datenschutz.",
        False,
    ),
    StarterClause(
        "kontakt",
        "Andere Wege zu uns",
        "Sie brauchen kein Konto in einem sozialen Netzwerk: Alles Wichtige steht auch auf {website}. "
        "Persönliche Anliegen, Anträge und fristgebundene Schreiben nehmen wir dort nicht an; bitte wenden Sie sich "
        "dafür an {contact} oder an das zuständige Amt.",
        False,
    ),
)


def starter_clauses(town: Municipality) -> list[StarterClause]:
    """The clauses with the town's own particulars; what the town has not entered stays in brackets."""
    particulars = {
        "town": town.name,
        "contact": town.contact_email or "[Kontaktadresse eintragen]",
        "website": town.website or "[Adresse der Webseite eintragen]",
    }
    return [StarterClause(c.key, c.title, c.text.format(**particulars), c.is_ground_for_measures) for c in CLAUSES]
