# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import pytest

from netiquette.domain.starter import CLAUSES, INTRODUCTION
from netiquette.library import library_for
from netiquette.models import Clause
from netiquette.queries.completeness import (
    OFF_TOPIC,
    OFF_TOPIC_NEEDS_A_BASIS,
    WEAKNESSES,
    clause_warnings,
    warnings_of,
)

REAL_NAME, POLITICS, UNPROVEN, NO_REASON, AT_WILL, CRITICISM, FOR_EVER, *MORE = range(len(WEAKNESSES))
AT_ONCE, VAGUE, GERMAN_ONLY, ADMISSION = MORE


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Es gilt Klarnamenpflicht.", REAL_NAME),
        ("Bitte melden Sie sich mit Ihrem echten Namen an.", REAL_NAME),
        ("Keine politischen Inhalte!", POLITICS),
        ("Politische Kommentare werden gelöscht.", POLITICS),
        ("Unbelegte Behauptungen löschen wir.", UNPROVEN),
        ("Nicht überprüfbare Aussagen sind untersagt.", UNPROVEN),
        ("Verstöße werden ohne Vorwarnung gelöscht.", NO_REASON),
        ("Wir löschen ohne Angabe von Gründen.", NO_REASON),
        ("Wir machen von unserem virtuellen Hausrecht Gebrauch.", AT_WILL),
        ("Wir behalten uns vor, Beiträge jederzeit zu löschen.", AT_WILL),
        ("Negative Kommentare sind nicht erwünscht.", CRITICISM),
        ("Wer stört, wird dauerhaft gesperrt.", FOR_EVER),
        ("Anonyme Kommentare sind nicht erlaubt.", REAL_NAME),
        ("Beleidigungen werden sofort gelöscht.", AT_ONCE),
        ("Beim ersten Verstoß sperren wir das Profil.", AT_ONCE),
        ("Unangemessene Beiträge entfernen wir.", VAGUE),
        ("Was gegen die guten Sitten verstößt, ist untersagt.", VAGUE),
        ("Bitte schreiben Sie nur auf Deutsch.", GERMAN_ONLY),
        ("Nur Einwohner dürfen kommentieren.", ADMISSION),
        ("Kommentare werden vor der Veröffentlichung geprüft.", ADMISSION),
    ],
)
def test_weak_wording_is_found_and_explained(text, kind):
    found = warnings_of(text)

    assert WEAKNESSES[kind] in found
    assert all(weakness.reason and weakness.advice for weakness in found)


@pytest.mark.parametrize(
    "text",
    [
        "Sie müssen sich nicht mit Ihrem bürgerlichen Namen äußern.",
        "Politische Meinungen zu unseren Beiträgen dürfen Sie äußern.",
        "Nachweislich falsche Tatsachen stellen wir richtig.",
    ],
)
def test_a_promised_freedom_is_no_weakness(text):
    assert warnings_of(text) == []


def test_the_starter_set_itself_has_no_weak_wording():
    texts = [INTRODUCTION, *(clause.text for clause in CLAUSES)]

    assert [text for text in texts if warnings_of(text)] == []


def test_the_keys_of_the_starter_set_are_unique_and_fit_the_column():
    keys = [clause.key for clause in CLAUSES]

    assert len(set(keys)) == len(keys)
    assert all(len(key) <= 40 for key in keys)


def test_hiding_for_being_off_topic_is_warned_about_and_the_library_does_not_offer_it(town):
    clause = next(clause for clause in library_for(town) if clause.key == OFF_TOPIC)
    assert not clause.is_ground_for_measures
    own = Clause(key=OFF_TOPIC, title=clause.title, text=clause.text, legal_basis="Widmung")

    assert OFF_TOPIC_NEEDS_A_BASIS in clause_warnings(own)
    own.is_ground_for_measures = False
    assert OFF_TOPIC_NEEDS_A_BASIS not in clause_warnings(own)


def test_the_clause_on_election_material_does_not_rest_on_the_towns_own_neutrality(town):
    clause = next(clause for clause in library_for(town) if clause.key == "wahlwerbung")

    assert "neutral" not in f"{clause.text} {clause.legal_basis} {clause.translations}".lower()
    assert "bindet nur die Verwaltung selbst" in clause.purpose
