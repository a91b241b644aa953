# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is offered beside the answer or the reasons for a measure, filled in as far as the desk knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from accounts.models import User
from community.domain.variables import Piece, filled, pieces_of
from community.models import Comment, Snippet
from community.queries.answers import answers_with, published_answers
from community.queries.snippets import known_values, snippet_to_use, snippets_to_offer
from core.text import shortened

ANSWER, REASONS = "antwort", "begruendung"
LONGEST_NAME = 90


@dataclass(frozen=True)
class Offer:
    """A text to begin with; ``snippet`` counts its use. ``note`` says whose it is and of when."""

    key: str
    name: str
    text: str
    snippet: int | None = None
    owner: str = ""
    valid_until: date | None = None
    is_expired: bool = False
    is_kept_answer: bool = False
    answered_at: datetime | None = None
    pieces: list[Piece] = field(default_factory=list)


def kinds_for(purpose: str) -> list[str]:
    return [Snippet.Kind.RATIONALE] if purpose == REASONS else Snippet.FOR_ANSWERS


def offers_for(comment: Comment, reader: User, purpose: str, words: str) -> list[Offer]:
    """Texts that fit ``words``, and for answers published ones with these words.

    Texts for reasons are not filled in: what stands in reasons, a person has written.
    """
    today = comment.municipality.local_day()
    known = {} if purpose == REASONS else known_values(comment, reader)
    offers = [
        Offer(
            key=f"text={one.pk}",
            name=one.name,
            text=(text := filled(one.text, known)),
            snippet=one.pk,
            owner=str(one.owner),
            valid_until=one.valid_until,
            is_expired=one.is_expired(today),
            is_kept_answer=one.is_kept_answer,
            pieces=pieces_of(text),
        )
        for one in snippets_to_offer(comment.municipality, kinds_for(purpose), words)
    ]
    if purpose == ANSWER and words:
        offers += [
            Offer(
                key=f"antwort={one.pk}",
                name=shortened(one.comment.text, LONGEST_NAME),
                text=one.reply_text,
                answered_at=one.decided_at,
                pieces=[Piece(one.reply_text)],
            )
            for one in answers_with(comment.municipality, words)
        ]
    return offers


def answer_to_begin(comment: Comment, pk: int) -> str:
    """A published answer of the town, chosen without JavaScript."""
    found = published_answers(comment.municipality).filter(pk=pk).first()
    return found.reply_text if found else ""


def text_to_begin(comment: Comment, reader: User, purpose: str, pk: int) -> str:
    """The text chosen without JavaScript, filled in; empty when it is no longer in use."""
    chosen = snippet_to_use(comment.municipality, pk, kinds_for(purpose))
    if chosen is None:
        return ""
    return filled(chosen.text, {} if purpose == REASONS else known_values(comment, reader))
