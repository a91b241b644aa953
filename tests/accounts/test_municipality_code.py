# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The administration changes a town's official code, sees the census beside it first, and voids no signature."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, Kind, Municipality, Role
from accounts.services import change_town
from core.errors import AlreadyChanged, NotPermitted, Refused
from strategy.services import load_reference_tables
from tests.factories import person
from tests.pages import forms_in, signed_in
from tests.strategy.factories import signed_strategy

MOOS, UNKNOWN = "08335055", "08999999"


@pytest.fixture
def administrator(town):
    return signed_in(person(town, Role.ADMINISTRATOR))


def send(client, town, **typed):
    """The form as the page draws it, with ``typed`` in it."""
    address = reverse("settings:town", args=[town.slug])
    return client.post(address, _form(client.get(address), address) | typed)


def send_again(client, town, page, **typed):
    address = reverse("settings:town", args=[town.slug])
    return client.post(address, _form(page, address) | typed)


def _form(page, address):
    return next(form for form in forms_in(page.content.decode(), address) if "seen_name" in form.fields).values


def stored(town):
    return Municipality.objects.get(pk=town.pk)


def test_another_code_is_shown_beside_the_census_before_it_is_saved(town, administrator):
    load_reference_tables()

    page = send(administrator, town, municipality_code=MOOS)

    shown = page.content.decode()
    assert page.status_code == 200 and stored(town).municipality_code == town.municipality_code
    assert "<strong>Moos</strong> (Konstanz), 3.410" in shown
    assert "Art bisher: Stadt." in shown and "Einwohnerzahl bisher: 25.000." in shown

    assert send_again(administrator, town, page).status_code == 302

    changed = stored(town)
    assert (changed.municipality_code, changed.kind, changed.population) == (MOOS, Kind.MUNICIPALITY, 3_410)
    assert changed.name == town.name
    assert AuditEntry.objects.get(action="accounts.town_changed").details["changed"]["municipality_code"] == [
        town.municipality_code,
        MOOS,
    ]


def test_what_was_typed_is_no_proposal_of_the_census(town, administrator):
    load_reference_tables()

    page = send(administrator, town, municipality_code=MOOS, population="3500", website="https://moos.example/")

    typed = _form(page, "")
    assert (typed["population"], typed["kind"]) == ("3500", Kind.MUNICIPALITY)
    assert typed["website"] == "https://moos.example/"


def test_a_code_seen_is_not_another_code(town, administrator):
    """Removal: the comparison of the code that was shown with the one that is sent."""
    page = send(administrator, town, municipality_code=MOOS)

    again = send_again(administrator, town, page, municipality_code=UNKNOWN)

    assert again.status_code == 200 and stored(town).municipality_code == town.municipality_code


def test_a_code_the_census_does_not_know_is_said_and_may_be_kept(town, administrator):
    load_reference_tables()

    page = send(administrator, town, municipality_code=UNKNOWN)

    assert f"Der Zensus kennt keine Gemeinde mit dem Schlüssel {UNKNOWN}" in page.content.decode()
    assert send_again(administrator, town, page).status_code == 302
    assert stored(town).municipality_code == UNKNOWN


@pytest.mark.parametrize("code", ["", "0833505", "083350555", "99335055", "00335055", "٠٨٣٣٥٠٥٥", "abcdefgh"])
def test_a_code_no_municipality_has_is_refused_and_stays_in_the_field(town, administrator, code):
    page = send(administrator, town, municipality_code=code)

    assert page.status_code == 422 and stored(town).municipality_code == town.municipality_code
    assert _form(page, "")["municipality_code"] == code
    with pytest.raises(Refused):
        change_town(
            town,
            actor=person(town, Role.ADMINISTRATOR),
            seen={"municipality_code": town.municipality_code},
            municipality_code=code,
        )


def test_only_the_administration_changes_the_code(town):
    """Removal: the service's own question; the form of others has no such field."""
    press = person(town, Role.COMMUNICATIONS)

    answer = send(signed_in(press), town, municipality_code=MOOS, website="https://moos.example/")

    assert (answer.status_code, stored(town).municipality_code) == (302, town.municipality_code)
    with pytest.raises(NotPermitted):
        change_town(town, actor=press, seen={"municipality_code": town.municipality_code}, municipality_code=MOOS)


def test_of_two_changes_of_the_code_the_second_is_told(town):
    administrator, seen = person(town, Role.ADMINISTRATOR), {"municipality_code": town.municipality_code}
    change_town(stored(town), actor=administrator, seen=seen, municipality_code=MOOS)

    with pytest.raises(AlreadyChanged):
        change_town(stored(town), actor=administrator, seen=seen, municipality_code=UNKNOWN)


def test_what_is_signed_stays_signed_and_what_comes_next_names_the_new_code(town):
    """Removal: ``Municipality.code_at``; the strategy in force would count no more."""
    strategy = signed_strategy(town)

    change_town(
        stored(town),
        actor=person(town, Role.ADMINISTRATOR),
        seen={"municipality_code": town.municipality_code},
        municipality_code=MOOS,
    )

    strategy = type(strategy).objects.get(pk=strategy.pk)
    assert strategy.is_signature_valid and strategy.content()["municipality"] == town.municipality_code
    strategy.signed_at = None
    assert strategy.content()["municipality"] == MOOS
