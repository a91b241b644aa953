# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Clauses that bind the town hall: hours, measures, reasons, appeal, evidence, data, other ways."""

from netiquette.library.clause import LibraryClause

CLAUSES = (
    LibraryClause(
        key="servicezeiten",
        group="procedure",
        title="Wann wir lesen und antworten",
        text=(
            "Wir lesen und antworten {service_hours}. In der "
            "Regel antworten wir innerhalb eines Arbeitstages. In Notfällen wählen Sie bitte 110 oder 112: Soziale "
            "Netzwerke sind kein Notruf."
        ),
        purpose="Weckt nur Erwartungen, die das Team halten kann, und verweist Notfälle an die richtige Stelle.",
        is_ground_for_measures=False,
        translations={
            "leicht": (
                "Wann lesen und antworten wir?",
                "Wir lesen und antworten in unseren Service-Zeiten. Die Zeiten stehen im deutschen Text. Meistens "
                "antworten wir in einem Arbeitstag. Sind Sie in Not? Dann rufen Sie 110 oder 112 an. Hier ist kein "
                "Notruf.",
            ),
            "en": (
                "When we read and answer",
                "We read and answer during our service hours, which the German text states. We usually answer within "
                "one working day. In an emergency please call 110 or 112: social networks are not an emergency line.",
            ),
        },
    ),
    LibraryClause(
        key="massnahmen",
        group="procedure",
        title="Was wir tun, wenn eine Regel verletzt wird",
        text=(
            "Wir wählen immer das mildeste Mittel, das hilft: Wir lassen stehen, antworten oder weisen auf die Regel hin; "
            "genügt das nicht, blenden wir den Kommentar aus; löschen tun wir nur, was nicht anders zu beheben ist. Ein "
            "Profil schränken wir nur bei schweren oder wiederholten Verstößen ein, nur auf Zeit und nur, wenn zwei "
            "Personen das unabhängig voneinander geprüft haben. Gleiche Fälle behandeln wir gleich."
        ),
        purpose="Die Leiter der Maßnahmen. Bindet das Team und macht Entscheidungen vorhersehbar. Pflichtteil.",
        is_ground_for_measures=False,
        legal_basis="Verhältnismäßigkeit; Art. 3 Abs. 1, Art. 5 GG; VG Hamburg, 3 K 5339/19; OVG Münster, 13 A 1535/21",
        translations={
            "leicht": (
                "Was machen wir bei einem Verstoß?",
                "Wir machen immer nur so viel wie nötig. Zuerst antworten wir oder weisen auf die Regel hin. Hilft das "
                "nicht, blenden wir den Kommentar aus. Wir löschen nur, wenn nichts anderes hilft. Bei schweren Fällen "
                "können wir ein Profil für eine Zeit sperren. Das müssen 2 Personen prüfen. Wir behandeln alle gleich.",
            ),
            "en": (
                "What we do when a rule is broken",
                "We always choose the mildest means that helps: we leave it, reply or point to the rule; if that is not "
                "enough, we hide the comment; we delete only what cannot be mended otherwise. We restrict a profile "
                "only for severe or repeated breaches, only for a time, and only after two people have examined it "
                "independently. We treat equal cases equally.",
            ),
        },
    ),
    LibraryClause(
        key="begruendung",
        group="procedure",
        title="Sie erfahren den Grund",
        text=(
            "Zu jedem ausgeblendeten oder gelöschten Kommentar halten wir fest, welche Ziffer dieser Netiquette verletzt "
            "war und warum. Soweit das Netzwerk es zulässt, teilen wir Ihnen das mit; auf Nachfrage nennen wir es immer."
        ),
        purpose="Ohne Begründung kann sich niemand wehren. Pflichtteil.",
        is_ground_for_measures=False,
        legal_basis="Art. 20 Abs. 3 GG; § 39 VwVfG oder Landesrecht",
        translations={
            "leicht": (
                "Wir sagen den Grund",
                "Wir blenden einen Kommentar aus oder löschen ihn? Dann schreiben wir auf: Welche Regel war verletzt? "
                "Und warum? Wir sagen Ihnen den Grund, wenn das Netzwerk es zulässt. Wenn Sie uns fragen, sagen wir ihn "
                "immer.",
            ),
            "en": (
                "You learn the reason",
                "For every comment that we hide or delete we record which clause of this netiquette was broken and why. "
                "We tell you as far as the network allows; if you ask, we always name it.",
            ),
        },
    ),
    # Names no number of days: the town's own promise stands on the form, and may change after this is signed.
    LibraryClause(
        key="beschwerde",
        group="procedure",
        title="Sie können sich beschweren",
        text=(
            "Halten Sie eine Maßnahme für falsch, nutzen Sie das Formular {appeals} oder schreiben Sie formlos an "
            "{contact}. Eine Person, die nicht entschieden hat, sieht sich den Fall noch einmal an und antwortet Ihnen mit "
            "Begründung. Bis wann, steht am Formular. Der Rechtsweg bleibt Ihnen offen."
        ),
        purpose="Der Beschwerdeweg. Fehler lassen sich so ohne Gericht beheben. Pflichtteil.",
        is_ground_for_measures=False,
        legal_basis="Art. 17, Art. 19 Abs. 4 GG; §§ 40, 68 ff. VwGO",
        translations={
            "leicht": (
                "Sie können sich beschweren",
                "Sie finden, wir haben falsch entschieden? Dann füllen Sie unser Formular aus: {appeals} Oder schreiben "
                "Sie an {contact}. Eine andere Person prüft den Fall. Sie bekommen eine Antwort. Bis wann? Das steht am "
                "Formular. Sie können auch vor ein Gericht gehen.",
            ),
            "en": (
                "You can appeal",
                "If you think a measure is wrong, use the form {appeals} or simply write to {contact}. Somebody who did "
                "not decide looks at the case again and answers with reasons. The form says by when. You may still go to "
                "court.",
            ),
        },
    ),
    LibraryClause(
        key="beweissicherung",
        group="procedure",
        title="Beweise und Anzeigen",
        text=(
            "Bevor wir einen Kommentar ausblenden oder löschen, sichern wir ihn mit Zeitpunkt und Zusammenhang. Drohungen "
            "und andere Straftaten können wir anzeigen und die gesicherten Angaben an Polizei oder Staatsanwaltschaft "
            "geben."
        ),
        purpose="Sagt vorher, dass gesichert wird. Ohne Sicherung lässt sich später nichts mehr prüfen. Pflichtteil.",
        is_ground_for_measures=False,
        legal_basis="Art. 6 Abs. 1 Buchst. e und f, Art. 17 Abs. 3 DSGVO; § 158 StPO; § 77b StGB (drei Monate)",
        translations={
            "leicht": (
                "Beweise und Anzeigen",
                "Wir speichern einen Kommentar, bevor wir ihn ausblenden oder löschen. Ein Kommentar ist eine Straftat? "
                "Dann können wir zur Polizei gehen. Die Polizei bekommt dann die gespeicherten Daten.",
            ),
            "en": (
                "Evidence and reports to the police",
                "Before we hide or delete a comment we secure it with its time and context. We may report threats and "
                "other crimes and hand what was secured to the police or the public prosecutor.",
            ),
        },
    ),
    LibraryClause(
        key="datenschutz",
        group="procedure",
        title="Datenschutz",
        text=(
            "Um zu antworten, speichern wir Kommentare, ihren Zeitpunkt und den Profilnamen. {period} nach der "
            "Bearbeitung ersetzen wir Namen und Profil durch ein Pseudonym. Davon ausgenommen sind Kommentare, die wir "
            "ausgeblendet oder als Beweis gesichert haben oder über die sich jemand beschwert hat: Dort kann ein Verfahren "
            "noch den Namen brauchen. Auskunft über Ihre Daten "
            "erhalten Sie unter {contact}. Für das Netzwerk selbst gelten dessen Hinweise zum Datenschutz."
        ),
        purpose="Die kurze Fassung; die Datenschutzerklärung des Kanals sagt mehr. Fristen mit Ihrem Konzept abgleichen. Pflichtteil.",
        is_ground_for_measures=False,
        legal_basis="Art. 6 Abs. 1 Buchst. e, Art. 13, 15 und 17 DSGVO; Landesdatenschutzgesetz",
        translations={
            "leicht": (
                "Ihre Daten",
                "Wir speichern Ihren Kommentar, die Zeit und Ihren Profil-Namen. Wir brauchen das für die Antwort. {period} nach "
                "unserer Antwort löschen wir den Namen. Manche Namen behalten wir länger: wenn wir einen Kommentar "
                "ausgeblendet haben oder wenn es eine Beschwerde gibt. Was haben wir "
                "über Sie gespeichert? Fragen Sie: {contact}. Das Netzwerk hat eigene Regeln für Daten.",
            ),
            "en": (
                "Data protection",
                "To answer, we store comments, their time and the profile name. {english_period} "
                "after a comment was dealt with we replace name and profile by a pseudonym. Comments that were hidden, "
                "secured as evidence or objected to are exempt: proceedings there may still need the name. You get "
                "information about your data at {contact}. For the network itself, its own privacy notice applies.",
            ),
        },
    ),
    LibraryClause(
        key="kontakt",
        group="procedure",
        title="Andere Wege zu uns",
        text=(
            "Sie brauchen kein Konto in einem sozialen Netzwerk: Alles Wichtige steht auch auf {website}. "
            "Persönliche Anliegen, Anträge und fristgebundene Schreiben nehmen wir dort nicht an; bitte wenden Sie sich "
            "dafür an {contact} oder an das zuständige Amt."
        ),
        purpose="Niemand darf gezwungen sein, ein Netzwerk zu nutzen. Pflichtteil.",
        is_ground_for_measures=False,
        legal_basis="Anforderungen der Datenschutzaufsicht an öffentliche Stellen (LfDI BW; Cross-Media-Gebot RLP)",
        translations={
            "leicht": (
                "Andere Wege zu uns",
                "Sie brauchen kein Konto in einem Netzwerk. Alles Wichtige steht auch hier: {website}. Anträge und "
                "private Fragen können Sie nicht im Netzwerk stellen. Schreiben Sie dafür an {contact}. Oder gehen Sie "
                "zum Amt.",
            ),
            "en": (
                "Other ways to reach us",
                "You need no account in a social network: everything important can also be found at {website}. We take "
                "no personal matters, applications or letters with a deadline there; please turn to {contact} or to the "
                "office in charge.",
            ),
        },
    ),
    LibraryClause(
        key="ansprechstelle",
        group="procedure",
        title="Wer diese Seiten betreut",
        text=(
            "Diese Seiten betreut die Pressestelle {of_named}. Sie erreichen uns unter {contact}. Das Impressum finden Sie "
            "in jedem unserer Profile und auf {website}."
        ),
        purpose="Nennt die verantwortliche Stelle. Impressum und Kontakt müssen mit zwei Klicks erreichbar sein.",
        is_ground_for_measures=False,
        legal_basis="§ 5 DDG; § 18 MStV",
        is_starter=False,
        translations={
            "leicht": (
                "Wer macht diese Seiten?",
                "Die Presse-Stelle {of_named} macht diese Seiten. So erreichen Sie uns: {contact}.",
            ),
            "en": (
                "Who looks after these pages",
                "These pages are looked after by the press office of {town}. You reach us at {contact}. You find the "
                "imprint in each of our profiles and at {website}.",
            ),
        },
    ),
    LibraryClause(
        key="transparenz",
        group="procedure",
        title="Wir legen offen, was wir tun",
        text=(
            "Jedes Quartal veröffentlichen wir, wie oft wir nach welcher Ziffer Kommentare ausgeblendet oder gelöscht und "
            "Profile eingeschränkt haben – ohne Namen und ohne Angaben zu einzelnen Fällen."
        ),
        purpose="Zahlen schaffen Vertrauen. Nur aufnehmen, wenn Sie die Übersicht wirklich veröffentlichen.",
        is_ground_for_measures=False,
        legal_basis="Informationsfreiheits- oder Transparenzgesetz des Landes",
        is_starter=False,
        translations={
            "leicht": (
                "Wir zeigen, was wir machen",
                "Alle 3 Monate zeigen wir Zahlen. Zum Beispiel: Wie viele Kommentare haben wir ausgeblendet? Wir nennen "
                "dabei keine Namen.",
            ),
            "en": (
                "We disclose what we do",
                "Every quarter we publish how often we hid or deleted comments and restricted profiles under which "
                "clause – without names and without details of single cases.",
            ),
        },
    ),
    LibraryClause(
        key="fassung",
        group="procedure",
        title="Welche Fassung gilt",
        text=(
            "Nummer und Datum der geltenden Fassung stehen oben auf dieser Seite. Für eine Maßnahme zählt die Fassung, die "
            "zu ihrem Zeitpunkt galt. Frühere Fassungen bleiben hier lesbar. Verbindlich ist der deutsche Text; "
            "Übersetzungen helfen beim Verstehen."
        ),
        purpose="Macht nachprüfbar, was wann galt. Das Datum setzt die Veröffentlichung ein. Pflichtteil.",
        is_ground_for_measures=False,
        legal_basis="Bestimmtheit und Rechtsstaatsprinzip, Art. 20 Abs. 3 GG",
        translations={
            "leicht": (
                "Welche Regeln gelten heute?",
                "Oben auf der Seite steht das Datum. Ab diesem Tag gelten die Regeln. Alte Regeln können Sie hier auch "
                "lesen. Es zählt der Text in deutscher Standard-Sprache.",
            ),
            "en": (
                "Which version applies",
                "Number and date of the version in force stand at the top of this page. For a measure, the version in "
                "force at its time counts. Earlier versions can still be read here. The German text is binding; "
                "translations help to understand it.",
            ),
        },
    ),
)
