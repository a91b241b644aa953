# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whichever way new comments go into the table: the rows are the same."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from channels_mgmt.connectors.contents import Audience, Card, Contents, Link, Medium, Quote
from channels_mgmt.connectors.contract import IncomingComment
from community.models import Comment
from community.services import storing
from community.services.intake import store_comments
from tests.channels_mgmt.live import make_live_town

CARRIED = (
    Contents(),
    Contents(audience=Audience.DIRECT),
    Contents(warning="Ärger", media=(Medium("image", "Eine Straße", key="m1"),), poll=("Ja", "Nein")),
    Contents(quote=Quote("https://a.example", "Ada", "Größe\x00"), card=Card("https://b.example", "Titel")),
    Contents(labels=("spam",), links=(Link("hier", "https://c.example"),), is_sensitive=True),
)
TEXTS = ("Danke für die Brücke!", 'Wann?\n\t"Zitat" \\N \\. \\t', "Gasgeruch in der Straße 🚧", "", "{'a': NULL}, É")


def incoming(number):
    return IncomingComment(
        f"c{number}\\{number}",
        "p" if number % 3 else "",
        "",
        f"u{number % 7}",
        "alma",
        "Alma",
        TEXTS[number % len(TEXTS)],
        now() - timedelta(minutes=number),
        "https://social.example/c",
        raw={"list": [1, None, "ä\\n"], "number": number},
        is_private=number % 11 == 0,
        contents=CARRIED[number % len(CARRIED)],
    )


@pytest.fixture
def live(town):
    return make_live_town(town)


def stored(without=("id", "author_id", "received_at", "readable_since", "due_at")):
    """Every column of every comment but keys and the hour of storing."""
    columns = [field.attname for field in Comment._meta.concrete_fields]
    rows = Comment._base_manager.order_by("remote_id").values(*columns, "author__remote_id")
    return [{name: value for name, value in row.items() if name not in without} for row in rows]


def stored_by(live, batch, many, monkeypatch):
    monkeypatch.setattr(storing, "MANY", many)
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        found = store_comments(live.channel, batch), stored()
        transaction.set_rollback(True)
    return (*found, any("TEMPORARY" in query["sql"] for query in asked.captured_queries))


@pytest.mark.postgresql
def test_copied_rows_are_the_rows_an_insert_would_have_stored(live, monkeypatch):
    """Detects any column, default or conversion that the copy forgets."""
    batch = [incoming(number) for number in range(60)]

    inserted, by_insert, was_copied = stored_by(live, batch, 1000, monkeypatch)
    copied, by_copy, is_copied = stored_by(live, batch, 1, monkeypatch)

    assert (was_copied, is_copied) == (False, True)
    assert (inserted, copied) == (60, 60)
    assert by_copy == by_insert


@pytest.mark.postgresql
def test_what_breaks_a_constraint_is_refused_by_the_copy_too(live, monkeypatch):
    monkeypatch.setattr(storing, "MANY", 1)
    monkeypatch.setattr(Comment._meta.get_field("state"), "default", Comment.State.CLAIMED)

    with pytest.raises(IntegrityError), transaction.atomic():
        store_comments(live.channel, [incoming(1)])


def test_many_comments_are_stored_once_and_read_as_they_came(live):
    batch = [incoming(number) for number in range(storing.MANY + 10)]

    assert store_comments(live.channel, batch) == len(batch)
    assert store_comments(live.channel, batch) == 0

    found = {comment.remote_id: comment for comment in Comment.objects.all()}
    assert {c.remote_id: c.text for c in batch} == {key: comment.text for key, comment in found.items()}
    assert all(found[c.remote_id].contents == c.contents.as_kept() for c in batch)


@pytest.mark.postgresql
def test_no_table_is_left_behind(live):
    for start in (0, 100):
        store_comments(live.channel, [incoming(number) for number in range(start, start + storing.MANY)])

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname = 'incoming'")
        assert cursor.fetchone() == (0,)
