# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keeping the texts a town answers with. Each change is a version; nothing is lost, and nobody overwrites another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import may, require
from community.domain.plain_text import one_line, plain
from community.domain.variables import gaps_of, is_adapted
from community.models import Comment, Decision, Snippet, SnippetVersion
from community.models.texts import LONGEST_NAME, LONGEST_TEXT
from core.errors import Refused
from core.states import compare_and_set
from core.text import grouped

Made = TypeVar("Made")
#: More texts in one answer are counted no further.
MOST_COUNTED = 10


def create_snippet(
    town: Municipality,
    *,
    actor: User,
    kind: str,
    name: str,
    text: str,
    owner: User | None = None,
    valid_until: date | None = None,
) -> Snippet:
    """Keep a new text; whoever makes it answers for it unless somebody else is named. Raises ``Refused``."""
    require(actor, "community.manage_texts", town)
    if kind == Snippet.Kind.ANSWER:
        raise Refused(_("An answer is kept on the page of its comment."))
    return _created(town, actor, kind, name, text, owner, valid_until)


def keep_answer(
    decision: Decision, *, actor: User, name: str, text: str, owner: User | None = None, valid_until: date | None = None
) -> Snippet:
    """Keep a published answer in the library, in words without the citizen; once as long as it is in use."""
    town = decision.comment.municipality
    require(actor, "community.manage_texts", town)
    if not _is_public_answer(decision):
        raise Refused(_("Only an answer that is published can be kept."))
    refuse_the_citizen(decision.comment, name, text)
    return _created(town, actor, Snippet.Kind.ANSWER, name, text, owner, valid_until, source=decision)


@transaction.atomic
def change_snippet(
    snippet: Snippet,
    *,
    actor: User,
    seen_version: int,
    name: str,
    text: str,
    owner: User,
    valid_until: date | None,
) -> None:
    """Write the next version of ``seen_version``. A new expiry or owner alone makes no version.

    Raises ``Refused`` for what is missing and ``AlreadyChanged`` when a colleague has written a version meanwhile.
    """
    require(actor, "community.manage_texts", snippet)
    name, text = _checked(snippet.municipality, name, text, owner)
    if snippet.source is not None:
        refuse_the_citizen(snippet.source.comment, name, text)
    is_new = (name, text) != (snippet.name, snippet.text)
    changes = {"name": name, "text": text, "owner": owner, "valid_until": valid_until, "changed_at": now()}
    version = seen_version + is_new
    _once(
        lambda: compare_and_set(
            snippet, expected={"version": seen_version, "retired_at": None}, version=version, **changes
        )
    )
    if is_new:
        _keep_version(snippet, actor)
    record(actor, "community.text_changed", snippet, version=snippet.version, valid_until=valid_until)


@transaction.atomic
def restore_snippet(snippet: Snippet, *, actor: User, version: int, seen_version: int) -> None:
    """Let an older wording hold again, as a new version; what it replaces stays a version."""
    require(actor, "community.manage_texts", snippet)
    wanted = SnippetVersion.objects.filter(snippet=snippet, version=version).first()
    if wanted is None:
        raise Refused(_("This version does not exist."))
    change_snippet(
        snippet,
        actor=actor,
        seen_version=seen_version,
        name=wanted.name,
        text=wanted.text,
        owner=snippet.owner,
        valid_until=snippet.valid_until,
    )


@transaction.atomic
def retire_snippet(snippet: Snippet, *, actor: User) -> None:
    """Put a text away: nobody is offered it any more. ``take_up_snippet`` takes this back."""
    require(actor, "community.manage_texts", snippet)
    compare_and_set(snippet, expected={"retired_at": None}, retired_at=now())
    record(actor, "community.text_retired", snippet)


@transaction.atomic
def take_up_snippet(snippet: Snippet, *, actor: User) -> None:
    """Raises ``Refused`` when another text has its name meanwhile, ``AlreadyChanged`` when it is in use again."""
    require(actor, "community.manage_texts", snippet)
    _once(lambda: compare_and_set(snippet, expected={"retired_at": snippet.retired_at or now()}, retired_at=None))
    record(actor, "community.text_taken_up", snippet)


def count_uses(town: Municipality, numbers: Iterable[int]) -> None:
    """Note that a decision was made with these texts; how often is kept, by whom is not."""
    chosen = list(dict.fromkeys(numbers))[:MOST_COUNTED]
    if chosen:
        Snippet.objects.filter(municipality=town, pk__in=chosen).update(uses=F("uses") + 1)


def refuse_gaps(text: str) -> None:
    """A text goes nowhere before a person has filled in what nobody else knows. Raises ``Refused``."""
    if found := gaps_of(text):
        raise Refused(_("Please fill in what is still missing: %(gaps)s") % {"gaps": ", ".join(found)})


def refuse_unadapted(town: Municipality, rationale: str) -> None:
    """Reasons for a measure are about this comment: a text for reasons alone, in any version, is none.

    Raises ``Refused`` for gaps, and where nothing was added to such texts.
    """
    refuse_gaps(rationale)
    templates = SnippetVersion.objects.filter(
        snippet__municipality=town, snippet__kind=Snippet.Kind.RATIONALE
    ).values_list("text", flat=True)
    if not is_adapted(rationale, sorted(set(templates), key=len, reverse=True)):
        raise Refused(
            _(
                "These reasons are a prepared text without a word about this comment. Please add in your own words "
                "what in it violates the clause."
            )
        )


def refuse_the_citizen(comment: Comment, *texts: str) -> None:
    """What is kept for others names no citizen: neither name nor account of who wrote ``comment``."""
    folded = " ".join(texts).casefold()
    names = {comment.author.name, comment.author.handle.lstrip("@")}
    if any(len(name) > 1 and name.casefold() in folded for name in names):
        raise Refused(_("The text names who wrote the comment. Please take name and account out."))


def _created(
    town: Municipality,
    actor: User,
    kind: str,
    name: str,
    text: str,
    owner: User | None,
    valid_until: date | None,
    source: Decision | None = None,
) -> Snippet:
    answering = owner or actor
    name, text = _checked(town, name, text, answering)

    @transaction.atomic
    def create() -> Snippet:
        snippet = Snippet.objects.create(
            municipality=town, kind=kind, name=name, text=text, owner=answering, valid_until=valid_until, source=source
        )
        _keep_version(snippet, actor)
        record(actor, "community.text_created", snippet, kind=kind, valid_until=valid_until)
        return snippet

    return _once(create)


def _keep_version(snippet: Snippet, actor: User) -> None:
    SnippetVersion.objects.create(
        snippet=snippet, version=snippet.version, name=snippet.name, text=snippet.text, saved_by=actor
    )


def _checked(town: Municipality, name: str, text: str, owner: User) -> tuple[str, str]:
    name, text = one_line(name).strip(), plain(text).strip()
    missing = []
    if not name:
        missing.append(_("Please give the text a name under which colleagues find it."))
    if len(name) > LONGEST_NAME:
        missing.append(_("The name is longer than %(n)s characters.") % {"n": grouped(LONGEST_NAME)})
    if not text:
        missing.append(_("Please write the text."))
    if len(text) > LONGEST_TEXT:
        missing.append(_("The text is longer than %(n)s characters.") % {"n": grouped(LONGEST_TEXT)})
    if not may(owner, "community.manage_texts", town):
        missing.append(_("%(person)s cannot answer for a text here.") % {"person": owner})
    if missing:
        raise Refused(missing[0], missing)
    return name, text


def _once(change: Callable[[], Made]) -> Made:
    try:
        with transaction.atomic():
            return change()
    except IntegrityError:
        raise Refused(_("A text with this name is in use already, or this answer is kept already.")) from None


def _is_public_answer(decision: Decision) -> bool:
    action = getattr(decision, "action", None)
    return (
        decision.kind == Decision.Kind.REPLY
        and decision.undone_at is None
        and decision.emptied_at is None
        and not decision.comment.is_private
        and action is not None
        and action.is_published
    )
