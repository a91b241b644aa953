# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Figures of a channel as a file: typed cells in a workbook, ISO moments in CSV, and nothing where nobody counted."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.timezone import now
from openpyxl import load_workbook

from accounts.models import Role
from channels_mgmt.models import ChannelFigure
from core.localtime import to_wall
from tests.channels_mgmt.factories import ChannelFactory
from tests.factories import person


@pytest.fixture
def counted(town):
    channel = ChannelFactory(municipality=town, name="Stadt")
    at = now()
    common = {"channel": channel, "due_at": at, "next_attempt_at": at}
    read = {"state": "read", "values": {"followers": 1311}, "read_at": at, "source": "=Profil"}
    ChannelFigure.objects.create(day=date(2026, 11, 29), **common, **read)
    ChannelFigure.objects.create(day=date(2026, 11, 30), state="gap", reason="Der Server schwieg", **common)
    return channel, at


def file_of(client, town, channel, name):
    client.force_login(person(town, Role.EDITOR))
    return client.get(reverse(f"channels:{name}", args=[town.slug, channel.pk]))


def test_a_workbook_has_days_moments_and_numbers_and_nothing_for_a_gap(client, town, counted):
    channel, at = counted

    file = file_of(client, town, channel, "channel_figures_workbook").content

    head, first, gap = load_workbook(BytesIO(file)).active.iter_rows(values_only=True)
    assert len(head) == len(first)
    assert first[1] == datetime(2026, 11, 29)
    assert first[3] == 1311
    assert first[-3] == to_wall(at, town.timezone).replace(microsecond=0)
    assert first[-2] == "=Profil"
    assert set(gap[3:-4]) == {None}
    assert gap[-1] == "Der Server schwieg"


def test_a_source_that_looks_like_a_formula_is_none(client, town, counted):
    channel, _at = counted

    file = file_of(client, town, channel, "channel_figures_workbook").content

    assert {cell.data_type for row in load_workbook(BytesIO(file)).active.iter_rows() for cell in row} <= {
        "s",
        "n",
        "d",
    }


def test_csv_has_iso_days_and_moments(client, town, counted):
    channel, at = counted

    file = b"".join(file_of(client, town, channel, "channel_figures_csv").streaming_content).decode()

    assert "2026-11-29" in file
    assert f"{to_wall(at, town.timezone):%Y-%m-%d %H:%M}" in file
