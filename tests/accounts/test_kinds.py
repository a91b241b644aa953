# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Kinds of municipality: their words, how they are recognised, and how a town keeps them."""

from importlib import import_module
from io import StringIO
from itertools import product

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from accounts.domain.kinds import kind_in_census, kind_in_name, words_for
from accounts.frame.directory import listed_town
from accounts.models import Kind, Municipality, Role
from strategy.services import load_reference_tables
from tests.accounts.test_towns import THREE
from tests.factories import MunicipalityFactory, person

REGIERENDE = "Regierende Bürgermeisterin/Regierender Bürgermeister"
BERLIN = "11"
BAVARIA, SAXONY_ANHALT, BADEN, NORTH_RHINE, LOWER_SAXONY = "09", "15", "08", "05", "03"


@pytest.mark.parametrize(
    ("kind", "state", "genitive", "inside", "administration", "head"),
    [
        (Kind.TOWN, BADEN, "der Stadt", "in der Stadt", "die Stadtverwaltung", "Bürgermeister/in"),
        (Kind.LARGE_TOWN, BADEN, "der Stadt", "in der Stadt", "die Stadtverwaltung", "Oberbürgermeister/in"),
        (Kind.MUNICIPALITY, BADEN, "der Gemeinde", "in der Gemeinde", "die Gemeindeverwaltung", "Bürgermeister/in"),
        (Kind.MARKET, BAVARIA, "der Marktgemeinde", "in der Marktgemeinde", "die Marktverwaltung", "Bürgermeister/in"),
        (Kind.FLECKEN, LOWER_SAXONY, "des Fleckens", "im Flecken", "die Verwaltung", "Bürgermeister/in"),
        (
            Kind.VERBANDSGEMEINDE,
            SAXONY_ANHALT,
            "der Verbandsgemeinde",
            "in der Verbandsgemeinde",
            "die Verbandsgemeindeverwaltung",
            "Verbandsgemeindebürgermeister/in",
        ),
        (Kind.INDEPENDENT_CITY, BERLIN, "der Stadt", "in der Stadt", "die Stadtverwaltung", REGIERENDE),
        (Kind.BOROUGH, BERLIN, "des Bezirks", "im Bezirk", "das Bezirksamt", "Bezirksbürgermeister/in"),
        (Kind.DISTRICT, BADEN, "des Landkreises", "im Landkreis", "das Landratsamt", "Landrätin/Landrat"),
        (Kind.DISTRICT, NORTH_RHINE, "des Kreises", "im Kreis", "die Kreisverwaltung", "Landrätin/Landrat"),
        ("", BADEN, "der Kommune", "in der Kommune", "die Verwaltung", "Behördenleiter/in"),
    ],
)
def test_every_kind_has_its_words_in_the_cases_of_german(kind, state, genitive, inside, administration, head):
    words = words_for(kind, state, "de")

    assert (words.town.genitive, words.town.inside) == (genitive, inside)
    assert (words.administration.nominative, words.head) == (administration, head)


@pytest.mark.parametrize("kind", ["", *Kind.values])
def test_no_kind_lacks_a_word_in_any_state(kind):
    for state, language in product(Municipality.State.values, ["de", "en"]):
        words = words_for(kind, state, language)

        for noun in (words.town, words.administration, words.house, words.council):
            forms = (noun.nominative, noun.accusative, noun.genitive, noun.dative, noun.inside, noun.about)
            assert all(form == form.strip() and len(form.split()) > 1 for form in forms)
        assert words.head


@pytest.mark.parametrize(
    ("kind", "name", "titled", "genitive"),
    [
        (Kind.MUNICIPALITY, "Moos", "Gemeinde Moos", "der Gemeinde Moos"),
        (Kind.DISTRICT, "Landkreis Konstanz", "Landkreis Konstanz", "des Landkreises Konstanz"),
        (Kind.MARKET, "Murnau", "Markt Murnau", "des Marktes Murnau"),
        (Kind.MARKET, "Markt Schwaben", "Markt Schwaben", "des Marktes Schwaben"),
        (Kind.INDEPENDENT_CITY, "Hansestadt Lübeck", "Hansestadt Lübeck", "der Hansestadt Lübeck"),
        (Kind.DISTRICT, "Bodenseekreis", "Bodenseekreis", "des Bodenseekreises"),
        ("", "Moos", "Moos", "der Verwaltung von Moos"),
    ],
)
def test_a_name_gets_its_title_once(kind, name, titled, genitive):
    words = words_for(kind, BADEN, "de")

    assert (words.titled(name), words.named(name).genitive) == (titled, genitive)


@pytest.mark.parametrize(
    ("name", "code", "kind"),
    [
        ("Füssen, St", "09777129", Kind.TOWN),
        ("Lindau (Bodensee), GKSt", "09776116", Kind.LARGE_TOWN),
        ("Murnau a.Staffelsee, M", "09180132", Kind.MARKET),
        ("Bovenden, Flecken", "03159009", Kind.FLECKEN),
        ("Konstanz, Universitätsstadt", "08335043", Kind.TOWN),
        ("Hagen, Stadt der FernUniversität", "05914000", Kind.INDEPENDENT_CITY),
        ("Passau", "09262000", Kind.INDEPENDENT_CITY),
        ("Binz, Ostseebad", "13073011", Kind.MUNICIPALITY),
        ("Moos", "08335055", Kind.MUNICIPALITY),
        ("Lohheide, gemfr. Bezirk", "03351501", ""),
    ],
)
def test_the_census_says_what_kind_a_municipality_is(name, code, kind):
    assert kind_in_census(name, code) == kind


def test_a_name_says_the_kind_only_where_its_first_word_is_sure():
    assert kind_in_name("Landkreis Konstanz") == Kind.DISTRICT
    assert kind_in_name("Samtgemeinde Bersenbrück") == Kind.SAMTGEMEINDE
    assert kind_in_name("Amt Neuhaus") == kind_in_name("Kreis") == kind_in_name("Konstanz") == ""


def test_the_database_refuses_a_kind_nobody_knows(db):
    town = MunicipalityFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Municipality.objects.filter(pk=town.pk).update(kind="freistaat")


def test_towns_that_were_there_before_get_kind_and_population_from_the_census_or_their_name(db):
    load_reference_tables()
    moos = MunicipalityFactory(name="Moos", kind="", municipality_code="08335055", population=None)
    district = MunicipalityFactory(name="Landkreis Konstanz", kind="", municipality_code="08335000")
    unknown = MunicipalityFactory(name="Anderswo", kind="", municipality_code="08999999")
    chosen = MunicipalityFactory(name="Allensbach", kind=Kind.TOWN, municipality_code="08335002")

    import_module("strategy.migrations.0008_kinds_of_towns").derive(apps, None)

    for town in (moos, district, unknown, chosen):
        town.refresh_from_db()
    assert (moos.kind, moos.population) == (Kind.MUNICIPALITY, 3_410)
    assert [district.kind, unknown.kind, chosen.kind] == [Kind.DISTRICT, "", Kind.TOWN]


def create(*arguments, **options):
    out = StringIO()
    call_command("create_town", *arguments, stdout=out, slug="neu", **THREE, **options)
    return Municipality.objects.get(slug="neu"), out.getvalue()


@pytest.mark.parametrize("given", [("Moos", "08335055"), ("Moos",)])
def test_create_town_takes_kind_and_population_from_the_census_by_code_or_by_name(db, given):
    load_reference_tables()

    town, printed = create(*given)

    assert (town.municipality_code, town.kind, town.population) == ("08335055", Kind.MUNICIPALITY, 3_410)
    assert "08335055 Moos (Konstanz), 3410" in printed


def test_create_town_believes_what_is_given_more_than_the_census(db):
    load_reference_tables()

    town, _printed = create("Moos", "08335055", kind=Kind.TOWN, population=4_000)

    assert (town.kind, town.population) == (Kind.TOWN, 4_000)


def test_create_town_says_what_nobody_knows(db):
    town, printed = create("Anderswo", "08999999")

    assert (town.kind, town.population) == ("", None)
    assert "--kind" in printed and "--population" in printed


def test_create_town_names_the_codes_where_several_towns_have_the_name(db):
    load_reference_tables()
    profiles = apps.get_model("strategy", "AgeProfile").objects
    other = profiles.get(code="08335055")
    other.pk, other.code, other.district_name = None, "09272135", "Freyung"
    other.save()

    with pytest.raises(CommandError, match="08335055 Moos") as refusal:
        create("Moos")

    assert "09272135 Moos (Freyung)" in str(refusal.value)
    assert not Municipality.objects.exists()


def test_create_town_refuses_a_name_the_census_does_not_know(db):
    load_reference_tables()

    with pytest.raises(CommandError, match="Nirgendwo"):
        create("Nirgendwo")


def test_kind_and_population_are_changed_in_the_settings(client, db):
    town = MunicipalityFactory(kind="", population=None)
    client.force_login(person(town, Role.ADMINISTRATOR))
    code = town.municipality_code
    given = {"name": town.name, "municipality_code": code, "kind": Kind.MARKET, "population": "5200"}
    seen = {"seen_name": town.name, "seen_municipality_code": code, "seen_kind": "", "seen_population": ""}

    answer = client.post(reverse("settings:town", args=[town.slug]), given | seen)

    town.refresh_from_db()
    assert (answer.status_code, town.kind, town.population) == (302, Kind.MARKET, 5_200)


def test_words_follow_the_language_of_the_reader_and_documents_stay_german(db):
    town = MunicipalityFactory(kind=Kind.DISTRICT)

    with translation.override("en"):
        assert (town.words.town.genitive, town.german.town.genitive) == ("the district", "des Landkreises")


@pytest.fixture
def whole_state(db):
    """The census of a state that consists of what is loaded of the district of Konstanz, and what that makes."""
    load_reference_tables()
    profiles = apps.get_model("strategy", "AgeProfile").objects
    profiles.filter(code__startswith="08", level="municipality").exclude(code__startswith="08335").delete()
    people = sum(profiles.filter(code__startswith="08335").values_list("population", flat=True))
    profiles.filter(code="08").update(population=people + 100)
    return people


@pytest.mark.parametrize("given", [("Landkreis Konstanz",), ("Landkreis Konstanz", "08335000"), ("Kreis Konstanz",)])
def test_a_district_has_the_inhabitants_of_its_municipalities(whole_state, given):
    town, printed = create(*given)

    assert (town.municipality_code, town.kind, town.population) == ("08335000", Kind.DISTRICT, whole_state)
    assert f"08335000 Konstanz (Summe aus 8 Gemeinden), {whole_state}" in printed


def test_the_guided_page_proposes_the_sum_of_its_municipalities_to_a_district(whole_state, client):
    town = MunicipalityFactory(name="Landkreis Konstanz", kind="", municipality_code="08335000", population=None)
    client.force_login(person(town, Role.ADMINISTRATOR))

    page = client.get(reverse("today:first_day", args=[town.slug])).text

    assert f"{whole_state:,}".replace(",", ".") in page
    assert "Landkreis" in page


def test_nobody_sums_up_a_district_of_which_towns_may_be_missing(db):
    load_reference_tables()

    town, printed = create("Landkreis Konstanz", "08335000")

    assert (town.kind, town.population) == (Kind.DISTRICT, None)
    assert "--population" in printed


def test_a_name_of_town_and_district_is_the_town_and_a_region_no_landkreis(whole_state):
    profiles = apps.get_model("strategy", "AgeProfile").objects
    profiles.filter(code__startswith="08335").exclude(code="08335043").update(
        district_name="Region Hannover", district_key="region hannover"
    )

    assert listed_town("Moos").kind == Kind.MUNICIPALITY
    assert listed_town("Region Hannover").kind == ""
