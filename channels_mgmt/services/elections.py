# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Entering the time before an election, and taking it back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from channels_mgmt.models import ElectionMark, ElectionWindow, StandingPerson
from channels_mgmt.queries.bands import forget_bands
from channels_mgmt.queries.elections import posts_to_judge
from core.errors import AlreadyChanged, Refused
from core.localtime import to_first_instant

LONGEST = timedelta(days=184)
"""Six months before the day: what the courts know at most (docs/adr/0041)."""
BASIS_LENGTH = 300
NAMES_LENGTH = 4000


def enter_window(
    town: Municipality,
    *,
    actor: User,
    kind: str,
    election_day: date,
    starts_on: date,
    ends_on: date,
    basis: str,
    names: str = "",
    standing: Collection[User] = (),
) -> ElectionWindow:
    """Let nobody of ``standing`` approve a post from ``starts_on`` to ``ends_on``, both included.

    Raises ``Refused`` for days that do not fit, ``AlreadyChanged`` when this election is entered already.
    """
    require(actor, "channels_mgmt.enter_election", town)
    if not starts_on <= election_day <= ends_on:
        raise Refused(_("The election day has to lie between the first and the last day."))
    if election_day - starts_on > LONGEST or ends_on - election_day > LONGEST:
        raise Refused(_("A window begins at most six months before the election day and ends at most six after it."))
    said = " ".join(basis.split())[:BASIS_LENGTH]
    if not said:
        raise Refused(_("Please say what the window rests on, for example an instruction or a decision."))
    days: dict[str, Any] = {"election_day": election_day, "starts_on": starts_on, "ends_on": ends_on}
    try:
        with transaction.atomic():
            window = ElectionWindow.objects.create(
                municipality=town,
                kind=kind,
                begins_at=to_first_instant(starts_on, town.timezone),
                ends_at=to_first_instant(ends_on + timedelta(days=1), town.timezone),
                basis=said,
                names=names.strip()[:NAMES_LENGTH],
                entered_by=actor,
                entered_at=now(),
                **days,
            )
            for person in standing:
                StandingPerson.objects.create(window=window, person=person)
            record(actor, "planning.election_entered", window, basis=said, standing=len(standing), **days)
            transaction.on_commit(lambda: forget_bands(town))
    except IntegrityError:
        raise AlreadyChanged(_("This election is entered already.")) from None
    return window


@transaction.atomic
def remove_window(window: ElectionWindow, *, actor: User) -> None:
    """Take a window back; that it was there stays on record."""
    require(actor, "channels_mgmt.enter_election", window)
    if window.standing.filter(person=actor).exists():
        raise Refused(_("Whoever stands in this election does not remove its window."))
    record(actor, "planning.election_removed", window, basis=window.basis, election_day=window.election_day)
    town = window.municipality
    removed, _by_model = ElectionWindow.objects.filter(pk=window.pk).delete()
    if not removed:
        raise AlreadyChanged(_("Somebody else changed this in the meantime. Please look at the current version."))
    transaction.on_commit(lambda: forget_bands(town))


class Judgement(NamedTuple):
    """What a person says of a post that was read in ``revision``."""

    revision: int
    shows_holder: bool
    lacks_occasion: bool


@transaction.atomic
def judge_posts(
    window: ElectionWindow, *, actor: User, said: Mapping[int, Judgement], before: bool = False
) -> tuple[int, int]:
    """Keep what ``actor`` judged, by the number of the post; returns how many were kept, and how many were changed
    since they were read and stay as they were. Posts outside the window, or the year ``before``, do not count.
    """
    require(actor, "channels_mgmt.enter_election", window)
    if window.standing.filter(person=actor).exists():
        raise Refused(_("Whoever stands in this election does not judge its posts."))
    kept = changed = 0
    for post in posts_to_judge(window, before=before).filter(pk__in=list(said)):
        judgement = said[post.pk]
        if judgement.revision != post.revision:
            changed += 1
            continue
        values = judgement._asdict() | {"judged_by": actor, "judged_at": now()}
        ElectionMark.objects.update_or_create(post=post, defaults=values)
        kept += 1
    record(actor, "planning.election_judged", window, posts=kept)
    return kept, changed
