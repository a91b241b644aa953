# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Letting go of measures and evidence: a person releases what is past its time and held by nothing (docs/adr/0045).

Words, names and evidence are deleted. Of a decision there stay kind, clause, day and who took it, so that the figures
of earlier reports and of the transparency page remain what they were. Evidence is text in the database; the only
files are those departments answer with, which go with the name, and a test looks for fields that would hold others.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User, case_years_of
from accounts.tenancy.permissions import require
from channels_mgmt.models import Channel
from community.models import (
    AnswerPart,
    Author,
    CaseRelease,
    Comment,
    CommentRevision,
    Decision,
    Evidence,
    NoticeMessage,
    PlatformAction,
    StaffMatter,
)
from community.queries.cases import contained_in, is_held, releasable_cases
from community.services.departments import empty_department_questions
from community.services.restrictions import empty_restrictions
from community.services.retention import Kept, replace_author
from core.errors import AlreadyChanged, Refused
from core.folded import forget_gone_words
from core.states import compare_and_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@transaction.atomic
def release_cases(
    town: Municipality, *, actor: User, comments: Iterable[int], has_asked_archive: bool, at: datetime
) -> CaseRelease:
    """Delete what these cases contain, all or nothing. There is no way back.

    Raises ``Refused`` unless the archive has been asked or need not be, and ``AlreadyChanged`` when one of them is no
    longer past its time, is held meanwhile, or was released by somebody else.
    """
    require(actor, "community.release_cases", town)
    if not has_asked_archive:
        raise Refused(_("Please ask the archive first, or confirm that it need not be asked."))
    wanted = set(comments)
    cases = releasable_cases(town, at).filter(pk__in=wanted).order_by("pk")
    found = list(cases.select_related("author", "delivery", "municipality"))
    if not found or len(found) != len(wanted):
        raise _changed_meanwhile()
    contained = contained_in([comment.pk for comment in found])
    own_handles = list(Channel.objects.filter(municipality=town).values_list("handle", flat=True))
    pseudonyms: dict[tuple[int, int | None], Author] = {}
    for comment in found:
        try:
            empty_comment(comment, pseudonyms, at, own_handles)
        except (AlreadyChanged, Kept):
            raise _changed_meanwhile() from None
    forget_gone_words(Comment)
    forget_gone_words(Decision)
    release = CaseRelease.objects.create(
        municipality=town,
        released_at=at,
        released_by=actor,
        years=case_years_of(town),
        comments=contained.comments,
        evidence=contained.evidence,
        decisions=contained.decisions,
        wordings=contained.wordings,
    )
    record(
        actor,
        "community.cases_released",
        release,
        comments=sorted(wanted),
        evidence=contained.evidence,
        decisions=contained.decisions,
        years=release.years,
    )
    return release


def empty_comment(
    comment: Comment,
    pseudonyms: dict[tuple[int, int | None], Author],
    at: datetime,
    own_handles: list[str],
    *,
    is_kept: Callable[[Comment], bool] = is_held,
) -> None:
    """Delete words, name and contents of ``comment`` and of all that was decided about it; within a transaction.

    Raises ``AlreadyChanged`` for one that is not as it was read, and ``Kept`` where ``is_kept`` finds a reason.
    """
    gone = {
        "emptied_at": at,
        "text": Comment.GONE,
        "other_words": "",
        "kept_contents": {},
        "urgency_reason": "",
        "fold_key": "",
        "is_staff_matter": False,
    }
    if comment.pseudonymised_at is None:
        replace_author(comment, pseudonyms, at, own_handles, is_kept=is_kept, **gone)
    else:
        compare_and_set(comment, expected={"revision": comment.revision, "emptied_at": None}, **gone)
        if is_kept(comment):
            raise Kept
    StaffMatter._base_manager.filter(comment=comment).delete()
    CommentRevision._base_manager.filter(comment=comment).delete()
    empty_department_questions(comment, at)
    empty_restrictions(comment, at)
    decisions = Decision._base_manager.filter(comment=comment)
    decisions.update(emptied_at=at, evidence=None)
    for name in Decision.WORDS:
        decisions.exclude(**{name: ""}).update(**{name: Comment.GONE})
    decisions.update(searchable="")
    Evidence._base_manager.filter(comment=comment).delete()
    actions = PlatformAction._base_manager.filter(decision__comment=comment)
    actions.update(client_key={}, remote_data={}, outcome="", error="", fault="")
    nothing = {"client_key": {}, "remote_data": {}, "error": "", "fault": ""}
    AnswerPart._base_manager.filter(decision__comment=comment).update(**nothing)
    NoticeMessage._base_manager.filter(decision__comment=comment).update(**nothing, text=Comment.GONE)


def _changed_meanwhile() -> AlreadyChanged:
    return AlreadyChanged(
        _("Something about these cases has changed in the meantime. Nothing was deleted; please look again.")
    )
