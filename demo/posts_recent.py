# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The last two weeks, and what is planned."""

from datetime import date, timedelta

from demo.texts import Entry, Reply

SHOWN = (-27, 10)
"""Days from today between which the demo has posts."""
MEMORIAL_REPLY = Reply("Stadtkapellist", "Wir proben schon. Bis Sonntag!", 2)


def memorial_sunday(year: int) -> date:
    """Volkstrauertag: the second Sunday before the first Sunday of Advent (the fourth before Christmas Day)."""
    christmas = date(year, 12, 25)
    return christmas - timedelta(days=christmas.isoweekday() + 5 * 7)


def invitation(today: date) -> Entry:
    """An invitation of the last days: a day of remembrance only when it falls into the month the demo shows."""
    day = (memorial_sunday(today.year) - timedelta(days=2) - today).days
    if SHOWN[0] <= day <= SHOWN[1]:
        return Entry(
            day,
            "16:00",
            "Volkstrauertag: Einladung zur Gedenkstunde",
            "Am Sonntag gedenken wir um 11.15 Uhr am Ehrenmal der Opfer von Krieg und Gewalt. Es spielt die Stadtkapelle. "
            "Alle sind eingeladen.",
            "An der Gedenkstunde teilnehmen",
            replies=[MEMORIAL_REPLY],
        )
    return Entry(
        -9,
        "16:00",
        "Platzkonzert: Einladung am Sonntag",
        "Am Sonntag um 11.15 Uhr spielt die Stadtkapelle auf dem Kirchplatz. Der Eintritt ist frei, alle sind eingeladen.",
        "Das Konzert besuchen",
        replies=[MEMORIAL_REPLY],
    )


def help_line(today: date) -> Entry:
    """What the flag at the town hall stands for on 25 November, the day against violence against women; else the number."""
    day = (date(today.year, 11, 25) - today).days
    number = "Das Hilfetelefon 116 016 ist kostenlos, anonym und rund um die Uhr erreichbar, auch in 18 Sprachen."
    benefit = "Die Nummer des Hilfetelefons kennen"
    if SHOWN[0] <= day <= SHOWN[1]:
        title, text = (
            "Gegen Gewalt an Frauen: Flagge am Rathaus",
            "Heute weht am Rathaus die Fahne gegen Gewalt an Frauen.",
        )
    else:
        day, title, text = 2, "Hilfe bei Gewalt: 116 016", "Wer zu Hause Gewalt erlebt, ist nicht allein."
    alt_text = "Blick über einen ruhigen See auf eine Bergkette im Morgenlicht."
    return Entry(day, "12:00", title, f"{text} {number}", benefit, picture="lake", alt_text=alt_text)


RECENT = [
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
            Reply("Anwohnerin_Kirchgasse", "So sieht es hier jeden Abend aus.", 10, picture_alt=""),
            Reply(
                "Marktgängerin",
                "Was wünscht ihr euch am meisten?",
                11,
                warning="Wunschliste, etwas länger",
                poll=("Mehr Sitzgelegenheiten", "Kinderkarussellfahrkartenermäßigung", "Längere Öffnungszeiten"),
                picture_alt="Eine leere Wiese unter blauem Himmel, auf der noch keine Bude steht.",
            ),
            Reply(
                "Frau M. aus der Gartenstraße",
                "Das sollen nicht alle lesen: Mein Sohn ist Autist. Ist es in der ruhigen Stunde wirklich still?",
                12,
                is_private=True,
            ),
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
        kind="explain",
        state="in_review",
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
