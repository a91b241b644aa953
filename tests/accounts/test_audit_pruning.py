# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Old entries leave the audit trail behind a signed checkpoint; whatever else happens to a chain is still found."""

import base64
import os
import random
from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django_scopes import scope, scopes_disabled

from accounts.audit import first_break, prune_trail, record, trail_outlook
from accounts.audit.checkpoints import renew_signatures, seal_checkpoint
from accounts.audit.pruning import BrokenTrail
from accounts.models import AuditCheckpoint, AuditEntry, AuditHead, RetentionPeriod, Role, years_ended
from accounts.tasks import prune_audit_trails
from community.services.appeals import KEPT_YEARS
from netiquette.models import Netiquette
from netiquette.services.writing import start_netiquette
from strategy.queries import RESULT_COMPUTED
from tests.community.factories import hidden_comment, moderator
from tests.factories import MunicipalityFactory, person

START = datetime(2021, 6, 1, 12, tzinfo=UTC)
#: The day on which entries of 2021 are past four full years after their own.
LATER = datetime(2026, 1, 2, 12, tzinfo=UTC)


def write_entries(town, number: int, at: datetime = START) -> None:
    with time_machine.travel(at, tick=False), scope(municipality=town), transaction.atomic():
        for step in range(number):
            record(None, "town.changed", town, step=step)


@pytest.fixture
def chain(town):
    """Five entries of 2021 and three of 2025."""
    write_entries(town, 5)
    write_entries(town, 3, datetime(2025, 3, 1, tzinfo=UTC))
    return town


def sequences() -> list[int]:
    return list(AuditEntry.objects.order_by("sequence").values_list("sequence", flat=True))


def test_what_is_past_its_years_goes_and_the_chain_still_verifies(chain):
    checkpoint = prune_trail(chain, LATER)

    assert (checkpoint.number, checkpoint.last_sequence, checkpoint.removed, checkpoint.years) == (1, 5, 5, 4)
    assert (checkpoint.first_at, checkpoint.last_at, checkpoint.created_at) == (START, START, LATER)
    assert sequences() == [6, 7, 8, 9]
    assert AuditEntry.objects.latest("sequence").action == "accounts.trail_pruned"
    assert first_break(chain) is None


@pytest.mark.parametrize(("at", "is_past"), [("2025-12-31T22:59", False), ("2025-12-31T23:01", True)])
def test_years_end_with_the_year_of_the_towns_own_calendar(chain, at, is_past):
    """In Germany the new year begins an hour before it does in UTC."""
    assert (prune_trail(chain, datetime.fromisoformat(at).replace(tzinfo=UTC)) is not None) is is_past
    assert years_ended(chain, datetime.fromisoformat(at).replace(tzinfo=UTC), 4).year == (2022 if is_past else 2021)


def test_a_checkpoint_follows_the_one_before_it_and_nothing_due_leaves_none(chain):
    prune_trail(chain, LATER)
    assert prune_trail(chain, LATER) is None

    second = prune_trail(chain, datetime(2030, 1, 2, tzinfo=UTC))

    assert (second.number, second.last_sequence, second.removed) == (2, 8, 3)
    assert second.previous_hash == AuditCheckpoint.objects.get(number=1).hash
    assert first_break(chain) is None


def test_each_town_keeps_its_own_years_and_the_bell_takes_only_what_is_due(chain):
    other_town = MunicipalityFactory()
    write_entries(other_town, 2)
    with scope(municipality=other_town):
        RetentionPeriod.objects.create(municipality=other_town, audit_years=5)

    with scopes_disabled(), time_machine.travel(LATER, tick=False):
        prune_audit_trails()
        assert list(AuditCheckpoint.objects.values_list("municipality", "removed")) == [(chain.pk, 5)]
        assert trail_outlook(other_town, LATER).entries == 0


def test_who_stops_in_between_goes_on_and_loses_nothing(chain):
    assert prune_trail(chain, LATER, at_most=2).last_sequence == 2
    assert first_break(chain) is None

    assert prune_trail(chain, LATER, at_most=2).last_sequence == 4
    assert prune_trail(chain, LATER, at_most=2).last_sequence == 5

    assert [c.removed for c in AuditCheckpoint.objects.order_by("number")] == [2, 2, 1]
    assert first_break(chain) is None


class Dead(Exception):
    pass


def die_after_pruning(town) -> None:
    with transaction.atomic():
        assert prune_trail(town, LATER)
        raise Dead


def test_whoever_dies_before_the_commit_has_removed_nothing(chain):
    with pytest.raises(Dead):
        die_after_pruning(chain)

    assert sequences() == list(range(1, 9))
    assert not AuditCheckpoint.objects.exists()
    assert first_break(chain) is None


def test_the_dry_run_says_what_the_run_does_and_changes_nothing(chain):
    said = trail_outlook(chain, LATER)

    assert (said.years, said.entries, said.kept) == (4, 5, [])
    assert sequences() == list(range(1, 9))
    assert prune_trail(chain, LATER).removed == said.entries


# ── What is found ─────────────────────────────────────────────────────────────────────────────────────────────────────


def drop(model, **found) -> None:
    model.objects.filter(**found)._raw_delete("default")


FORGERIES = {
    "checkpoint removed": (lambda: drop(AuditCheckpoint, number=2), "entry 4 is missing"),
    "earlier checkpoint removed": (lambda: drop(AuditCheckpoint, number=1), "checkpoint 1 is missing"),
    "all checkpoints removed": (lambda: drop(AuditCheckpoint), "entry 1 is missing"),
    "checkpoint changed": (lambda: AuditCheckpoint.objects.filter(number=2).update(removed=9), "checkpoint 2 was cha"),
    "checkpoint sealed anew": (lambda: reseal(removed=9), "checkpoint 2 is not signed"),
    "more removed than it says": (lambda: drop(AuditEntry, sequence=6), "entry 6 is missing"),
    "more removed, checkpoint moved along": (lambda: skip_one(), "checkpoint 2 is not signed"),
    "entries swapped": (lambda: swap(6, 7), "entry 6 "),
    "entry changed": (lambda: AuditEntry.objects.filter(sequence=7).update(actor_label="x"), "entry 7 "),
    "end cut off": (lambda: drop(AuditEntry, sequence__gte=9), "the last entries after 8 are missing"),
    "everything cut off": (lambda: (drop(AuditEntry), drop(AuditHead)), "the last entries after 5 are missing"),
    "an entry put back": (lambda: put_back(), "entry 3 is there although"),
}


def reseal(**changes) -> None:
    """As somebody does it who can write into the database and has no key."""
    forged = AuditCheckpoint.objects.get(number=2)
    for name, value in changes.items():
        setattr(forged, name, value)
    AuditCheckpoint.objects.filter(number=2).update(**changes, hash=seal_checkpoint(forged))


def skip_one() -> None:
    gone = AuditEntry.objects.get(sequence=6)
    drop(AuditEntry, sequence=6)
    reseal(last_sequence=6, last_hash=gone.hash)


def swap(one: int, other: int) -> None:
    AuditEntry.objects.filter(sequence=one).update(sequence=0)
    AuditEntry.objects.filter(sequence=other).update(sequence=one)
    AuditEntry.objects.filter(sequence=0).update(sequence=other)


def put_back() -> None:
    entry = AuditEntry.objects.get(sequence=6)
    entry.pk, entry.sequence, entry._state.adding = None, 3, True
    entry.save()


@pytest.mark.parametrize("forgery", FORGERIES)
def test_each_forgery_is_found(chain, forgery):
    prune_trail(chain, LATER, at_most=3)
    prune_trail(chain, LATER)
    assert first_break(chain) is None
    forge, found = FORGERIES[forgery]

    forge()

    assert found in first_break(chain)


def test_whatever_is_changed_in_a_checkpoint_is_found(chain):
    """Detects any field left out of a checkpoint's seal."""
    stored = prune_trail(chain, LATER)
    changed = {
        "last_sequence": 4,
        "last_hash": "0" * 64,
        "removed": 4,
        "first_at": datetime(2020, 1, 1, tzinfo=UTC),
        "last_at": LATER,
        "years": 9,
        "kept": [[3, "0" * 64]],
        "created_at": START,
        "previous_hash": "0" * 64,
        "hash": "0" * 64,
        "signature": "0" * 64,
    }
    assert changed.keys() == {f.name for f in AuditCheckpoint._meta.concrete_fields} - {"id", "municipality", "number"}
    for name, value in changed.items():
        AuditCheckpoint.objects.update(**{name: value})

        assert "checkpoint 1 " in first_break(chain), name
        AuditCheckpoint.objects.update(**{name: getattr(stored, name)})
    assert first_break(chain) is None


@pytest.mark.parametrize("seed", range(12))
def test_any_history_verifies_and_any_single_removal_or_change_in_it_is_found(town, seed):
    """A property: towns that write and let go in any order, and one wrong step anywhere."""
    chance = random.Random(seed)
    for year in range(2016, 2016 + chance.randint(2, 5)):
        write_entries(town, chance.randint(1, 6), datetime(year, 5, 1, tzinfo=UTC))
    for year in range(2022, 2022 + chance.randint(1, 4)):
        prune_trail(town, datetime(year, 2, 1, tzinfo=UTC), at_most=chance.randint(1, 9))
        assert first_break(town) is None
    rows = [*AuditEntry.objects.order_by("sequence"), *AuditCheckpoint.objects.order_by("number")]
    victim = chance.choice(rows)
    if chance.random() < 0.5:
        drop(type(victim), pk=victim.pk)
    else:
        type(victim).objects.filter(pk=victim.pk).update(hash="f" * 64)

    assert first_break(town) is not None


def test_a_forgery_is_not_signed_away(chain, caplog):
    """What is about to go is verified first, and a broken trail of one town holds up no other."""
    other_town = MunicipalityFactory()
    write_entries(other_town, 2)
    AuditEntry.objects.filter(sequence=3).update(actor_label="somebody else")

    with pytest.raises(BrokenTrail, match="entry 3"):
        prune_trail(chain, LATER)
    with scopes_disabled(), time_machine.travel(LATER, tick=False):
        prune_audit_trails()
        assert list(AuditCheckpoint.objects.values_list("municipality", flat=True)) == [other_town.pk]
    assert len(sequences()) == 8
    assert "entry 3" in caplog.text


@pytest.mark.parametrize("forgery", ["checkpoint sealed anew", "an entry put back"])
def test_nothing_goes_behind_a_checkpoint_that_does_not_hold(chain, forgery):
    prune_trail(chain, LATER, at_most=3)
    prune_trail(chain, LATER)
    FORGERIES[forgery][0]()

    with pytest.raises(BrokenTrail, match="checkpoint 2"):
        prune_trail(chain, datetime(2030, 1, 2, tzinfo=UTC))


def test_rows_are_written_once(chain):
    checkpoint = prune_trail(chain, LATER)

    with pytest.raises(TypeError):
        checkpoint.save()
    with pytest.raises(TypeError):
        checkpoint.delete()


# ── What stays ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def drafted(town):
    """A draft of 2021, its entry between others."""
    write_entries(town, 2)
    with time_machine.travel(START, tick=False):
        rules = start_netiquette(town, actor=person(town, Role.COMMUNICATIONS))
    write_entries(town, 3)
    return rules


def test_entries_about_what_is_in_force_or_open_stay_until_it_is_replaced(town, drafted):
    """Four eyes are asked of them: who wrote a word of a netiquette does not sign it."""
    said = trail_outlook(town, LATER)

    checkpoint = prune_trail(town, LATER)

    assert said.entries == checkpoint.removed == 5
    assert [number for _label, number in said.kept] == [len(checkpoint.kept)] == [1]
    assert AuditEntry.objects.filter(action="netiquette.started").exists()
    assert first_break(town) is None

    Netiquette.objects.filter(pk=drafted.pk).update(state=Netiquette.State.RETIRED)
    second = prune_trail(town, LATER)
    assert (second.removed, second.kept, second.last_sequence) == (1, [], checkpoint.last_sequence)
    assert not AuditEntry.objects.filter(action="netiquette.started").exists()
    assert first_break(town) is None


def test_a_longer_period_keeps_again_what_has_no_reason_any_more(town, drafted):
    prune_trail(town, LATER)
    Netiquette.objects.filter(pk=drafted.pk).update(state=Netiquette.State.RETIRED)
    RetentionPeriod.objects.create(municipality=town, audit_years=6)

    assert prune_trail(town, LATER) is None
    assert AuditEntry.objects.filter(action="netiquette.started").exists()


@pytest.fixture
def case(town):
    """A hidden comment of 2021 with its evidence, its entries between others, and past their time."""
    write_entries(town, 1)
    with time_machine.travel(START, tick=False):
        hidden_comment(town, moderator(town))
    write_entries(town, 2)
    return prune_trail(town, LATER)


def test_entries_about_a_case_that_is_still_kept_stay(town, case):
    kept = AuditEntry.objects.filter(sequence__lte=case.last_sequence)

    assert {entry.action.split(".")[0] for entry in kept} == {"community"}
    assert kept.filter(action="community.comment_decided").exists()
    assert case.removed == 3
    assert first_break(town) is None


@pytest.mark.parametrize(
    "forge",
    [
        lambda rows: rows._raw_delete("default"),
        lambda rows: rows.update(actor_label="somebody else"),
        lambda rows: rows.update(actor_label="somebody else", hash="0" * 64),
    ],
)
def test_what_happens_to_an_entry_that_stayed_is_found(town, case, forge):
    entry = AuditEntry.objects.get(action="community.comment_decided")
    forge(AuditEntry.objects.filter(pk=entry.pk))

    assert f"entry {entry.sequence} " in first_break(town)
    with pytest.raises(BrokenTrail):
        prune_trail(town, datetime(2035, 1, 2, tzinfo=UTC))


def test_the_result_of_an_analysis_stays_as_long_as_there_is_the_analysis(chain):
    with time_machine.travel(START, tick=False), transaction.atomic():
        record(None, RESULT_COMPUTED, chain, hash="a" * 64)

    prune_trail(chain, datetime(2030, 1, 2, tzinfo=UTC))

    assert AuditEntry.objects.get(action=RESULT_COMPUTED).details == {"hash": "a" * 64}


# ── Keys ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def new_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def test_an_older_key_still_counts_and_the_bell_signs_with_the_newest(chain, settings):
    signed = prune_trail(chain, LATER)
    settings.FIELD_ENCRYPTION_KEYS = [new_key(), *settings.FIELD_ENCRYPTION_KEYS]
    assert first_break(chain) is None

    assert renew_signatures(chain) == 1
    settings.FIELD_ENCRYPTION_KEYS = settings.FIELD_ENCRYPTION_KEYS[:1]

    assert first_break(chain) is None
    assert AuditCheckpoint.objects.get().signature != signed.signature


def test_a_foreign_key_signs_nothing_and_is_not_signed_over(chain, settings):
    prune_trail(chain, LATER)
    settings.FIELD_ENCRYPTION_KEYS = [new_key()]

    assert "not signed with a key of this installation" in first_break(chain)
    assert renew_signatures(chain) == 0


# ── Constraints, command ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("years", [3, 11])
def test_fewer_years_than_the_cases_need_are_refused_by_the_database(town, years):
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionPeriod.objects.create(municipality=town, audit_years=years)


def test_the_least_is_a_year_longer_than_what_the_entries_are_about():
    assert RetentionPeriod._meta.get_field("audit_years").default == KEPT_YEARS + 1


def test_two_checkpoints_never_have_one_number(chain):
    checkpoint = prune_trail(chain, LATER)
    checkpoint.pk, checkpoint._state.adding = None, True

    with pytest.raises(IntegrityError), transaction.atomic():
        checkpoint.save()


def test_the_command_verifies_from_the_checkpoint_on(chain):
    prune_trail(chain, LATER)
    out = StringIO()

    call_command("verify_audit", chain.slug, stdout=out)

    assert out.getvalue() == f"{chain.slug}: intact since entry 6 (5 entries removed after their time)\n"
