# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing a version: from the starter set or from the newest signed version, clause by clause.

Whoever edits what was submitted takes it back to draft: nobody signs a text that still moves.
"""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from core.errors import AlreadyChanged, Refused
from core.folding import spell_out_umlauts
from core.states import change_state, compare_and_set, hold
from core.text import plain_lines
from netiquette.domain.starter import INTRODUCTION, INTRODUCTION_TRANSLATIONS, starter_clauses
from netiquette.library import LIBRARY, LibraryClause, library_for
from netiquette.models import Clause, Netiquette

State = Netiquette.State


def start_netiquette(town: Municipality, *, actor: User) -> Netiquette:
    """Begin the next version: a copy of the newest signed one with the same keys, else the starter set."""
    require(actor, "netiquette.write_netiquette", town)
    try:
        with transaction.atomic():
            signed = Netiquette.objects.filter(municipality=town, state__in=[State.SCHEDULED, State.PUBLISHED])
            base = signed.order_by("-version").first()
            draft = copy_of(base, author=actor) if base else _first_version(town, actor)
            record(actor, "netiquette.started", draft, copied_from=base.version if base else None)
    except IntegrityError as error:
        raise AlreadyChanged(_("A new version has already been started. Please continue with that one.")) from error
    return draft


def copy_of(base: Netiquette, *, author: User, **fields: Any) -> Netiquette:
    """A new draft with the words, keys and translations of ``base``; for services within their transaction."""
    versions = Netiquette.objects.filter(municipality=base.municipality_id)
    draft = Netiquette.objects.create(
        municipality=base.municipality,
        version=(versions.aggregate(last=Max("version"))["last"] or 0) + 1,
        author=author,
        introduction=base.introduction,
        translations=base.translations,
        **fields,
    )
    copied = ("number", "key", "title", "text", "is_ground_for_measures", "translations", *Clause.DETAILS)
    Clause.objects.bulk_create(
        Clause(netiquette=draft, **{name: getattr(clause, name) for name in copied})
        for clause in base.clauses.order_by("number")
    )
    return draft


def _first_version(town: Municipality, author: User) -> Netiquette:
    last = Netiquette.objects.filter(municipality=town).aggregate(last=Max("version"))["last"] or 0
    draft = Netiquette(municipality=town, version=last + 1, author=author, introduction=INTRODUCTION)
    draft.translations = {
        code: {"title": "", "text": text, "of": draft.master_fingerprint}
        for code, text in INTRODUCTION_TRANSLATIONS.items()
    }
    draft.save()
    Clause.objects.bulk_create(
        clause_from_library(draft, number, clause) for number, clause in enumerate(starter_clauses(town), start=1)
    )
    return draft


def clause_from_library(draft: Netiquette, number: int, source: LibraryClause) -> Clause:
    """An unsaved clause with everything the library has to say."""
    same = ("key", "title", "text", "is_ground_for_measures", *Clause.DETAILS)
    clause = Clause(netiquette=draft, number=number, **{name: getattr(source, name) for name in same})
    clause.translations = {
        code: {"title": title, "text": text, "of": clause.master_fingerprint}
        for code, (title, text) in source.translations.items()
    }
    return clause


@transaction.atomic
def edit_introduction(netiquette: Netiquette, *, actor: User, text: str, seen: str) -> None:
    """Replace the introduction, if it still reads ``seen`` (line ends do not matter)."""
    open_for_writing(netiquette, actor)
    stored = Netiquette.objects.values_list("introduction", flat=True).get(pk=netiquette.pk)
    if plain(stored) != plain(seen):
        raise AlreadyChanged(_("Somebody else changed the introduction meanwhile. Your text is kept below."))
    if plain(text) == stored:
        return
    compare_and_set(netiquette, expected={"introduction": stored}, introduction=plain(text))
    record(actor, "netiquette.edited", netiquette, part="introduction")


@transaction.atomic
def edit_clause(
    clause: Clause,
    *,
    actor: User,
    seen: str,
    title: str,
    text: str,
    is_ground_for_measures: bool,
    details: Mapping[str, str] | None = None,
) -> None:
    """Change a clause, if its fingerprint still is ``seen``. The key stays.

    ``details`` are those of ``Clause.DETAILS`` that change; the others stay as they are.
    """
    netiquette = clause.netiquette
    open_for_writing(netiquette, actor)
    stored = Clause.objects.get(pk=clause.pk)
    if stored.fingerprint != seen:
        raise AlreadyChanged(_("Somebody else changed this clause meanwhile. Your text is kept below."))
    kept = {name: getattr(stored, name) for name in Clause.DETAILS}
    if is_ground_for_measures != stored.is_ground_for_measures:
        kept["strongest_measure"] = ""  # what was said about the ladder no longer fits
    changes = _checked(title, text, is_ground_for_measures, kept | dict(details or {}))
    before = {name: getattr(stored, name) for name in changes}
    if changes == before:
        return
    compare_and_set(clause, expected=before, **changes)
    record(actor, "netiquette.edited", netiquette, part=clause.key, number=stored.number)


@transaction.atomic
def add_clause(
    netiquette: Netiquette,
    *,
    actor: User,
    title: str,
    text: str,
    is_ground_for_measures: bool = True,
    details: Mapping[str, str] | None = None,
) -> Clause:
    """Append a clause of one's own. Its key comes from the title and is new among all versions of the town."""
    open_for_writing(netiquette, actor)
    clause = Clause.objects.create(
        netiquette=netiquette,
        number=_next_number(netiquette),
        key=_free_key(netiquette, title),
        **_checked(title, text, is_ground_for_measures, details or {}),
    )
    record(actor, "netiquette.edited", netiquette, part=clause.key, added=True)
    return clause


@transaction.atomic
def add_library_clause(netiquette: Netiquette, *, actor: User, key: str) -> Clause:
    """Append a clause of the library with its translations, under its own key. Twice is once.

    Raises ``Refused`` when the library has no such clause.
    """
    open_for_writing(netiquette, actor)
    source = next((clause for clause in library_for(netiquette.municipality) if clause.key == key), None)
    if source is None:
        raise Refused(_("The library has no such clause. Nothing was changed."))
    present = Clause.objects.filter(netiquette=netiquette, key=key).first()
    if present is not None:
        return present
    clause = clause_from_library(netiquette, _next_number(netiquette), source)
    clause.save()
    record(actor, "netiquette.edited", netiquette, part=key, added=True)
    return clause


@transaction.atomic
def move_clause(clause: Clause, *, actor: User, up: bool) -> None:
    """Exchange a clause with the one above or below; at the end nothing happens."""
    netiquette = clause.netiquette
    open_for_writing(netiquette, actor)
    number = Clause.objects.values_list("number", flat=True).get(pk=clause.pk)
    others = Clause.objects.filter(netiquette=netiquette)
    other = (
        others.filter(number__lt=number).order_by("-number")
        if up
        else others.filter(number__gt=number).order_by("number")
    ).first()
    if other is None:
        return
    free = other.number
    compare_and_set(clause, expected={"number": number}, number=0)  # numbers are unique at every moment
    compare_and_set(other, expected={"number": free}, number=number)
    compare_and_set(clause, expected={"number": 0}, number=free)
    record(actor, "netiquette.edited", netiquette, part=clause.key, moved="up" if up else "down")


@transaction.atomic
def remove_clause(clause: Clause, *, actor: User) -> None:
    """Take a clause out of the draft and close the gap in the numbers. Older versions keep theirs."""
    netiquette = clause.netiquette
    open_for_writing(netiquette, actor)
    key, title = clause.key, clause.title
    try:
        Clause.objects.filter(pk=clause.pk).delete()
    except ProtectedError as error:
        raise Refused(_("A decision cites this clause; it cannot be removed.")) from error
    for number, remaining in enumerate(Clause.objects.filter(netiquette=netiquette).order_by("number"), start=1):
        if remaining.number != number:
            compare_and_set(remaining, expected={"number": remaining.number}, number=number)
    record(actor, "netiquette.edited", netiquette, part=key, removed=title)


@transaction.atomic
def discard_draft(netiquette: Netiquette, *, actor: User) -> None:
    """Throw away a draft that nobody has signed; the audit trail remembers that it was there."""
    require(actor, "netiquette.write_netiquette", netiquette)
    hold(netiquette, state=State.DRAFT, signed_hash="")
    record(actor, "netiquette.discarded", netiquette)
    Clause.objects.filter(netiquette=netiquette).delete()
    Netiquette.objects.filter(pk=netiquette.pk).delete()


def open_for_writing(netiquette: Netiquette, actor: User) -> None:
    """Hold the row until the commit, as a draft. Writers of one version wait for each other here."""
    require(actor, "netiquette.write_netiquette", netiquette)
    state = Netiquette.objects.values_list("state", flat=True).get(pk=netiquette.pk)
    if state == State.DRAFT:
        hold(netiquette, state=State.DRAFT)
    elif state == State.SUBMITTED and netiquette.state in (State.DRAFT, State.SUBMITTED):
        netiquette.refresh_from_db(fields=["state"])
        change_state(netiquette, State.DRAFT, submitted_by=None, submitted_at=None)
        record(actor, "netiquette.taken_back", netiquette)
    else:
        raise Refused(_("This version is signed and stays as it is. Please start a new version."))


def _next_number(netiquette: Netiquette) -> int:
    return (Clause.objects.filter(netiquette=netiquette).aggregate(last=Max("number"))["last"] or 0) + 1


def _checked(title: str, text: str, is_ground_for_measures: bool, details: Mapping[str, str]) -> dict[str, Any]:
    gaps = []
    if not title.strip():
        gaps.append(_("The clause needs a title."))
    if not text.strip():
        gaps.append(_("The clause needs a wording."))
    strongest = details.get("strongest_measure", "")
    if strongest and is_ground_for_measures != (strongest in Clause.NEEDS_GROUND):
        gaps.append(
            _("“Measures may rest on it” and the strongest measure contradict each other: from hiding on it is needed.")
        )
    if gaps:
        raise Refused(_("The clause was not saved."), gaps)
    return {
        "title": title.strip(),
        "text": plain(text),
        "is_ground_for_measures": is_ground_for_measures,
        **{name: plain(value) for name, value in details.items()},
    }


def plain(text: str) -> str:
    """Browsers send CRLF; what is hashed and signed has plain line ends."""
    return plain_lines(text).strip()


def _free_key(netiquette: Netiquette, title: str) -> str:
    wanted = slugify(spell_out_umlauts(title.lower()))[:34].strip("-") or "klausel"
    taken = {clause.key for clause in LIBRARY} | set(
        Clause.objects.filter(netiquette__municipality=netiquette.municipality_id).values_list("key", flat=True)
    )
    key, n = wanted, 2
    while key in taken:
        key, n = f"{wanted}-{n}", n + 1
    return key
