# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import os
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from strategy.domain.census import MUNICIPALITY_COLUMNS, DamagedFile, parse_census
from strategy.models import AgeProfile
from strategy.services import import_census
from strategy.services.reference import REFERENCE_DIR

HEAD = ",".join(MUNICIPALITY_COLUMNS)
KONSTANZ = (
    '08335043,083355004043,"Konstanz, Universitätsstadt",08,08335,Konstanz,86437,'
    "2224,2181,2702,4073,2199,11099,19418,20463,6838,6000,9238"
)
GROEDE = "01054039,010545459039,Gröde,01,01054,Nordfriesland,9,,,,,,,,,,,"


def table(*lines):
    return StringIO("\n".join((HEAD, *lines)) + "\n")


def test_a_row_is_read_with_its_ages_and_a_row_without_ages_says_so():
    konstanz, groede = parse_census(table(KONSTANZ, GROEDE))

    assert (konstanz.code, konstanz.name, konstanz.population) == ("08335043", "Konstanz, Universitätsstadt", 86437)
    assert konstanz.ages[7] == 20463
    assert groede.ages is None


def test_the_random_changes_of_the_statistical_offices_are_tolerated_and_no_more():
    assert parse_census(table(KONSTANZ.replace("86437", "86465")))

    with pytest.raises(DamagedFile, match="86466"):
        parse_census(table(KONSTANZ.replace("86437", "86466")))


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (2, KONSTANZ.replace("08335043", "8335043", 1)),
        (2, KONSTANZ.replace(",08,08335,", ",09,08335,")),
        (2, KONSTANZ.replace("2224", "-2224")),
        (2, KONSTANZ.replace("2224", "")),
        (2, KONSTANZ.replace("2224", "²224")),
        (2, KONSTANZ.replace("2224", "2224.0")),
        (2, KONSTANZ + ",1"),
        (2, KONSTANZ[:60]),
        (2, KONSTANZ.replace("Universitätsstadt", "U" * 130)),
        (3, f"{KONSTANZ}\n{KONSTANZ}"),
        (3, f"{KONSTANZ}\n"),
        (3, f"{KONSTANZ}\n" + GROEDE.replace("Gröde", '"Gröde')),
        (4, f"{KONSTANZ}\n{GROEDE}\n" + GROEDE.replace("01054039", "01054040")),
    ],
)
def test_a_damaged_line_refuses_the_whole_file_and_is_named(line, text):
    with pytest.raises(DamagedFile) as refused:
        parse_census(table(text))

    assert refused.value.line == line


@pytest.mark.parametrize("text", ["", "\n", HEAD, "a,b,c\n1,2,3\n", "%PDF-1.7\0\0"])
def test_what_is_not_a_census_table_at_all_is_refused(text):
    with pytest.raises(DamagedFile):
        parse_census(StringIO(text))


def test_another_character_set_is_refused_not_garbled(tmp_path):
    path = tmp_path / "latin1.csv"
    path.write_bytes(table(KONSTANZ).read().encode("latin-1"))

    with pytest.raises(CommandError, match="UTF-8"):
        call_command("import_census", str(path))


@pytest.mark.django_db
def test_a_refused_file_changes_nothing_and_a_good_one_may_be_loaded_again(tmp_path):
    import_census(table(KONSTANZ))

    with pytest.raises(DamagedFile):
        import_census(table(KONSTANZ.replace("86437", "86440"), GROEDE.replace(",9,", ",neun,")))
    assert AgeProfile.objects.get().population == 86437

    import_census(table(KONSTANZ.replace("86437", "86440"), GROEDE))
    import_census(table(KONSTANZ.replace("86437", "86440"), GROEDE))
    assert dict(AgeProfile.objects.values_list("code", "population")) == {"08335043": 86440, "01054039": 9}
    assert not AgeProfile.objects.get(code="01054039").has_ages


@pytest.mark.django_db
def test_the_command_loads_a_file_and_names_one_it_cannot_find():
    out = StringIO()
    call_command("import_census", str(REFERENCE_DIR / "zensus2022_staedte.csv"), stdout=out)
    call_command("import_census", str(REFERENCE_DIR / "zensus2022_laender.csv"), stdout=out)

    assert AgeProfile.objects.get(code="08335043").population == 86437
    assert AgeProfile.objects.get(code="00").level == AgeProfile.Level.COUNTRY
    assert AgeProfile.objects.get(code="08").level == AgeProfile.Level.STATE
    with pytest.raises(CommandError, match=r"nirgends\.csv"):
        call_command("import_census", "nirgends.csv")


@pytest.mark.django_db
def test_the_table_of_all_municipalities_is_loaded_in_well_under_a_minute():
    """Uses the official table named by CENSUS_FILE, else the towns of the product repeated to its size."""
    lines = _all_municipalities()

    begin = time.monotonic()
    count = import_census(lines)

    assert count == AgeProfile.objects.count() >= 10_786
    assert time.monotonic() - begin < 45


def _all_municipalities():
    if os.environ.get("CENSUS_FILE"):
        with open(os.environ["CENSUS_FILE"], encoding="utf-8", newline="") as table_of_all:
            return table_of_all.readlines()
    tail = KONSTANZ.split(",", 1)[1].replace(",08,08335,", ",{state},{district},")
    codes = [
        f"{state:02}{district:03}{town:03}" for state in range(1, 17) for district in range(1, 8) for town in range(97)
    ]
    return [HEAD, *(f"{c},{tail.format(state=c[:2], district=c[:5])}" for c in codes[:10_786])]
