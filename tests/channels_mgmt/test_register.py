# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The register of departments: one for planning and dialogue, kept by the press office."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Letter, Role
from channels_mgmt.models import Department, DepartmentLink
from channels_mgmt.queries.register import department_at, departments_to_choose
from channels_mgmt.services.departments import ask_department
from channels_mgmt.services.register import change_department, enter_department, note_department
from core.errors import AlreadyChanged, NotPermitted, Refused
from tests.channels_mgmt.factories import department_in
from tests.factories import MunicipalityFactory, person
from tests.racing import race

OFFICE = {"name": "Bauamt", "email": "bauamt@stadt.example"}


@pytest.fixture
def press(town):
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def office(town, press):
    return enter_department(town, actor=press, **OFFICE, aliases=["Tiefbau", "Hochbau@Stadt.example", " "])


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def change(office, press, **changes):
    given = {**OFFICE, "aliases": office.aliases, "seen_version": office.version}
    change_department(office, actor=press, **given | changes)


def test_an_entry_is_found_by_each_of_its_addresses(town, office):
    assert office.aliases == ["Tiefbau", "hochbau@stadt.example"]
    assert department_at(town, "BAUAMT@stadt.example") == office
    assert department_at(town, "hochbau@Stadt.example") == office
    assert department_at(town, "tiefbau") is None


def test_other_towns_have_a_register_of_their_own(office):
    assert department_at(MunicipalityFactory(), office.email) is None


@pytest.mark.parametrize(
    "given",
    [
        {"name": " "},
        {"name": "a" * 121},
        {"email": "bau"},
        {"aliases": ["a@b"]},
        {"aliases": [f"{n}" for n in range(11)]},
        {"aliases": ["a" * 121]},
        {"email": "bauamt@stadt.example"},
        {"email": "hochbau@stadt.example"},
        {"aliases": ["BAUAMT@stadt.example"]},
    ],
)
def test_what_is_wrong_or_belongs_to_another_is_refused(town, press, office, given):
    with pytest.raises(Refused):
        enter_department(town, actor=press, **{"name": "Bauhof", "email": "hof@stadt.example"} | given)

    assert list(Department.objects.all()) == [office]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_who_enter_the_same_address_one_is_told(town, press):
    outcomes = race(town, [lambda: enter_department(town, actor=press, **OFFICE)] * 2)

    assert sum(isinstance(one, Refused) for one in outcomes) == 1
    assert Department.objects.count() == 1


def test_who_changes_what_a_colleague_has_changed_is_told(press, office):
    seen = office.version
    change(office, press, name="Tiefbauamt")

    with pytest.raises(AlreadyChanged):
        change(office, press, name="Bauverwaltung", seen_version=seen)

    assert Department.objects.get().name == "Tiefbauamt"


def test_only_the_press_office_keeps_the_register(town, office):
    with pytest.raises(NotPermitted):
        enter_department(town, actor=person(town, Role.EDITOR), **OFFICE)
    with pytest.raises(NotPermitted):
        change(office, person(town, Role.MODERATOR))


def test_a_link_for_a_new_address_is_an_entry_and_for_a_known_one_none(town, press, office):
    department_in(town, press, name="Bauhof", email="Hof@stadt.example")
    link = department_in(town, press, name="Tiefbau", email="hochbau@stadt.example")

    assert {one.email for one in Department.objects.all()} == {"bauamt@stadt.example", "hof@stadt.example"}
    assert link.name == "Tiefbau"


def test_renaming_rewrites_no_history(town, press):
    link = department_in(town, press, name="Bauhof", email="hof@stadt.example")
    entry = Department.objects.get()

    change_department(entry, actor=press, seen_version=1, name="Betriebshof", email="betrieb@stadt.example")

    kept = DepartmentLink.objects.get(pk=link.pk)
    assert (kept.name, kept.email) == ("Bauhof", "hof@stadt.example")


def test_who_is_paused_is_neither_proposed_nor_asked(town, press):
    link = department_in(town, press)
    entry = Department.objects.get()
    change_department(
        entry, actor=press, seen_version=entry.version, name=entry.name, email=entry.email, is_paused=True
    )
    before = Letter.objects.count()

    assert departments_to_choose(town) == []
    with pytest.raises(Refused, match="Bauhof"):
        ask_department(link, actor=press, question="Wann?", due_on=town.local_day() + timedelta(days=3))
    with pytest.raises(Refused):
        department_in(town, press)
    with pytest.raises(Refused):
        note_department(town, actor=press, name="x", email=entry.email.upper())
    assert Letter.objects.count() == before


# -- pages ------------------------------------------------------------------------------------------


def test_the_form_for_links_proposes_what_stands_in_the_register(town, press, office):
    page = signed_in(press).get(reverse("planning:departments", args=[town.slug])).content.decode()

    assert '<option value="Bauamt">bauamt@stadt.example</option>' in page


def test_the_press_office_adds_and_changes_entries(town, press):
    client = signed_in(press)
    page = reverse("planning:department_register", args=[town.slug])

    client.post(page, OFFICE | {"aliases": "Tiefbau\r\ntief@stadt.example"})
    entry = Department.objects.get()
    edit = reverse("planning:department_edit", args=[town.slug, entry.pk])
    shown = client.get(edit).content.decode()
    client.post(edit, {"name": "Bauverwaltung", "email": entry.email, "aliases": "", "version": 1, "is_paused": "on"})

    assert "tief@stadt.example" in shown
    entry.refresh_from_db()
    assert (entry.name, entry.aliases, entry.is_paused, entry.version) == ("Bauverwaltung", [], True, 2)
    assert "Bauverwaltung" in client.get(page).content.decode()


def test_a_refused_entry_keeps_what_was_typed(town, press, office):
    given = {"name": "Hochbauamt", "email": "hochbau@stadt.example", "aliases": "Neubau"}

    answer = signed_in(press).post(reverse("planning:department_register", args=[town.slug]), given)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Hochbauamt" in page
    assert "Neubau" in page
    assert "gehört schon zu Bauamt" in page
    assert Department.objects.count() == 1


# -- what was there before --------------------------------------------------------------------------


def test_the_register_begins_with_all_who_had_a_link_merged_by_address(town, press):
    for age, (name, email) in enumerate([("Bauhof", "Hof@stadt.example"), ("Der Bauhof", "hof@stadt.example")]):
        link = department_in(town, press, name=name, email=email)
        DepartmentLink.objects.filter(pk=link.pk).update(email=email, created_at=now() - timedelta(days=age))
    Department.objects.all().delete()

    for _ in range(2):
        import_module("channels_mgmt.migrations.0040_department_register").take_over_links(apps, None)

    entry = Department.objects.get()
    assert (entry.name, entry.email, entry.aliases) == ("Bauhof", "hof@stadt.example", ["Der Bauhof"])
    assert {link.name for link in DepartmentLink.objects.all()} == {"Bauhof", "Der Bauhof"}
