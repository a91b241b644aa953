# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Clauses on which a measure may rest."""

from netiquette.library.clause import LibraryClause

CLAUSES = (
    LibraryClause(
        key="beleidigung",
        group="limits",
        title="Keine Beleidigungen",
        text=(
            "Beschimpfungen, Schmähungen und üble Nachrede gegen einzelne Menschen lassen wir nicht stehen – gleich, ob "
            "sie sich gegen andere Kommentierende, gegen Beschäftigte oder gegen Amtsträger richten."
        ),
        purpose="Schützt Menschen, nicht Institutionen. Eine Behörde kann man scharf kritisieren, ohne zu beleidigen.",
        strongest_measure="restrict",
        examples_allowed="„Ihre Antwort ist eine Frechheit.“\n„Der Amtsleiter hat versagt.“",
        examples_not_allowed="Schimpfwörter gegen eine bestimmte Person\n„Die Sachbearbeiterin gehört weggesperrt, die Lügnerin“",
        legal_basis="§§ 185 bis 188 StGB; Art. 5 Abs. 2 GG; VG Mainz, 4 K 762/17",
        translations={
            "leicht": (
                "Niemanden beleidigen",
                "Sie dürfen niemanden beschimpfen oder beleidigen. Das gilt für alle: für andere Bürgerinnen und "
                "Bürger, für Mitarbeitende {in_the_house} und für Politikerinnen und Politiker. Solche Kommentare lassen "
                "wir nicht stehen.",
            ),
            "en": (
                "No insults",
                "We do not leave abuse, vilification or slander of individual people standing, whether it is aimed at "
                "other commenters, at staff or at office holders.",
            ),
        },
    ),
    LibraryClause(
        key="diskriminierung",
        group="limits",
        title="Keine Herabwürdigung von Gruppen",
        text=(
            "Niemand darf wegen Herkunft, Hautfarbe, Religion oder Weltanschauung, Geschlecht, sexueller Orientierung, "
            "Alter, Behinderung oder sozialer Lage verächtlich gemacht werden. Aufrufe zu Hass oder Ausgrenzung "
            "blenden wir aus."
        ),
        purpose="Damit alle mitreden können, auch die, über die geredet wird.",
        strongest_measure="restrict",
        examples_allowed="Streit über Unterkünfte, Religion im Unterricht oder Regeln für Feste",
        examples_not_allowed="Eine Gruppe mit Tieren oder Ungeziefer gleichsetzen\nEiner Gruppe das Recht absprechen, hier zu leben",
        legal_basis="Art. 1 Abs. 1, Art. 3 Abs. 3 GG; §§ 130, 192a StGB",
        translations={
            "leicht": (
                "Keine Gruppe schlecht machen",
                "Alle Menschen sind gleich viel wert. Sie dürfen niemanden schlecht machen, weil er woanders herkommt, "
                "eine andere Religion hat, eine Behinderung hat oder anders lebt. Kommentare voller Hass blenden wir "
                "aus.",
            ),
            "en": (
                "No contempt for groups",
                "Nobody may be held in contempt because of origin, colour, religion or belief, gender, sexual "
                "orientation, age, disability or social situation. We hide calls for hatred or exclusion.",
            ),
        },
    ),
    LibraryClause(
        key="gewalt",
        group="limits",
        title="Keine Drohungen, keine Gewalt",
        text=(
            "Drohungen, Aufrufe zu Gewalt und ihre Billigung sind nicht erlaubt. Auch wer zum Belagern einer Wohnung oder "
            "zum Auflauern aufruft, droht."
        ),
        purpose="Bei Gefahr geht Schutz vor: erst 110, dann sichern, dann ausblenden.",
        strongest_measure="block",
        examples_allowed="„Dagegen werden wir protestieren, kommt alle zur Sitzung!“",
        examples_not_allowed="„Wir wissen, wo du wohnst.“\n„Den sollte mal jemand abpassen.“",
        legal_basis="§§ 111, 126, 140, 240, 241 StGB",
        translations={
            "leicht": (
                "Keine Drohungen, keine Gewalt",
                "Sie dürfen niemandem drohen. Sie dürfen nicht zu Gewalt aufrufen. Sie dürfen Gewalt nicht gut finden. "
                "Auch das ist eine Drohung: andere auffordern, jemandem vor seiner Wohnung aufzulauern.",
            ),
            "en": (
                "No threats, no violence",
                "Threats, calls for violence and approval of violence are not allowed. Calling on others to besiege a "
                "home or to lie in wait for somebody is a threat, too.",
            ),
        },
    ),
    LibraryClause(
        key="aufrufe",
        group="limits",
        title="Keine Aufrufe zu Straftaten",
        text=(
            "Wer andere auffordert, Straftaten zu begehen, Einrichtungen zu zerstören oder Menschen zu jagen, dessen "
            "Kommentar blenden wir aus. Aufrufe zu friedlichem Protest, zu Versammlungen oder zu Bürgerbegehren "
            "sind erlaubt."
        ),
        purpose="Trennt Aufstachelung von Protest, der geschützt ist.",
        strongest_measure="block",
        examples_allowed="„Unterschreibt das Bürgerbegehren!“\n„Heute 18 Uhr Mahnwache am Brunnen.“",
        examples_not_allowed="„Zündet die Unterkunft an.“\n„Reißt die Blitzer ab.“",
        legal_basis="§§ 111, 130 StGB; Art. 8 GG",
        is_starter=False,
        translations={
            "leicht": (
                "Nicht zu Straftaten aufrufen",
                "Sie dürfen andere nicht auffordern, etwas Verbotenes zu tun. Zum Beispiel etwas zu zerstören oder "
                "Menschen anzugreifen. Sie dürfen zu friedlichem Protest aufrufen.",
            ),
            "en": (
                "No incitement to crime",
                "If somebody calls on others to commit crimes, to destroy facilities or to hunt people, we hide the "
                "comment. Calls for peaceful protest, assemblies or petitions are allowed.",
            ),
        },
    ),
    LibraryClause(
        key="strafbares",
        group="limits",
        title="Keine strafbaren Inhalte",
        text=(
            "Inhalte, die gegen Strafgesetze verstoßen, entfernen wir, etwa Volksverhetzung, Kennzeichen "
            "verfassungswidriger Organisationen, öffentliche Aufforderung zu Straftaten oder verbreitete Darstellungen "
            "sexueller Gewalt."
        ),
        purpose="Solche Inhalte werden zuerst gesichert, dann gemeldet oder angezeigt und erst danach entfernt.",
        strongest_measure="block",
        examples_allowed="Ein Zeitungsbericht über Schmierereien, der sie verurteilt",
        examples_not_allowed="Kennzeichen verbotener Organisationen zustimmend zeigen\nDen Völkermord an den Juden Europas leugnen",
        legal_basis="§§ 86, 86a, 111, 130, 131, 140, 184b StGB; Art. 16 DSA (Meldung an das Netzwerk)",
        translations={
            "leicht": (
                "Nichts Verbotenes zeigen",
                "Manche Inhalte sind durch ein Gesetz verboten. Zum Beispiel Zeichen von verbotenen Gruppen oder Hass "
                "gegen Menschen. Solche Inhalte entfernen wir.",
            ),
            "en": (
                "No criminal content",
                "We remove content that breaks criminal law, such as incitement to hatred, symbols of unconstitutional "
                "organisations, public incitement to crime or the spreading of depictions of sexual violence.",
            ),
        },
    ),
    LibraryClause(
        key="jugendschutz",
        group="limits",
        title="Jugendschutz",
        text=(
            "Kinder und Jugendliche lesen mit. Pornografische, verrohende oder Gewalt verherrlichende Darstellungen und "
            "Verweise darauf sind nicht erlaubt."
        ),
        purpose="Kinder und Jugendliche folgen uns. Das Gesetz verlangt, sie zu schützen.",
        strongest_measure="delete",
        examples_not_allowed="Pornografische Bilder oder Verweise darauf\nVideos, die Grausamkeit feiern",
        legal_basis="§§ 4, 5 JMStV; §§ 131, 184 StGB; Jugendschutzgesetz",
        translations={
            "leicht": (
                "Kinder und Jugendliche schützen",
                "Auch Kinder und Jugendliche lesen hier. Darum sind Bilder von Sex und von grausamer Gewalt verboten. "
                "Auch Links dorthin sind verboten.",
            ),
            "en": (
                "Protection of minors",
                "Children and young people read here. Pornographic or brutalising depictions, depictions that glorify "
                "violence, and links to them are not allowed.",
            ),
        },
    ),
    LibraryClause(
        key="rechte-anderer",
        group="limits",
        title="Rechte anderer und Bilder",
        text=(
            "Stellen Sie nur Texte, Bilder und Filme ein, die Sie verwenden dürfen. Wer auf einem Bild zu erkennen ist, "
            "muss in der Regel einverstanden sein; bei Kindern müssen es die Eltern sein."
        ),
        purpose="Wer abgebildet ist oder etwas geschaffen hat, entscheidet darüber, nicht wir und nicht die Einsendenden.",
        strongest_measure="delete",
        examples_allowed="Ein eigenes Foto vom leeren Marktplatz",
        examples_not_allowed="Das Foto einer fremden Familie im Freibad\nDas Bild einer Agentur ohne Erlaubnis",
        legal_basis="§§ 22, 23, 33 KunstUrhG; § 201a StGB; Urheberrechtsgesetz",
        translations={
            "leicht": (
                "Bilder und Texte von anderen",
                "Zeigen Sie nur Bilder und Texte, die Sie zeigen dürfen. Ist ein Mensch auf dem Bild? Dann muss er Ja "
                "sagen. Bei Kindern müssen die Eltern Ja sagen.",
            ),
            "en": (
                "Rights of others and pictures",
                "Post only texts, pictures and films that you may use. People who can be recognised in a picture "
                "usually have to agree; for children, their parents have to.",
            ),
        },
    ),
    LibraryClause(
        key="private-daten",
        group="limits",
        title="Private Angaben schützen",
        text=(
            "Veröffentlichen Sie keine Adressen, Telefonnummern, Aktenzeichen oder Krankheiten – weder von anderen noch "
            "von sich selbst. Wir blenden solche Angaben aus, um Menschen zu schützen. Ihr persönliches Anliegen klären "
            "wir auf einem geschützten Weg."
        ),
        purpose="Schützt auch Menschen vor sich selbst. Über eigene Angaben sprechen wir zuerst freundlich.",
        strongest_measure="delete",
        examples_allowed="„Mein Antrag dauert schon drei Monate.“",
        examples_not_allowed="Die Anschrift eines Nachbarn\nEin Foto des eigenen Bescheids mit Aktenzeichen",
        legal_basis="Art. 5, 6, 9 DSGVO; Art. 2 Abs. 1 in Verbindung mit Art. 1 Abs. 1 GG; § 126a StGB",
        translations={
            "leicht": (
                "Private Daten schützen",
                "Schreiben Sie keine Adressen und keine Telefonnummern. Schreiben Sie auch nichts über Krankheiten. Das "
                "gilt für andere und für Sie selbst. Wir blenden solche Angaben aus. Über Ihre Sache sprechen wir mit "
                "Ihnen allein.",
            ),
            "en": (
                "Protect private details",
                "Do not publish addresses, telephone numbers, file numbers or illnesses – neither those of others nor "
                "your own. We hide such details to protect people. We settle your personal matter in a protected way.",
            ),
        },
    ),
    LibraryClause(
        key="werbung",
        group="limits",
        title="Keine Werbung, kein Spam",
        text=(
            "Geschäftliche Werbung, Kettenbriefe, automatisch erzeugte Massenkommentare und Verweise auf betrügerische "
            "Seiten entfernen wir. Hinweise auf Veranstaltungen hiesiger Vereine sind willkommen, wenn sie zum Thema "
            "passen."
        ),
        purpose="Hält Gespräche frei von Geschäften und schützt vor Betrug.",
        strongest_measure="restrict",
        examples_allowed="„Am Samstag spielt die Musikschule auf dem Fest, um das es hier geht.“",
        examples_not_allowed="Geldanlagen mit Verweis auf eine unbekannte Seite\nZwanzig gleiche Werbetexte an einem Tag",
        legal_basis="Zweckbestimmung (Widmung) der Auftritte; Art. 3 Abs. 1 GG; § 263 StGB bei Betrug",
        translations={
            "leicht": (
                "Keine Werbung",
                "Werbung für Geschäfte entfernen wir. Auch Kettenbriefe und Links zu Betrugs-Seiten entfernen wir. Ein "
                "Verein von hier macht etwas, das zum Thema passt? Das dürfen Sie gern schreiben.",
            ),
            "en": (
                "No advertising, no spam",
                "We remove commercial advertising, chain letters, automatically produced mass comments and links to "
                "fraudulent sites. Notes on events of local clubs are welcome if they fit the topic.",
            ),
        },
    ),
    LibraryClause(
        key="wahlwerbung",
        group="limits",
        title="Keine Wahlwerbung auf unseren Seiten",
        text=(
            "Diese Seiten dienen der Information und dem Gespräch über unsere Arbeit. Werbematerial für eine Wahl, zum "
            "Beispiel Plakate oder Aufrufe, eine Partei oder Person zu wählen, gehört nicht dazu; wir blenden es aus, gleich "
            "für wen es wirbt. Politische Meinungen zu unseren Beiträgen dürfen Sie äußern."
        ),
        purpose=(
            "Hält Werbematerial fern, ohne politische Meinungen zu verdrängen. Gilt für alle gleich. Die Pflicht zur "
            "Neutralität bindet nur die Verwaltung selbst, nicht die Menschen, die kommentieren: Sie trägt diese Klausel "
            "nicht. Lassen Sie sie von Ihrem Rechtsamt prüfen."
        ),
        strongest_measure="hide",
        examples_allowed="„Die Partei X hat gegen das Freibad gestimmt.“",
        examples_not_allowed="„Am Sonntag Liste 3 wählen!“\nEin Wahlplakat als Bild",
        legal_basis="Zweckbestimmung (Widmung) der Auftritte; Gleichbehandlung (Art. 3 Abs. 1 GG); Verhältnismäßigkeit",
        translations={
            "leicht": (
                "Keine Werbung für Wahlen",
                "Hier geht es um unsere Arbeit. Plakate und Aufrufe für eine Wahl gehören nicht hierher. Das gilt für "
                "alle Parteien. Ihre Meinung über Politik dürfen Sie sagen.",
            ),
            "en": (
                "No election advertising on our pages",
                "These pages inform about our work and are there to talk about it. Campaign material for an election, "
                "such as posters or calls to vote for a party or person, is not part of that; we hide it, whoever it is "
                "for. You may state political opinions about our posts.",
            ),
        },
    ),
    LibraryClause(
        key="falsche-tatsachen",
        group="limits",
        title="Nachweislich falsche Tatsachen",
        text=(
            "Behauptungen, die nachweislich falsch sind und anderen schaden können – etwa bei einer Warnung oder über eine "
            "Person –, stellen wir zuerst mit Quelle richtig. Bleibt die Gefahr bestehen, blenden wir sie aus. Meinungen "
            "und offene Fragen sind davon nicht berührt."
        ),
        purpose="Erst richtigstellen, dann erst ausblenden. Eine Meinung kann nicht falsch sein.",
        strongest_measure="hide",
        examples_allowed="„Ich glaube nicht, dass das Wasser sauber ist.“",
        examples_not_allowed="„Die Warnung ist aufgehoben“, während sie gilt\nEine erfundene Straftat einer benannten Person",
        legal_basis="§§ 186, 187 StGB; Gefahrenabwehr; OVG NRW, 5 A 2808/19 (für amtliche Aussagen)",
        translations={
            "leicht": (
                "Falsche Behauptungen",
                "Manche Behauptungen sind falsch und können schaden. Dann schreiben wir zuerst, was richtig ist. Hilft "
                "das nicht, blenden wir den Kommentar aus. Meinungen und Fragen sind immer erlaubt.",
            ),
            "en": (
                "Demonstrably false statements of fact",
                "Statements that are demonstrably false and may harm others – for example during a warning or about a "
                "person – we first correct, naming a source. If the danger remains, we hide them. Opinions and open "
                "questions are not affected.",
            ),
        },
    ),
)
