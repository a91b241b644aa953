# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What concerns a person of the staff is left out for everybody who is not named for it (docs/adr/0067).

One place: the manager of every model that holds a comment or what was said about one. ``tests/community/test_sight``
looks that none is without it.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django_scopes.manager import DisabledQuerySet

from core.scoping import ScopedManager
from core.sight import sees_all

#: The column of a comment that restricts who reads it.
COLUMN = "is_staff_matter"


def GuardedManager(to_comment: str = "", *, is_optional: bool = False, **options: Any) -> Any:
    """A scoped manager whose rows are about a comment, reached by ``to_comment``: "decision__comment__".

    ``is_optional``: there may be none.
    """
    left_in = ~Q((f"{to_comment}{COLUMN}", True)) if is_optional else Q((f"{to_comment}{COLUMN}", False))
    of_town: Any = type(ScopedManager(**options))

    class Manager(of_town):
        restricts_sight = True

        def get_queryset(self) -> models.QuerySet[Any]:
            found: models.QuerySet[Any] = super().get_queryset()
            return found if sees_all() or isinstance(found, DisabledQuerySet) else found.filter(left_in)

        def in_full(self) -> models.QuerySet[Any]:
            """Everything, whoever reads: for figures, and for lines that show nothing of it."""
            return super().get_queryset()

    return Manager()
