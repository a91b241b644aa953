# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the rows of a table of comments say. The own layout is German; exports name the same things otherwise.

Exports of interfaces and of tools are read by the names of the Graph API's fields (``comment_id``, ``created_time``,
``message`` …). Meta's Business Suite lists posts with their figures and no comment's words: such a file is told apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from core.cells import day_in, time_in, time_of_moment
from core.days import read_moment
from core.localtime import to_instant

#: Column → what it is called, the own heading first.
NAMES: Mapping[str, Sequence[str]] = {
    "author": (
        "Name",
        "Autor/in",
        "Autor",
        "Verfasser/in",
        "Author",
        "From",
        "From name",
        "User",
        "Username",
    ),
    "text": ("Kommentar", "Text", "Kommentartext", "Nachricht", "Comment", "Comment text", "Message"),
    "day": ("Datum", "Datum und Uhrzeit", "Zeitpunkt", "Date", "Created time", "Created at", "Timestamp"),
    "hour": ("Uhrzeit", "Zeit", "Time"),
    "post": ("Beitrag", "Adresse des Beitrags", "Post", "Post ID", "Post URL", "Post link", "Media ID"),
    "url": ("Adresse", "Adresse des Kommentars", "Link", "Comment URL", "Comment link", "Permalink URL"),
    "number": ("Kennung", "Kommentar-ID", "Kommentarnummer", "ID", "Comment ID"),
    "parent": ("Antwort auf", "Parent", "Parent ID", "Reply to", "Parent comment ID"),
    "profile": ("Profil", "Adresse des Profils", "Profile", "Profile URL", "Profile link", "From ID", "User ID"),
}
#: The own layout, in its order.
OWN = tuple(NAMES)
#: Headings of Meta's lists of posts, in English and German: they count comments, and hold no words of theirs.
POSTS_OF_META = {"publish time", "post type", "impressions", "reach", "reichweite", "beitragsart", "impressionen"}
_OFFSET = re.compile(r"([+-]\d\d)(\d\d)$")
_DAY_AND_TIME = re.compile(r"(.*\d{4}|.*\d\.\d\d)(?:,\s*|\s+|,?\s*um\s+)(\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*(?:Uhr|h))?)")
NOON = time(12)


@dataclass(frozen=True)
class Headings:
    """``keys``: per column what it holds, or "" for what is left out; ``left_out`` names these."""

    keys: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def twice(self) -> str:
        """A column that stands there more than once, or ""."""
        known = [key for key in self.keys if key]
        return next((key for key in known if known.count(key) > 1), "")


def folded(heading: str) -> str:
    """``Comment_ID`` and ``comment id`` are the same heading."""
    return " ".join(heading.replace("_", " ").casefold().split())


_KEYS = {folded(name): key for key, names in NAMES.items() for name in names}


def headings_of(cells: Sequence[str]) -> Headings:
    """What the first row says."""
    keys = tuple(_KEYS.get(folded(cell), "") for cell in cells)
    left_out = tuple(cell for cell, key in zip(cells, keys, strict=True) if not key and cell.strip())
    return Headings(keys, left_out)


def are_posts_of_meta(cells: Sequence[str]) -> bool:
    """Whether these headings belong to a list of posts with their figures."""
    return len(POSTS_OF_META & {folded(cell) for cell in cells}) >= 2


def moment_in(cell: str, hour: str, zone: str) -> datetime | None:
    """The moment a day and a time name, in one cell or in two, on the clock of ``zone``; noon where no time stands.

    ``None`` for what is no day or no time. Raises ``NoSuchLocalTime`` for an hour that the change to summer time
    leaves out. A moment that names its own zone, as interfaces write it, is taken at its word.
    """
    said = cell.strip()
    told = read_moment(_OFFSET.sub(r"\1:\2", said))
    if told is not None and told.tzinfo is not None:
        return told
    day_part, time_part = said, hour.strip()
    if both := _DAY_AND_TIME.fullmatch(said):
        day_part, time_part = both[1], time_part or both[2]
    day = day_in(day_part)
    at = time_in(time_part) if time_part else time_of_moment(said) or NOON
    return to_instant(datetime.combine(day, at), zone) if day is not None and at is not None else None
