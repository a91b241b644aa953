# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plans that PostgreSQL keeps, and a connection that is looked at instead of asked."""

import psycopg
import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import QuerySet

from core.postgresql.base import TRUSTED_SECONDS, numbered
from core.questions import QUESTIONS, question, question_planned_once

pytestmark = pytest.mark.postgresql


def permissions_named(name: str) -> QuerySet[Permission]:
    return Permission.objects.filter(codename=name).order_by("pk")


@pytest.fixture
def other(transactional_db):
    """Another connection to the same database."""
    connection.ensure_connection()
    with psycopg.connect(
        connection.connection.info.dsn, autocommit=True, password=connection.settings_dict["PASSWORD"] or None
    ) as link:
        yield link
    connection.close()


@pytest.fixture
def asked():
    """A question of each kind, out of the reach of the test that looks at all questions of the product."""
    known = dict(QUESTIONS)
    yield question_planned_once(permissions_named), question(permissions_named)
    QUESTIONS.clear()
    QUESTIONS.update(known)


def kept_plans():
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans + custom_plans FROM pg_prepared_statements")
        return [number for statement, number in cursor.fetchall() if "codename" in statement]


def last_words_of(pid, link):
    return link.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone()[0]


def test_a_question_planned_once_is_put_to_the_server_once_and_answers_each_value(db, asked):
    planned_once, each_time = asked

    for name in ("add_user", "change_user", "add_user", "100%s"):
        assert planned_once(name) == each_time(name) == list(permissions_named(name))

    assert kept_plans() == [4]


def test_without_prepared_statements_the_answers_are_the_same_and_the_server_keeps_nothing(db, asked):
    planned_once, each_time = asked
    connection.ensure_connection()
    before, connection.connection.prepare_threshold = connection.connection.prepare_threshold, None

    for name in ("add_user", "change_user"):
        assert planned_once(name) == each_time(name) == list(permissions_named(name))

    assert kept_plans() == []
    connection.connection.prepare_threshold = before


def test_a_plan_is_made_again_after_a_transaction_was_rolled_back(transactional_db, asked):
    planned_once = asked[0]
    assert planned_once("add_user")
    connection.set_autocommit(False)
    planned_once("add_user")
    connection.rollback()
    connection.set_autocommit(True)

    assert planned_once("add_user") == list(permissions_named("add_user"))


def test_a_percent_sign_in_the_words_stays_one_and_places_are_numbered():
    assert numbered("SELECT %s LIKE 'a%%' AND %s") == b"SELECT $1 LIKE 'a%' AND $2"


def test_a_connection_just_used_is_not_asked_whether_it_lives(other):
    connection.is_usable()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 42")

    assert connection.is_usable()
    assert last_words_of(connection.connection.info.backend_pid, other) == "SELECT 42"


def test_a_connection_that_was_silent_is_asked(other):
    connection.is_usable()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 42")

    connection._looked_at -= TRUSTED_SECONDS

    assert connection.is_usable()
    assert last_words_of(connection.connection.info.backend_pid, other) == "SELECT 1"


def test_a_connection_that_the_server_ended_is_not_used_however_fresh_it_is(other):
    connection.is_usable()
    other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])

    assert not connection.is_usable()
