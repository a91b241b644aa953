# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a town's people decided, as examples to learn from: only acts of people, about the words as they still stand.

What was released, or written in private, is no example, so that it is forgotten with the next version. Practice
teaches nothing but in a demo.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import F, Q
from django.utils.timezone import now

from accounts.models import Municipality
from channels_mgmt.models import Channel
from community.domain.blind_sample import is_blind
from community.models import Author, Comment, Decision, TriageLabel
from community.queries.hints import DENIED_BY_LEAVING
from community.services.triage.scoring import text_of
from community.triage.labels import Label
from community.triage.model import Example
from core.hashing import content_hash

#: Examples of one label, newest first, that are learned from.
MOST_EXAMPLES = 12_000
#: What is read of a comment to learn from it.
READ = ("comment__text", "comment__kept_contents", "comment__delivery_id", "comment__revision")


class Decided(NamedTuple):
    """An example with the comment it is about."""

    comment: int
    revision: int
    example: Example


def decided_by_label(town: Municipality) -> dict[str, list[Decided]]:
    """All examples of ``town`` by label, oldest first. Needs the town in scope."""
    given: dict[str, list[Decided]] = defaultdict(list)
    known: set[tuple[int, str]] = set()
    labels = TriageLabel.objects.filter(_usable(), municipality=town, revision=F("comment__revision"))
    for label in Label.values:
        newest = labels.filter(label=label).select_related("comment").only("label", "value", "given_at", *READ)
        for one in newest.order_by("-given_at", "-pk")[:MOST_EXAMPLES]:
            known.add((one.comment_id, label))
            given[label].append(_decided(one.comment, one.value, one.given_at))
    for comment, at in _left(town):
        for label in DENIED_BY_LEAVING:
            if (comment.pk, label) not in known:
                given[label].append(_decided(comment, False, at))
    return {label: _newest(found) for label, found in given.items()}


def fingerprint(found: dict[str, list[Decided]], *beside: object) -> str:
    """The same for the same answers about the same words, and for the same ``beside``."""
    told = {
        label: [[one.comment, one.revision, one.example.positive] for one in sorted(decided)]
        for label, decided in sorted(found.items())
    }
    return content_hash([told, *beside])


def blind_since(found: Iterable[Decided], since: datetime) -> list[Example]:
    """Those of the blind sample after ``since``: nobody was swayed, and no version until then had seen them."""
    return [one.example for one in found if one.example.at > since and is_blind(one.comment)]


def _usable() -> Q:
    counted = Q(comment__emptied_at=None, comment__is_private=False) & ~Q(comment__apart=Author.Standing.TEST)
    return counted if settings.DEMO else counted & ~Q(comment__channel__connector=Channel.Connector.PRACTICE)


def _left(town: Municipality) -> list[tuple[Comment, datetime]]:
    """Comments that a person left standing as they still read, newest first."""
    left = Decision.objects.filter(
        _usable(),
        comment__municipality=town,
        comment__state__in=Comment.DECIDED_STATES,
        kind=Decision.Kind.LEAVE,
        undone_at=None,
        comment_revision=F("comment__revision"),
    )
    found = left.select_related("comment").only("decided_at", *READ).order_by("-decided_at", "-pk")[:MOST_EXAMPLES]
    return [(one.comment, one.decided_at) for one in found]


def _decided(comment: Comment, positive: bool, at: datetime) -> Decided:
    group = comment.delivery_id or -comment.pk
    return Decided(comment.pk, comment.revision, Example(text_of(comment), positive, group, min(at, now())))


def _newest(found: list[Decided]) -> list[Decided]:
    in_order = sorted({one.comment: one for one in found}.values(), key=lambda one: (one.example.at, one.comment))
    return in_order[-MOST_EXAMPLES:]
