# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Checks of a text, as tables: what is found, what is proposed, and what is left alone."""

import pytest

from channels_mgmt.domain.checks import STYLE, findings_in
from channels_mgmt.domain.checks.hashtags import many_hashtags, unreadable_hashtags
from channels_mgmt.domain.checks.personal import addresses_of_people, personal_data
from channels_mgmt.domain.checks.reading import ease_of, long_sentences, sentences, syllables
from channels_mgmt.domain.checks.sameness import most_alike
from channels_mgmt.domain.checks.signs import drawn_words, emoji_in
from channels_mgmt.domain.checks.tracking import tracked_links, without_tracking

EASY = (
    "Das Bürgerbüro hat am Samstag von 9 bis 12 Uhr offen. Sie können Ihren Ausweis abholen. Bringen Sie bitte den"
    " alten Ausweis mit. Parken können Sie vor dem Haus. Wir freuen uns auf Sie!"
)
HARD = (
    "Die Inanspruchnahme verwaltungsrechtlicher Beratungsleistungen bedarf grundsätzlich vorheriger schriftlicher"
    " Terminvereinbarung hinsichtlich einzureichender Antragsunterlagen sowie Nachweisdokumente zuständiger"
    " Genehmigungsbehörden übergeordneter Verwaltungsebenen."
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kommt alle! #burgfestimpark", "burgfestimpark"),
        ("Diesbezüglich teilen wir mit: Es schneit.", "diesbezüglich"),
        ("ACHTUNG, es schneit.", "ACHTUNG"),
        ("Es schneit 🎉🎉🎉🎉", "4"),
        ("Das Straßenverkehrsordnungswidrigkeitenverfahren ruht.", "Straßenverkehrsordnungswidrigkeitenverfahren"),
        ("Wir " + "gehen und " * 12 + "bleiben.", "20"),
        ("Es schneit. #eins #zwei #drei #vier", "4"),
    ],
)
def test_what_is_hard_to_read_is_named_with_a_reason(text, words):
    (finding,) = findings_in(text, STYLE)

    assert words in finding.text
    assert finding.why
    assert finding.found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "#DasIstLesbar",
        "#konstanz",
        "https://stadt.example/#langerankername",
        "StVO",
        "",
        EASY,
        "Um 9 Uhr! #BürgerbüroAmTag",
    ],
)
def test_what_can_be_read_is_left_alone(text):
    assert findings_in(text, STYLE) == []


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("Das Burgfest ist im Park. #burgfestimpark", "Das Burgfest ist im Park. #BurgfestImPark"),
        ("#laternenumzugheute", None),
        ("#sommerimpark", "#SommerImPark"),
        ("Neu: Bürgerbüro. (#bürgerbüroamsamstag)", None),
        ("Bürgerbüro am Samstag: #bürgerbüroamsamstag", "Bürgerbüro am Samstag: #BürgerbüroAmSamstag"),
        ("#stadtfest2026 am Rathaus", "#StadtFest2026 am Rathaus"),
        ("https://a.de/?x=#rathausjetztda #rathausjetzt", "https://a.de/?x=#rathausjetztda #RathausJetzt"),
    ],
)
def test_a_hashtag_gets_capitals_where_its_words_are_known(text, proposal):
    (finding,) = unreadable_hashtags(text)

    assert (finding.taken_over(text) if finding.instead else None) == proposal


def test_one_long_word_is_no_hashtag_of_several():
    assert unreadable_hashtags("Unsere Wirtschaftsförderung: #wirtschaftsförderung") == []
    assert many_hashtags("#eins #zwei #drei") == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("🎉", 1), ("👩‍👩‍👧‍👦", 1), ("🇩🇪🇫🇷", 2), ("👍🏽", 1), ("❤️", 1), ("❤", 0), ("1️⃣", 1), ("© ® ™ 10", 0), ("☀️☀️", 2),
        ("", 0), ("a#1", 0),
    ],
)  # fmt: skip
def test_emoji_are_counted_as_a_reader_hears_them(text, count):
    assert len(emoji_in(text)) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Das Büro ist zu. Wir öffnen am Montag.", 2),
        ("Wir helfen z. B. beim Umzug. Kommen Sie!", 2),
        ("Wir helfen z.B. beim Umzug, d. h. gern.", 1),
        ("Am 24. Dezember ist zu.", 1),
        ("Am 24.12. ist zu.", 1),
        ("Die Feier ist am 3. und 4. Mai. Kommen Sie!", 2),
        ("Dr. Muster spricht ca. eine Stunde bzw. bis 9 Uhr.", 1),
        ("Es gibt Wurst, Käse usw. Danach ist Tanz.", 2),
        ("Es gibt Wurst usw. bis 9 Uhr.", 1),
        ("Ist offen? Ja! Immer …", 3),
        ("Offen:\nMontag\nDienstag", 3),
        ("„Wir bauen.“ Das sagt der Rat.", 2),
        ("Hauptstr. 5, Tel. 07531 9000. Bis bald.", 2),
        ("Der Rat tagte 2023. Danach war Pause.", 2),
        ("", 0),
    ],
)
def test_abbreviations_and_ordinals_end_no_sentence(text, count):
    assert len(sentences(text)) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("Haus", 1), ("Häuser", 2), ("Feuerwehr", 3), ("Abend", 2), ("Bürgerbüro", 4), ("Rathaus", 2), ("Quelle", 2),
        ("See", 1), ("Beet", 1), ("Theater", 3), ("Idee", 2), ("Bayern", 2), ("Straße", 2), ("Verwaltung", 3),
        ("Mai", 1), ("Kfz", 1), ("Auto", 2), ("freuen", 2), ("neu", 1), ("Bau\u00adstel\u00adle", 3), ("Baustelle", 3),
        ("Kfz-Zulassung", 4), ("Papier", 2), ("Regierung", 3), ("Qualität", 3), ("Museum", 3),
    ],
)  # fmt: skip
def test_syllables_of_german_words(word, count):
    assert syllables(word) == count


def test_soft_hyphens_do_not_change_how_easily_a_text_is_read():
    softly = EASY.replace("Bürgerbüro", "Bür\u00adger\u00adbü\u00adro").replace("Samstag", "Sams\u00adtag")

    assert ease_of(softly) == ease_of(EASY)


def test_ease_tells_a_notice_at_the_counter_from_officialese():
    easy, hard = ease_of(EASY), ease_of(HARD * 2)

    assert easy and hard
    assert easy.amstad > 60 and easy.school_year < 6
    assert hard.amstad == 0 and hard.school_year == 15
    assert ease_of("Es schneit.") is None
    assert any("Amstad" in finding.text for finding in findings_in(HARD * 2, STYLE))


def test_a_long_sentence_is_found_where_it_stands():
    text = "Kurz. Wir " + "gehen z. B. und " * 6 + "bleiben. Kurz."

    (finding,) = long_sentences(text)

    assert finding.found_in(text) == text[6:-6]


@pytest.mark.parametrize(
    ("link", "clean"),
    [
        ("https://a.de/x?utm_source=fb&id=1#oben", "https://a.de/x?id=1#oben"),
        ("https://a.de/x?UTM_Source=fb", "https://a.de/x"),
        ("https://a.de/?fbclid=1&a=%20b&gclid=2", "https://a.de/?a=%20b"),
        ("https://a.de/?a=b&a=b&&c", "https://a.de/?a=b&a=b&&c"),
        ("https://a.de/utm_source=1", "https://a.de/utm_source=1"),
        ("https://a.de/#?utm_source=1", "https://a.de/#?utm_source=1"),
        ("https://a.de/?attribut=1&patent=2", "https://a.de/?attribut=1&patent=2"),
    ],
)
def test_a_link_loses_what_measures_and_nothing_else(link, clean):
    text = f"Siehe {link}."

    assert without_tracking(link) == clean
    assert [finding.taken_over(text) for finding in tracked_links(text)] == (
        [f"Siehe {clean}."] if clean != link else []
    )


def test_a_cleaned_link_leaves_a_longer_one_with_the_same_beginning_whole():
    text = "https://a.de/?utm_source=x&b=1 https://a.de/?utm_source=x"

    first, second = tracked_links(text)

    assert first.taken_over(text) == "https://a.de/?b=1 https://a.de/?utm_source=x"
    assert second.taken_over(text) == "https://a.de/?utm_source=x&b=1 https://a.de/"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Spenden: DE89 3704 0044 0532 0130 00 danke", [("iban", "DE89 3704 0044 0532 0130 00")]),
        ("DE89370400440532013000", [("iban", "DE89370400440532013000")]),
        ("DE88 3704 0044 0532 0130 00", []),
        ("AT61 1904 3002 3457 3201 bei der Bank", [("iban", "AT61 1904 3002 3457 3201")]),
        ("Anna, geb. 3.4.1980, sucht", [("birth", "3.4.1980")]),
        ("geboren am 3. April 1980", [("birth", "3. April 1980")]),
        ("Geburtsdatum: 1980-04-03", [("birth", "1980-04-03")]),
        ("Am 3.4.2026 ist offen", []),
        ("Das Auto KN-AB 123 brannte", [("plate", "KN-AB 123")]),
        ("Kennzeichen KN AB 123E", [("plate", "KN AB 123E")]),
        ("DIN-EN 71, A-Z 5x, S-Bahn 3, B-33", []),
        ("Mail an anna.muster@web.de!", [("email", "anna.muster@web.de")]),
        ("Folgt @stadt@social.example", []),
        ("Tel. 0171 1234567", [("phone", "0171 1234567")]),
        ("Tel. (07531) 900-123", [("phone", "(07531) 900-123")]),
        ("+49 7531 900123", [("phone", "+49 7531 900123")]),
        ("Behördennummer 115, Notruf 112", []),
        ("01.12.2026, 08:00 Uhr, 01067 Dresden", []),
        ("https://a.de/0171-1234567/anna@web.de", []),
    ],
)
def test_personal_data_are_found(text, found):
    assert [(datum.kind, datum.words) for datum in personal_data(text)] == found


def test_it_is_asked_once_whether_an_address_stands_there_on_purpose():
    findings = addresses_of_people("anna@web.de oder Anna@web.de, 0171 1234567, KN-AB 123")

    assert [finding.text for finding in findings] == [
        "anna@web.de (E-Mail-Adresse): Steht das mit Absicht hier?",
        "0171 1234567 (Telefonnummer): Steht das mit Absicht hier?",
    ]


@pytest.mark.parametrize(
    ("text", "is_same"),
    [
        ("Das Freibad öffnet am 1. Mai um 9 Uhr. Der Eintritt ist frei. https://a.de", True),
        ("DAS FREIBAD öffnet am 1. Mai um 9 Uhr: Der Eintritt ist frei!", True),
        ("Heute: Das Freibad öffnet am 1. Mai um 9 Uhr. Der Eintritt ist frei.", True),
        ("Das Freibad öffnet am 2. Juni um 8 Uhr. Der Eintritt kostet 3 Euro.", False),
        ("Der Rat tagt am Montag im Rathaus und spricht über die Schule.", False),
        ("Hallo!", False),
        ("", False),
    ],
)
def test_nearly_the_same_text_is_recognised(text, is_same):
    others = [(7, "Der Rat tagt."), (8, "Das Freibad öffnet am 1. Mai um 9 Uhr. Der Eintritt ist frei."), (9, "")]

    assert most_alike(text, others) == (8 if is_same else None)


def test_of_two_equal_posts_the_first_is_named():
    assert most_alike("Es schneit heute sehr.", [(1, "Es schneit heute sehr."), (2, "Es schneit heute sehr!")]) == 1


def test_an_image_that_shows_words_needs_them_spoken():
    images = [("IMG_1.jpg", "Kinder im Park"), ("plakat.png", "Plakat zum Fest"), ("x.jpg", "Flyer. " + "Wort " * 20)]

    assert drawn_words(images) == [1]
