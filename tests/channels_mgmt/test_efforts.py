# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Effort for a post: noted in ten seconds, summed by month and kind, and nowhere by person."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse
from django.utils.html import strip_tags
from openpyxl import load_workbook

from accounts.models import AuditEntry, Role, User
from channels_mgmt.models import PostEffort
from channels_mgmt.queries.efforts import effort_in
from channels_mgmt.services.efforts import note_effort, remove_effort
from core.errors import AlreadyChanged, NotPermitted, Refused
from reporting.queries.figures import figures_of
from tests.channels_mgmt.factories import ChannelFactory, campaign_in, draft
from tests.factories import person


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


@pytest.fixture
def post(town, editor):
    return draft(town, editor, kind="service")


def page(post):
    return reverse("planning:efforts", args=[post.municipality.slug, post.pk])


def read(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def noted(post, actor, minutes=0, euros=0, is_external=False):
    return note_effort(post, actor=actor, minutes=minutes, euros=Decimal(euros), is_external=is_external)


def test_minutes_and_euros_are_noted_as_germans_write_them(client, post, editor):
    client.force_login(editor)

    client.post(page(post), {"minutes": "45", "euros": "12,50"})

    effort = PostEffort.objects.get()
    assert (effort.minutes, effort.euros, effort.is_external) == (45, Decimal("12.50"), False)
    assert "12,50 €" in read(client.get(page(post)))


@pytest.mark.parametrize(
    "given", [{}, {"minutes": "0"}, {"minutes": "-5"}, {"minutes": "6001"}, {"minutes": "viel"}, {"euros": "1e9"}]
)
def test_nothing_and_nonsense_are_refused_with_what_was_typed(client, post, editor, given):
    client.force_login(editor)

    answer = client.post(page(post), given | {"is_external": "on"})

    assert answer.status_code == 422
    assert not PostEffort.objects.exists()
    assert f'value="{given["minutes"]}"' in answer.content.decode() if "minutes" in given else True


def test_no_table_says_who_has_spent_how_much(post, editor):
    """Removal: ``post`` alone in ``record``; a field for a person in the model."""
    noted(post, editor, minutes=45)

    assert not [field for field in PostEffort._meta.get_fields() if field.related_model is User]
    assert AuditEntry.objects.get(action="planning.effort_noted").details == {}


def test_sums_by_month_and_kind_keep_the_house_and_outside_apart(town, post, editor):
    other = draft(town, editor, kind="event")
    with time_machine.travel("2026-10-31T23:30Z", tick=True):  # the first of November in the town
        noted(post, editor, minutes=30)
    with time_machine.travel("2026-10-15T12:00Z", tick=True):
        noted(post, editor, minutes=10, euros=20, is_external=True)
        noted(other, editor, minutes=20)
    with time_machine.travel("2025-12-31T12:00Z", tick=True):
        noted(other, editor, minutes=500)

    year = effort_in(town, 2026)

    assert list(year.months) == [date(2026, 11, 1), date(2026, 10, 1)]
    october = year.months[date(2026, 10, 1)]
    assert (october.inside, october.outside, october.euros, len(october.posts)) == (20, 10, Decimal(20), 2)
    assert [(one.inside, one.outside, one.per_post) for one in year.kinds.values()] == [(30, 10, 40), (20, 0, 20)]
    assert year.total.inside == 50


def test_the_year_page_shows_the_sums_and_teaches_when_there_are_none(client, town, post, editor):
    client.force_login(editor)
    overview = reverse("planning:effort_year", args=[town.slug])
    assert "In diesem Jahr ist nichts notiert" in read(client.get(overview))

    noted(post, editor, minutes=1234)

    for query in ("", "?jahr=x", "?jahr=9999", "?jahr=-1"):
        assert "1234" in read(client.get(overview + query)).replace(".", "")


def test_a_note_is_removed_once(post, editor):
    effort = noted(post, editor, minutes=45)

    remove_effort(effort, actor=editor)

    with pytest.raises(AlreadyChanged):
        remove_effort(effort, actor=editor)


def test_who_only_reads_notes_nothing_and_help_from_outside_only_on_its_own(town, post):
    agency = person(town, Role.EXTERNAL)
    for somebody in (agency, person(town, Role.READER)):
        with pytest.raises(NotPermitted):
            noted(post, somebody, minutes=1)
    noted(draft(town, agency), agency, minutes=30, is_external=True)


def test_too_much_is_refused_by_service_and_table(post, editor):
    for minutes, euros in ((6001, 0), (0, 100_000), (0, 0)):
        with pytest.raises(Refused):
            noted(post, editor, minutes=minutes, euros=euros)
    with pytest.raises(IntegrityError):
        PostEffort.objects.create(post=post, noted_on=date(2026, 11, 1))


# -- by campaign ---------------------------------------------------------------------------------------


@pytest.fixture
def campaign(town):
    return campaign_in(town, person(town, Role.COMMUNICATIONS), name="Radwochen")


def of_campaign(town, editor, campaign, count, channels=()):
    for _number in range(count):
        noted(draft(town, editor, channels, campaign=campaign), editor, minutes=1000, euros=10)


def test_a_campaign_shows_its_cost_from_three_posts_on(client, town, editor, campaign):
    """Removal: ``FEWEST_POSTS``. Of fewer posts the sum could be the time of one person."""
    client.force_login(editor)
    shown = reverse("planning:campaign", args=[town.slug, campaign.pk])

    of_campaign(town, editor, campaign, 2)
    assert "2.000" not in read(client.get(shown))
    of_campaign(town, editor, campaign, 1)

    assert "3.000" in read(client.get(shown))
    assert "30,00" in read(client.get(shown))


def test_who_may_not_see_the_sums_sees_none_of_a_campaign(client, town, editor, campaign):
    of_campaign(town, editor, campaign, 3)
    client.force_login(person(town, Role.READER))

    assert "3.000" not in read(client.get(reverse("planning:campaign", args=[town.slug, campaign.pk])))


def test_the_sums_of_the_year_go_into_a_workbook_with_numbers_and_no_name(client, town, editor, campaign, post):
    of_campaign(town, editor, campaign, 3)
    noted(post, editor, minutes=30)
    client.force_login(editor)

    file = client.get(reverse("planning:effort_workbook", args=[town.slug])).content

    rows = list(load_workbook(BytesIO(file)).active.iter_rows(values_only=True))
    assert ("Kampagne", "Radwochen", 3, 3000, 0, 30) in rows
    assert rows[-1][2:] == (4, 3030, 0, 30)
    assert isinstance(rows[1][1], datetime)
    assert editor.name not in str(rows)


def test_the_same_as_csv_has_decimal_commas(client, town, editor, post):
    noted(post, editor, euros="12.5")
    client.force_login(editor)

    file = client.get(reverse("planning:effort_csv", args=[town.slug])).content.decode()

    assert ";12,50\r\n" in file


def test_the_monthly_report_names_the_cost_of_the_team_and_of_campaigns_large_enough(town, editor, campaign):
    channel = ChannelFactory(municipality=town, connector="manual", state="live", live_slot=1)
    small = campaign_in(town, person(town, Role.COMMUNICATIONS), name="Klein")
    of_campaign(town, editor, campaign, 3, [channel])
    of_campaign(town, editor, small, 1, [channel])
    of_campaign(town, editor, campaign, 1, [ChannelFactory(municipality=town)])  # practice counts in no report

    today = town.local_day()
    found = figures_of(town, today, today).as_json()["costs"]

    assert found["total"] == {"name": "", "posts": 4, "inside": 4000, "outside": 0, "euros": "40.00"}
    assert [(line["name"], line["posts"]) for line in found["campaigns"]] == [("Radwochen", 3)]
    assert found["rest"]["posts"] == 1
    assert "Klein" not in str(found)


def test_a_report_of_a_month_without_notes_says_nothing_of_cost(town):
    ChannelFactory(municipality=town, connector="manual", state="live", live_slot=1)

    assert figures_of(town, town.local_day(), town.local_day()).as_json()["costs"]["total"] is None
