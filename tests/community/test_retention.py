# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""After the town's period names are gone, everywhere; what proceedings may need stays; nothing brings a name back."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from accounts.models import AuditEntry, RetentionPeriod, Role
from community.models import Author, Comment, CommentRevision, Decision, PlatformAction, PseudonymRun, RootSearch
from community.queries.retention import fingerprint_of, outlook
from community.services import retention
from community.services.intake import store_comments
from community.services.queue import claim_comment
from community.tasks import replace_authors
from core.days import months_before
from core.errors import AlreadyChanged, NotPermitted, Refused
from tests.community.factories import (
    address,
    appeal_in,
    comment_in,
    comment_on,
    decision_on,
    hidden_comment,
    moderator,
    netiquette_in_force,
)
from tests.community.test_intake import incoming
from tests.factories import MunicipalityFactory, person
from tests.sentinels import rows_that_say

NAME, HANDLE, ACCOUNT = "Zora Zeugin", "zora.zeugin@stern.example", "did:plc:zeugin42"
PROFILE, PLACE = "https://stern.example/@zora.zeugin", "https://stern.example/@zora.zeugin/4711"
REMOTE = f"at://{ACCOUNT}/app.bsky.feed.post/4711"
#: What must be nowhere in the database afterwards, whatever its case.
SENTINELS = ("zora", "zeugin", "stern.example", "zeugin42")
WORDS = f"Ich, {NAME}, frage @{HANDLE} und @zora.zeugin: siehe {PLACE}"
DEEP = {"a": [REMOTE, {"b": f"@{HANDLE}"}], "c": PROFILE}
#: Every field of these rows that can hold a word, and what is planted in it. ``None``: its values are our own.
PLANTED: dict[type[models.Model], dict[str, Any]] = {
    Author: {"remote_id": ACCOUNT, "handle": HANDLE, "name": NAME, "url": PROFILE, "standing": ""},
    Comment: {
        "remote_id": REMOTE,
        "parent_remote_id": f"at://{ACCOUNT}/app.bsky.feed.post/1",
        "remote_data": DEEP,
        "url": PLACE,
        "text": WORDS,
        "kept_contents": {"quote": {"author": NAME, "text": WORDS, "url": PLACE}},
        "other_words": WORDS,
        "searchable": WORDS,
        "urgency_reason": f"nennt @{HANDLE}",
        "state": None,
        "kind": None,
        "apart": None,
        "fold_key": None,
        "burden": None,
        "language": None,
    },
    CommentRevision: {"text": WORDS, "kept_contents": {"warning": WORDS}},
    Decision: {
        "reply_text": f"@{HANDLE} Gern, {NAME}.",
        "searchable": WORDS,
        "rationale": WORDS,
        "why_not_hidden": WORDS,
        "return_reason": f"nennt {NAME} beim Namen",
        "kind": None,
    },
    PlatformAction: {
        "remote_data": DEEP,
        "client_key": DEEP,
        "outcome": f"geantwortet auf {REMOTE}",
        "error": f"{PLACE} fehlte",
        "fault": f"404 {PLACE}",
        "remote_id": None,
        "remote_url": None,
        "said": None,
        "answer_key": None,
        "state": None,
    },
    RootSearch: {"at_remote_id": REMOTE, "error": WORDS, "state": None},
}
HOLDS_WORDS = (models.CharField, models.TextField, models.JSONField, models.FileField)


@pytest.fixture
def at():
    return now()


def settled(town, *, months: int = 7, **fields: object) -> Comment:
    """A comment that was left as it is, so many months ago."""
    comment = comment_in(town, **fields)
    with time_machine.travel(months_before(now(), months), tick=False):
        decision_on(comment, moderator(town))
    return Comment.objects.get(pk=comment.pk)


def test_every_field_that_can_hold_a_name_has_its_sentinel():
    """A new field fails here until somebody has said what becomes of it."""
    for model, planted in PLANTED.items():
        holding = {f.name for f in model._meta.concrete_fields if isinstance(f, HOLDS_WORDS)}
        assert holding == planted.keys(), model


def test_after_the_period_no_table_knows_the_person(town, at):
    comment = witnessed(town)
    assert rows_that_say(SENTINELS)

    run = retention.replace_authors(town, at)

    assert (run.replaced, run.months) == (1, 6)
    assert rows_that_say(SENTINELS) == []
    kept = Comment.objects.get(pk=comment.pk)
    assert kept.author.name.startswith("Pseudonym ")
    assert kept.text.startswith(f"Ich, {kept.author.name}, frage @")
    assert kept.decisions.get().reply_text.startswith("@Pseudonym")


def witnessed(town) -> Comment:
    """A comment answered seven months ago, with every field planted."""
    author = Author.objects.create(municipality=town, channel=comment_in(town).channel, **PLANTED[Author])
    comment = settled(town, author=author)
    Comment.objects.filter(pk=comment.pk).update(**{k: v for k, v in PLANTED[Comment].items() if v is not None})
    CommentRevision.objects.create(comment=comment, revision=1, **PLANTED[CommentRevision])
    decision = comment.decisions.get()
    Decision.objects.filter(pk=decision.pk).update(
        kind="reply", **{k: v for k, v in PLANTED[Decision].items() if v is not None}
    )
    PlatformAction.objects.create(
        decision=decision,
        due_at=now(),
        state="published",
        **{k: v for k, v in PLANTED[PlatformAction].items() if v is not None},
    )
    RootSearch.objects.create(
        channel=comment.channel,
        comment=comment,
        **{k: v for k, v in PLANTED[RootSearch].items() if v is not None},
    )
    return Comment.objects.get(pk=comment.pk)


def test_a_citizen_who_still_talks_to_us_keeps_the_account_and_its_newer_comment(town, at):
    old = settled(town)
    new = comment_on(old.delivery, author=old.author)

    retention.replace_authors(town, at)

    assert Comment.objects.get(pk=new.pk).author == old.author
    assert Comment.objects.get(pk=old.pk).author != old.author
    assert not Author.objects.get(pk=old.author_id).name.startswith("Pseudonym")


def test_one_person_has_one_pseudonym_below_a_post_and_answers_still_hang_together(town, at):
    first = settled(town)
    second = settled(town, author=first.author, answers=first)
    child = comment_on(first.delivery, answers=first)

    retention.replace_authors(town, at)

    one, two = Comment.objects.get(pk=first.pk), Comment.objects.get(pk=second.pk)
    assert one.author == two.author
    assert two.parent_remote_id == one.remote_id == fingerprint_of(one.channel_id, first.remote_id)
    assert one.parent_remote_id == first.delivery.remote_id
    assert Comment.objects.get(pk=child.pk).parent_remote_id == one.remote_id


def test_what_proceedings_may_need_stays_and_is_counted_by_reason(town, at):
    alma = moderator(town)
    with time_machine.travel(months_before(now(), 7), tick=False):
        hidden = hidden_comment(town, alma)
        objected = comment_on(hidden.delivery)
        decision_on(objected, alma)
        unsettled = comment_on(hidden.delivery)
        decision_on(unsettled, alma, "reply")
    appeal = appeal_in(town)
    type(appeal)._base_manager.filter(pk=appeal.pk).update(comment=objected)
    comment_on(hidden.delivery)  # nobody has decided about it

    run = retention.replace_authors(town, at)

    assert run.replaced == 0
    assert run.kept == {"measure": 1, "appeal": 1, "unsettled": 1}
    assert Comment.objects.filter(pseudonymised_at=None).count() == 4


def test_a_reason_that_appears_while_the_job_runs_wins(town, at):
    comment = settled(town)
    appeal = appeal_in(town)
    type(appeal)._base_manager.filter(pk=appeal.pk).update(comment=comment)

    with pytest.raises(retention.Kept), transaction.atomic():
        retention.replace_author(comment, {}, at)

    assert Comment.objects.get(pk=comment.pk).pseudonymised_at is None
    assert not Author.objects.filter(name__startswith="Pseudonym").exists()


def test_a_comment_that_was_edited_meanwhile_is_left_to_the_next_run(town, at):
    comment = settled(town)
    Comment.objects.filter(pk=comment.pk).update(revision=2)

    with pytest.raises(AlreadyChanged), transaction.atomic():
        retention.replace_author(comment, {}, at)

    assert retention.replace_authors(town, at).replaced == 1


def test_the_period_is_counted_from_the_decision_and_each_town_has_its_own(town, at):
    other_town = MunicipalityFactory()
    settled(town, months=5)
    with scope(municipality=other_town):
        RetentionPeriod.objects.create(municipality=other_town, author_months=3)
        settled(other_town, months=5)

    with scopes_disabled():
        replace_authors()
        assert list(
            PseudonymRun.objects.values_list("municipality", "months", "replaced").order_by("municipality")
        ) == [
            (town.pk, 6, 0),
            (other_town.pk, 3, 1),
        ]


def test_the_dry_run_says_what_the_run_does_and_changes_nothing(town, at):
    for _number in range(3):
        settled(town)
    before = list(Comment.objects.order_by("pk").values())

    said = outlook(town, at)

    assert (said.months, said.comments, said.entries, said.kept) == (6, 3, 0, {})
    assert list(Comment.objects.order_by("pk").values()) == before
    assert retention.replace_authors(town, at).replaced == said.comments


def test_whoever_stops_in_between_goes_on_and_nothing_is_counted_twice(town, at):
    for _number in range(3):
        settled(town)

    assert retention.replace_authors(town, at, at_most=2).replaced == 2
    assert retention.replace_authors(town, at).replaced == 3
    assert retention.replace_authors(town, at).replaced == 3

    assert PseudonymRun.objects.count() == 1
    assert AuditEntry.objects.filter(action="community.authors_replaced").count() == 2


def test_an_old_thread_that_is_read_again_brings_no_name_back(town, at):
    comment = settled(town, remote_id="c1")
    retention.replace_authors(town, at)
    again = incoming("c1", created_at=months_before(now(), 7), author_name=NAME, author_handle=HANDLE)
    another = incoming("c2", created_at=months_before(now(), 7))

    assert store_comments(comment.channel, [again, another]) == 1
    assert not Author.objects.filter(name=NAME).exists()


def test_an_older_key_still_knows_the_comment(town, at, settings):
    comment = settled(town, remote_id="c1")
    retention.replace_authors(town, at)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-" * 9

    assert store_comments(comment.channel, [incoming("c1", created_at=months_before(now(), 7))]) == 0


def test_nobody_takes_up_a_comment_whose_author_is_a_pseudonym(town, at):
    comment = settled(town)
    retention.replace_authors(town, at)
    stored = Comment.objects.get(pk=comment.pk)

    with pytest.raises(Refused, match="Pseudonym"):
        claim_comment(stored, actor=moderator(town))
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(state="new")


def test_entries_nobody_could_read_are_emptied_once_somebody_has_seen_them(town, at):
    from community.models import UnreadEntry

    channel = comment_in(town).channel
    old = months_before(now(), 7)
    seen = UnreadEntry.objects.create(
        channel=channel, reason="KeyError", content={"text": WORDS}, sha256="a" * 64, settled_at=old,
        settled_by=moderator(town),
    )  # fmt: skip
    waiting = UnreadEntry.objects.create(channel=channel, reason="KeyError", content={"text": "neu"}, sha256="b" * 64)

    run = retention.replace_authors(town, at)

    assert run.entries_emptied == 1
    assert UnreadEntry.objects.get(pk=seen.pk).content is None
    assert UnreadEntry.objects.get(pk=waiting.pk).content == {"text": "neu"}


def test_the_record_of_acts_says_neither_name_nor_words(town):
    """Nothing that moderators do with a comment writes its author or its words into the audit trail."""
    alma = moderator(town)
    rules = netiquette_in_force(town)
    for kind, grounds in (
        ("leave", {}),
        ("reply", {"text": f"Danke, {NAME}."}),
        ("hide", {"clause": rules.clauses.first(), "rationale": f"Beleidigung durch {NAME}."}),
    ):
        author = comment_in(town).author
        Author.objects.filter(pk=author.pk).update(name=NAME, handle=HANDLE)
        decision_on(comment_in(town, author=author, text=WORDS), alma, kind, **grounds)

    told = json.dumps(list(AuditEntry.objects.values()), cls=DjangoJSONEncoder).lower()

    assert AuditEntry.objects.filter(action="community.comment_decided").count() == 3
    assert [sentinel for sentinel in SENTINELS if sentinel in told] == []


@pytest.mark.parametrize("months", [0, 25])
def test_a_period_out_of_range_is_refused_and_changes_nothing(town, client, months):
    officer = person(town, Role.COMMUNICATIONS)
    client.force_login(officer)

    answer = client.post(address(town, "retention"), {"author_months": months, "case_years": 3, "audit_years": 4})

    assert answer.status_code == 422
    assert f'value="{months}"' in answer.content.decode()
    assert not RetentionPeriod.objects.exists()
    with pytest.raises(Refused):
        retention.set_periods(town, actor=officer, author_months=months, case_years=3, audit_years=4)
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionPeriod.objects.create(municipality=town, author_months=months)


def test_the_page_shows_what_will_go_what_stays_and_what_went(town, client, at):
    client.force_login(person(town, Role.ADMINISTRATOR))
    settled(town)
    text = client.get(address(town, "retention")).content.decode()
    assert "Noch kein Lauf" in text

    retention.replace_authors(town, at)
    client.post(address(town, "retention"), {"author_months": 3, "case_years": 3, "audit_years": 5})

    text = client.get(address(town, "retention")).content.decode()
    assert 'value="3"' in text
    assert PseudonymRun.objects.get().replaced == 1
    assert AuditEntry.objects.filter(action="community.retention_set").get().details == {
        "author_months": 3,
        "case_years": 3,
        "audit_years": 5,
    }


def test_the_head_reads_the_period_and_does_not_set_it(town, client):
    head = person(town, Role.LEADERSHIP)
    client.force_login(head)

    assert 'name="author_months"' not in client.get(address(town, "retention")).content.decode()
    with pytest.raises(NotPermitted):
        retention.set_periods(town, actor=head, author_months=3, case_years=3, audit_years=4)


def test_the_comments_page_says_since_when_a_pseudonym_stands_there(town, alma, client, at):
    comment = settled(town)
    retention.replace_authors(town, at)

    text = client.get(address(town, "comment", comment.pk)).content.decode()

    assert "Pseudonym" in text
    assert "Wieder aufnehmen" not in text


@pytest.mark.parametrize(
    ("at", "months", "expected"),
    [
        (datetime(2026, 8, 31, 9, tzinfo=UTC), 6, datetime(2026, 2, 28, 9, tzinfo=UTC)),
        (datetime(2026, 3, 15, tzinfo=UTC), 3, datetime(2025, 12, 15, tzinfo=UTC)),
        (datetime(2026, 12, 31, tzinfo=UTC), 24, datetime(2024, 12, 31, tzinfo=UTC)),
    ],
)
def test_months_are_those_of_the_calendar(at, months, expected):
    assert months_before(at, months) == expected
    assert months_before(at, months) <= at - timedelta(days=28 * months)
