# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A translation is stale exactly when it was made from other words than the master has now."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Role
from core.errors import AlreadyChanged, NotPermitted, Refused
from netiquette import services
from netiquette.domain.starter import REQUIRED
from netiquette.library import LIBRARY, library_for
from netiquette.models import Clause, Netiquette
from netiquette.queries.completeness import clause_warnings, missing_parts
from tests.factories import person
from tests.netiquette.factories import draft_netiquette, signed_netiquette, submitted_netiquette

WORDS = st.sampled_from(["Erste Fassung.", "Zweite Fassung.", "Dritte Fassung."])
STEPS = st.lists(st.one_of(st.tuples(st.just("master"), WORDS), st.tuples(st.just("en"), WORDS)), max_size=12)


@pytest.fixture
def officer(town):
    return person(town, Role.COMMUNICATIONS)


def translate(part, officer, text, title="Title", language="en", **given_values):
    part.refresh_from_db()
    values = {"seen": part.translation_fingerprint(language), "seen_master": part.master_fingerprint} | given_values
    services.translate(part, language=language, actor=officer, title=title, text=text, **values)


@given(STEPS)
def test_stale_means_made_from_other_words(steps):
    """A model of the rule, without a database: whatever the order of edits."""
    clause, made_from = Clause(title="T", text="Anfang."), None
    for kind, words in steps:
        if kind == "master":
            clause.text = words
        else:
            clause.translations = {"en": {"title": "T", "text": words, "of": clause.master_fingerprint}}
            made_from = clause.text
        assert clause.is_stale("en") == (made_from is not None and made_from != clause.text)


def test_a_changed_master_marks_its_translations_and_saving_them_again_clears_the_mark(town, officer):
    clause = draft_netiquette(town).clauses.get(key="sprache")
    translate(clause, officer, "We speak.")
    services.edit_clause(
        clause, actor=officer, seen=clause.fingerprint, title=clause.title, text="Neu.", is_ground_for_measures=False
    )
    clause.refresh_from_db()
    assert clause.is_stale("en")

    translate(clause, officer, "We speak.")

    clause.refresh_from_db()
    assert not clause.is_stale("en")


def test_a_translation_made_while_the_master_moved_is_stale_from_the_start(town, officer):
    """Detects a mark that is cleared by whoever did not see the new words."""
    clause = draft_netiquette(town).clauses.get(key="sprache")
    seen = clause.master_fingerprint
    services.edit_clause(
        clause, actor=officer, seen=clause.fingerprint, title=clause.title, text="Neu.", is_ground_for_measures=False
    )

    translate(clause, officer, "Old words.", seen_master=seen)

    clause.refresh_from_db()
    assert clause.is_stale("en")


def test_whoever_translates_what_changed_meanwhile_is_told(town, officer):
    clause = draft_netiquette(town).clauses.get(key="sprache")
    seen = clause.translation_fingerprint("en")
    translate(clause, officer, "First.")

    with pytest.raises(AlreadyChanged):
        translate(clause, officer, "Second.", seen=seen)

    clause.refresh_from_db()
    assert clause.translation("en")["text"] == "First."


def test_an_empty_translation_is_removed_and_half_a_one_refused(town, officer):
    clause = draft_netiquette(town).clauses.get(key="sprache")
    with pytest.raises(Refused):
        translate(clause, officer, "Text", title="")
    with pytest.raises(Refused):
        translate(clause, officer, "Text", language="xx")

    translate(clause, officer, "", title="")

    clause.refresh_from_db()
    assert not clause.is_translated("en") and clause.is_translated("leicht")


def test_translating_takes_a_submitted_version_back_and_others_may_not(town, officer):
    netiquette = submitted_netiquette(town)
    translate(netiquette, officer, "Welcome.", title="")
    netiquette.refresh_from_db()
    assert (netiquette.state, netiquette.translation("en")["text"]) == ("draft", "Welcome.")

    with pytest.raises(NotPermitted):
        translate(netiquette, person(town, Role.EDITOR), "x", title="")


@pytest.mark.parametrize("model", [Clause, Netiquette])
def test_a_translation_changed_past_the_signature_voids_it(town, model):
    netiquette = signed_netiquette(town)

    model.objects.update(translations={"en": {"title": "x", "text": "x", "of": "x"}})

    assert not Netiquette.objects.get(pk=netiquette.pk).is_signature_valid


def test_a_clause_of_the_library_comes_once_with_its_key_and_translations(town, officer):
    draft = draft_netiquette(town)

    for _ in range(2):
        services.add_library_clause(draft, actor=officer, key="aufrufe")

    clause = draft.clauses.get(key="aufrufe")
    assert clause.number == 25 and clause.is_translated("leicht") and clause.is_translated("en")
    with pytest.raises(Refused):
        services.add_library_clause(draft, actor=officer, key="gibt-es-nicht")


def test_the_librarys_translation_is_taken_for_the_librarys_wording_only(town, officer):
    town.contact_email = "rathaus@stadt.example"
    town.save()
    draft = services.start_netiquette(town, actor=officer)
    clause = draft.clauses.get(key="beschwerde")
    translate(clause, officer, "", title="")
    services.translate_from_library(clause, language="en", actor=officer)
    clause.refresh_from_db()
    assert "rathaus@stadt.example" in clause.translation("en")["text"]

    services.edit_clause(
        clause, actor=officer, seen=clause.fingerprint, title="Neu", text="Neu", is_ground_for_measures=False
    )
    with pytest.raises(Refused):
        services.translate_from_library(clause, language="en", actor=officer)


def test_a_bracket_left_in_a_translation_is_a_gap_with_its_place(town, officer):
    draft = draft_netiquette(town)
    translate(draft.clauses.get(key="sprache"), officer, "We read [hours].")

    gaps = missing_parts(draft, draft.clauses.all())

    assert [gap.part for gap in gaps] == ["translation:sprache:en"]


def test_the_measure_and_the_ground_must_not_contradict_each_other(town, officer):
    clause = draft_netiquette(town).clauses.get(key="werbung")

    with pytest.raises(Refused):
        services.edit_clause(
            clause,
            actor=officer,
            seen=clause.fingerprint,
            title="x",
            text="x",
            is_ground_for_measures=False,
            details={"strongest_measure": "hide"},
        )


def test_the_library_is_complete_and_free_of_weak_wording(town):
    """Every clause has a purpose and two translations; those on which measures rest name basis and ladder."""
    for entry in library_for(town):
        clause = Clause(number=1, title=entry.title, text=entry.text)
        clause.translations = {code: {"title": t, "text": x} for code, (t, x) in entry.translations.items()}
        assert clause_warnings(clause) == [], entry.key
        assert entry.purpose
        assert not entry.is_ground_for_measures or (
            entry.legal_basis and entry.strongest_measure in Clause.NEEDS_GROUND
        )
    assert all(set(entry.translations) == {"leicht", "en"} for entry in LIBRARY)
    assert set(REQUIRED) <= {entry.key for entry in LIBRARY if entry.is_starter}
