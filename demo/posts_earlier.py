# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Seven weeks of posts and comments, up to a fortnight ago."""

from demo.texts import Entry, Reply

EARLIER = [
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
        kind="explain",
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
        kind="explain",
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
                "Der Südhang gehört zur zweiten Dringlichkeit. Den Räumplan mit allen Straßen finden Sie auf unserer Website.\n\n"
                "Zuerst räumen wir, was niemand entbehren kann: die Zufahrten zu Klinik und Feuerwehr, die Schulwege und die Linien "
                "der Busse. Das dauert bei starkem Schneefall bis zu vier Stunden, mit drei Fahrzeugen für 84 Kilometer Straße.\n\n"
                "Am Südhang beginnen wir oben an der Bergstraße, weil von dort das Wasser herunterläuft und gefriert. Ist um zehn "
                "Uhr noch nichts geschehen, rufen Sie bitte den Bauhof an, Durchwahl 230; dann sehen wir nach.",
            ),
        ],
    ),
]
