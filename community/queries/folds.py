# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nearly identical comments stand in one line of the queue: that of the most urgent of them (docs/adr/0067).

By the key each got when it came in, within one town. What may mean danger, questions, private messages and what
somebody holds always has a line of its own. Nothing but the list folds: counts, claims and deadlines know no folds.
"""

from __future__ import annotations

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from community.models import Comment

#: From so many accounts on the line says that this may be people with one concern.
MANY_ACCOUNTS = 3
FOLDS = Q(state=Comment.State.NEW, is_private=False, is_staff_matter=False, apart="") & ~Q(fold_key="")
FOLDS &= Q(urgency__gt=Comment.Urgency.DANGER) & ~Q(kind=Comment.Kind.QUESTION)


def folded(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Of nearly identical ``comments`` the most urgent, with ``alike`` and ``accounts`` of its line; others stay."""
    same = Comment.objects.filter(FOLDS, municipality=OuterRef("municipality"), fold_key=OuterRef("fold_key"))
    before = Q(urgency=OuterRef("urgency"), due_at=OuterRef("due_at"), pk__lt=OuterRef("pk"))
    before |= Q(urgency=OuterRef("urgency"), due_at__lt=OuterRef("due_at")) | Q(urgency__lt=OuterRef("urgency"))
    return comments.exclude(FOLDS & Q(Exists(same.filter(before)))).annotate(
        alike=_figure(same, Count("pk")), accounts=_figure(same, Count("author", distinct=True))
    )


def _figure(same: QuerySet[Comment], figure: Count) -> Case:
    counted = same.order_by().values("fold_key").annotate(figure=figure).values("figure")
    return Case(
        When(FOLDS, then=Coalesce(Subquery(counted, output_field=IntegerField()), 1)),
        default=Value(1),
        output_field=IntegerField(),
    )


def in_fold_of(comments: QuerySet[Comment], pk: int) -> QuerySet[Comment]:
    """Of ``comments`` those that stand in one line with the comment ``pk``, whatever has become of that one."""
    key = Comment.objects.filter(pk=pk).values("fold_key")[:1]
    return comments.filter(FOLDS, fold_key=Subquery(key))
