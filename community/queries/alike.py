# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Open comments that say nearly the same: a wave a person can decide about in one go."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from accounts.models import User
from community.domain.likeness import FEWEST_SIGNS, NEARLY_THE_SAME, likeness, runs, said
from community.models import Comment
from core import leases

#: Newest open comments of the town that are compared, and the most that are decided together.
COMPARED, MOST = 1_000, 100


def open_alike(comment: Comment, person: User, at: datetime) -> list[Comment]:
    """Public comments nearly the same as ``comment``, with it, that ``person`` can decide about; oldest first.

    Nothing but the words counts; whose they are does not. Fewer than two are no wave. One query.
    """
    words = said(comment.text)
    if len(words) < FEWEST_SIGNS or comment.is_private:
        return []
    mine = runs(words)
    free = Q(state=Comment.State.NEW) | Q(leases.expired(at, "claim_until"), state=Comment.State.CLAIMED)
    free |= Q(state=Comment.State.CLAIMED, claimed_by=person)
    around = Comment.objects.filter(municipality=comment.municipality_id, is_private=False).open().filter(free)
    newest = around.select_related("author", "channel").defer("searchable", "other_words").order_by("-posted_at", "-pk")
    key = comment.fold_key
    found = [
        one
        for one in newest[:COMPARED]
        if (key and one.fold_key == key) or likeness(mine, runs(said(one.text))) >= NEARLY_THE_SAME
    ]
    found = sorted(found[:MOST], key=lambda one: one.pk)
    return found if len(found) > 1 else []
