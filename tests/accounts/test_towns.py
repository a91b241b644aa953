# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import get_resolver
from django_scopes import scope, scopes_disabled

from accounts.audit import record
from accounts.models import AuditEntry, Municipality, Role
from accounts.services import RESERVED_SLUGS, accept_invitation, create_municipality
from core.errors import AlreadyChanged, Refused
from tests.factories import MunicipalityFactory


def test_a_town_is_set_up_and_recorded(db):
    town = create_municipality("Konstanz", "konstanz", "08335043", population=85_000)

    with scope(municipality=town):
        assert AuditEntry.objects.get().action == "accounts.town_created"


@pytest.mark.parametrize("slug", ["admin", "konto", "Konstanz", "kon stanz", "-konstanz", "köln", ""])
def test_a_short_name_that_would_not_work_is_refused(db, slug):
    with pytest.raises(Refused) as refusal:
        create_municipality("Konstanz", slug, "08335043")

    assert refusal.value.gaps and not Municipality.objects.exists()


@pytest.mark.parametrize("code", ["", "8335043", "0833504A", "083350431"])
def test_a_municipality_code_has_eight_digits(db, code):
    with pytest.raises(Refused):
        create_municipality("Konstanz", "konstanz", code)


def test_a_short_name_is_given_once(db):
    create_municipality("Konstanz", "konstanz", "08335043")

    with pytest.raises((AlreadyChanged, Refused)):
        create_municipality("Konstanz am Rhein", "konstanz", "08335044")


def test_every_first_word_of_the_installations_own_addresses_is_reserved():
    """Complete by construction: a new address outside the towns must be added to ``RESERVED_SLUGS``."""
    first_words = {
        re.match(r"\^?([a-z0-9-]*)", str(pattern.pattern)).group(1) for pattern in get_resolver().url_patterns
    }

    nested = {
        re.match(r"\^?([a-z0-9-]*)", str(inner.pattern)).group(1)
        for pattern in get_resolver().url_patterns
        if str(pattern.pattern) == "" and hasattr(pattern, "url_patterns")
        for inner in pattern.url_patterns
    }
    assert (first_words | nested) - {""} <= RESERVED_SLUGS


def test_create_town_prints_a_link_that_makes_the_first_administrator(db):
    out = StringIO()

    call_command(
        "create_town",
        "Konstanz",
        "08335043",
        slug="konstanz",
        admin_email="ida@stadt.example",
        admin_name="Ida Informatik",
        stdout=out,
    )

    token = re.search(r"/einladung/([^/\s]+)/", out.getvalue()).group(1)
    first = accept_invitation(token, name="Ida", password="ein-sehr-langer-satz")
    assert first.roles_in(Municipality.objects.get(slug="konstanz")) == {Role.ADMINISTRATOR}


def test_create_town_keeps_nothing_when_something_is_wrong(db):
    with pytest.raises(CommandError):
        call_command(
            "create_town", "Konstanz", "08335043", slug="konstanz", admin_email="keine Adresse", admin_name="Ida"
        )

    assert not Municipality.objects.exists()


def test_verify_audit_finds_every_chain_intact(db):
    out = StringIO()
    create_municipality("Konstanz", "konstanz", "08335043")

    call_command("verify_audit", stdout=out)

    assert out.getvalue() == "konstanz: intact\n"


def test_verify_audit_names_town_and_entry_that_were_tampered_with(db):
    """Detects a command that ends with success whatever it finds."""
    town = MunicipalityFactory()
    with scope(municipality=town), transaction.atomic():
        record(None, "accounts.town_changed", town)
    with scopes_disabled():
        AuditEntry.objects.update(actor_label="jemand anders")

    with pytest.raises(CommandError, match=rf"{town.slug}: entry 1") as failure:
        call_command("verify_audit", town.slug, stdout=StringIO())
    assert failure.value.returncode == 1


def test_verify_audit_knows_which_towns_there_are(db):
    with pytest.raises(CommandError, match="nirgendwo"):
        call_command("verify_audit", "nirgendwo")


def test_demo_logins_prints_one_line_per_person(settings):
    out = StringIO()
    call_command("demo_logins", stdout=out)
    assert len(out.getvalue().splitlines()) >= len(Role.values)

    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("demo_logins")
