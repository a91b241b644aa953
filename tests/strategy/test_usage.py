# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from io import StringIO

import pytest
from django.core.management import call_command

from strategy.domain.census import DamagedFile
from strategy.domain.usage import COLUMNS, parse_usage
from strategy.models import PlatformUsage
from strategy.services import import_platform_usage
from strategy.services.reference import REFERENCE_DIR

HEAD = ",".join(COLUMNS)
YOUNG = "instagram,14,29,80,weekly,people 14+,2024,bound,https://example.org/study,"
OLD = "instagram,70,,8,weekly,people 14+,2024,estimate,,filler"


def table(*lines):
    return StringIO("\n".join((HEAD, *lines)) + "\n")


def test_a_figure_keeps_metric_base_year_status_and_source():
    young, old = parse_usage(table(YOUNG, OLD))

    assert (str(young.band), young.percent, young.status, young.year) == ("14–29", 80, "bound", 2024)
    assert (str(old.band), old.source_url, old.sample_size) == ("70+", "", None)


def test_a_total_over_all_ages_may_stand_beside_its_bands():
    assert len(parse_usage(table(YOUNG, YOUNG.replace("14,29,80", "14,,40")))) == 2


@pytest.mark.parametrize(
    ("line", "text", "reason"),
    [
        (2, YOUNG.replace(",80,", ",101,"), "101"),
        (2, YOUNG.replace(",80,", ",-1,"), "-1"),
        (2, YOUNG.replace(",80,", ",NaN,"), "NaN"),
        (2, YOUNG.replace("bound", "guess"), "sourced"),
        (2, YOUNG.replace("14,29", "29,14"), ""),
        (2, YOUNG.replace("14,29", ",29"), "age_from"),
        (2, YOUNG.replace("https://example.org/study", ""), ""),
        (2, YOUNG.replace("https://", "javascript:"), ""),
        (2, YOUNG.replace("weekly", ""), "metric"),
        (2, YOUNG.replace("2024", "24"), "year"),
        (3, f"{YOUNG}\n{YOUNG}", "2"),
        (3, f"{YOUNG}\n" + YOUNG.replace("14,29", "20,39"), "14–29"),
    ],
)
def test_a_wrong_figure_refuses_the_table_with_line_and_reason(line, text, reason):
    with pytest.raises(DamagedFile) as refused:
        parse_usage(table(text))

    assert refused.value.line == line
    assert reason in str(refused.value)


@pytest.mark.django_db
def test_a_new_table_replaces_the_old_one_and_a_refused_one_does_not():
    import_platform_usage(table(YOUNG, OLD))
    with pytest.raises(DamagedFile):
        import_platform_usage(table(YOUNG, OLD.replace(",8,", ",800,")))
    assert PlatformUsage.objects.count() == 2

    import_platform_usage(table(YOUNG))

    assert PlatformUsage.objects.count() == 1


@pytest.mark.django_db
def test_the_table_of_the_product_is_loaded_by_the_command():
    call_command("import_platform_usage", str(REFERENCE_DIR / "plattformnutzung.csv"), stdout=StringIO())

    assert PlatformUsage.objects.count() == 145
