# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows of one town, and who wins when two update the same one."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from channels_mgmt.models import LinkCheck
from core.scoping import ComparingQuerySet
from tests.channels_mgmt.factories import draft
from tests.factories import MunicipalityFactory, person


def link_of(town, url="https://a.de"):
    return LinkCheck.objects.create(post=draft(town, person(town, "communications"), []), url=url, due_at=now())


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_either", [False, True], ids=["one-column", "one-of-two"])
def test_who_waited_for_another_writer_meets_the_row_as_that_one_left_it(town, is_either):
    link = link_of(town)
    unchanged = Q(due_at=link.due_at)
    if is_either:
        unchanged = Q(outcome="gone") | unchanged
    started, backend = threading.Event(), []

    def second():
        try:
            with scope(municipality=town):
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_backend_pid()")
                    backend.extend(cursor.fetchone())
                started.set()
                return LinkCheck.objects.filter(unchanged, pk=link.pk).update(status=2)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert LinkCheck.objects.filter(unchanged, pk=link.pk).update(due_at=now() + timedelta(1), status=1) == 1
            answer = pool.submit(second)
            assert started.wait(30)
            with connection.cursor() as cursor:
                is_waiting = False
                while not (is_waiting or answer.done()):
                    cursor.execute("SELECT pg_backend_pid() = ANY(pg_blocking_pids(%s))", backend)
                    (is_waiting,) = cursor.fetchone()
        assert answer.result(30) == 0

    assert LinkCheck.objects.get().status == 1


def test_rows_of_another_town_are_out_of_reach_of_an_update(town):
    other = MunicipalityFactory()
    with scope(municipality=other):
        theirs = link_of(other)
    ours = link_of(town)

    assert LinkCheck.objects.update(status=200) == 1
    assert LinkCheck.objects.filter(pk=theirs.pk).update(status=200) == 0

    with scopes_disabled():
        assert dict(LinkCheck.objects.values_list("pk", "status")) == {ours.pk: 200, theirs.pk: None}


@pytest.mark.parametrize(
    ("which", "found"),
    [
        (Q(status=1), "a"),
        (~Q(status=1), "bc"),
        (Q(status=1) | Q(url="https://b.de"), "ab"),
        (Q(status=1) | Q(post__text="Beitrag c"), "ac"),
        (~Q(post__text="Beitrag c"), "ab"),
        (Q(post__text="Beitrag c", url="https://c.de"), "c"),
        (Q(pk__in=[]), ""),
    ],
)
def test_an_update_meets_the_rows_the_same_question_finds(town, which, found):
    for name in "abc":
        link = link_of(town, f"https://{name}.de")
        type(link.post).objects.filter(pk=link.post_id).update(text=f"Beitrag {name}")
    LinkCheck.objects.filter(url="https://a.de").update(status=1)
    asked = LinkCheck.objects.filter(which).order_by("post__text")

    assert [one.url[8] for one in asked] == list(found)
    assert asked.update(outcome="gone") == len(found)

    assert "".join(sorted(one.url[8] for one in LinkCheck.objects.filter(outcome="gone"))) == found


def test_every_manager_of_a_town_compares_the_row_itself():
    scoped = [model for model in apps.get_models() if hasattr(model._default_manager, "with_scopes_disabled")]

    assert len(scoped) > 100
    for model in scoped:
        rows: QuerySet = model._default_manager.with_scopes_disabled().all()
        assert isinstance(rows, ComparingQuerySet), model
