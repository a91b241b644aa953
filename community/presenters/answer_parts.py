# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The parts of a long answer and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from community.domain.answer_parts import numbered
from community.models import AnswerPart, Decision, PlatformAction

State = PlatformAction.State


@dataclass(frozen=True)
class SentPart:
    """``url`` is where it stands; ``kind`` and ``icon`` are those of its badge."""

    number: int
    words: str
    state: str
    kind: str
    icon: str
    url: str
    error: str


def parts_with_state(decision: Decision) -> list[SentPart]:
    """In order; the last is the row that stands for the whole answer."""
    rows = list(AnswerPart.objects.filter(decision=decision).order_by("number"))
    for row in rows:
        row.decision = decision
    found = [_sent(row.number, row.text, row) for row in rows]
    begins = rows[-1].ends if rows else 0
    last = numbered(decision.reply_text[begins:], decision.part_count, decision.part_count)
    action = getattr(decision, "action", None)
    is_mirrored = any(row.needs_a_person for row in rows)
    return [*found, _sent(decision.part_count, last, None if is_mirrored else action)]


def _sent(number: int, words: str, row: Any) -> SentPart:
    if row is None or row.state in (State.SCHEDULED, State.SENDING, State.RETRY_WAIT):
        error = row.error if row is not None else ""
        return SentPart(number, words, _("Waits for its turn"), "", "hourglass", "", error)
    if row.is_published:
        return SentPart(number, words, _("Published"), "success", "success", row.remote_url, "")
    if row.state == State.WITHDRAWN:
        return SentPart(number, words, _("Never left"), "", "undo", "", row.error)
    icon = "uncertain" if row.is_uncertain else "failed"
    return SentPart(number, words, str(row.get_state_display()), "danger", icon, "", row.error)
