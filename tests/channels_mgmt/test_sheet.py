# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan as a file: every post with all its columns, filtered as the page, harmless in a spreadsheet program."""

import csv
import io
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from openpyxl import load_workbook

from channels_mgmt.models import Post, PostFigure, PostMedia
from channels_mgmt.presenters.sheet import COLUMNS
from channels_mgmt.queries import sheet
from channels_mgmt.services.media import add_image
from channels_mgmt.services.planning import create_post
from channels_mgmt.services.rights import enter_consent, save_licence
from core.sheets import csv_lines, harmless
from tests.channels_mgmt import photos
from tests.channels_mgmt.factories import campaign_in
from tests.channels_mgmt.test_views_planning import planned
from tests.community.factories import delivery_of, practice_channel

FORMULA = '=HYPERLINK("https://example.org")'


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel("2026-11-23T09:00Z", tick=True):
        yield


def as_csv(client, town, query=""):
    answer = client.get(reverse("planning:plan_csv", args=[town.slug]) + query)
    assert answer["Content-Disposition"] == 'attachment; filename="redaktionsplan.csv"'
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def as_workbook(client, town, query=""):
    answer = client.get(reverse("planning:plan_workbook", args=[town.slug]) + query)
    return list(load_workbook(io.BytesIO(answer.content)).active.iter_rows())


def test_every_post_stands_in_the_file_soonest_first_and_those_without_a_date_last(town, as_officer, officer):
    planned(town, date(2026, 12, 2), title="Später", author=officer)
    create_post(town, actor=officer, title="Irgendwann")
    planned(town, date(2026, 11, 25), title="Bald", author=officer)

    assert [row["Thema"] for row in as_csv(as_officer, town)] == ["Bald", "Später", "Irgendwann"]
    assert [row["Tag"] for row in as_csv(as_officer, town)] == ["2026-11-25", "2026-12-02", ""]


def test_the_file_holds_what_the_page_is_filtered_by(town, as_officer, officer):
    planned(town, date(2026, 12, 2), title="Winterdienst", author=officer)
    planned(town, date(2026, 12, 2), title="Gemeinderat", author=officer)

    assert [row["Thema"] for row in as_csv(as_officer, town, "?q=winter")] == ["Winterdienst"]
    assert [row[3].value for row in as_workbook(as_officer, town, "?q=winter")[1:]] == ["Winterdienst"]
    page = as_officer.get(reverse("planning:agenda", args=[town.slug]) + "?q=winter").content.decode()
    assert "redaktionsplan.xlsx?q=winter" in page


def test_a_published_post_says_where_it_stands(town, as_officer):
    delivery = delivery_of(practice_channel(town, name="Mastodon"), text="Das #Freibad öffnet.")
    delivery.published_at, delivery.remote_url = "2026-11-20T08:00Z", "https://example.org/1"
    delivery.save()

    [row] = as_csv(as_officer, town)

    assert row["Hashtags"] == "#Freibad"
    assert row["Veröffentlicht"] == "Mastodon, 2026-11-20 09:00: https://example.org/1"


def test_a_row_names_campaign_goal_format_rights_links_notice_and_what_came_of_it(town, as_officer, officer):
    """The columns towns keep in editorial calendars; consents by number, not by name."""
    channel = practice_channel(town, name="Mastodon")
    delivery = delivery_of(channel, text="Mehr: https://stadt.example/fest und https://stadt.example/fest.")
    asset = add_image(town, actor=officer, upload=photos.upload(photos.phone_photo()))
    save_licence(town, actor=officer, asset=asset, source="Agentur Nord, 2026", terms="agreed")
    words = {"who": "Kita Regenbogen", "purpose": "Fest", "signed_by": "parents", "given_on": date(2026, 11, 1)}
    consent = enter_consent(town, actor=officer, assets=[asset], valid_until=date(2027, 11, 1), **words)
    PostMedia.objects.create(post=delivery.post, asset=asset, position=1, alt_text="Kinder")
    campaign = campaign_in(town, officer, name="Stadtfest", goal="Viele kommen zu Fuß")
    Post.objects.filter(pk=delivery.post_id).update(
        campaign=campaign, notice_on=date(2026, 11, 24), notice_place="Rathaus, Erdgeschoss"
    )
    for hours, likes in ((1, 3), (24, 12)):
        at = now() + timedelta(hours=hours)
        told = {"hours_after": hours, "due_at": at, "next_attempt_at": at, "values": {"likes": likes}}
        PostFigure.objects.create(delivery=delivery, state="read", read_at=now(), **told)

    [row] = as_csv(as_officer, town)

    assert (row["Kampagne"], row["Ziel"], row["Format"]) == ("Stadtfest", "Viele kommen zu Fuß", "1 Bild")
    assert (row["Links"], row["Lizenz"]) == ("https://stadt.example/fest", "Agentur Nord, 2026")
    assert row["Einwilligung"] == f"{consent}: Erteilt, 2027-11-01"
    assert "Regenbogen" not in str(row)
    assert row["Aushang, oder warum es keinen anderen Weg gibt"] == "2026-11-24: Rathaus, Erdgeschoss"
    assert row["Zahlen"] == "Mastodon: Gefällt mir 12"


def test_nothing_a_person_wrote_is_computed_by_a_spreadsheet_program(town, as_officer, officer):
    planned(town, date(2026, 11, 25), title=FORMULA, author=officer)

    assert as_csv(as_officer, town)[0]["Thema"] == f"'{FORMULA}"
    cell = as_workbook(as_officer, town)[1][3]
    assert (cell.value, cell.data_type) == (FORMULA, "s")


def test_days_are_days_in_a_workbook(town, as_officer, officer):
    planned(town, date(2026, 11, 25), title="Bald", author=officer)

    day = as_workbook(as_officer, town)[1][0]

    assert day.is_date
    assert day.value.date() == date(2026, 11, 25)


@pytest.mark.parametrize("text", ["", "Freibad", "1 = 1"])
def test_other_text_stays_as_it_is(text):
    assert harmless(text) == text


def test_a_cell_may_hold_lines_quotes_and_semicolons():
    row = ['Er sagte: "Ja";\nsie auch', "zwei"]

    [read] = csv.reader(io.StringIO("".join(csv_lines([row])).removeprefix("\ufeff")), delimiter=";")

    assert read == row


def test_more_posts_need_no_more_queries_and_long_plans_are_read_in_parts(town, as_officer, officer, monkeypatch):
    def queries(number):
        for count in range(number):
            planned(town, date(2026, 11, 25), title=f"Meldung {count}", author=officer)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            as_csv(as_officer, town)
        return len(asked)

    as_csv(as_officer, town)
    assert queries(1) == queries(3)
    monkeypatch.setattr(sheet, "CHUNK", 2)
    assert len(as_csv(as_officer, town)) == 4
    assert {len(row) for row in as_workbook(as_officer, town)} == {len(COLUMNS)}
    assert Post.objects.count() == 4
