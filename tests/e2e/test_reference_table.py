# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The table of platform use in the browser: a broken one is refused with line and reason, a good one previewed."""

import pytest
from django_scopes import scopes_disabled
from playwright.sync_api import expect

from accounts.models import AuditEntry, Role
from strategy import services
from strategy.domain.usage import COLUMNS
from strategy.models import PlatformUsage
from tests.e2e.browser import check_page
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SERIES = "weekly,Menschen ab 14,2024,sourced,https://example.org/studie,"
BANDS = (("14,29", 30), ("30,49", 50), ("50,69", 33), ("70,", 15))
GOOD = [",".join(COLUMNS), *(f"facebook,{ages},{percent},{SERIES}" for ages, percent in BANDS)]


def changed(line: int, old: str, new: str) -> list[str]:
    return [text.replace(old, new) if number == line else text for number, text in enumerate(GOOD, start=1)]


BROKEN = {
    "mixed metrics": (changed(3, "weekly", "daily"), 3, "Eine Reihe hat eine Kennzahl"),
    "over 100": (changed(4, ",33,", ",133,"), 4, "„133“ ist kein Prozentwert zwischen 0 und 100."),
    "overlap": (changed(3, ",30,49,", ",25,49,"), 3, "überschneidet sich mit"),
    "hole": (changed(3, ",30,49,", ",40,49,"), 3, "Davor fehlt das Alter 30"),
}


def stored() -> list[tuple]:
    rows = PlatformUsage.objects.order_by("pk")
    return list(rows.values_list("pk", "platform", "metric", "base", "age_from", "age_to", "percent"))


@pytest.fixture
def press(transactional_db):
    services.import_platform_usage([f"{line}\n" for line in GOOD])
    return person(MunicipalityFactory(name="Konstanz", slug="konstanz"), Role.COMMUNICATIONS)


@pytest.mark.parametrize("with_script", [True, False])
def test_broken_tables_change_nothing_and_the_good_one_is_shown_before_it_is_taken_over(
    tab, press, tmp_path, with_script
):
    before = stored()
    shown = tab(width=360, user=press, java_script_enabled=with_script)
    page = shown.open("/konstanz/strategie/analyse/zahlen/")
    page.get_by_role("link", name="Tabelle hochladen").click()
    file = tmp_path / "tabelle.csv"

    for lines, number, reason in BROKEN.values():
        file.write_text("\n".join(lines), encoding="utf-8")
        page.get_by_label("CSV-Datei").set_input_files(str(file))
        page.get_by_role("button", name="Zeigen, was sich ändern würde").click()
        alert = page.get_by_role("alert").first
        expect(alert).to_contain_text(f"Zeile {number}")
        expect(alert).to_contain_text(reason)
        expect(page.get_by_role("button", name="Übernehmen")).to_have_count(0)
        expect(page.get_by_label("Oder die Tabelle als Text")).to_have_value("\n".join(lines))
        assert stored() == before
    shown.complaints.clear()  # the browser notes every answer of 400 and more
    if with_script:
        assert check_page(shown) == []

    # Mended in the field that kept the text.
    page.get_by_label("Oder die Tabelle als Text").fill("\n".join(changed(2, ",30,weekly", ",28,weekly")))
    page.get_by_role("button", name="Zeigen, was sich ändern würde").click()
    expect(page.get_by_role("heading", name="Was sich ändern würde")).to_be_visible()
    expect(page.get_by_role("table").locator("tbody tr")).to_have_count(1)
    expect(page.get_by_role("table")).to_contain_text("28")
    assert stored() == before
    if with_script:
        assert check_page(shown) == []
    page.get_by_role("button", name="Übernehmen").click()

    expect(page.get_by_text("Die Tabelle ist übernommen")).to_be_visible()
    assert sorted(row[-1] for row in stored()) == [15, 28, 33, 50]
    with scopes_disabled():
        assert AuditEntry.objects.filter(action="strategy.usage_table_replaced").count() == 1
