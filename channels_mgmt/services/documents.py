# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Documents of channels and of the town: generated, edited, generated again, checked by a person.

Every change of a text is a version of its own, so that nothing anybody wrote is lost and a mark of a
check stays with the text it was given for.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from channels_mgmt.domain.markup import Section, join_sections, sections_of
from channels_mgmt.legal.wording import facts_for, write
from channels_mgmt.models import Channel, ChannelDocument, ChannelProvider, DocumentCheck, DocumentParticulars
from channels_mgmt.queries.documents import document_of, facts_of, town_facts
from channels_mgmt.queries.places import Place, town_of
from channels_mgmt.queries.public_footer import forget_footer
from core.errors import AlreadyChanged, Refused
from core.hashing import content_hash
from core.states import change_state, compare_and_set
from core.text import clean_text, grouped

State = ChannelDocument.State
MAX_CHARACTERS = 100_000


def generate_document(place: Place, *, actor: User, kind: str) -> ChannelDocument:
    """Write the first version of a document from what is known.

    Raises ``AlreadyChanged`` when there is one already, perhaps for a second.
    """
    require(actor, "channels_mgmt.write_documents", place)
    _refuse_closed(place)
    kind = ChannelDocument.Kind(kind)
    if document_of(place, kind) is not None:
        raise AlreadyChanged(_("This document exists already. It was not generated again."))
    facts = facts_for(kind, facts_of(place, town_facts(town_of(place))))
    return _add_version(place, actor, kind, write(kind, facts), facts, 1, "channels.document_generated")


def edit_document(document: ChannelDocument, *, actor: User, text: str, seen_version: int) -> ChannelDocument:
    """Save ``text`` as the next version; an unchanged text gives none and returns the version there is.

    Raises ``AlreadyChanged`` when somebody saved a version after ``seen_version``, ``Refused`` for an
    empty or endless text.
    """
    require(actor, "channels_mgmt.write_documents", document)
    _refuse_closed(document.place)
    text = _clean(text)
    _refuse_other_version(document, seen_version)
    if text == document.text:
        return document
    place, kind = document.place, document.kind
    return _add_version(place, actor, kind, text, document.facts, seen_version + 1, "channels.document_edited")


def edit_section(
    document: ChannelDocument, *, actor: User, title: str, text: str, seen_version: int
) -> ChannelDocument:
    """``edit_document`` with another text below the heading ``title``; all other sections stay as they are."""
    sections = sections_of(document.text)
    if title not in _titles(sections):
        raise AlreadyChanged(_("Somebody else has saved a newer version in the meantime. Your text is still here."))
    changed = [Section(title, text.strip("\n")) if section.title == title else section for section in sections]
    return edit_document(document, actor=actor, text=join_sections(changed), seen_version=seen_version)


def renew_document(
    document: ChannelDocument,
    *,
    actor: User,
    seen_version: int,
    seen_facts: str,
    take: set[str],
    keeps_text: bool = False,
) -> ChannelDocument:
    """Bring a document in line with today's facts: take the newly generated sections named in ``take``.

    All other sections stay as people wrote them. The result is a version of its own, not checked.
    ``keeps_text`` says that somebody has looked and wants every section as it is. Raises ``Refused`` when
    sections differ and neither was said, so that a document out of date stays so; ``AlreadyChanged`` when version
    or facts are no longer the ones shown.
    """
    require(actor, "channels_mgmt.write_documents", document)
    _refuse_closed(document.place)
    _refuse_other_version(document, seen_version)
    facts = facts_for(document.kind, facts_of(document.place, town_facts(document.municipality)))
    if content_hash(facts) != seen_facts:
        raise AlreadyChanged(_("The facts have changed again while you were reading. Please look at the comparison."))
    generated = write(document.kind, facts)
    if not take and not keeps_text and sections_of(document.text) != sections_of(generated):
        raise Refused(_("Nothing is chosen, so nothing was saved and the document stays out of date."))
    text = merge(document.text, generated, take)
    place, kind = document.place, document.kind
    return _add_version(place, actor, kind, text, facts, seen_version + 1, "channels.document_renewed")


def merge(own: str, generated: str, take: set[str]) -> str:
    """``own`` with the sections named in ``take`` as they stand in ``generated``.

    A section that only one of them has is added, or removed, when it is named; else it stays as it is.
    New sections stand where the generated text has them.
    """
    old, new = sections_of(own), {section.title: section for section in sections_of(generated)}
    kept: list[Section] = []
    for section in old:
        if section.title not in take:
            kept.append(section)
        elif section.title in new:
            kept.append(new[section.title])
    order = list(new)
    for title in order:
        if title in take and title not in _titles(old):
            before = [t for t in order[: order.index(title)] if t in _titles(kept)]
            place = [s.title for s in kept].index(before[-1]) + 1 if before else 0
            kept.insert(place, new[title])
    return join_sections(kept).strip()


@transaction.atomic
def check_document(
    document: ChannelDocument, *, actor: User, function: str, note: str = "", seen_checks: int = 0
) -> DocumentCheck:
    """Record that a person vouches for this very text, in which function; again after a year.

    ``seen_checks`` is how many checks the caller saw. Raises ``Refused`` while blanks are open or the
    function is missing, ``AlreadyChanged`` when it is not the newest version or somebody was faster.
    """
    require(actor, "channels_mgmt.check_document", document)
    _refuse_closed(document.place)
    newest = document_of(document.place, document.kind)
    if newest is None or newest.pk != document.pk:
        raise AlreadyChanged(_("There is a newer version. Please read that one before it is marked as checked."))
    if not function.strip():
        raise Refused(_("Please enter the function in which this was checked, for example “data protection officer”."))
    blanks = document.blanks
    if blanks:
        raise Refused(
            ngettext(
                "%(n)d blank is still open: %(first)s. Please fill it in first.",
                "%(n)d blanks are still open, the first one: %(first)s. Please fill them in first.",
                len(blanks),
            )
            % {"n": len(blanks), "first": blanks[0]}
        )
    if document.checks.count() != seen_checks:
        raise AlreadyChanged(_("Somebody else has just marked this version as checked."))
    try:
        with transaction.atomic():
            check = DocumentCheck.objects.create(
                document=document,
                number=seen_checks + 1,
                function=function.strip()[:120],
                note=note.strip(),
                text_hash=document.text_hash,
                checked_by=actor,
                checked_at=now(),
            )
    except IntegrityError:
        raise AlreadyChanged(_("Somebody else has just marked this version as checked.")) from None
    if document.state == State.DRAFT:
        change_state(document, State.CHECKED, checked_hash=document.text_hash)
    transaction.on_commit(lambda: forget_footer(document.municipality))
    record(actor, "channels.document_checked", document, function=check.function, note=check.note)
    return check


@transaction.atomic
def withdraw_document_check(document: ChannelDocument, *, actor: User, reason: str) -> None:
    """Take the mark back; who had given it stays on record."""
    require(actor, "channels_mgmt.check_document", document)
    if not reason.strip():
        raise Refused(_("Please give the reason in one sentence; it is kept on record."))
    change_state(document, State.DRAFT, checked_hash="")
    transaction.on_commit(lambda: forget_footer(document.municipality))
    record(actor, "channels.document_check_withdrawn", document, reason=reason.strip())


@transaction.atomic
def enter_particulars(
    municipality: Municipality, *, actor: User, seen_revision: int, **given: Any
) -> DocumentParticulars:
    """Store what all documents of the town need; documents that use it become stale."""
    require(actor, "channels_mgmt.write_documents", municipality)
    stored, _is_new = DocumentParticulars.objects.get_or_create(municipality=municipality)
    compare_and_set(stored, expected={"revision": seen_revision}, revision=seen_revision + 1, **given)
    transaction.on_commit(lambda: forget_footer(municipality))
    record(actor, "channels.particulars_entered", stored, fields=sorted(name for name, value in given.items() if value))
    return stored


@transaction.atomic
def enter_provider(channel: Channel, *, actor: User, seen_revision: int, **given: Any) -> ChannelProvider:
    """Replace the product's default about the provider by what the town knows, with source and date."""
    require(actor, "channels_mgmt.write_documents", channel)
    stored, _is_new = ChannelProvider.objects.get_or_create(channel=channel, defaults=given)
    compare_and_set(stored, expected={"revision": seen_revision}, revision=seen_revision + 1, **given)
    record(actor, "channels.provider_entered", channel, provider=stored.name, source=stored.source)
    return stored


# -- shared steps -------------------------------------------------------------------------------


def _add_version(
    place: Place, actor: User, kind: str, text: str, facts: dict[str, str], version: int, action: str
) -> ChannelDocument:
    try:
        with transaction.atomic():
            document = ChannelDocument.objects.create(
                municipality=town_of(place),
                channel=place if isinstance(place, Channel) else None,
                kind=kind,
                version=version,
                text=text.strip(),
                facts=facts,
                facts_hash=content_hash(facts),
                author=actor,
                created_at=now(),
            )
            record(actor, action, document, kind=kind, version=version)
    except IntegrityError:
        raise AlreadyChanged(
            _("Somebody else has saved this document at the same moment. Nothing was overwritten.")
        ) from None
    return document


def _clean(text: str) -> str:
    text = clean_text(text).strip()
    if not text:
        raise Refused(_("The document would be empty. Please write at least one sentence."))
    if len(text) > MAX_CHARACTERS:
        raise Refused(_("The text is too long: at most %(n)s characters.") % {"n": grouped(MAX_CHARACTERS)})
    return text


def _titles(sections: list[Section]) -> set[str]:
    return {section.title for section in sections}


def _refuse_other_version(document: ChannelDocument, seen_version: int) -> None:
    newest = document_of(document.place, document.kind)
    if newest is None or newest.pk != document.pk or document.version != seen_version:
        raise AlreadyChanged(_("Somebody else has saved a newer version in the meantime. Your text is still here."))


def _refuse_closed(place: Place) -> None:
    if isinstance(place, Channel) and place.state == Channel.State.CLOSED:
        raise Refused(_("This channel is closed. Its documents stay as they are."))
