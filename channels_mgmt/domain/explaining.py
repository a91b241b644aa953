# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The beginning of a post that explains a decision, in German. Pure functions.

What only a person can say is a gap, ``[… …]``; nothing goes out while one is left.
"""

from __future__ import annotations

from datetime import date

from channels_mgmt.domain.ways import shortened_to

TITLE_LENGTH = 120
QUOTED = 600
BENEFIT = "[… Was ändert sich dadurch, ab wann, und für wen?]"
WHY = "[… Warum wurde so entschieden?]"


def draft_title(subject: str) -> str:
    return (
        f"Beschluss: {subject}" if len(subject) + 11 <= TITLE_LENGTH else f"Beschluss: {subject}"[:119].rstrip() + "…"
    )


def draft_text(*, subject: str, text: str, result: str, body: str, day: date | None, web: str) -> str:
    """Who decided what and when, in the words of the decision; what it means is asked."""
    when = f"Am {day:%d.%m.%Y}" if day else "Vor Kurzem"
    parts = [f"{when} wurde beschlossen: {subject}", BENEFIT, WHY]
    if quoted := shortened_to(" ".join(text.split()), QUOTED):
        parts.append(f"Im Wortlaut: „{quoted}“")
    known = " · ".join(part for part in (body, result) if part)
    parts += [known] if known else []
    parts += [f"Quelle: {web}"] if web else []
    return "\n\n".join(parts)
