# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Letting go of names: the author of a comment settled long ago becomes a pseudonym (DOMAIN § 3; docs/adr/0044).

There is no list of who became whom, so nobody can go back. Under one post the same person gets the same pseudonym
as long as one run lasts, so that a conversation can still be read. What a court, a citizen who objected or the
platform may still ask about stays as it is (``RetentionReason``).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import (
    FEWEST_AUDIT_YEARS,
    FEWEST_CASE_YEARS,
    FEWEST_MONTHS,
    MOST_AUDIT_YEARS,
    MOST_CASE_YEARS,
    MOST_MONTHS,
    Municipality,
    RetentionPeriod,
    User,
)
from accounts.tenancy.permissions import require
from channels_mgmt.models import Channel, Delivery
from community.domain.pseudonyms import Replacement, new_pseudonym
from community.models import (
    AnswerPart,
    Author,
    Comment,
    CommentRevision,
    Decision,
    NoticeMessage,
    PlatformAction,
    PseudonymRun,
    RootSearch,
    TriageScore,
)
from community.models.decisions import LONGEST_RETURN_REASON
from community.queries.retention import (
    entries_to_empty,
    fingerprint_of,
    has_a_reason_to_stay,
    kept_for_a_reason,
    limit_of,
    may_become_pseudonyms,
    questions_about,
)
from community.services.departments import replace_in_department_questions
from community.services.restrictions import replace_in_restrictions
from core.errors import AlreadyChanged, Refused
from core.folded import forget_gone_words
from core.states import compare_and_set
from strategy.services import replace_in_questions

#: Who stands for whom below which post, as long as one run lasts.
Pseudonyms = dict[tuple[int, int | None], Author]
#: Comments of one town that one ring of the bell takes; the next ring goes on where this one ended.
AT_ONCE = 1000


class Kept(Exception):
    """A reason to stay appeared meanwhile: the transaction leaves everything as it was."""


@transaction.atomic
def set_periods(town: Municipality, *, actor: User, author_months: int, case_years: int, audit_years: int) -> None:
    """Set after how long authors become pseudonyms, cases may be released and audit entries go.

    Raises ``Refused`` outside 1 to 24 months, 1 to 9 and 4 to 10 years, and for an audit trail shorter than its cases.
    Documents that name the old period turn stale by themselves. A longer period brings nobody back.
    """
    require(actor, "community.set_retention", town)
    if not FEWEST_MONTHS <= author_months <= MOST_MONTHS:
        words = _("Please choose between %(fewest)s and %(most)s months.")
        raise Refused(words % {"fewest": FEWEST_MONTHS, "most": MOST_MONTHS})
    if not FEWEST_AUDIT_YEARS <= audit_years <= MOST_AUDIT_YEARS:
        words = _("Please choose between %(fewest)s and %(most)s years.")
        raise Refused(words % {"fewest": FEWEST_AUDIT_YEARS, "most": MOST_AUDIT_YEARS})
    if not FEWEST_CASE_YEARS <= case_years <= MOST_CASE_YEARS:
        words = _("Please choose between %(fewest)s and %(most)s years.")
        raise Refused(words % {"fewest": FEWEST_CASE_YEARS, "most": MOST_CASE_YEARS})
    if audit_years <= case_years:
        raise Refused(_("Keep the audit trail at least a year longer than the cases it is about."))
    periods = {"case_years": case_years, "author_months": author_months, "audit_years": audit_years}
    values = {**periods, "changed_by": actor, "changed_at": timezone.now()}
    RetentionPeriod.objects.update_or_create(municipality=town, defaults=values)
    record(actor, "community.retention_set", town, **periods)


def replace_authors(town: Municipality, at: datetime, *, at_most: int = AT_ONCE) -> PseudonymRun:
    """Let go of the names of up to ``at_most`` comments of ``town``, and write down how many.

    Each comment is a transaction of its own: who stops in between has lost nothing, who runs twice does nothing
    twice. Needs the town in scope.
    """
    months, before = limit_of(town, at)

    def let_go(comment: Comment, pseudonyms: Pseudonyms, own_handles: list[str]) -> None:
        replace_author(comment, pseudonyms, at, own_handles)

    replaced = one_by_one(town, may_become_pseudonyms(town, before)[:at_most], let_go)
    entries = entries_to_empty(town, before).update(content=None, reason="")
    return _written_down(town, at, months=months, replaced=replaced, entries=entries, before=before)


def one_by_one(
    town: Municipality, due: QuerySet[Comment], let_go: Callable[[Comment, Pseudonyms, list[str]], None]
) -> int:
    """Let go of what each of ``due`` holds, in a transaction of its own; of how many. What has a reason stays."""
    pseudonyms: Pseudonyms = {}
    own_handles = list(Channel.objects.filter(municipality=town).values_list("handle", flat=True))
    gone = 0
    for comment in list(due.select_related("author", "delivery", "municipality")):
        key = (comment.author_id, comment.delivery_id)
        try:
            with transaction.atomic():
                let_go(comment, pseudonyms, own_handles)
        except (AlreadyChanged, Kept):
            # The pseudonym may have been made in the transaction that is undone now.
            pseudonyms.pop(key, None)
            continue
        gone += 1
    if gone:
        forget_gone_words(Comment)
        forget_gone_words(Decision)
    return gone


def replace_author(
    comment: Comment,
    pseudonyms: dict[tuple[int, int | None], Author],
    at: datetime,
    own_handles: Sequence[str] = (),
    *,
    is_kept: Callable[[Comment], bool] = has_a_reason_to_stay,
    **changes: Any,
) -> None:
    """Let a pseudonym stand for the author everywhere, and set ``changes`` with it; within a transaction.

    Raises ``AlreadyChanged`` for a comment that is not as it was read, and ``Kept`` when ``is_kept`` finds a reason
    once nobody else can write it.
    """
    author = comment.author
    pseudonym = _pseudonym_of(comment, pseudonyms)
    change = Replacement(
        pseudonym.name,
        names=[author.name],
        handles=[author.handle],
        addresses=[author.remote_id, author.url, comment.remote_id, comment.url],
        own_handles=own_handles,
    )
    old_id, new_id = comment.remote_id, fingerprint_of(comment.channel_id, comment.remote_id)
    text, other_words = change.in_text(comment.text), change.in_text(comment.other_words)
    replaced = {
        "pseudonymised_at": at,
        "author": pseudonym,
        "remote_id": new_id,
        "parent_remote_id": _parent_of(comment),
        "remote_data": {},
        "url": "",
        "text": text,
        "other_words": other_words,
        "kept_contents": change.in_value(comment.kept_contents),
        "fold_key": "",
        "urgency_reason": change.in_text(comment.urgency_reason)[:200],
    }
    compare_and_set(
        comment,
        expected={"state": comment.state, "revision": comment.revision, "pseudonymised_at": None},
        **replaced | changes,
    )
    if is_kept(comment):
        raise Kept
    Comment._base_manager.filter(channel=comment.channel_id, parent_remote_id=old_id).update(parent_remote_id=new_id)
    RootSearch._base_manager.filter(comment=comment).delete()
    TriageScore._base_manager.filter(comment=comment).delete()
    for earlier in CommentRevision._base_manager.filter(comment=comment):
        earlier.text, earlier.kept_contents = change.in_text(earlier.text), change.in_value(earlier.kept_contents)
        earlier.save(update_fields=["text", "kept_contents"])
    _replace_in_answers(comment, change)
    replace_in_questions(questions_about(comment), change.in_text)
    replace_in_department_questions(comment, change.in_text)
    replace_in_restrictions(comment, change.in_text)
    _forget_author(author)


def _replace_in_answers(comment: Comment, change: Replacement) -> None:
    """The town's own words to this citizen, which often begin with the name."""
    for decision in Decision._base_manager.filter(comment=comment):
        for name in Decision.WORDS:
            setattr(decision, name, change.in_text(getattr(decision, name)))
        decision.return_reason = decision.return_reason[:LONGEST_RETURN_REASON]
        decision.save(update_fields=[*Decision.WORDS, "searchable"])
    for table in (PlatformAction, AnswerPart, NoticeMessage):
        for sent in table._base_manager.filter(decision__comment=comment):
            values: dict[str, Any] = {
                "client_key": change.in_value(sent.client_key),
                "remote_data": change.in_value(sent.remote_data),
                "error": change.in_text(sent.error),
                "fault": change.in_text(sent.fault)[:500],
            }
            if isinstance(sent, PlatformAction):
                values["outcome"] = change.in_text(sent.outcome)[:300]
            table._base_manager.filter(pk=sent.pk).update(**values)


def _pseudonym_of(comment: Comment, pseudonyms: dict[tuple[int, int | None], Author]) -> Author:
    key = (comment.author_id, comment.delivery_id)
    if key not in pseudonyms:
        sign = new_pseudonym()
        pseudonyms[key] = Author.objects.create(
            municipality=comment.municipality,
            channel_id=comment.channel_id,
            remote_id=f"{Comment.FINGERPRINT}{uuid.uuid4().hex}",
            name=f"Pseudonym {sign}",
        )
    return pseudonyms[key]


def _parent_of(comment: Comment) -> str:
    """What it answers: an id of the town's own stays, a citizen's is kept as its fingerprint."""
    parent = comment.parent_remote_id
    if not parent or parent.startswith(Comment.FINGERPRINT):
        return parent
    is_post = Delivery._base_manager.filter(channel=comment.channel_id, remote_id=parent).exists()
    is_answer = any(
        table._base_manager.filter(remote_id=parent, decision__comment__channel=comment.channel_id).exists()
        for table in (PlatformAction, AnswerPart)
    )
    return parent if is_post or is_answer else fingerprint_of(comment.channel_id, parent)


def _forget_author(author: Author) -> None:
    """Without a comment left nobody needs the account. Somebody may write at this moment: then it stays."""
    comments = Comment._base_manager.filter(author=OuterRef("pk"))
    try:
        with transaction.atomic():
            Author._base_manager.filter(~Exists(comments), pk=author.pk).delete()
    except IntegrityError:
        return


@transaction.atomic
def _written_down(
    town: Municipality, at: datetime, *, months: int, replaced: int, entries: int, before: datetime
) -> PseudonymRun:
    day = town.local_day(at)
    if not (replaced or entries) and (known := PseudonymRun.objects.filter(municipality=town, day=day).first()):
        return known
    kept = kept_for_a_reason(town, before)
    values = {"months": months, "kept": kept, "finished_at": at}
    run, is_new = PseudonymRun.objects.get_or_create(
        municipality=town,
        day=day,
        defaults=values | {"replaced": replaced, "entries_emptied": entries},
    )
    if not is_new:
        PseudonymRun.objects.filter(pk=run.pk).update(
            replaced=F("replaced") + replaced, entries_emptied=F("entries_emptied") + entries, **values
        )
        run.refresh_from_db()
    if replaced or entries:
        record(None, "community.authors_replaced", run, months=months, comments=replaced, entries=entries)
    return run
