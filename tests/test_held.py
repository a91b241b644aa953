# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sentinels in every field that may hold a citizen's name or words are gone after the period, in every table and file.

Which field holds what says ``tests/held.py``; what is planted is found by looking at the fields.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib import admin
from django.contrib.sessions.models import Session
from django.db import connection, models, transaction
from django.utils.module_loading import import_string
from django.utils.timezone import now
from django_scopes import scopes_disabled

from accounts.models import Letter, LimitCount, Role, User
from accounts.services import post_letter, send_at_once
from channels_mgmt.models import Consent, WithdrawalTask
from community.models import (
    AnswerPart,
    Appeal,
    Author,
    Comment,
    CommentRevision,
    Decision,
    DepartmentFile,
    DepartmentQuestion,
    NoticeMessage,
    PlatformAction,
    PseudonymRun,
    Restriction,
    RestrictionAction,
    RootSearch,
    TriageScore,
    UnreadEntry,
)
from config.celery import app
from config.settings.schedule import BELLS
from core.days import months_before
from core.folding import fold_words
from reporting.models import Reminder, Report
from reporting.services.reports import build_report, deliver_report
from strategy.models import DirectQuestion, SectionDraft
from strategy.services import start_strategy
from tests.community.factories import (
    address,
    appeal_in,
    comment_in,
    decision_on,
    hidden_comment,
    moderator,
    netiquette_in_force,
)
from tests.factories import person
from tests.held import AUTHORS, CLASSES, Brief, Gone, Kept, Own, class_of, holding_fields
from tests.strategy.factories import asked_question

NAME, HANDLE, ACCOUNT = "Zöra Zeugin", "zora.zeugin@stern.example", "did:plc:zeugin42"
PROFILE, PLACE = "https://stern.example/@zora.zeugin", "https://stern.example/@zora.zeugin/4711"
REMOTE = f"at://{ACCOUNT}/app.bsky.feed.post/4711"
#: Nowhere afterwards, in lower case, as JSON writes it and folded for the search.
SENTINELS = ("zöra", fold_words("Zöra"), "zora", json.dumps("zöra").strip('"'), "zeugin", "stern.example")
WORDS = f"Frau Zeugin ({NAME}, @{HANDLE}) {NAME} fragt @zora.zeugin unter {PLACE}: {REMOTE}"
DEEP = {"text": WORDS, "quote": [{"by": NAME, "url": PLACE}, REMOTE]}
#: What the person is called and where; all other fields are filled by their kind.
PERSON: dict[type[models.Model], dict[str, Any]] = {
    Author: {"remote_id": ACCOUNT, "handle": HANDLE, "name": NAME, "url": PROFILE},
    Comment: {"remote_id": REMOTE, "url": PLACE},
}
#: Long enough for the longest period: the third year after the end of an appeal.
YEARS = timedelta(days=5 * 366)


def planted_fields() -> Iterator[models.Field]:
    return (field for field in holding_fields() if isinstance(class_of(field), Gone | Brief))


def value_for(field: models.Field) -> Any:
    """What a field of this kind can hold of the person; a text is cut between words."""
    if (given := PERSON.get(field.model, {}).get(field.name)) is not None:
        return given
    if isinstance(field, models.JSONField):
        return DEEP
    if isinstance(field, models.EmailField):
        return HANDLE
    if isinstance(field, models.URLField):
        return PLACE
    text = f"{field.name}: {WORDS}"
    while field.max_length and len(text) > field.max_length:
        text = text.rpartition(" ")[0]
    return text


@pytest.fixture
def rows(town) -> dict[type[models.Model], models.Model]:
    """One row of every table in which something is planted, all about one comment settled seven months ago."""
    alma, at = moderator(town), now()
    long_ago = months_before(at, 7)
    with time_machine.travel(long_ago, tick=False):
        comment = comment_in(town)
        decision = decision_on(comment, alma)
        person(town, Role.LEADERSHIP)
        question = asked_question(town, asked_from=address(town, "comment", comment.pk))
        appeal = appeal_in(town)
        section = start_strategy(town, actor=person(town, Role.COMMUNICATIONS)).sections.first()
    Decision.objects.filter(pk=decision.pk).update(kind="reply", reply_text=".")
    DirectQuestion.objects.filter(pk=question.pk).update(state="withdrawn", withdrawn_at=long_ago)
    Appeal.objects.filter(pk=appeal.pk).update(
        state="closed", outcome="rejected", reasons="Nein.", decided_by=alma, decided_at=at, closed_at=at
    )
    consent = Consent.objects.create(
        municipality=town,
        who=".",
        purpose=".",
        signed_by="self",
        given_on=long_ago.date(),
        entered_by=alma,
        entered_at=long_ago,
    )
    asked = DepartmentQuestion.objects.create(
        municipality=town,
        comment=comment,
        department="Bauamt",
        email="bau@stadt.example",
        question=".",
        asked_by=alma,
        asked_at=long_ago,
        remind_at=long_ago,
        due_at=long_ago + timedelta(days=3),
        state="answered",
        answer=".",
        answered_at=long_ago,
    )
    made = [
        consent,
        WithdrawalTask.objects.create(
            consent=consent, post=comment.delivery.post, opened_at=long_ago, settled_at=at, settled_by=alma
        ),
        comment.author,
        comment,
        decision,
        question,
        appeal,
        *_restriction_of(comment, alma, long_ago),
        asked,
        DepartmentFile.objects.create(
            question=asked, position=1, name=".", media_type="application/pdf", size=1, file="a.bin"
        ),
        CommentRevision.objects.create(comment=comment, revision=1, text="."),
        PlatformAction.objects.create(decision=decision, due_at=at, state="published"),
        TriageScore.objects.create(comment=comment, label="insult", revision=1, band="rule", is_by_rule=True),
        AnswerPart.objects.create(decision=decision, number=1, begins=0, ends=1, due_at=at, state="published"),
        NoticeMessage.objects.create(decision=decision, sent_by=alma, text=".", due_at=at, state="published"),
        RootSearch.objects.create(channel=comment.channel, comment=comment, at_remote_id="."),
        UnreadEntry.objects.create(channel=comment.channel, reason=".", settled_at=long_ago, settled_by=alma),
        Letter.objects.create(municipality=town, key=".", state="sent"),
        SectionDraft.objects.create(section=section, person=alma, text=".", base_revision=1),
        LimitCount.objects.create(key=".", count=1, ends_at=at + timedelta(hours=1)),
        Reminder.objects.create(municipality=town, person=alma, cause=".", text=".", state="obsolete", due_at=at),
        Session.objects.create(session_key=".", expire_date=at + timedelta(hours=1)),
    ]
    return {type(row): row for row in made}


def _restriction_of(comment: Comment, by: User, at: datetime) -> list[models.Model]:
    """One that was declined, with a step that never left."""
    found = Restriction.objects.create(
        municipality=comment.municipality,
        comment=comment,
        account=comment.author_id,
        kind="block",
        state="declined",
        clause=netiquette_in_force(comment.municipality).clauses.first(),
        reason=".",
        days=1,
        requested_by=by,
        decided_by=person(comment.municipality, Role.LEADERSHIP),
        decided_at=at,
        decision_note=".",
    )
    return [found, RestrictionAction.objects.create(restriction=found, act="put_on", state="withdrawn", due_at=at)]


def plant(rows: dict[type[models.Model], models.Model]) -> set[str]:
    """Fill every field; returns the tables that hold a sentinel now."""
    by_model: dict[type[models.Model], dict[str, Any]] = {}
    for field in planted_fields():
        by_model.setdefault(field.model, {})[field.name] = value_for(field)
    for model, values in by_model.items():
        model._base_manager.filter(pk=rows[model].pk).update(**values)
    return {model._meta.db_table for model in by_model}


def found_in_tables() -> set[str]:
    """Every table of the database, those without a model too, in which a sentinel stands."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                told = str(row).lower()
                if any(sentinel in told for sentinel in SENTINELS):
                    found.add(table)
    return found


def found_in_files() -> list[Path]:
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert files  # the report that was built meanwhile is one
    return [path for path in files if any(s.encode() in path.read_bytes().lower() for s in SENTINELS)]


def ring(*bells: str) -> None:
    with scopes_disabled():
        for bell in bells:
            import_string(BELLS[bell]["task"])()


def test_every_field_that_can_hold_a_word_or_a_file_is_classed_and_every_class_has_its_field():
    fields = list(holding_fields())
    unclassed = [str(field) for field in fields if class_of(field) is None]
    assert unclassed == [], "say in tests/held.py what these hold and what becomes of it"

    known = {(field.model._meta.label, field.name) for field in fields}
    tables = {label for label, _name in known}
    named = {(label, name) for label, classes in CLASSES.items() for name in classes}
    assert [pair for pair in named if pair not in known and not (pair[1] == "*" and pair[0] in tables)] == []


def test_only_fields_that_get_a_sentinel_may_be_classed_all_at_once():
    """Else a new field of such a table would be the town's own text without anybody having said so."""
    assert all(isinstance(classes["*"], Gone | Brief) for classes in CLASSES.values() if "*" in classes)


def test_each_class_says_why_or_names_a_bell_that_rings():
    for classes in CLASSES.values():
        for what in classes.values():
            assert what.why if isinstance(what, Kept | Own) else callable(import_string(BELLS[what.bell]["task"]))


def test_after_the_periods_nothing_planted_is_found_in_any_table_or_file(town, rows):
    tables = plant(rows)
    report = Report.objects.create(municipality=town, month=now().date().replace(day=1), is_interim=True, due_at=now())
    build_report(report)
    deliver_report(report)
    index = {table for table in found_in_tables() if table.startswith("community_comment_words")}
    of_answers = {table for table in found_in_tables() if table.startswith("community_decision_words")}
    of_consents = {table for table in found_in_tables() if table.startswith("channels_mgmt_consent_words")}
    assert found_in_tables() == tables | index | of_answers | of_consents

    ring("replace-authors")
    of_authors = {field.model._meta.db_table for field in planted_fields() if class_of(field) is AUTHORS}
    assert found_in_tables() == tables - of_authors | of_consents
    assert PseudonymRun.objects.get().replaced == 1

    with time_machine.travel(now() + YEARS, tick=False):
        ring(*{class_of(field).bell for field in planted_fields()})

    assert found_in_tables() == set()
    assert found_in_files() == []
    left = {field.model for field in planted_fields() if isinstance(class_of(field), Brief)}
    assert [model for model in left if model._base_manager.filter(pk=rows[model].pk).exists()] == []
    kept = Decision.objects.get()
    assert f"Frau {kept.comment.author.name} (" in kept.reply_text


def test_a_comment_stays_as_it_is_while_the_head_is_asked_about_it(town, rows):
    DirectQuestion.objects.update(state="asked", withdrawn_at=None)

    ring("replace-authors")

    assert PseudonymRun.objects.get().kept == {"question": 1}
    assert Comment.objects.get(pk=rows[Comment].pk).pseudonymised_at is None


def test_a_question_asked_from_another_comment_keeps_nothing(town, rows):
    DirectQuestion.objects.update(
        state="asked", withdrawn_at=None, asked_from=address(town, "comment", int(f"{rows[Comment].pk}9"))
    )

    ring("replace-authors")

    assert PseudonymRun.objects.get().replaced == 1


def test_evidence_and_the_comment_it_is_of_stay(town):
    with time_machine.travel(months_before(now(), 7), tick=False):
        comment = hidden_comment(town, moderator(town))
    Author.objects.filter(pk=comment.author_id).update(**PERSON[Author])

    ring("replace-authors")

    assert "community_author" in found_in_tables()


def test_answers_of_two_taps_stay_two_when_a_pseudonym_does_not_fit(town, rows):
    plant(rows)
    said = f"Bitte so antworten: {NAME}"
    DirectQuestion.objects.update(answer_1=f"{said} heute", answer_2=f"{said} morgen")

    ring("replace-authors")

    asked = DirectQuestion.objects.get()
    assert asked.answer_1.endswith("… (1)")
    assert asked.answer_2.endswith("… (2)")


def test_sent_letters_say_no_word_of_what_they_said(town):
    """Of a letter that left stay address and subject, and those for thirty days."""
    with transaction.atomic():
        letter = post_letter(town, to="a@stadt.example", subject="Frage", text=WORDS, html=WORDS, key="k")
    assert found_in_tables() == {"accounts_letter"}

    send_at_once(letter)

    assert found_in_tables() == set()


def test_nothing_of_a_task_is_kept_and_no_page_of_django_shows_a_citizen():
    assert not app.conf.result_backend
    holders = {field.model for field in holding_fields() if isinstance(class_of(field), Gone | Kept)}
    assert holders.isdisjoint(admin.site._registry)
