# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What documents promise citizens is bound to the mechanism that keeps it; a promise without one fails here."""

import ast
import tomllib
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest
from django.utils.module_loading import import_string
from django_scopes import scope

from accounts.audit.keeping import KEEPERS
from accounts.models import RetentionPeriod, Role
from accounts.tenancy.permissions import ROLES_WITH_PERMISSION
from channels_mgmt.legal.texts_public import privacy_notice, retention
from channels_mgmt.legal.wording import facts_for, write
from channels_mgmt.queries.documents import facts_of_channel, town_facts
from community.queries.cases import HOLDS
from community.queries.retention import RetentionReason
from community.services.appeals import KEPT_YEARS
from community.services.cases import release_cases
from config.settings.schedule import BELLS
from netiquette.library import library_for
from tests.community.factories import comment_in
from tests.promised import ROOT, promising

PROMISES = tomllib.loads((Path(__file__).parent / "promises.toml").read_text(encoding="utf-8"))
KEPT = PROMISES["kept"]

#: First cell of each row of the table → the bell whose task keeps it, or "" where the row says that a person decides
#: or that nothing is deleted. The tests of these tasks: community/test_retention.py,
#: community/test_appeals.py, accounts/test_audit_pruning.py.
KEPT_BY = {
    "Private Nachrichten an uns": "replace-authors",
    "Bearbeitete Kommentare": "replace-authors",
    "Kommentare mit offener Rückfrage oder ungeklärtem Schritt": "replace-authors",
    "Ausgeblendete Kommentare, gesicherte Beweise": "",
    "Beschwerden und ihre Antworten": "forget-appeals",
    "E-Mails, die wir dazu verschicken": "forget-letters",
    "Protokoll der Vorgänge, ohne Worte und Namen von Bürgerinnen und Bürgern": "prune-audit-trails",
}
#: What the notice says of the people who see a message → the roles that the rules of the dialogue give it.
SEEN_BY = {
    "die Kommentare beantworten": Role.MODERATOR,
    "die Öffentlichkeitsarbeit leiten": Role.COMMUNICATIONS,
    "mit Leserecht prüfen": Role.READER,
}
#: Why an entry stays past its time → how the row says so.
STAYS_BECAUSE = {
    "signed": "solange er eine geltende Unterschrift",
    "analysis": "das Ergebnis einer Analyse",
    "case": "oder einen noch aufbewahrten Fall belegt",
}
#: Why a case stays past its time → how the row says so.
HELD_BECAUSE = {
    RetentionReason.APPEAL: "solange eine Beschwerde aufbewahrt wird",
    RetentionReason.QUESTION: "eine Rückfrage offen",
    RetentionReason.RESTRICTION: "eine Einschränkung des Kontos in Kraft",
    RetentionReason.DEPARTMENT: "eine Rückfrage offen",
    RetentionReason.UNSETTLED: "ein Schritt ungeklärt ist",
}


def rows() -> list[list[str]]:
    lines = retention({"author_period": "6 Monate", "case_period": "3 Jahre", "audit_period": "4 Jahre"}).splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines][1:]


def test_each_row_of_the_retention_table_has_its_task_or_says_that_there_is_none():
    assert {row[0] for row in rows()} == KEPT_BY.keys()
    for what, _how_long, then in rows():
        if bell := KEPT_BY[what]:
            module, name = BELLS[bell]["task"].rsplit(".", 1)
            assert callable(getattr(import_module(module), name))
        else:
            assert then == "–" or "entscheidet eine Person" in then


def test_the_years_of_appeals_are_those_of_the_job():
    assert KEPT_YEARS == 3
    assert "Ende des dritten Jahres" in {row[0]: row[1] for row in rows()}["Beschwerden und ihre Antworten"]


def test_the_row_of_the_audit_trail_names_every_reason_for_which_entries_stay():
    row = next(row for row in rows() if KEPT_BY[row[0]] == "prune-audit-trails")

    assert set(STAYS_BECAUSE) == set(KEEPERS)
    assert all(words in row[1] for words in STAYS_BECAUSE.values())


def test_the_years_of_the_audit_trail_that_a_town_chose_stand_in_every_document_that_names_them(town):
    RetentionPeriod.objects.create(municipality=town, audit_years=7)

    facts = facts_of_channel(comment_in(town).channel, town_facts(town))

    for kind in ("usage_concept", "dpia", "privacy_notice"):
        assert facts_for(kind, facts)["audit_period"] == "7 Jahre"
        assert "| 7 Jahre nach dem Ende des Jahres" in write(kind, facts)


@pytest.mark.parametrize(("years", "words"), [(1, "1 Jahr"), (5, "5 Jahre")])
def test_the_years_of_cases_that_a_town_chose_stand_in_every_document_that_names_them(town, years, words):
    RetentionPeriod.objects.create(municipality=town, case_years=years, audit_years=6)

    facts = facts_of_channel(comment_in(town).channel, town_facts(town))

    for kind in ("usage_concept", "dpia", "privacy_notice"):
        assert facts_for(kind, facts)["case_period"] == words
        assert f"| mindestens {words} nach dem Ende des Jahres" in write(kind, facts)


def test_the_row_of_cases_names_every_reason_for_which_they_stay_and_what_goes():
    """The deletion itself: tests/community/test_cases.py."""
    row = next(row for row in rows() if row[0].startswith("Ausgeblendete"))

    assert set(HELD_BECAUSE) == set(HOLDS)
    assert all(words in row[1] for words in HELD_BECAUSE.values())
    assert callable(release_cases)
    assert "dann werden Name, Wortlaut, Begründung und Beweise gelöscht" in row[2]


def test_the_notice_names_everybody_who_may_read_comments_and_nobody_else():
    text = " ".join(privacy_notice({"platform": "Mastodon", "town": "Musterstadt", "netiquette_url": "-"}).split())

    assert set(SEEN_BY.values()) == set(ROLES_WITH_PERMISSION["community.view_queue"])
    assert all(words in text for words in SEEN_BY)
    assert "auch die Behördenspitze" in text
    assert Role.LEADERSHIP in ROLES_WITH_PERMISSION["community.view_appeals"]


@pytest.mark.parametrize(("months", "words"), [(1, "1 Monat"), (9, "9 Monate")])
def test_the_period_a_town_chose_stands_in_every_document_that_names_it(town, months, words):
    RetentionPeriod.objects.create(municipality=town, author_months=months)

    facts = facts_of_channel(comment_in(town).channel, town_facts(town))

    for kind in ("usage_concept", "dpia", "privacy_notice"):
        assert facts_for(kind, facts)["author_period"] == words
        assert f"| {words} nach der Bearbeitung |" in write(kind, facts)
    with scope(municipality=town):
        clause = next(clause for clause in library_for(town) if clause.key == "datenschutz")
    said = {1: ("Einen Monat", "One month"), 9: ("9 Monate", "9 months")}[months]
    assert said[0] in clause.text
    assert said[0] in clause.translations.get("leicht", ("", said[0]))[1]
    assert said[1] in clause.translations.get("en", ("", said[1]))[1]


def test_the_appeal_form_names_everybody_who_may_read_appeals():
    """Who works on appeals, and who may only read."""
    readers = set(ROLES_WITH_PERMISSION["community.view_appeals"])

    assert readers - set(ROLES_WITH_PERMISSION["community.handle_appeal"]) == {Role.READER}


def test_every_sentence_that_promises_something_says_what_it_rests_on():
    listed = Counter(says for part in [*KEPT, PROMISES["town"], PROMISES["plain"]] for says in part["says"])
    written = promising()

    missing = {sentence: sorted(places) for sentence, places in written.items() if sentence not in listed}
    assert missing == {}, "say in tests/promises.toml what keeps these, that the town does, or that nobody promises"
    assert [sentence for sentence in listed if sentence not in written] == []
    assert [sentence for sentence, times in listed.items() if times > 1] == []


@pytest.mark.parametrize("promise", KEPT, ids=lambda promise: promise["says"][0][:40])
def test_the_mechanism_of_a_promise_exists_and_a_test_watches_it(promise):
    assert _imported(promise["by"])
    path, _, name = promise["test"].partition("::")
    tests = [node.name for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body if hasattr(node, "name")]
    assert name in tests


def _imported(path: str) -> object:
    try:
        return import_string(path)
    except ImportError:
        return import_module(path)
