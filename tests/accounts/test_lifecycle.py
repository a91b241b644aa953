# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The steps of a signature that are the same whatever is signed."""

from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.db.utils import OperationalError
from django_scopes import scope

from accounts.models import Role
from accounts.signoff.kinds import KINDS, kind_of
from accounts.signoff.lifecycle import return_document, revoke_signature, sign_document, submit_document
from core.errors import IllegalTransition
from tests.factories import PASSWORD, MunicipalityFactory, person
from tests.netiquette.factories import draft_netiquette, signed_netiquette
from tests.racing import race
from tests.strategy.factories import complete_strategy


def submit(document):
    submit_document(document, actor=document.author)


def sign(document):
    submit(document)
    sign_document(document, actor=person(document.municipality, Role.LEADERSHIP), password=PASSWORD)


def give_back(document):
    submit(document)
    return_document(document, actor=person(document.municipality, Role.LEADERSHIP), reason="Bitte kürzer.")


def is_held(document):
    """Whether somebody else has to wait before they can write in the row of ``document``."""

    def write():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '100ms'")
            type(document).objects.filter(pk=document.pk).update(version=F("version"))

    [outcome] = race(document.municipality, [write])
    return isinstance(outcome, OperationalError)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("begin", [complete_strategy, draft_netiquette])
@pytest.mark.parametrize(("step", "asks"), [(submit, "gaps"), (sign, "put_in_force"), (give_back, "page")])
def test_nobody_writes_in_a_version_between_its_check_and_the_step(monkeypatch, begin, step, asks):
    """Detects a step that reads the text before it holds the row: another text could be signed than was checked."""
    town, held = MunicipalityFactory(), []
    with scope(municipality=town):
        document = begin(town, author=person(town, Role.COMMUNICATIONS))
        kind = kind_of(document)

        def look(read, **given):
            held.append(is_held(read))
            return getattr(kind, asks)(read, **given)

        monkeypatch.setitem(KINDS, kind.label, replace(kind, **{asks: look}))
        step(document)

    assert held and all(held)


def test_a_signature_is_taken_back_only_where_the_kind_says_what_follows(town):
    netiquette, mayor = signed_netiquette(town), person(town, Role.LEADERSHIP)

    with pytest.raises(IllegalTransition):
        revoke_signature(netiquette, actor=mayor, reason="Darum.", password=PASSWORD)

    netiquette.refresh_from_db()
    assert netiquette.state == "published"
