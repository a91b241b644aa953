# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django_scopes import scope

from accounts.models import AuditEntry, Role
from accounts.services import IdentityNotConfirmed
from core.errors import AlreadyChanged, DomainError, IllegalTransition, NotPermitted, Refused
from netiquette import services
from netiquette.models import Clause, Netiquette
from netiquette.queries import citable_clauses, published_netiquette
from tests.factories import PASSWORD, MunicipalityFactory, person
from tests.menu import netiquettes_waiting_for
from tests.netiquette.factories import draft_netiquette, signed_netiquette, submitted_netiquette


@pytest.fixture
def mayor(town):
    return person(town, Role.LEADERSHIP)


def test_an_incomplete_draft_is_not_submitted_and_every_gap_is_named(town):
    officer = person(town, Role.COMMUNICATIONS)
    draft = services.start_netiquette(town, actor=officer)
    services.remove_clause(draft.clauses.get(key="beschwerde"), actor=officer)

    with pytest.raises(Refused) as refusal:
        services.submit_netiquette(draft, actor=officer)

    gaps = "\n".join(map(str, refusal.value.gaps))
    assert "Sie können sich beschweren" in gaps
    assert "Wann wir lesen und antworten" in gaps
    assert Netiquette.objects.get().state == "draft"


def test_a_submitted_version_waits_for_the_head_of_the_authority_only(town, mayor):
    netiquette = submitted_netiquette(town)

    assert netiquettes_waiting_for(mayor, town) == 1
    assert netiquettes_waiting_for(netiquette.author, town) == 0


def test_a_signature_publishes_the_text_that_was_seen(town, mayor):
    netiquette = submitted_netiquette(town)
    seen = netiquette.current_hash()

    services.sign_netiquette(netiquette, actor=mayor, password=PASSWORD, statement="So machen wir es.", seen_hash=seen)

    assert (netiquette.state, netiquette.signed_by, netiquette.signed_hash) == ("published", mayor, seen)
    assert netiquette.published_at and netiquette.is_signature_valid
    assert published_netiquette(town) == netiquette
    assert AuditEntry.objects.latest("sequence").details["hash"] == seen


def test_a_text_that_changed_since_the_page_was_opened_is_not_signed(town, mayor):
    """Detects the removal of the comparison with ``seen_hash``."""
    netiquette = submitted_netiquette(town)
    seen = netiquette.current_hash()
    Clause.objects.filter(netiquette=netiquette, number=1).update(text="Untergeschoben.")

    with pytest.raises(AlreadyChanged):
        services.sign_netiquette(netiquette, actor=mayor, password=PASSWORD, seen_hash=seen)

    assert Netiquette.objects.get().state == "submitted"


def test_the_new_version_retires_its_predecessor(town, mayor):
    first = signed_netiquette(town)
    second = submitted_netiquette(town)

    services.sign_netiquette(second, actor=mayor, password=PASSWORD)

    first.refresh_from_db()
    assert (first.state, second.state) == ("retired", "published")
    assert first.retired_at == second.published_at


def test_nobody_signs_what_they_wrote_submitted_or_edited(town):
    """Detects the removal of ``has_not_written``: four eyes."""
    author, submitter, editor = (person(town, Role.LEADERSHIP, Role.COMMUNICATIONS) for _ in range(3))
    netiquette = draft_netiquette(town, author=author)
    clause = netiquette.clauses.get(number=1)
    services.edit_clause(
        clause, actor=editor, seen=clause.fingerprint, title="Neu", text="Neu", is_ground_for_measures=True
    )
    services.submit_netiquette(netiquette, actor=submitter)

    for somebody in (author, submitter, editor):
        with pytest.raises(NotPermitted):
            services.sign_netiquette(netiquette, actor=somebody, password=PASSWORD)


def test_the_database_refuses_a_signature_of_the_author(town):
    """Detects the removal of the constraint ``netiquette_four_eyes``."""
    netiquette = submitted_netiquette(town)

    with pytest.raises(IntegrityError), transaction.atomic():
        Netiquette.objects.update(signed_by=netiquette.author)


def test_the_database_publishes_nothing_unsigned(town):
    """Detects the removal of the constraint ``netiquette_in_force_is_signed``."""
    submitted_netiquette(town)

    with pytest.raises(IntegrityError), transaction.atomic():
        Netiquette.objects.update(state="published")


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.LEADERSHIP])
def test_only_the_head_of_the_authority_signs(town, role):
    netiquette = submitted_netiquette(town)

    with pytest.raises(NotPermitted):
        services.sign_netiquette(netiquette, actor=person(town, role), password=PASSWORD)


def test_a_wrong_password_signs_nothing(town, mayor):
    netiquette = submitted_netiquette(town)

    with pytest.raises(IdentityNotConfirmed):
        services.sign_netiquette(netiquette, actor=mayor, password="falsch")

    assert Netiquette.objects.get().state == "submitted"


def test_a_draft_cannot_be_signed(town, mayor):
    with pytest.raises(IllegalTransition):
        services.sign_netiquette(draft_netiquette(town), actor=mayor, password=PASSWORD)


def test_returning_needs_a_reason_and_keeps_it(town, mayor):
    netiquette = submitted_netiquette(town)
    with pytest.raises(Refused):
        services.return_netiquette(netiquette, actor=mayor, reason=" ")

    services.return_netiquette(netiquette, actor=mayor, reason="Bitte kürzer.")

    assert (netiquette.state, netiquette.returned_by, netiquette.return_reason) == ("draft", mayor, "Bitte kürzer.")


@pytest.mark.parametrize("change", [{"text": "Anders."}, {"title": "Anders"}, {"is_ground_for_measures": False}])
def test_any_later_change_of_the_content_voids_the_signature(town, change):
    """Detects a part of the content that the signature does not cover."""
    netiquette = signed_netiquette(town)
    assert citable_clauses(town).exists()

    Clause.objects.filter(netiquette=netiquette, key="werbung").update(**change)

    assert published_netiquette(town) is None
    assert not citable_clauses(town).exists()


def test_a_changed_introduction_voids_the_signature(town):
    signed_netiquette(town)

    Netiquette.objects.update(introduction="Anders.")

    assert published_netiquette(town) is None


def test_only_clauses_meant_for_it_can_be_cited(town):
    signed_netiquette(town)

    keys = set(citable_clauses(town).values_list("key", flat=True))

    assert "beleidigung" in keys
    assert not keys & {"kritik", "geltung", "massnahmen"}


def test_the_netiquette_of_another_town_is_never_returned(town):
    other = MunicipalityFactory()
    with scope(municipality=other):
        signed_netiquette(other)

    assert published_netiquette(town) is None


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_signatures_at_the_same_moment_leave_one():
    """Detects a signature that sets the state without compare-and-set (real threads, real PostgreSQL)."""
    town = MunicipalityFactory()
    with scope(municipality=town):
        netiquette = submitted_netiquette(town)
        mayors = [person(town, Role.LEADERSHIP) for _ in range(4)]
    start, outcomes = threading.Barrier(len(mayors)), []

    def sign(mayor):
        try:
            with scope(municipality=town):
                mine = Netiquette.objects.get(pk=netiquette.pk)
                start.wait()
                services.sign_netiquette(mine, actor=mayor, password=PASSWORD)
            outcomes.append("signed")
        except DomainError as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=sign, args=[mayor]) for mayor in mayors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["AlreadyChanged"] * 3 + ["signed"]
    with scope(municipality=town):
        assert Netiquette.objects.get().is_signature_valid
        assert AuditEntry.objects.filter(action="netiquette.signed").count() == 1
