# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Measures and evidence go when a person releases them after their time: everything in them, and no figure changes."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.timezone import now

from accounts.audit import first_break, prune_trail
from accounts.models import AuditEntry, RetentionPeriod, Role
from community.models import (
    Author,
    CaseRelease,
    Comment,
    CommentRevision,
    Decision,
    DepartmentFile,
    Evidence,
    PlatformAction,
)
from community.queries.cases import case_outlook
from community.queries.screen import similar_decisions
from community.queries.transparency import transparency_of
from community.services import retention
from community.services.cases import release_cases
from community.services.showing import can_be_shown
from core.errors import AlreadyChanged, NotPermitted, Refused
from tests.community.factories import (
    address,
    appeal_in,
    comment_in,
    comment_on,
    decision_on,
    hidden_comment,
    moderator,
)
from tests.factories import person
from tests.sentinels import rows_that_say

#: Cases of 2021 are past three full years after their own.
THEN, AT = datetime(2021, 6, 1, 12, tzinfo=UTC), datetime(2025, 1, 2, 12, tzinfo=UTC)
NAME, WORDS, REASON = "Zora Zeugin", "Zwetschgenknödel für alle", "Schmähung mit Zitat Zwetschge"
SENTINELS = ("zora", "zeugin", "zwetschge")


@pytest.fixture
def admin(town):
    return person(town, Role.ADMINISTRATOR)


def case_in(town, at: datetime = THEN) -> Comment:
    """A comment hidden then, with evidence, reasons, an earlier wording and a step on the platform."""
    with time_machine.travel(at, tick=False):
        comment = hidden_comment(town, moderator(town))
        Author.objects.filter(pk=comment.author_id).update(name=NAME, handle="zora.zeugin@stern.example")
        stored = Comment.objects.get(pk=comment.pk)
        stored.text, stored.is_hidden = WORDS, True
        stored.save()
        Decision.objects.filter(comment=stored).update(rationale=REASON)
        CommentRevision.objects.create(comment=stored, revision=0, text=WORDS)
        content = {"comment": {"text": WORDS, "author": {"name": NAME}}}
        Evidence.objects.filter(comment=stored).update(content=content)
        PlatformAction.objects.filter(decision__comment=stored).update(
            state="published", outcome=WORDS[:300], remote_data={"a": NAME}, error=WORDS
        )
    return Comment.objects.get(pk=comment.pk)


def release(town, admin, *comments: Comment, at: datetime = AT, **more) -> CaseRelease:
    more.setdefault("has_asked_archive", True)
    return release_cases(town, actor=admin, comments=[comment.pk for comment in comments], at=at, **more)


def test_after_the_release_no_table_holds_words_name_reasons_or_evidence(town, admin):
    case = case_in(town)
    assert rows_that_say(SENTINELS)

    released = release(town, admin, case)

    assert rows_that_say(SENTINELS) == []
    assert (released.comments, released.evidence, released.decisions, released.wordings) == (1, 1, 1, 1)
    assert not Evidence.objects.exists()
    kept = Comment.objects.get(pk=case.pk)
    assert (kept.text, kept.is_hidden, kept.url) == (Comment.GONE, True, "")
    decision = kept.decisions.get()
    assert (decision.kind, decision.rationale, decision.evidence) == ("hide", Comment.GONE, None)
    assert decision.clause is not None


def test_no_table_of_the_dialogue_holds_a_file_that_a_release_would_leave_behind():
    """Evidence is text. A field for a file fails here until the release deletes what it names.

    That of a department is deleted with the name (test_department_files.py).
    """
    fields = [field for model in apps.get_app_config("community").get_models() for field in model._meta.get_fields()]

    assert [field for field in fields if isinstance(field, models.FileField)] == [
        DepartmentFile._meta.get_field("file")
    ]


def test_the_figures_stay_what_they_were(town, admin):
    case, later = case_in(town), case_in(town, datetime(2024, 5, 1, tzinfo=UTC))
    before = transparency_of(town, town.local_day(THEN))
    counts = list(Decision.objects.order_by("pk").values_list("pk", "kind", "clause", "decided_at", "comment"))

    release(town, admin, case)

    assert transparency_of(town, town.local_day(THEN)) == before
    assert list(Decision.objects.order_by("pk").values_list("pk", "kind", "clause", "decided_at", "comment")) == counts
    assert Comment.objects.get(pk=later.pk).text == WORDS


def test_only_what_is_past_its_years_may_go(town, admin):
    case = case_in(town, datetime(2022, 1, 1, 12, tzinfo=UTC))

    with pytest.raises(AlreadyChanged):
        release(town, admin, case)

    assert Evidence.objects.exists()
    assert release(town, admin, case, at=datetime(2026, 1, 1, 12, tzinfo=UTC))


def test_each_town_has_its_own_years(town, admin):
    case = case_in(town)
    RetentionPeriod.objects.create(municipality=town, case_years=5, audit_years=6)

    with pytest.raises(AlreadyChanged):
        release(town, admin, case)


def test_a_later_decision_or_capture_starts_the_years_anew(town, admin):
    case = case_in(town)
    Evidence.objects.filter(comment=case).update(captured_at=datetime(2023, 1, 1, tzinfo=UTC))

    assert case_outlook(town, AT, lines=9).releasable == 0


def test_an_appeal_that_is_not_forgotten_an_open_question_and_an_unsettled_step_hold_it(town, admin):
    objected, unsettled, free = (case_in(town) for _number in range(3))
    appeal = appeal_in(town)
    type(appeal)._base_manager.filter(pk=appeal.pk).update(comment=objected)
    PlatformAction.objects.filter(decision__comment=unsettled).update(state="uncertain")

    said = case_outlook(town, AT, lines=9)

    assert (said.releasable, [line.pk for line in said.lines]) == (1, [free.pk])
    assert sorted(number for _label, number in said.kept) == [1, 1]
    for held in (objected, unsettled):
        with pytest.raises(AlreadyChanged):
            release(town, admin, held)


def test_all_or_nothing_and_nobody_releases_twice(town, admin):
    one, other = case_in(town), case_in(town)
    release(town, admin, other)

    with pytest.raises(AlreadyChanged):
        release(town, admin, one, other)

    assert Comment.objects.get(pk=one.pk).text == WORDS
    assert CaseRelease.objects.count() == 1


def test_what_was_not_a_case_is_none(town, admin):
    with time_machine.travel(THEN, tick=False):
        plain = comment_in(town)
        decision_on(plain, moderator(town))

    assert case_outlook(town, AT, lines=9).releasable == 0
    with pytest.raises(AlreadyChanged):
        release(town, admin, plain)


def test_evidence_of_a_comment_whose_author_is_a_pseudonym_already_goes_too(town, admin):
    case = case_in(town)
    Decision.objects.filter(comment=case).update(kind="leave")
    kept = Evidence.objects.filter(comment=case)
    content = list(kept.values("pk", "comment_id", "comment_revision", "captured_by_id", "captured_at", "content"))
    Decision.objects.filter(comment=case).update(evidence=None)
    kept._raw_delete("default")
    Comment.objects.filter(pk=case.pk).update(is_hidden=False)
    assert retention.replace_authors(town, AT).replaced == 1
    mark = Comment.objects.get(pk=case.pk).remote_id
    Evidence.objects.create(**content[0] | {"sha256": "a" * 64})

    release(town, admin, Comment.objects.get(pk=case.pk))

    assert not Evidence.objects.exists()
    assert Comment.objects.get(pk=case.pk).remote_id == mark


def test_the_archive_comes_first(town, admin):
    with pytest.raises(Refused):
        release(town, admin, case_in(town), has_asked_archive=False)


@pytest.mark.parametrize("role", [Role.LEADERSHIP, Role.MODERATOR, Role.READER])
def test_who_may_not_set_periods_releases_nothing(town, role):
    with pytest.raises(NotPermitted):
        release(town, person(town, role), case_in(town))


def test_the_record_and_the_audit_trail_say_how_many_and_not_what(town, admin):
    case = case_in(town)

    release(town, admin, case)

    details = AuditEntry.objects.get(action="community.cases_released").details
    assert details == {"comments": [case.pk], "evidence": 1, "decisions": 1, "years": 3}
    assert first_break(town) is None


def test_entries_about_a_released_case_go_with_the_next_run(town, admin):
    case = case_in(town)
    late = datetime(2026, 1, 2, tzinfo=UTC)
    assert prune_trail(town, late) is None

    with time_machine.travel(late, tick=False):
        release(town, admin, case, at=late)

    assert prune_trail(town, late).kept == []
    assert not AuditEntry.objects.filter(action="community.comment_decided").exists()
    assert first_break(town) is None


def test_a_released_case_is_no_example_and_is_not_shown_again(town, admin):
    case = case_in(town)
    clause = case.decisions.get().clause
    assert similar_decisions(town, [clause])[clause.key]

    release(town, admin, case)

    assert similar_decisions(town, [clause]) == {}
    assert not can_be_shown(Comment.objects.get(pk=case.pk))


def test_a_thread_that_is_read_again_brings_nothing_back(town, admin):
    case = case_in(town)
    answer = comment_on(case.delivery, answers=case)

    release(town, admin, case)

    stored = Comment.objects.get(pk=case.pk)
    assert stored.remote_id.startswith(Comment.FINGERPRINT)
    assert Comment.objects.get(pk=answer.pk).parent_remote_id == stored.remote_id


@pytest.mark.parametrize("change", [{"evidence": True}, {"rationale": ""}])
def test_the_database_refuses_half_a_release(town, admin, change):
    case = case_in(town)
    if "evidence" in change:
        change = {"emptied_at": AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(comment=case).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=case.pk).update(emptied_at=AT)


@pytest.mark.parametrize("years", [(0, 4), (10, 10), (4, 4)])
def test_periods_that_make_no_sense_are_refused(town, admin, years):
    case_years, audit_years = years
    with pytest.raises(Refused):
        retention.set_periods(town, actor=admin, author_months=6, case_years=case_years, audit_years=audit_years)
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionPeriod.objects.create(municipality=town, case_years=case_years, audit_years=audit_years)


# ── Pages ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_second_page_says_exactly_what_goes_and_only_its_button_lets_it_go(town, admin, client):
    case, other = case_in(town), case_in(town)
    client.force_login(admin)

    page = client.get(address(town, "retention")).content.decode()
    assert f'value="{case.pk}"' in page
    assert WORDS not in page and NAME not in page
    asked = client.get(address(town, "release_cases"), {"case": case.pk})
    text = asked.content.decode()
    assert "Das lässt sich nicht rückgängig machen" in text
    assert f'value="{case.pk}"' in text and f'value="{other.pk}"' not in text
    assert Evidence.objects.count() == 2

    refused = client.post(address(town, "release_cases"), {"case": case.pk})
    assert refused.status_code == 422
    assert Evidence.objects.count() == 2

    client.post(address(town, "release_cases"), {"case": case.pk, "has_asked_archive": "on"})
    assert [left.comment_id for left in Evidence.objects.all()] == [other.pk]
    assert CaseRelease.objects.get().released_by == admin


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 30, "²"])
def test_what_is_no_number_of_a_case_deletes_nothing(town, admin, client, key):
    case_in(town)
    client.force_login(admin)

    client.post(address(town, "release_cases"), {"case": key, "has_asked_archive": "on"})

    assert Evidence.objects.count() == 1


def test_the_pages_of_a_released_case_open_and_say_that_it_is_gone(town, admin, client):
    case = case_in(town)
    release(town, admin, case, at=now())
    client.force_login(person(town, Role.MODERATOR, Role.COMMUNICATIONS))

    for name in ("comment", "history"):
        answer = client.get(address(town, name, case.pk))
        assert answer.status_code == 200
        assert Comment.GONE in answer.content.decode()
        assert "keine Beweise gesichert" not in answer.content.decode()
