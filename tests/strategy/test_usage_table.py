# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The table of platform use in the browser: who may, what is refused, what is recorded."""

import csv
from io import BytesIO, StringIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from accounts.models import AuditEntry, Role
from core.errors import AlreadyChanged, NotPermitted, Refused
from strategy import services
from strategy.domain.census import DamagedFile
from strategy.domain.usage import COLUMNS, parse_usage, read_figure
from strategy.models import PlatformUsage
from strategy.queries.notes import KNOWN, note_label
from strategy.services.usage_table import fingerprint, table_revision
from tests.factories import MunicipalityFactory, person

HEAD = ",".join(COLUMNS)
SERIES = "weekly,people 14+,2024,sourced,https://example.org/study,"
FACEBOOK = [f"facebook,{ages},{percent},{SERIES}" for ages, percent in
            (("14,29", 30), ("30,49", 50), ("50,69", 33), ("70,", 15))]  # fmt: skip
DAILY = "facebook,14,,20,daily,people 14+,2024,sourced,https://example.org/study,"


def table(*lines):
    return StringIO("\n".join((HEAD, *lines)) + "\n")


def row(line):
    return read_figure({**dict(zip(COLUMNS, line.split(","), strict=True)), "sample_size": ""})


@pytest.fixture
def press(town):
    return person(town, Role.COMMUNICATIONS)


@pytest.fixture
def figures(db):
    services.import_platform_usage(table(*FACEBOOK, DAILY))


@pytest.fixture
def page(client, town, press):
    client.force_login(press)
    client.page = lambda name: reverse(f"strategy:{name}", args=[town.slug])
    return client


def stored(**fields):
    return PlatformUsage.objects.get(platform="facebook", metric="weekly", **fields)


# -- rules of the table ---------------------------------------------------------------------------


def test_a_hole_in_a_split_by_age_is_refused_and_the_band_after_it_named():
    with pytest.raises(DamagedFile, match="30–49") as refused:
        parse_usage(table(FACEBOOK[0], FACEBOOK[2], FACEBOOK[3]))

    assert (refused.value.line, refused.value.column) == (3, "age_from")


def test_single_published_bands_are_no_hole_and_years_complete_each_other():
    assert len(parse_usage(table(FACEBOOK[0], FACEBOOK[3]))) == 2
    assert len(parse_usage(table(FACEBOOK[0], FACEBOOK[1].replace("2024", "2023"), FACEBOOK[2], FACEBOOK[3]))) == 4


@pytest.mark.parametrize(
    ("column", "line"), [("metric", DAILY), ("base", FACEBOOK[1].replace("people 14+", "ONLINERS 16+"))]
)
def test_one_series_has_one_metric_and_one_base(column, line):
    with pytest.raises(DamagedFile) as refused:
        parse_usage(table(FACEBOOK[0], line), one_series=True)

    assert (refused.value.line, refused.value.column) == (3, column)
    assert parse_usage(table(FACEBOOK[0], line))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (HEAD.replace(",", ";") + "\n", ";"),
        (HEAD.replace("percent,", "") + "\n", "percent"),
        (HEAD.replace("percent", "prozent") + "\n", "percent"),
        (HEAD + ",farbe\n", "farbe"),
        (HEAD.replace("platform,age_from", "age_from,platform") + "\n", "platform, age_from"),
    ],
)
def test_wrong_columns_are_named(text, reason):
    with pytest.raises(DamagedFile) as refused:
        parse_usage(StringIO(text))

    assert refused.value.line == 1
    assert reason in refused.value.reason or reason == ";"


@pytest.mark.parametrize(
    ("change", "column"),
    [
        (("30,weekly", "101,weekly"), "percent"),
        (("sourced", "guess"), "status"),
        (("https://example.org/study", ""), "source_url"),
        (("2024", "24"), "year"),
    ],
)
def test_a_wrong_value_names_its_column(change, column):
    with pytest.raises(DamagedFile) as refused:
        parse_usage(table(FACEBOOK[0].replace(*change)))

    assert refused.value.column == column


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"age_to": 10}, {"source_url": ""}, {"percent": 101}])
def test_the_database_refuses_what_the_rules_refuse(fields):
    good = {"platform": "x", "age_from": 14, "age_to": 29, "percent": 5, "metric": "m", "base": "b", "year": 2024}
    good |= {"status": "sourced", "source_url": "https://example.org"}

    with pytest.raises(IntegrityError), transaction.atomic():
        PlatformUsage.objects.create(**{**good, **fields})


# -- who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role.values)
def test_press_office_and_administrators_of_the_only_town_may_and_nobody_else(town, figures, role):
    new = row(FACEBOOK[0].replace("2024", "2025"))
    somebody = person(town, role)

    if role in (Role.COMMUNICATIONS, Role.ADMINISTRATOR):
        services.add_figure(town, actor=somebody, row=new)
    else:
        with pytest.raises(NotPermitted):
            services.add_figure(town, actor=somebody, row=new)

    assert PlatformUsage.objects.filter(year=2025).exists() == (role in (Role.COMMUNICATIONS, Role.ADMINISTRATOR))


def test_where_towns_share_the_table_only_the_operator_changes_it_and_others_are_told_why(page, town, figures):
    MunicipalityFactory()
    operator = person(town, Role.READER, is_staff=True)

    shown = page.get(page.page("reference"))
    assert shown.status_code == 200
    assert shown.context["why_not"]
    assert not shown.context["may_edit"]
    assert page.get(page.page("reference_edit")).status_code == 302
    assert page.post(page.page("reference_edit"), {}).status_code == 403

    page.force_login(operator)
    assert page.get(page.page("reference")).context["may_edit"]
    assert page.get(page.page("reference_edit")).status_code == 200


# -- one figure -----------------------------------------------------------------------------------


def test_a_figure_is_changed_and_the_record_holds_both_values(page, town, figures):
    figure = stored(age_from=14)
    address = f"{page.page('reference_edit')}?zahl={figure.pk}"
    typed = {name: page.get(address).context["form"].initial.get(name) or "" for name in (*COLUMNS, "seen")}

    answer = page.post(address, {**typed, "percent": "31,5"})

    assert answer.status_code == 302
    assert str(stored(age_from=14).percent) == "31.50"
    details = AuditEntry.objects.get(action="strategy.usage_figure_changed").details
    assert (details["before"]["percent"], details["after"]["percent"]) == ("30.00", "31.50")


def test_a_wrong_figure_keeps_what_was_typed_and_says_which_field(page, figures):
    typed = dict(zip(COLUMNS, FACEBOOK[0].split(","), strict=True)) | {"percent": "130", "year": "2025"}

    refused = page.post(page.page("reference_edit"), typed)

    assert refused.status_code == 422
    assert "percent" in refused.context["form"].errors
    assert 'value="130"' in refused.content.decode()
    assert not PlatformUsage.objects.filter(year=2025).exists()


def test_a_figure_that_overlaps_doubles_or_tears_a_hole_is_refused(town, press, figures):
    with pytest.raises(Refused, match="20–39"):
        services.add_figure(town, actor=press, row=row(FACEBOOK[0].replace("14,29", "20,39")))
    with pytest.raises(Refused):
        services.add_figure(town, actor=press, row=row(FACEBOOK[0].replace(",30,", ",44,")))
    middle = stored(age_from=30)
    with pytest.raises(Refused, match="30–49"):
        services.remove_figure(middle, actor=press, municipality=town, seen=fingerprint(middle))

    assert PlatformUsage.objects.count() == 5


def test_an_outdated_form_overwrites_nothing(town, press, figures):
    figure = stored(age_from=14)
    seen = fingerprint(figure)
    services.change_figure(
        figure, actor=press, municipality=town, row=row(FACEBOOK[0].replace(",30,", ",31,")), seen=seen
    )

    with pytest.raises(AlreadyChanged):
        services.change_figure(
            figure, actor=press, municipality=town, row=row(FACEBOOK[0].replace(",30,", ",99,")), seen=seen
        )
    with pytest.raises(AlreadyChanged):
        services.remove_figure(figure, actor=press, municipality=town, seen=seen)

    assert stored(age_from=14).percent == 31


def test_removing_asks_first_and_is_recorded(page, figures):
    daily = PlatformUsage.objects.get(metric="daily")
    address = f"{page.page('reference_remove')}?zahl={daily.pk}"
    asked = page.get(address)
    assert PlatformUsage.objects.count() == 5

    page.post(address, {"seen": asked.context["seen"]})

    assert not PlatformUsage.objects.filter(metric="daily").exists()
    assert AuditEntry.objects.get(action="strategy.usage_figure_removed").details["figure"]["metric"] == "daily"


# -- a file ---------------------------------------------------------------------------------------


def upload(page, content, **more):
    file = SimpleUploadedFile("tabelle.csv", content if isinstance(content, bytes) else content.encode())
    return page.post(page.page("reference_upload"), {"file": file, "scope": "series", **more})


def test_a_series_is_replaced_only_after_its_preview_and_others_stay(page, figures):
    new = table(FACEBOOK[0].replace(",30,", ",28,"), *FACEBOOK[1:]).read()

    preview = upload(page, new)
    assert preview.status_code == 200
    assert stored(age_from=14).percent == 30
    assert [len(preview.context[name]) for name in ("added", "changed", "removed")] == [0, 1, 0]
    taken = page.post(
        page.page("reference_upload"),
        {"table": new, "scope": "series", "revision": preview.context["change"].revision, "take": "1"},
    )

    assert taken.status_code == 302
    assert stored(age_from=14).percent == 28
    assert PlatformUsage.objects.filter(metric="daily").exists()
    assert AuditEntry.objects.get(action="strategy.usage_table_replaced").details["counts"]["changed"] == 1


def test_a_preview_that_is_out_of_date_takes_over_nothing(page, town, press, figures):
    new = table(FACEBOOK[0]).read()
    seen = table_revision()
    services.add_figure(town, actor=press, row=row(FACEBOOK[0].replace("2024", "2025")))

    refused = page.post(page.page("reference_upload"), {"table": new, "scope": "whole", "revision": seen, "take": "1"})

    assert refused.status_code == 422
    assert PlatformUsage.objects.count() == 6
    assert FACEBOOK[0] in refused.content.decode()


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (table(*FACEBOOK[:2], FACEBOOK[2].replace(",33,", ",133,")).read(), "4"),
        (table(FACEBOOK[0], DAILY).read(), "3"),
        (table(FACEBOOK[0]).read().encode() + "Größe".encode("latin-1"), "3"),
        ("", ""),
    ],
)
def test_a_broken_table_changes_nothing_names_the_line_and_keeps_the_text(page, figures, content, line):
    refused = upload(page, content)

    assert refused.status_code == 422
    assert f"Zeile {line}" in refused.content.decode() or not line
    assert PlatformUsage.objects.count() == 5
    if isinstance(content, str) and content:
        assert FACEBOOK[0] in refused.content.decode()


def test_the_downloaded_table_is_the_table_again(page):
    services.load_reference_tables()
    content = page.get(page.page("reference_file")).content

    preview = upload(page, content, scope="whole")

    assert preview.context["change"].is_empty
    assert preview.context["change"].unchanged == 145
    assert BytesIO(content).readline().startswith(b"platform,age_from")


def test_figures_are_found_filtered_and_sorted(page):
    services.load_reference_tables()

    def rows(**chosen):
        return page.get(page.page("reference"), chosen).context["rows"]

    assert {r["name"] for r in rows(q="mastodon")} == {"Mastodon"}
    assert {r["status"] for r in rows(status="estimate")} == {"estimate"}
    assert rows(sort="percent")[0]["percent"] == 98
    assert rows(q="gibtesnicht") == []
    assert page.get(page.page("reference"), {"page": "99999", "sort": "x"}).status_code == 200


def test_every_remark_of_the_table_is_told_in_german():
    with (settings.BASE_DIR / "strategy/reference/plattformnutzung.csv").open(encoding="utf-8", newline="") as lines:
        notes = {row["note"] for row in csv.DictReader(lines)} - {""}

    assert notes == KNOWN
    with translation.override("de"):
        assert [note for note in notes if note_label(note) == note] == []
    assert note_label("Eigene Anmerkung") == "Eigene Anmerkung"
