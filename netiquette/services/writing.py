# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing a version: from the starter set or from the version in force, clause by clause.

Whoever edits what was submitted takes it back to draft: nobody signs a text that still moves.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.permissions import require
from core.errors import AlreadyChanged, Refused
from core.states import change_state, compare_and_set
from netiquette.models import Clause, Netiquette
from netiquette.starter import INTRODUCTION, starter_clauses

State = Netiquette.State
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def start_netiquette(town: Municipality, *, actor: User) -> Netiquette:
    """Begin the next version: a copy of the one in force with the same keys, else the starter set."""
    require(actor, "netiquette.write_netiquette", town)
    try:
        with transaction.atomic():
            versions = Netiquette.objects.filter(municipality=town)
            last = versions.aggregate(last=Max("version"))["last"] or 0
            in_force = versions.filter(state=State.PUBLISHED).first()
            clauses: Any = in_force.clauses.order_by("number") if in_force else starter_clauses(town)
            draft = Netiquette.objects.create(
                municipality=town,
                version=last + 1,
                author=actor,
                introduction=in_force.introduction if in_force else INTRODUCTION,
            )
            Clause.objects.bulk_create(
                Clause(
                    netiquette=draft,
                    number=number,
                    key=clause.key,
                    title=clause.title,
                    text=clause.text,
                    is_ground_for_measures=clause.is_ground_for_measures,
                )
                for number, clause in enumerate(clauses, start=1)
            )
            record(actor, "netiquette.started", draft, copied_from=in_force.version if in_force else None)
    except IntegrityError as error:
        raise AlreadyChanged(_("A new version has already been started. Please continue with that one.")) from error
    return draft


@transaction.atomic
def edit_introduction(netiquette: Netiquette, *, actor: User, text: str, seen: str) -> None:
    """Replace the introduction, if it still reads ``seen`` (line ends do not matter)."""
    _open_for_writing(netiquette, actor)
    stored = Netiquette.objects.values_list("introduction", flat=True).get(pk=netiquette.pk)
    if _plain(stored) != _plain(seen):
        raise AlreadyChanged(_("Somebody else changed the introduction meanwhile. Your text is kept below."))
    if _plain(text) == stored:
        return
    compare_and_set(netiquette, expected={"introduction": stored}, introduction=_plain(text))
    record(actor, "netiquette.edited", netiquette, part="introduction")


@transaction.atomic
def edit_clause(clause: Clause, *, actor: User, seen: str, title: str, text: str, is_ground_for_measures: bool) -> None:
    """Change a clause, if its fingerprint still is ``seen``. The key stays."""
    netiquette = clause.netiquette
    _open_for_writing(netiquette, actor)
    stored = Clause.objects.get(pk=clause.pk)
    if stored.fingerprint != seen:
        raise AlreadyChanged(_("Somebody else changed this clause meanwhile. Your text is kept below."))
    changes = _checked(title, text) | {"is_ground_for_measures": is_ground_for_measures}
    before = {name: getattr(stored, name) for name in changes}
    if changes == before:
        return
    compare_and_set(clause, expected=before, **changes)
    record(actor, "netiquette.edited", netiquette, part=clause.key, number=stored.number)


@transaction.atomic
def add_clause(
    netiquette: Netiquette, *, actor: User, title: str, text: str, is_ground_for_measures: bool = True
) -> Clause:
    """Append a clause of one's own. Its key comes from the title and is new among all versions of the town."""
    _open_for_writing(netiquette, actor)
    last = Clause.objects.filter(netiquette=netiquette).aggregate(last=Max("number"))["last"] or 0
    clause = Clause.objects.create(
        netiquette=netiquette,
        number=last + 1,
        key=_free_key(netiquette, title),
        is_ground_for_measures=is_ground_for_measures,
        **_checked(title, text),
    )
    record(actor, "netiquette.edited", netiquette, part=clause.key, added=True)
    return clause


@transaction.atomic
def move_clause(clause: Clause, *, actor: User, up: bool) -> None:
    """Exchange a clause with the one above or below; at the end nothing happens."""
    netiquette = clause.netiquette
    _open_for_writing(netiquette, actor)
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
    _open_for_writing(netiquette, actor)
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
    compare_and_set(netiquette, expected={"state": State.DRAFT, "signed_hash": ""}, state=State.DRAFT)
    record(actor, "netiquette.discarded", netiquette)
    Clause.objects.filter(netiquette=netiquette).delete()
    Netiquette.objects.filter(pk=netiquette.pk).delete()


def _open_for_writing(netiquette: Netiquette, actor: User) -> None:
    """Hold the row until the commit, as a draft. Writers of one version wait for each other here."""
    require(actor, "netiquette.write_netiquette", netiquette)
    state = Netiquette.objects.values_list("state", flat=True).get(pk=netiquette.pk)
    if state == State.DRAFT:
        compare_and_set(netiquette, expected={"state": State.DRAFT}, state=State.DRAFT)
    elif state == State.SUBMITTED and netiquette.state in (State.DRAFT, State.SUBMITTED):
        netiquette.refresh_from_db(fields=["state"])
        change_state(netiquette, State.DRAFT, submitted_by=None, submitted_at=None)
        record(actor, "netiquette.taken_back", netiquette)
    else:
        raise Refused(_("This version is signed and stays as it is. Please start a new version."))


def _checked(title: str, text: str) -> dict[str, Any]:
    gaps = []
    if not title.strip():
        gaps.append(_("The clause needs a title."))
    if not text.strip():
        gaps.append(_("The clause needs a wording."))
    if gaps:
        raise Refused(_("The clause was not saved."), gaps)
    return {"title": title.strip(), "text": _plain(text)}


def _plain(text: str) -> str:
    """Browsers send CRLF; what is hashed and signed has plain line ends."""
    return text.replace("\r\n", "\n").strip()


def _free_key(netiquette: Netiquette, title: str) -> str:
    wanted = slugify(title.lower().translate(UMLAUTS))[:34].strip("-") or "klausel"
    taken = set(
        Clause.objects.filter(netiquette__municipality=netiquette.municipality_id).values_list("key", flat=True)
    )
    key, n = wanted, 2
    while key in taken:
        key, n = f"{wanted}-{n}", n + 1
    return key
