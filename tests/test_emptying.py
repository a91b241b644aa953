# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A test that commits leaves nothing to the next one, on either engine."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase

from accounts.audit.chain import record
from accounts.models import AuditEntry, Municipality, Role
from tests.emptying import empty_filled_tables, filled_tables
from tests.factories import MunicipalityFactory, person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("anywhere")]


@pytest.mark.parametrize("turn", ["first", "second"])
def test_whoever_comes_second_finds_no_row_of_the_first(turn):
    assert filled_tables() == []

    person(MunicipalityFactory(slug="nur-einmal"), Role.EDITOR)

    assert Municipality.objects.count() == 1


def test_rows_that_refer_to_each_other_and_rows_nobody_may_delete_go_too():
    town = MunicipalityFactory()
    with transaction.atomic():
        record(person(town, Role.EDITOR), "town.changed", town)
    assert AuditEntry.objects.exists()

    empty_filled_tables()

    assert filled_tables() == []
    # Django's own way finds nothing more: every table it knows is empty, but for what belongs to the code.
    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    with connection.cursor() as cursor:
        for name in names - {"django_content_type", "auth_permission"}:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")
            assert cursor.fetchone() == (0,), name


def test_what_belongs_to_the_code_stays():
    before = ContentType.objects.count(), Permission.objects.count()
    assert min(before) > 0

    empty_filled_tables()

    assert (ContentType.objects.count(), Permission.objects.count()) == before


def test_every_test_that_commits_is_tidied_up_after_in_this_way():
    assert TransactionTestCase._fixture_teardown is empty_filled_tables


def test_foreign_keys_and_triggers_hold_again_afterwards():
    empty_filled_tables()

    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role" if connection.vendor == "postgresql" else "PRAGMA foreign_keys")
        assert cursor.fetchone() in {("origin",), (1,)}
