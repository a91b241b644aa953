# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Measures in reports and in public: every step of the ladder, nobody told apart, page and tables of one count."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from openpyxl import load_workbook

from accounts.models import Role
from channels_mgmt.models import Channel
from community.models import Decision
from community.queries.measures import OTHERS, measure_record, told_apart
from community.queries.transparency import transparency_of
from core.platforms import Platform
from reporting.models import Report
from reporting.presenters.measures import told_measures
from reporting.queries.figures import figures_of
from tests.community.factories import (
    appeal_in,
    comment_on,
    delivery_of,
    hidden_comment,
    moderator,
    practice_channel,
    restriction_asked,
    restriction_in_force,
)
from tests.factories import person


@pytest.fixture
def real(town):
    return delivery_of(practice_channel(town, connector=Platform.MASTODON, platform="mastodon"))


@pytest.fixture
def alma(town):
    return moderator(town, name="Alma Beispiel")


def record(town):
    span = now() - timedelta(days=1), now() + timedelta(days=1)
    return measure_record(town, list(Channel.objects.filter(municipality=town)), *span)


def test_each_step_of_the_ladder_is_counted_with_its_clause(town, real, alma):
    hidden_comment(town, alma, delivery=real)
    restriction_in_force(comment_on(real), alma)

    found = record(town)

    assert dict(found.steps) == {"hide": 1, "delete": 0, "restrict": 0, "block": 1}
    assert sum(number for _title, number in found.clauses) == found.total == 2


def test_a_restriction_that_waits_or_was_declined_is_no_measure(town, real, alma):
    restriction_asked(comment_on(real), alma)

    assert record(town).total == 0


def test_appeals_count_as_received_and_what_was_undone_does_not_count(town, real, alma):
    hidden_comment(town, alma, delivery=real)
    Decision.objects.update(undone_at=now(), undone_by=alma)
    appeal_in(town)

    found = record(town)

    assert found.total == 0
    assert dict(found.appeals)["received"] == 1


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        ([], []),
        ([("A", [1, 0, 0, 0]), ("B", [0, 1, 0, 0])], []),
        ([("A", [3, 1, 0, 0])], [("A", [3, 1, 0, 0])]),
        (
            [("A", [5, 1, 0, 0]), ("B", [2, 0, 0, 0]), ("C", [1, 0, 0, 0])],
            [("A", [5, 1, 0, 0]), (OTHERS, [3, 0, 0, 0])],
        ),
        # One rare clause could be worked out from the sums: the next one joins it.
        (
            [("A", [9, 0, 0, 0]), ("B", [3, 0, 0, 0]), ("C", [0, 1, 0, 0])],
            [("A", [9, 0, 0, 0]), (OTHERS, [3, 1, 0, 0])],
        ),
    ],
)
def test_rare_clauses_are_put_together_until_nobody_can_be_told_apart(rows, shown):
    """Removal: FEWEST, or the next clause joining a single rare one."""
    assert told_apart(rows) == shown


def test_the_record_costs_the_same_with_one_measure_and_with_three(town, real, alma):
    hidden_comment(town, alma, delivery=real)
    with CaptureQueriesContext(connection) as one:
        record(town)
    for _ in range(2):
        hidden_comment(town, alma, delivery=real)
    with CaptureQueriesContext(connection) as three:
        record(town)

    assert len(one) - 1 == len(three) - 1 <= 5


def test_restrictions_stand_on_the_transparency_page(town, real, alma):
    restriction_in_force(comment_on(real), alma)

    found = transparency_of(town, town.local_day() + timedelta(days=1), with_practice=True)

    assert sum(line.total for line in found.restrictions) == 1
    assert sum(line.total for line in found.clauses) == 1


@pytest.fixture
def report(town, real, alma):
    for _ in range(3):
        hidden_comment(town, alma, delivery=real)
    today = town.local_day()
    month = today.replace(day=1)
    figures = figures_of(town, month, today).as_json()
    return Report.objects.create(
        municipality=town, month=month, state="built", figures=figures, due_at=now(), built_at=now()
    )


def test_page_and_tables_of_a_report_say_the_same(client, town, report):
    client.force_login(person(town, Role.LEADERSHIP))
    page = client.get(reverse("reports:report", args=[town.slug, report.pk])).content.decode()
    told = told_measures(report.figures["measures"])

    text = client.get(reverse("reports:report_csv", args=[town.slug, report.pk])).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    book = load_workbook(io.BytesIO(client.get(reverse("reports:report_xlsx", args=[town.slug, report.pk])).content))
    cells = [[("" if cell is None else str(cell)) for cell in row] for row in book.active.iter_rows(values_only=True)]

    assert rows == cells
    counted = {(row[1], row[2]): row[3] for row in rows}
    for words, number in [*told.steps, *told.appeals]:
        assert words in page
        assert str(number) in [value for (_group, name), value in counted.items() if name == words]


def test_no_table_names_who_decided_or_what_was_said(client, town, report, alma):
    client.force_login(person(town, Role.LEADERSHIP))

    text = client.get(reverse("reports:report_csv", args=[town.slug, report.pk])).content.decode()

    assert alma.name not in text
    assert "Hafenliebe" not in text


def test_a_report_from_before_shows_what_it_had(client, town, report):
    Report.objects.update(figures={k: v for k, v in report.figures.items() if k != "measures"})
    client.force_login(person(town, Role.LEADERSHIP))

    assert client.get(reverse("reports:report", args=[town.slug, report.pk])).status_code == 200
