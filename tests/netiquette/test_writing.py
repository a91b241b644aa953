# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import re

import pytest

from accounts.models import AuditEntry, Role
from core.errors import AlreadyChanged, NotPermitted, Refused
from netiquette import services
from netiquette.domain.starter import REQUIRED
from netiquette.library import library_for
from netiquette.models import Clause, Netiquette
from tests.factories import person
from tests.netiquette.factories import draft_netiquette, signed_netiquette, submitted_netiquette


@pytest.fixture
def officer(town):
    return person(town, Role.COMMUNICATIONS)


def numbers(netiquette):
    return list(Clause.objects.filter(netiquette=netiquette).values_list("number", "key"))


def test_a_first_version_begins_with_the_starter_set_and_the_towns_particulars(town, officer):
    town.contact_email = "rathaus@stadt.example"
    town.save()

    draft = services.start_netiquette(town, actor=officer)

    assert (draft.version, draft.state, draft.author) == (1, "draft", officer)
    assert [number for number, _ in numbers(draft)] == list(range(1, 25))
    assert set(REQUIRED) <= {key for _, key in numbers(draft)}
    assert "rathaus@stadt.example" in draft.clauses.get(key="beschwerde").text


@pytest.mark.parametrize("language", ["", "leicht", "en"])
def test_the_clause_on_appeals_names_the_form_and_no_deadline_of_its_own(town, client, language):
    """The town's own promise stands on the form; a number in a signed text would soon contradict it."""
    town.contact_email = "rathaus@stadt.example"
    clause = next(c for c in library_for(town) if c.key == "beschwerde")
    text = clause.translations[language][1] if language else clause.text

    address = re.search(rf"https?://\S+?(/{town.slug}/\S+/)", text)[1]

    assert client.get(address).status_code == 200
    assert "rathaus@stadt.example" in text
    assert not re.search(r"Woche|week|Tag|day", text)


def test_the_next_version_is_a_copy_of_the_one_in_force_with_the_same_keys(town, officer):
    in_force = signed_netiquette(town)

    draft = services.start_netiquette(town, actor=officer)

    assert draft.version == 2
    assert numbers(draft) == numbers(in_force)
    assert in_force.is_signature_valid


def test_only_one_version_is_open_at_a_time(town, officer):
    """Detects the removal of the constraint ``one_open_netiquette``."""
    services.start_netiquette(town, actor=officer)

    with pytest.raises(AlreadyChanged):
        services.start_netiquette(town, actor=officer)

    assert Netiquette.objects.count() == 1


def test_a_clause_is_changed_and_recorded_and_keeps_its_key(town, officer):
    clause = draft_netiquette(town).clauses.get(key="werbung")

    services.edit_clause(
        clause, actor=officer, seen=clause.fingerprint, title="Werbung", text="Neu.\r\n", is_ground_for_measures=False
    )

    clause.refresh_from_db()
    assert (clause.key, clause.title, clause.text) == ("werbung", "Werbung", "Neu.")
    assert clause.is_ground_for_measures is False
    assert AuditEntry.objects.latest("sequence").details["part"] == "werbung"


def test_whoever_saves_a_clause_that_changed_meanwhile_is_told_and_nothing_is_lost(town, officer):
    """Detects the removal of the fingerprint's comparison in ``edit_clause``."""
    clause = draft_netiquette(town).clauses.get(key="werbung")
    seen = clause.fingerprint
    services.edit_clause(clause, actor=officer, seen=seen, title="Erste", text="Erste", is_ground_for_measures=True)

    with pytest.raises(AlreadyChanged):
        services.edit_clause(clause, actor=officer, seen=seen, title="Zweite", text="x", is_ground_for_measures=True)

    clause.refresh_from_db()
    assert clause.title == "Erste"


def test_whoever_saves_an_introduction_that_changed_meanwhile_is_told(town, officer):
    """Detects the removal of the comparison in ``edit_introduction``."""
    draft = draft_netiquette(town)
    seen = draft.introduction
    services.edit_introduction(draft, actor=officer, text="Erste", seen=seen)

    with pytest.raises(AlreadyChanged):
        services.edit_introduction(draft, actor=officer, text="Zweite", seen=seen)

    draft.refresh_from_db()
    assert draft.introduction == "Erste"


def test_an_own_clause_gets_a_key_that_no_version_of_the_town_ever_had(town, officer):
    in_force = signed_netiquette(town)
    draft = services.start_netiquette(town, actor=officer)
    services.remove_clause(draft.clauses.get(key="werbung"), actor=officer)

    added = services.add_clause(draft, actor=officer, title="Werbung", text="Anders gemeint.")

    assert added.key == "werbung-2"
    assert in_force.clauses.filter(key="werbung").exists()


def test_keys_of_own_clauses_are_readable(town, officer):
    added = services.add_clause(draft_netiquette(town), actor=officer, title="Grüße & Öffnungszeiten", text="x")

    assert added.key == "gruesse-oeffnungszeiten"


def test_a_clause_moves_up_and_down_and_stays_put_at_the_ends(town, officer):
    draft = draft_netiquette(town)
    before = [key for _, key in numbers(draft)]
    clause = draft.clauses.get(number=2)

    services.move_clause(clause, actor=officer, up=True)
    assert [key for _, key in numbers(draft)][:2] == [before[1], before[0]]

    services.move_clause(clause, actor=officer, up=True)
    services.move_clause(clause, actor=officer, up=False)
    assert [key for _, key in numbers(draft)] == before


def test_removing_a_clause_closes_the_gap_in_the_numbers(town, officer):
    draft = draft_netiquette(town)

    services.remove_clause(draft.clauses.get(key="geltung"), actor=officer)

    assert [number for number, _ in numbers(draft)] == list(range(1, 24))
    assert not draft.clauses.filter(key="geltung").exists()


@pytest.mark.parametrize("step", ["introduction", "clause", "add", "move", "remove"])
def test_editing_a_submitted_version_takes_it_back_to_draft(town, officer, step):
    netiquette = submitted_netiquette(town)
    clause = netiquette.clauses.get(number=2)
    steps = {
        "introduction": lambda: services.edit_introduction(
            netiquette, actor=officer, text="Neu", seen=netiquette.introduction
        ),
        "clause": lambda: services.edit_clause(
            clause, actor=officer, seen=clause.fingerprint, title="Neu", text="Neu", is_ground_for_measures=True
        ),
        "add": lambda: services.add_clause(netiquette, actor=officer, title="Neu", text="Neu"),
        "move": lambda: services.move_clause(clause, actor=officer, up=True),
        "remove": lambda: services.remove_clause(clause, actor=officer),
    }

    steps[step]()

    netiquette.refresh_from_db()
    assert (netiquette.state, netiquette.submitted_by, netiquette.submitted_at) == ("draft", None, None)


def test_a_signed_version_is_not_edited_by_anybody(town, officer):
    netiquette = signed_netiquette(town)
    clause = netiquette.clauses.get(number=2)

    with pytest.raises(Refused):
        services.edit_clause(
            clause, actor=officer, seen=clause.fingerprint, title="x", text="x", is_ground_for_measures=True
        )
    with pytest.raises(Refused):
        services.remove_clause(clause, actor=officer)
    with pytest.raises(Refused):
        services.edit_introduction(netiquette, actor=officer, text="x", seen=netiquette.introduction)

    netiquette.refresh_from_db()
    assert netiquette.is_signature_valid


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.COMMUNICATIONS])
def test_only_the_press_office_writes(town, role):
    draft = draft_netiquette(town)
    somebody = person(town, role)

    with pytest.raises(NotPermitted):
        services.add_clause(draft, actor=somebody, title="x", text="x")


def test_an_empty_clause_is_refused_with_both_gaps(town, officer):
    draft = draft_netiquette(town)

    with pytest.raises(Refused) as refusal:
        services.add_clause(draft, actor=officer, title=" ", text="")

    assert len(refusal.value.gaps) == 2
    assert draft.clauses.count() == 24


def test_a_draft_can_be_thrown_away_and_the_record_of_it_stays(town, officer):
    in_force = signed_netiquette(town)
    draft = services.start_netiquette(town, actor=officer)

    services.discard_draft(draft, actor=officer)

    assert list(Netiquette.objects.all()) == [in_force]
    assert AuditEntry.objects.latest("sequence").action == "netiquette.discarded"


def test_what_was_submitted_is_not_thrown_away(town, officer):
    netiquette = submitted_netiquette(town)

    with pytest.raises(AlreadyChanged):
        services.discard_draft(netiquette, actor=officer)

    assert Netiquette.objects.get().clauses.count() == 24
