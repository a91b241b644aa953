# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A line of the queue: what it shows of a comment, read in one row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Case, OuterRef, Subquery, Value, When

from channels_mgmt.connectors.contents import Contents
from community.models import Comment, Decision, PlatformAction

REMOVED, HIDDEN = "removed", "hidden"


class Listed(NamedTuple):
    """What a line of the queue shows of a comment, or its cursor holds; ``decided_as`` only where decided ones are.

    ``alike``: so many comments with nearly the same words stand in this line, of so many ``accounts``.
    """

    pk: int
    text: str
    kept_contents: dict[str, Any]
    state: str
    urgency: int
    is_hidden: bool
    due_at: datetime
    decided_at: datetime | None
    gone_at: datetime | None
    claim_until: datetime | None
    claimed_by_id: int | None
    kind: str
    is_staff_matter: bool
    burden: str
    author_name: str
    author_handle: str
    channel_name: str
    holder_name: str | None
    holder_email: str | None
    decided_as: str = ""
    is_closed: bool = False
    alike: int = 0
    accounts: int = 0

    @classmethod
    def of(cls, comment: Comment) -> Listed:
        own = [getattr(comment, name) for name in cls._fields[: cls._fields.index("author_name")]]
        author, holder = comment.author, comment.claimed_by
        held_by = (holder.name, holder.email) if holder else (None, None)
        decided_as = getattr(comment, "decided_as", None) or ""
        values: list[Any] = [*own, author.name, author.handle, comment.channel.name, *held_by, decided_as]
        return cls(*values)

    def __eq__(self, other: object) -> bool:
        """Whether it is the same comment, however that was read."""
        return isinstance(other, Comment | Listed) and other.pk == self.pk

    def __hash__(self) -> int:
        return hash(self.pk)

    @property
    def closed(self) -> Listed:
        """What somebody may see who does not read what concerns the staff: that it waits, and for how long."""
        if not self.is_staff_matter:
            return self
        unsaid: dict[str, Any] = {"text": "", "kept_contents": {}, "kind": "", "author_name": "", "author_handle": ""}
        return self._replace(is_closed=True, decided_as="", **unsaid)

    @property
    def author(self) -> str:
        return self.author_name or self.author_handle

    @property
    def holder(self) -> str:
        return self.holder_name or self.holder_email or ""

    @property
    def contents(self) -> Contents:
        return Contents.from_json(self.kept_contents)


#: Where the values of ``Listed`` lie.
LISTED = (
    *("pk", "text", "kept_contents", "state", "urgency", "is_hidden", "due_at", "decided_at", "gone_at"),
    *("claim_until", "claimed_by", "kind", "is_staff_matter", "burden"),
    *("author__name", "author__handle", "channel__name", "claimed_by__name", "claimed_by__email"),
)


def kind_of_decision() -> Case:
    """What became of a comment, ``REMOVED`` or ``HIDDEN``, else how it was decided last, as far as that stands.

    Nothing for an answer that waits for release: nobody was answered yet.
    """
    standing = Decision.objects.filter(comment=OuterRef("pk"), undone_at=None)
    standing = standing.exclude(needs_release=True, released_at__isnull=True)
    return Case(
        When(removed_at__isnull=False, then=Value(REMOVED)),
        When(is_hidden=True, then=Value(HIDDEN)),
        default=Subquery(standing.order_by("-decided_at", "-pk").values("kind")[:1]),
    )


@dataclass(frozen=True)
class Row:
    """A line of the queue; ``problem`` is the platform action a person has to settle."""

    comment: Listed
    problem: PlatformAction | None = None


@dataclass(frozen=True)
class QueuePage:
    """``next_after`` continues the list (empty at its end); ``is_partial``: the search did not reach everything."""

    rows: list[Row]
    next_after: str = ""
    is_partial: bool = False
