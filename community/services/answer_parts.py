# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""An answer that is longer than one post: divided, shown to whoever writes it, sent part by part (docs/adr/0068).

Each part but the last is a row of its own, ``PlatformAction`` is the last one and stands for the whole. A part leaves
only when the one before it is known to stand, and answers it. What is stuck in the middle stops the rest and becomes
the one row that a person settles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _

from channels_mgmt.connectors.contract import Connector, OutgoingPost, RemoteRef, gaps
from community.domain.answer_parts import MOST_PARTS, Span, divide, numbered
from community.models import AnswerPart, Comment, Decision, PlatformAction
from community.services.remote import remote_ref
from core.errors import AlreadyChanged, IllegalTransition, Refused
from core.hashing import content_hash
from core.states import change_state, compare_and_set
from core.text import grouped

State = PlatformAction.State
PART_STUCK = "part"


@dataclass(frozen=True)
class Part:
    """One post of the answer as the person sees it before it is sent."""

    number: int
    words: str
    used: int
    most: int


class TooLongForOne(Refused):
    """The answer fits into several posts. Nothing was sent: whoever wrote it has to confirm exactly these ``parts``."""

    def __init__(self, parts: Sequence[Part], confirmation: str) -> None:
        super().__init__(
            _("The answer is longer than one post. It can go out in %(n)d parts; please look at them and confirm.")
            % {"n": len(parts)}
        )
        self.parts, self.confirmation = list(parts), confirmation


def spans_of(comment: Comment, speaker: Connector, text: str) -> list[Span] | None:
    """Where ``text`` is divided for the platform of ``comment``; ``None`` where it cannot be."""
    if not speaker.abilities.answer_chains:
        return None
    return divide(text, lambda words, number: not gaps(speaker, _post(comment, words, number)))


def parts_of(comment: Comment, speaker: Connector, text: str, spans: Sequence[Span]) -> list[Part]:
    """The posts that ``spans`` make of ``text``, each with its own counter."""
    found = []
    for number, span in enumerate(spans, 1):
        words = numbered(text[span.begins : span.ends], number, len(spans))
        used = speaker.count(words, _ref(comment, number))
        found.append(Part(number, words, used, speaker.limits.characters))
    return found


def confirmed_spans(comment: Comment, speaker: Connector, text: str, missing: list[str], confirmed: str) -> list[Span]:
    """The parts of an answer that ``missing`` keeps from being one post, if a person has confirmed exactly these.

    Raises ``TooLongForOne`` with the parts otherwise; ``Refused`` where the platform knows no chain of answers.
    """
    spans = spans_of(comment, speaker, text)
    if spans is None:
        raise Refused(" ".join([*missing, why_not_in_parts(comment, speaker)]), missing)
    parts = parts_of(comment, speaker, text, spans)
    confirmation = content_hash([comment.pk, comment.revision, *(part.words for part in parts)])
    if confirmed != confirmation:
        raise TooLongForOne(parts, confirmation)
    return spans


def why_not_in_parts(comment: Comment, speaker: Connector) -> str:
    """What stands in the way of a chain, and what to do instead."""
    if not speaker.abilities.answer_chains:
        return _(
            "On %(platform)s an answer cannot be continued by another one, so %(n)s characters are the limit. Please "
            "shorten it, or put the whole answer on a page of the town and name its address here."
        ) % {
            "platform": comment.channel.get_platform_display(),
            "n": grouped(speaker.limits.characters),
        }
    return _(
        "An answer has at most %(n)d parts, and no word or link in it may be longer than one. Please "
        "shorten it, or put the whole answer on a page of the town and name its address here."
    ) % {"n": MOST_PARTS}


def keep_parts(decision: Decision, spans: Sequence[Span], due_at: datetime) -> None:
    """All parts but the last, to go out from ``due_at`` on; without a ``PlatformAction`` none of them leaves."""
    AnswerPart.objects.bulk_create(
        AnswerPart(decision=decision, number=number, begins=span.begins, ends=span.ends, due_at=due_at)
        for number, span in enumerate(spans[:-1], 1)
    )


def last_words(decision: Decision) -> str:
    """What the last part says; the whole answer where it is one."""
    if not decision.is_in_parts:
        return decision.reply_text
    begins = decision.parts.order_by("-number").values_list("ends", flat=True).first() or 0
    return numbered(decision.reply_text[begins:], decision.part_count, decision.part_count)


def answered_ref(decision: Decision, number: int) -> RemoteRef:
    """What part ``number`` answers: the part before it, or the newest whose address is known, or the comment."""
    comment = decision.comment
    standing = decision.parts.filter(number__lt=number, state=State.PUBLISHED).exclude(remote_id="")
    before = standing.order_by("-number").first() if number > 1 else None
    if before is None:
        return remote_ref(comment)
    of_comment = remote_ref(comment)
    return RemoteRef(
        remote_id=before.remote_id,
        cid=before.remote_data.get("cid"),
        url=before.remote_url,
        root_id=of_comment.root_id,
        root_cid=of_comment.root_cid,
        author_id=of_comment.author_id if comment.is_private else "",
        # Named once: in public the citizen gets one message, in private every part has to name them.
        author_handle=of_comment.author_handle if comment.is_private else "",
        is_private=comment.is_private,
    )


def has_begun(decision: Decision) -> bool:
    """Whether parts of the answer stand already: then it is told to its end, whatever becomes of the comment."""
    return decision.is_in_parts and decision.parts.filter(state=State.PUBLISHED).exists()


def withdraw_parts(decision: Decision) -> None:
    """Nothing more of this answer leaves. Raises ``AlreadyChanged`` or ``IllegalTransition`` for what just does."""
    for part in decision.parts.exclude(state__in=[State.PUBLISHED, State.WITHDRAWN]).order_by("number"):
        change_state(part, State.WITHDRAWN, next_attempt_at=None, uncertain_since=None)


def stuck_part(decision: Decision) -> AnswerPart | None:
    """The part that only a person moves on."""
    if not decision.is_in_parts:
        return None
    found: AnswerPart | None = (
        AnswerPart.objects.needing_a_person().filter(decision=decision).order_by("number").first()
    )
    return found


def note_part(part: AnswerPart) -> None:
    """What became of ``part`` is shown by the row that stands for the whole answer."""
    decision = part.decision
    action = PlatformAction._base_manager.filter(decision=decision).first()
    if action is None:
        return
    try:
        if part.is_published and action.needs_a_person and not action.attempts:
            go_on(action)
        elif part.state == State.WITHDRAWN and not action.is_over:
            change_state(action, State.WITHDRAWN, error=part.error)
            withdraw_parts(decision)
        elif part.needs_a_person and action.is_scheduled:
            reason = _("Part %(number)d of %(count)d: %(reason)s") % {
                "number": part.number,
                "count": decision.part_count,
                "reason": part.error,
            }
            since: dict[str, Any] = {"uncertain_since": part.uncertain_since or now()} if part.is_uncertain else {}
            change_state(action, State(part.state), error=reason, next_attempt_at=None, **since)
    except (AlreadyChanged, IllegalTransition):
        return  # a person has settled it at this moment


def go_on(action: PlatformAction) -> None:
    """The rest of the answer follows."""
    nothing: dict[str, Any] = {"next_attempt_at": None, "uncertain_since": None, "error": ""}
    change_state(action, State.SCHEDULED, due_at=timezone.now(), **nothing)


def look_again(row: PlatformAction | AnswerPart) -> None:
    """Ask the platform once more whether it has ``row``; what is surely not there is sent then, what is goes on."""
    at = timezone.now()
    compare_and_set(
        row,
        expected={"state": State.UNCERTAIN, "next_attempt_at": None},
        next_attempt_at=at,
        uncertain_since=at,
        error="",
    )


def _post(comment: Comment, words: str, number: int) -> OutgoingPost:
    return OutgoingPost(key=uuid4(), created_at=timezone.now(), text=words, reply_to=_ref(comment, number))


def _ref(comment: Comment, number: int) -> RemoteRef:
    """Like what the part will answer, as far as it counts: whether the citizen's name is put before the words."""
    ref = remote_ref(comment)
    if number == 1 or comment.is_private:
        return ref
    return RemoteRef(remote_id=ref.remote_id)
