# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What kind of comment it seems to be: question, praise, criticism or something else, from plain rules (TRIAGE).

A suggestion, shown with the words it rests on. Sorts and filters the queue, decides nothing, and is never learned.
How often the rules are right, and with what they were tried, is in docs/handbuch/dialog.md.
"""

from __future__ import annotations

from typing import NamedTuple

from channels_mgmt.connectors.contents import Contents
from community.models import Comment
from community.triage.kinds import ADDRESS, angry, asked, praised

Kind = Comment.Kind


class Seen(NamedTuple):
    """``words`` are those the kind rests on, as they stand in the comment; none for what no rule knows."""

    kind: str
    words: tuple[str, ...] = ()


def kind_of(text: str, contents: Contents | None = None) -> Seen:
    """The likeliest kind. A question comes first, since somebody waits; anger outweighs a nice word beside it."""
    carried = contents or Contents()
    words = ADDRESS.sub(" ", "\n".join([text, *carried.own_words]))
    if sign := asked(words):
        return Seen(Kind.QUESTION, (sign,))
    if carried.poll:
        return Seen(Kind.QUESTION)
    if found := angry(words):
        return Seen(Kind.CRITICISM, found)
    praise = praised(words)
    return Seen(Kind.PRAISE, praise) if praise else Seen(Kind.OTHER)
