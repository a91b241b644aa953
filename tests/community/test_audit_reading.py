# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever has no right in the dialogue reads in the audit trail that something was decided, not what a citizen said."""

from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from accounts.audit import prune_trail, record
from accounts.models import AuditEntry, Role
from accounts.queries import audit_trail
from community.frame.audit_words import GUARDED
from tests.community.factories import comment_in, hidden_comment, moderator
from tests.factories import person

WORDS = "Zwetschgenknödel"
REASON = "Begründung mit Zitat"
#: Models of the dialogue that no entry is about, or that say nothing of a citizen.
OPEN = {
    *("author", "commentrevision", "publicsettings", "threadwatch", "rootsearch", "pseudonymrun", "caserelease"),
    *("faqentry", "replysettings", "snippet", "snippetversion", "staffinitials", "handedon", "restrictionaction"),
    *("staffmatter", "staffreader", "readingchoice"),
    *("triagelabel", "triagemodel", "triagescore", "triagesettings"),
}


@pytest.fixture
def trail(town):
    comment = comment_in(town, text=WORDS)
    with transaction.atomic():
        entry = record(None, "community.comment_edited", comment, rationale=REASON)
    # Entries written before the label became a number quote the citizen, and stay as they are.
    AuditEntry.objects.filter(pk=entry.pk).update(object_label=str(comment))
    return comment


@pytest.fixture
def admin(town):
    return person(town, Role.ADMINISTRATOR)


def page_of(client, town, **query):
    return client.get(reverse("settings:audit", args=[town.slug]), query).content.decode()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.LEADERSHIP])
def test_without_a_right_in_the_dialogue_the_entry_stands_without_its_words(client, town, trail, role):
    client.force_login(person(town, role))

    page = page_of(client, town)

    assert WORDS not in page
    assert REASON not in page
    assert "Nur wer damit arbeitet" in page


def test_with_a_right_in_the_dialogue_they_are_read(client, town, trail):
    client.force_login(person(town, Role.ADMINISTRATOR, Role.MODERATOR))

    page = page_of(client, town)

    assert WORDS in page
    assert REASON in page


def test_a_search_does_not_tell_who_said_what(client, town, trail, admin):
    client.force_login(admin)

    assert list(audit_trail(town, admin, text=WORDS)) == []
    assert [entry.action for entry in audit_trail(town, admin, text="comment_edited")] == ["community.comment_edited"]


def test_the_database_does_not_hand_the_words_out(town, trail, admin):
    entries = list(audit_trail(town, admin))

    assert all({"object_label", "details"} <= entry.get_deferred_fields() for entry in entries)
    assert [(entry.shown_label, entry.shown_details) for entry in entries if entry.is_guarded] == [("", None)]


def test_every_model_of_the_dialogue_is_guarded_or_known_to_be_harmless():
    models = {model._meta.model_name for model in apps.get_app_config("community").get_models()}

    assert models == OPEN | {label.removeprefix("community.") for label in GUARDED}


def test_the_command_counts_entries_that_still_quote_and_they_go_with_their_time(town):
    """Those of before: a label with words, or reasons in words. What is written today is not counted."""
    with time_machine.travel(datetime(2021, 5, 1, 12, tzinfo=UTC), tick=False):
        comment = comment_in(town, text=WORDS)
        with transaction.atomic():
            labelled = record(None, "community.comment_edited", comment)
            record(None, "community.comment_edited", comment, rationale=REASON)
            record(None, "community.comment_edited", comment)
    AuditEntry.objects.filter(pk=labelled.pk).update(object_label=str(comment))
    assert counted(town) == f"{town.slug}: 2, the newest of 2021-05-01\n"

    AuditEntry.objects.filter(pk=labelled.pk).update(object_label=labelled.object_label)
    prune_trail(town, datetime(2026, 1, 2, tzinfo=UTC))

    assert counted(town) == f"{town.slug}: 0\n"


def counted(town) -> str:
    out = StringIO()
    call_command("count_quoting_entries", stdout=out)
    return out.getvalue()


def test_nothing_that_is_recorded_today_counts_as_quoting(town):
    hidden_comment(town, moderator(town))

    assert AuditEntry.objects.filter(action="community.comment_decided").exists()
    assert counted(town) == f"{town.slug}: 0\n"
