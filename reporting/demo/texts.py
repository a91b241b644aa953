# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words of the demo town: a believable month, written for this project.

Lindenhagen does not exist, nor does anybody in it. Days count from the day the demo is loaded.
"""

from dataclasses import dataclass, field

TOWN = "Lindenhagen"
SLUG = "lindenhagen"
# Its age structure in the demo is that of Konstanz (Zensus 2022).
PROFILE_CODE = "08335043"

SERVICE_HOURS = "montags bis donnerstags von 8 bis 16 Uhr und freitags von 8 bis 12 Uhr"

STRATEGY_SECTIONS = {
    "mandate": (
        "Die Stadt Lindenhagen informiert und antwortet auch dort, wo ihre Bürgerinnen und Bürger miteinander sprechen. "
        "Der Auftritt ist Aufgabe der Verwaltung und wird von der Bürgermeisterin getragen. Er ersetzt keinen anderen Weg: "
        "Jede Information steht auch auf der Website und am Aushang."
    ),
    "tone": (
        "Wir schreiben freundlich, kurz und in der Sie-Form. Wir erklären Fachwörter und sagen, was jemand jetzt tun kann. "
        "Kritik beantworten wir in der Sache. Fehler geben wir zu."
    ),
    "roles": (
        "Die Pressestelle verantwortet die Kanäle und gibt Beiträge frei. Die Redaktion schreibt und fotografiert. "
        "Das Community-Management beantwortet Kommentare in den Servicezeiten. Jede Rolle hat eine Stellvertretung."
    ),
    "direct_line": (
        "Fragen der Redaktion an die Bürgermeisterin werden innerhalb von vier Stunden beantwortet. "
        "In ihrer Abwesenheit entscheidet die Stellvertretung."
    ),
    "pillars": (
        "Service und Termine (40 %), Baustellen und Verkehr (25 %), Eigene Arbeit erklären (20 %), "
        "Gesichter des Rathauses (15 %)."
    ),
    "crisis": (
        "Bei einer Empörungswelle gilt: erst sichern, dann lesen, dann antworten. Wir bleiben ruhig und durchschaubar, "
        "veröffentlichen nichts Geplantes, bis die Lage geklärt ist, und lösen uns alle zwei Stunden ab."
    ),
}

TARGET_GROUPS = [
    ("Familien mit Kindern", 30, 49, "Kita, Schule, Freizeit"),
    ("Junge Erwachsene", 18, 29, "Ausbildung, Studium, Wohnen"),
    ("Menschen im Ruhestand", 65, None, "Ehrenamt, Gesundheit, Mobilität"),
]


@dataclass(frozen=True)
class Reply:
    """A citizen's comment. ``hours`` after the post; ``answer`` is what the town wrote back."""

    name: str
    text: str
    hours: float
    answer: str = ""
    answer_hours: float = 2
    hide_clause: str = ""
    rationale: str = ""


@dataclass(frozen=True)
class Entry:
    """A post. ``day`` counts from today; negative days are published history."""

    day: int
    hour: str
    title: str
    text: str
    benefit: str
    kind: str = "news"
    risk: str = "sensitive"
    picture: str = ""
    alt_text: str = ""
    state: str = "scheduled"
    replies: list[Reply] = field(default_factory=list)


POSTS = [
    Entry(
        -52,
        "09:00",
        "Wir sind jetzt hier",
        "Guten Tag! Ab heute finden Sie die Stadt Lindenhagen auch hier. Wir erzählen, was im Rathaus passiert, und beantworten "
        "Ihre Fragen montags bis freitags in den Servicezeiten. Unsere Regeln für ein gutes Gespräch stehen in der Netiquette.",
        "Wissen, wo und wann die Stadt antwortet",
        picture="lake",
        alt_text="Blick über einen ruhigen See auf eine Bergkette im Morgenlicht.",
        replies=[
            Reply("Willkommensfan", "Schön, dass ihr da seid!", 1, "Danke für den freundlichen Empfang!", 1),
            Reply(
                "Skeptikerin",
                "Mal sehen, ob wirklich jemand antwortet.",
                2,
                "Versprochen – und hiermit schon einmal.",
                1,
            ),
        ],
    ),
    Entry(
        -48,
        "12:00",
        "Sperrmüll: So melden Sie ihn an",
        "Zweimal im Jahr holen wir Sperrmüll kostenlos ab. Melden Sie ihn online oder unter 115 an, der Termin liegt meist "
        "innerhalb von zwei Wochen. Was mitgenommen wird, steht auf unserer Website.",
        "Sperrmüll anmelden",
        kind="service",
        risk="routine",
        replies=[
            Reply(
                "Kellerkind",
                "Nehmt ihr auch alte Farbeimer mit?",
                3,
                "Farben gehören zum Schadstoffmobil. Es steht am ersten Samstag im Monat am Feuerwehrhaus.",
                2,
            ),
            Reply(
                "Umzugsheldin",
                "Zwei Wochen? Bei mir waren es fünf.",
                6,
                "Das ist zu lang, tut uns leid. Im September war ein Fahrzeug ausgefallen; inzwischen fahren wieder alle.",
                4,
            ),
        ],
    ),
    Entry(
        -43,
        "17:30",
        "Kurz erklärt: Wie entsteht ein Bebauungsplan?",
        "Vom Beschluss bis zum ersten Spatenstich vergehen oft Jahre. In sechs Bildern erklären wir, wer wann mitredet – und an "
        "welchen zwei Stellen Ihre Stellungnahme am meisten bewirkt.",
        "Zur richtigen Zeit mitreden",
        kind="explainer",
        replies=[
            Reply(
                "Südhang-Initiative",
                "Wann können wir zum Südhang Stellung nehmen?",
                4,
                "Die Auslegung beginnt am 11. Januar. Wir erinnern hier noch einmal daran.",
                3,
            ),
            Reply("Baujurist_LH", "Sauber erklärt.", 7, "Danke schön!", 12),
        ],
    ),
    Entry(
        -36,
        "10:00",
        "Freibad: Danke für diese Saison",
        "84.000 Gäste, zwölf Nachtschwimmen und ein verlorenes Gebiss, das seine Besitzerin wiederfand: Das war die Saison im "
        "Freibad. Danke an alle, die da waren, und an das Team am Beckenrand.",
        "Sich auf die nächste Saison freuen",
        risk="routine",
        replies=[
            Reply("Bahn3", "Beste Saison seit Jahren, danke ans Team!", 1, "Das geben wir sofort weiter.", 1),
            Reply(
                "Frühschwimmer",
                "Bitte nächstes Jahr schon ab 6 Uhr öffnen!",
                5,
                "Wir prüfen das für zwei Tage in der Woche und melden uns im März.",
                10,
            ),
            Reply("Pommesfreundin", "Die Pommes waren zu teuer.", 8),
        ],
    ),
    Entry(
        -27,
        "09:00",
        "Laubsäcke ab heute kostenlos",
        "Der Herbst ist da: Ab heute gibt es im Bürgerbüro und auf dem Wertstoffhof kostenlose Laubsäcke, fünf Stück je "
        "Haushalt. Abgeholt werden sie jeden Dienstag. Bitte stellen Sie die Säcke bis 7 Uhr an den Straßenrand.",
        "Laubsäcke abholen und am Dienstag bereitstellen",
        kind="service",
        risk="routine",
        picture="leaves",
        alt_text="Drei gefüllte Laubsäcke stehen unter einem gelb leuchtenden Ahorn am Gehweg.",
        replies=[
            Reply(
                "Seeblick_42",
                "Gibt es die Säcke auch in der Ortsverwaltung Oberdorf?",
                1.5,
                "Guten Tag, ja: in der Ortsverwaltung Oberdorf liegen sie dienstags und donnerstags von 8 bis 12 Uhr bereit.",
            ),
            Reply(
                "Die Gärtnerin", "Super Service, danke! 🍂", 3, "Sehr gern – wir geben das Lob an den Bauhof weiter."
            ),
        ],
    ),
    Entry(
        -24,
        "17:00",
        "Kurz erklärt: Warum dauert ein Bauantrag?",
        "Warum dauert ein Bauantrag manchmal Monate? Weil bis zu elf Stellen mitreden: Brandschutz, Denkmalpflege, "
        "Wasserrecht … Seit Oktober prüfen wir gleichzeitig statt nacheinander. Im Schnitt sparen wir damit drei Wochen. "
        "Mehr auf unserer Website. #EigeneArbeitErklärt",
        "Verstehen, wie lange ein Bauantrag dauert und woran es liegt",
        kind="explainer",
        replies=[
            Reply(
                "Häuslebauer",
                "Drei Wochen weniger ist ein Anfang. Unser Antrag liegt trotzdem seit Juli.",
                2,
                "Das ist lange, und Ihr Ärger ist verständlich. Bitte schreiben Sie uns Ihr Aktenzeichen an "
                "bauamt@lindenhagen.example – hier können wir keine Einzelfälle besprechen.",
                15,
            ),
            Reply("M_aus_L", "Endlich erklärt das mal jemand verständlich.", 5, "Danke! Genau das war unser Ziel."),
            Reply("Querkopf77", "Die Verwaltung schläft doch sowieso den ganzen Tag.", 9),
        ],
    ),
    Entry(
        -20,
        "08:30",
        "Vollsperrung Bahnhofstraße ab Montag",
        "Ab Montag ist die Bahnhofstraße zwischen Markt und Güterstraße voll gesperrt: Wir erneuern die Wasserleitung. "
        "Die Umleitung führt über den Nordring. Busse der Linie 4 halten ersatzweise am Markt. Zu Fuß und mit dem Rad kommen "
        "Sie durch. Ende: voraussichtlich 18. Dezember.",
        "Umleitung und Ersatzhaltestelle kennen",
        kind="service",
        picture="roadworks",
        alt_text="Rot-weiße Absperrbaken und ein Umleitungsschild vor einer aufgegrabenen Straße, dahinter Fachwerkhäuser.",
        replies=[
            Reply(
                "Radlerin_LH",
                "Kommt man mit dem Lastenrad auch durch?",
                0.7,
                "Ja, die Durchfahrt ist mindestens 1,50 Meter breit. Bitte fahren Sie dort im Schritttempo.",
                1,
            ),
            Reply(
                "Laden am Markt",
                "Und wir Händler dürfen sehen, wo wir bleiben. Warum im Weihnachtsgeschäft??",
                4,
                "Die Leitung von 1958 ist im Oktober zweimal gebrochen, ein Aufschub bis Januar war leider nicht sicher. "
                "Alle Geschäfte bleiben erreichbar, und die Schilder dazu stehen seit heute früh.",
                3,
            ),
            Reply(
                "Wutbürger Werner",
                "Ihr seid doch alle korrupte Idioten, verschwindet endlich!!",
                6,
                hide_clause="beleidigung",
                rationale="Persönliche Beschimpfung ohne Bezug zur Baustelle. Kritik an der Sperrung selbst bleibt sichtbar.",
            ),
            Reply(
                "Papa_von_zwei",
                "Fährt der Schulbus trotzdem pünktlich?",
                11,
                "Ja. Der Schulbus fährt über den Nordring und kommt nach Auskunft des Verkehrsbetriebs pünktlich an.",
                2,
            ),
        ],
    ),
    Entry(
        -17,
        "12:00",
        "Gesichter des Rathauses: der Bauhof",
        "Wenn Sie aufstehen, ist der Winterdienst schon fertig: Um 4 Uhr beginnt für acht Kolleginnen und Kollegen des Bauhofs "
        "die Schicht. 62 Kilometer Straße, drei Fahrzeuge, 40 Tonnen Salz im Lager – und immer Kaffee. #GesichterDesRathauses",
        "Wissen, wer nachts die Straßen räumt",
        picture="snowplough",
        alt_text="Ein orangefarbenes Räumfahrzeug fährt in der Dämmerung über eine verschneite Straße.",
        replies=[
            Reply(
                "Frühaufsteher",
                "Danke an das ganze Team, ihr macht das großartig! ❤️",
                1,
                "Das Team hat es gelesen und sich sehr gefreut.",
            ),
            Reply(
                "Anwohnerin Südhang",
                "Der Südhang wird leider immer als letzter geräumt.",
                7,
                "Der Südhang gehört zur zweiten Dringlichkeit. Den Räumplan mit allen Straßen finden Sie auf unserer Website.",
            ),
        ],
    ),
    Entry(
        -13,
        "10:00",
        "Ihre Frage: Was fehlt auf dem Spielplatz Mühlenteich?",
        "Wir planen den Spielplatz am Mühlenteich neu. Was fehlt Ihren Kindern dort am meisten: Wasser, Klettern, Schatten oder "
        "etwas ganz anderes? Schreiben Sie es uns bis Freitag – alle Antworten gehen an die Planerin.",
        "Bei der Planung mitreden",
        kind="question",
        replies=[
            Reply(
                "Mama_Mühlenteich",
                "Schatten! Im Sommer kann man die Rutsche nicht anfassen.",
                0.5,
                "Schatten steht jetzt ganz oben auf der Liste. Danke!",
                1,
            ),
            Reply(
                "Opa Heinz", "Eine Bank mit Lehne für die Großeltern wäre schön.", 2, "Eine gute Idee, ist notiert.", 1
            ),
            Reply("Kletteraffe", "Klettern, klettern, klettern", 3),
            Reply(
                "Lindenhagenerin",
                "Wann soll denn gebaut werden?",
                20,
                "Wenn der Gemeinderat im Januar zustimmt, ab April.",
                3,
            ),
        ],
    ),
    Entry(
        -9,
        "16:00",
        "Volkstrauertag: Einladung zur Gedenkstunde",
        "Am Sonntag gedenken wir um 11.15 Uhr am Ehrenmal der Opfer von Krieg und Gewalt. Es spielt die Stadtkapelle. "
        "Alle sind eingeladen.",
        "An der Gedenkstunde teilnehmen",
        replies=[Reply("Stadtkapellist", "Wir proben schon. Bis Sonntag!", 2)],
    ),
    Entry(
        -6,
        "09:15",
        "Straßenlaternen: So melden Sie einen Ausfall",
        "Laterne dunkel? Melden Sie die Nummer am Mast online oder unter 115. Meist leuchtet sie nach drei Werktagen wieder. "
        "Wir stellen gerade 400 Leuchten auf LED um – das spart 60 Prozent Strom.",
        "Einen Laternenausfall melden",
        kind="service",
        risk="routine",
        picture="lantern",
        alt_text="Eine leuchtende Straßenlaterne am Seeufer bei Nacht, ihr Licht spiegelt sich im Wasser.",
        replies=[
            Reply(
                "Nachteule",
                "Im Birkenweg sind drei Laternen hintereinander aus.",
                1,
                "Danke, wir haben es dem Bauhof gemeldet. Mit den Mastnummern geht es noch schneller.",
                2,
            ),
            Reply(
                "Sternenfreund",
                "Bitte nachts dimmen, wegen der Insekten.",
                8,
                "Die neuen Leuchten dimmen ab 22 Uhr auf die Hälfte und leuchten warmweiß.",
                4,
            ),
        ],
    ),
    Entry(
        -3,
        "11:00",
        "Winterdienst: Wer räumt wann?",
        "Gehwege räumen Anliegerinnen und Anlieger werktags von 7 bis 20 Uhr, sonntags ab 8 Uhr. Streuen Sie bitte Sand oder "
        "Splitt statt Salz. Splitt gibt es kostenlos am Wertstoffhof.",
        "Wissen, wann Sie räumen müssen",
        kind="service",
        risk="routine",
        replies=[
            Reply(
                "Neu_in_LH",
                "Gilt das auch für Mieter?",
                2,
                "Das regelt Ihr Mietvertrag; häufig ist die Pflicht übertragen. Im Zweifel fragen Sie Ihre Vermietung.",
                2,
            ),
        ],
    ),
    Entry(
        -1,
        "15:30",
        "Weihnachtsmarkt: das Programm",
        "Am Freitag um 17 Uhr eröffnen wir den Weihnachtsmarkt auf dem Kirchplatz: 34 Stände, Kinderkarussell, jeden Abend Musik. "
        "Der Markt ist barrierefrei, eine ruhige Stunde ohne Musik gibt es täglich von 12 bis 13 Uhr.",
        "Den Besuch planen, auch mit Rollstuhl oder Reizempfindlichkeit",
        picture="market",
        alt_text="Beleuchtete Holzbuden und ein hoher Weihnachtsbaum auf einem Platz vor einer Kirche am Abend.",
        replies=[
            Reply("Rolli on Tour", "Eine ruhige Stunde – was für eine tolle Idee, danke!", 1),
            Reply("hafen_liebe", "Gibt es wieder den Stand mit den Maultaschen?", 2),
            Reply("Sabine K.", "Wo kann man parken? Letztes Jahr war alles zu und die Seitenstraßen auch.", 4),
            Reply(
                "Jonas_B",
                "Mein Nachbar, Lindenweg 12, parkt jeden Tag auf dem Behindertenparkplatz. Kennzeichen hab ich auch.",
                6,
            ),
            Reply("Kritiker2000", "Wer das Parken so plant, dem gehört eine reingehauen. Ich weiß, wo ihr wohnt!", 7),
            Reply("gewinn.spiel.24", "Verdienen Sie 3.000 € am Tag von zu Hause aus! Link im Profil!!!", 9),
        ],
    ),
    Entry(
        0,
        "17:00",
        "Bürgerbüro im Advent auch samstags offen",
        "Im Advent hat das Bürgerbüro auch samstags geöffnet: am 5., 12. und 19. Dezember von 9 bis 13 Uhr. Ausweise und Pässe "
        "können ohne Termin abgeholt werden.",
        "Ausweis oder Pass am Samstag abholen",
        kind="service",
        risk="routine",
        picture="townhall",
        alt_text="Das Rathaus mit Treppengiebel und geschmücktem Tannenbaum vor dem Eingang.",
    ),
    Entry(
        1,
        "09:00",
        "Haushalt 2027: Worüber der Rat am Donnerstag entscheidet",
        "Am Donnerstag berät der Gemeinderat den Haushalt 2027. Es geht um 48 Millionen Euro: Schulen, Straßen, Klimaschutz. Wir "
        "erklären die drei größten Posten in einfachen Worten. Die Sitzung ist öffentlich, Beginn 18 Uhr.",
        "Die Sitzung besuchen oder die Erklärung lesen",
        kind="explainer",
        state="in_review",
    ),
    Entry(
        2,
        "12:00",
        "Gegen Gewalt an Frauen: Flagge am Rathaus",
        "Heute weht am Rathaus die Fahne gegen Gewalt an Frauen. Das Hilfetelefon 116 016 ist kostenlos, anonym und rund um die Uhr "
        "erreichbar, auch in 18 Sprachen.",
        "Die Nummer des Hilfetelefons kennen",
        picture="lake",
        alt_text="Blick über einen ruhigen See auf eine Bergkette im Morgenlicht.",
    ),
    Entry(
        4,
        "17:00",
        "Weihnachtsmarkt eröffnet",
        "Es ist so weit: Der Weihnachtsmarkt ist eröffnet. Bis 22. Dezember täglich von 11 bis 21 Uhr auf dem Kirchplatz.",
        "Den Markt besuchen",
        state="draft",
    ),
    Entry(
        7,
        "10:00",
        "Ausbildung im Rathaus: Jetzt bewerben",
        "Verwaltung ist langweilig? Unsere Azubis sehen das anders. Bis 15. Januar können Sie sich für fünf Berufe bewerben. "
        "#AusbildungImRathaus",
        "Sich für einen Ausbildungsplatz bewerben",
        state="draft",
    ),
]
