# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a page shows acts that wait ten seconds: the sentence with its button, and which rows are about to change."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Municipality, PostponedAct
from core.errors import DomainError


class UndoOffer(NamedTuple):
    """Where an act is undone, and until when (ISO 8601)."""

    url: str
    until: str


def offer_undo(request: HttpRequest, act: PostponedAct) -> None:
    """Let the next page say what will happen in ten seconds, with a button that undoes it."""
    offer_undo_at(request, act.words, reverse("settings:undo", args=[act.municipality.slug, act.pk]), act.due_at)


def offer_undo_at(request: HttpRequest, words: str, url: str, until: datetime) -> None:
    """Let the next page say ``words`` with a button that undoes it by a POST to ``url``."""
    messages.info(request, words, extra_tags=f"undo {url} {until.isoformat()}")


def ask_with_undo(request: HttpRequest, ask: Callable[[], PostponedAct]) -> None:
    """Ask for an act; the next page offers to undo it, or says why it cannot be."""
    try:
        offer_undo(request, ask())
    except DomainError as error:
        messages.error(request, str(error))


def undo_offer_of(tags: str) -> UndoOffer | None:
    """The offer that stands in the ``extra_tags`` of a message."""
    parts = (tags or "").split()
    return UndoOffer(parts[1], parts[2]) if len(parts) == 3 and parts[0] == "undo" else None


def waiting_acts(town: Municipality, kind: str) -> dict[int, PostponedAct]:
    """The acts of ``kind`` that can still be undone, by subject. One query."""
    return {act.subject: act for act in PostponedAct.objects.waiting().filter(municipality=town, kind=kind)}
