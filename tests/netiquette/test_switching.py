# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A planned version is in force to the second, whoever sleeps."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from accounts.models import AuditEntry, Role
from core.errors import AlreadyChanged, DomainError, IllegalTransition, NotPermitted, Refused
from core.localtime import NoSuchLocalTime, to_first_instant
from netiquette import services, tasks
from netiquette.models import Clause, Netiquette
from netiquette.presenters.signoff import page_of
from netiquette.queries import citable_clauses, published_netiquette, published_versions, versions_on
from tests.factories import PASSWORD, MunicipalityFactory, person
from tests.netiquette.factories import draft_netiquette, scheduled_netiquette, signed_netiquette, submitted_netiquette
from tests.racing import race

SECOND = timedelta(seconds=1)


def noon(days):
    """Wall time, days from now."""
    return datetime.combine(timezone.localdate() + timedelta(days=days), time(12))


@pytest.fixture
def mayor(town):
    return person(town, Role.LEADERSHIP)


def test_a_planned_version_is_in_force_from_its_instant_on_though_nobody_switched(town):
    """Detects a reader that asks the state and not the time."""
    first, second = signed_netiquette(town), scheduled_netiquette(town)
    assert second.state == "scheduled"

    assert published_netiquette(town, second.planned_for - timedelta(microseconds=1)) == first
    assert published_netiquette(town, second.planned_for) == second
    with time_machine.travel(second.planned_for, tick=False):
        assert {clause.netiquette_id for clause in citable_clauses(town)} == {second.pk}
        assert [version.version for version in published_versions(town)] == [2, 1]


def test_midnight_is_the_towns_midnight(town):
    second = scheduled_netiquette(town)

    assert second.planned_for.astimezone(timezone.get_default_timezone()).strftime("%H:%M:%S") == "00:00:00"


def test_the_switch_is_booked_with_the_planned_instant_however_late_and_often(town, anywhere):
    """Detects a switch that is booked twice, or with the time of the worker."""
    with scope(municipality=town):
        first, second = signed_netiquette(town), scheduled_netiquette(town)

    with time_machine.travel(second.planned_for + timedelta(hours=3), tick=False):
        for _ in range(3):
            tasks.switch_version(second.pk)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("retired", "published")
    assert first.retired_at == second.published_at == second.planned_for
    assert second.is_signature_valid
    with scope(municipality=town):
        assert AuditEntry.objects.filter(action="netiquette.took_effect", actor=None).count() == 1


def test_nothing_is_switched_before_its_time(town):
    second = scheduled_netiquette(town)

    with time_machine.travel(second.planned_for - SECOND, tick=False):
        assert services.switch_due_version(second) is False

    second.refresh_from_db()
    assert second.state == "scheduled"


def test_a_planned_text_changed_past_its_signature_never_takes_over(town):
    """Detects a switch that does not ask whether the signature still holds."""
    first, second = signed_netiquette(town), scheduled_netiquette(town)
    Clause.objects.filter(netiquette=second, key="werbung").update(text="Untergeschoben.")

    with time_machine.travel(second.planned_for + SECOND, tick=False):
        assert published_netiquette(town) == first
        assert services.switch_due_version(second) is False
        services.withdraw_netiquette(second, actor=person(town, Role.LEADERSHIP), reason="Text verändert.")

    assert Netiquette.objects.get(pk=second.pk).state == "withdrawn"


def test_a_plan_that_moved_after_the_signature_voids_it(town):
    second = scheduled_netiquette(town)

    Netiquette.objects.filter(pk=second.pk).update(planned_for=second.planned_for - timedelta(days=5))

    assert not Netiquette.objects.get(pk=second.pk).is_signature_valid


def test_a_plan_that_moves_under_the_eyes_of_the_signatory_makes_the_signature_fail(town, mayor):
    netiquette = submitted_netiquette(town)
    seen = netiquette.current_hash()
    wall = noon(3)
    services.plan_publication(netiquette, actor=netiquette.author, wall=wall, seen=None)

    with pytest.raises(AlreadyChanged):
        services.sign_netiquette(netiquette, actor=mayor, password=PASSWORD, seen_hash=seen)


def test_the_signatory_may_plan_and_still_sign(town, mayor):
    netiquette = submitted_netiquette(town)

    services.plan_publication(netiquette, actor=mayor, wall=noon(3), seen=None)
    services.sign_netiquette(netiquette, actor=mayor, password=PASSWORD)

    assert netiquette.state == "scheduled"


def test_a_plan_whose_time_passed_before_the_signature_takes_effect_with_it(town, mayor):
    netiquette = submitted_netiquette(town)
    services.plan_publication(netiquette, actor=mayor, wall=noon(1), seen=None)
    late = netiquette.planned_for + timedelta(hours=5)

    with time_machine.travel(late, tick=False):
        services.sign_netiquette(netiquette, actor=mayor, password=PASSWORD)

    assert (netiquette.state, netiquette.published_at) == ("published", late)


def test_the_past_and_skipped_times_are_refused(town):
    draft = draft_netiquette(town)
    with pytest.raises(Refused):
        services.plan_publication(draft, actor=draft.author, wall=datetime(2020, 1, 1), seen=None)
    with pytest.raises(NoSuchLocalTime):
        services.plan_publication(draft, actor=draft.author, wall=datetime(2027, 3, 28, 2, 30), seen=None)

    draft.refresh_from_db()
    assert draft.planned_for is None


def test_midnight_of_the_long_night_is_the_first_one(town):
    """The night summer time ends has 25 hours; its midnight is one instant, in summer time."""
    assert to_first_instant(datetime(2026, 10, 25).date(), "Europe/Berlin") == datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert to_first_instant(datetime(2026, 10, 26).date(), "Europe/Berlin") == datetime(2026, 10, 25, 23, tzinfo=UTC)


def test_a_plan_that_somebody_else_changed_is_not_overwritten(town):
    draft = draft_netiquette(town)
    wall = noon(3)
    services.plan_publication(draft, actor=draft.author, wall=wall, seen=None)

    with pytest.raises(AlreadyChanged):
        services.plan_publication(draft, actor=draft.author, wall=wall + timedelta(days=1), seen=None)


@pytest.mark.parametrize("role", [r for r in Role.values if r not in {Role.LEADERSHIP, Role.COMMUNICATIONS}])
def test_others_neither_plan_nor_withdraw(town, role):
    second, draft, somebody = scheduled_netiquette(town), draft_netiquette(town), person(town, role)

    with pytest.raises(NotPermitted):
        services.plan_publication(draft, actor=somebody, wall=None, seen=None)
    with pytest.raises(NotPermitted):
        services.withdraw_netiquette(second, actor=somebody, reason="x")


def test_a_signed_plan_is_not_changed(town, mayor):
    with pytest.raises(IllegalTransition):
        services.plan_publication(scheduled_netiquette(town), actor=mayor, wall=None, seen=None)


def test_nothing_is_signed_while_another_version_waits_for_its_day(town, mayor):
    """Detects a newer version that an older planned one would replace later."""
    scheduled_netiquette(town)
    third = submitted_netiquette(town)

    with pytest.raises(Refused):
        services.sign_netiquette(third, actor=mayor, password=PASSWORD)

    third.refresh_from_db()
    assert third.state == "submitted"


def test_signing_after_the_instant_books_the_sleeping_switch_first(town, mayor):
    first, second = signed_netiquette(town), scheduled_netiquette(town)
    third = submitted_netiquette(town)
    Netiquette.objects.filter(pk=third.pk).update(planned_for=None)
    third = Netiquette.objects.get(pk=third.pk)

    with time_machine.travel(second.planned_for + timedelta(hours=1), tick=False):
        services.sign_netiquette(third, actor=mayor, password=PASSWORD)

    states = {n.version: n.state for n in Netiquette.objects.all()}
    assert states == {1: "retired", 2: "retired", 3: "published"}
    first.refresh_from_db()
    assert first.retired_at == second.planned_for


def test_the_database_schedules_nothing_unsigned_unplanned_or_twice(town):
    """Detects the removal of the constraints of scheduled versions."""
    second = scheduled_netiquette(town)
    draft = draft_netiquette(town)

    for change in ({"planned_for": None}, {"signed_hash": ""}, {"signed_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Netiquette.objects.filter(pk=second.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Netiquette.objects.filter(pk=draft.pk).update(
            state="scheduled", planned_for=timezone.now(), signed_at=timezone.now(), signed_hash="x"
        )


def test_withdrawing_needs_a_reason_keeps_the_record_and_goes_on_as_a_draft(town, mayor):
    first, second = signed_netiquette(town), scheduled_netiquette(town)
    with pytest.raises(Refused):
        services.withdraw_netiquette(second, actor=mayor, reason=" ")

    services.withdraw_netiquette(second, actor=mayor, reason="Der Rat berät noch.")

    second.refresh_from_db()
    draft = Netiquette.objects.get(state="draft")
    assert (second.state, second.is_signature_valid) == ("withdrawn", True)
    assert (draft.version, draft.author, draft.return_reason) == (3, second.author, "Der Rat berät noch.")
    assert draft.clauses.count() == second.clauses.count()
    with time_machine.travel(second.planned_for + SECOND, tick=False):
        assert published_netiquette(town) == first


def test_withdrawing_leaves_an_open_draft_alone(town, mayor):
    second, draft = scheduled_netiquette(town), draft_netiquette(town)

    services.withdraw_netiquette(second, actor=mayor, reason="Doch nicht.")

    assert list(Netiquette.objects.filter(state="draft")) == [draft]


def test_what_has_taken_effect_cannot_be_withdrawn(town, mayor):
    second = scheduled_netiquette(town)

    with time_machine.travel(second.planned_for, tick=False), pytest.raises(Refused):
        services.withdraw_netiquette(second, actor=mayor, reason="Zu spät.")

    second.refresh_from_db()
    assert second.state == "scheduled"


def test_the_version_of_a_day_is_found_and_tomorrow_is_nobodys_business(town):
    first, second = signed_netiquette(town), scheduled_netiquette(town, days=3)
    today = timezone.localdate()

    assert versions_on(town, today) == [first]
    assert versions_on(town, today - timedelta(days=1)) == []
    assert versions_on(town, today + timedelta(days=3)) == []
    with time_machine.travel(second.planned_for + timedelta(days=1), tick=False):
        assert versions_on(town, today + timedelta(days=2)) == [first]
        assert versions_on(town, today + timedelta(days=3)) == [second]


def test_a_version_signed_without_the_later_parts_keeps_its_fingerprint(town):
    """Detects a new key in the content of documents that were signed before it existed."""
    netiquette = draft_netiquette(town)
    Netiquette.objects.filter(pk=netiquette.pk).update(translations={})
    Clause.objects.update(
        translations={}, purpose="", examples_allowed="", examples_not_allowed="", legal_basis="", strongest_measure=""
    )
    fresh = Netiquette.objects.get(pk=netiquette.pk)

    assert set(fresh.content()) == {"version", "introduction", "clauses"}
    assert {len(clause) for clause in fresh.content()["clauses"]} == {5}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_switch_once():
    """Detects a switch without compare-and-set (real threads, real PostgreSQL)."""
    town = MunicipalityFactory()
    with scope(municipality=town):
        signed_netiquette(town)
        second = scheduled_netiquette(town)
        Netiquette.objects.filter(pk=second.pk).update(planned_for=timezone.now() - SECOND)
        fresh = Netiquette.objects.get(pk=second.pk)
        Netiquette.objects.filter(pk=second.pk).update(signed_hash=fresh.current_hash())

    outcomes = race(town, [lambda: services.switch_due_version(Netiquette.objects.get(pk=second.pk)) for _ in range(4)])

    assert sorted(map(str, outcomes)) == ["False"] * 3 + ["True"]
    with scopes_disabled():
        assert {n.version: n.state for n in Netiquette.objects.all()} == {1: "retired", 2: "published"}
        assert AuditEntry.objects.filter(action="netiquette.retired").count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_signatures_of_a_planned_version_leave_one():
    town = MunicipalityFactory()
    with scope(municipality=town):
        netiquette = submitted_netiquette(town)
        wall = noon(2)
        services.plan_publication(netiquette, actor=netiquette.author, wall=wall, seen=None)
        mayors = [person(town, Role.LEADERSHIP) for _ in range(3)]

    def sign(mayor):
        services.sign_netiquette(Netiquette.objects.get(pk=netiquette.pk), actor=mayor, password=PASSWORD)
        return "signed"

    outcomes = race(town, [lambda mayor=mayor: sign(mayor) for mayor in mayors])

    assert outcomes.count("signed") == 1
    assert all(isinstance(outcome, DomainError) for outcome in outcomes if outcome != "signed")
    with scopes_disabled():
        assert Netiquette.objects.get().state == "scheduled"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_reader_during_the_switch_sees_one_version_always():
    """Detects two queries between which the version in force falls through."""
    town = MunicipalityFactory()
    with scope(municipality=town):
        signed_netiquette(town)
        second = scheduled_netiquette(town)
        Netiquette.objects.filter(pk=second.pk).update(planned_for=timezone.now() - SECOND)
        fresh = Netiquette.objects.get(pk=second.pk)
        Netiquette.objects.filter(pk=second.pk).update(signed_hash=fresh.current_hash())

    def read():
        return {getattr(published_netiquette(town), "version", None) for _ in range(40)}

    outcomes = race(town, [lambda: services.switch_due_version(Netiquette.objects.get(pk=second.pk)), read, read])

    assert outcomes == [True, {2}, {2}]


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.LEADERSHIP])
def test_who_works_on_the_next_version_reads_before_the_submission_that_a_planned_one_is_in_the_way(town, client, role):
    head = person(town, Role.LEADERSHIP, name="Berta Spitze")
    waiting = scheduled_netiquette(town)
    draft_netiquette(town)
    client.force_login(head if role == Role.LEADERSHIP else person(town, role))

    text = client.get(reverse("netiquette:edit", args=[town.slug])).content.decode()

    assert f"Fassung {waiting.version} ist unterzeichnet" in text
    assert "Berta Spitze" in text
    assert (f'href="{reverse("netiquette:withdraw", args=[town.slug])}">Sie zurückziehen' in text) == (
        role == Role.LEADERSHIP
    )


def test_the_head_reads_it_before_the_password(town):
    waiting = scheduled_netiquette(town)
    draft = draft_netiquette(town)

    assert "kann keine andere Fassung unterzeichnet werden" in page_of(draft).intro
    assert "kann keine andere" not in page_of(waiting).intro
