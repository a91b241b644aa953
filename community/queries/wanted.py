# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the address of the queue asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote_plus

from django.db.models import Q
from django.http import QueryDict

from core.text import read_number

OPEN, MINE, DECIDED, PERSON, ALL = "open", "mine", "decided", "person", "all"
TABS = (OPEN, MINE, DECIDED, PERSON, ALL)
#: Lists of what is to be decided: after a decision one goes on to the next comment of the same list.
WORKING = (OPEN, MINE, ALL)
STATES = {OPEN: ("new", "claimed", "spam"), ALL: ("test",), DECIDED: ("hidden", "gone")}
MARKED = {"hidden": Q(is_hidden=True), "gone": Q(gone_at__isnull=False)}
APART = ("spam", "test")


@dataclass(frozen=True)
class QueueFilter:
    """What the address asks for. Empty and senseless values count as not given."""

    tab: str = OPEN
    channel: int | None = None
    state: str = ""
    is_overdue: bool = False
    search: str = ""
    after: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> QueueFilter:
        tab = query.get("tab", "")
        tab = tab if tab in TABS else OPEN
        channel, state = query.get("channel", ""), query.get("state", "")
        return cls(
            tab=tab,
            channel=read_number(channel),
            state=state if state in STATES.get(tab, ()) else "",
            is_overdue=bool(query.get("overdue")) and tab in (OPEN, MINE),
            search=query.get("q", "").replace("\0", "").strip()[:100],
            after=query.get("after", ""),
        )

    def as_query(self, **changes: Any) -> str:
        """The address part of this filter with ``changes``, without defaults; paging starts over unless told."""
        wanted = replace(self, **({"after": ""} | changes))
        parts = [
            f"tab={wanted.tab}" if wanted.tab != OPEN else "",
            f"channel={wanted.channel}" if wanted.channel else "",
            f"state={wanted.state}" if wanted.state else "",
            "overdue=1" if wanted.is_overdue else "",
            f"q={quote_plus(wanted.search)}" if wanted.search else "",
            f"after={quote_plus(wanted.after)}" if wanted.after else "",
        ]
        return "&".join(filter(None, parts))

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the tab leaves comments out."""
        return bool(self.channel or self.state or self.is_overdue or self.search)

    @property
    def apart(self) -> str:
        """The standing of the accounts whose comments are listed that are not in the queue itself."""
        return self.state if self.state in APART else ""


#: The list as it opens: what is open, nothing left out.
EVERYTHING = QueueFilter()
