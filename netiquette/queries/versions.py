# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading the netiquette: what is in force, what may be cited, what waits for whom."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Municipality
from accounts.signoff.kinds import Period
from core.localtime import to_first_instant
from netiquette.models import Clause, Netiquette

State = Netiquette.State

#: A label and an address below the public netiquette, for example the form for complaints.
PublicLink = tuple[str, str]
_PUBLIC_LINKS: list[Callable[[Municipality], Iterable[PublicLink]]] = []


def register_public_link(source: Callable[[Municipality], Iterable[PublicLink]]) -> None:
    """Let an app to the left add links to the public page; asked for every page that is drawn."""
    _PUBLIC_LINKS.append(source)


def public_links_of(town: Municipality) -> list[PublicLink]:
    """What citizens can do from the public page, in the order of registration."""
    return [link for source in _PUBLIC_LINKS for link in source(town)]


def published_netiquette(town: Municipality, at: datetime | None = None) -> Netiquette | None:
    """The version in force at ``at`` (now) with its clauses (two queries), or ``None``.

    A signed version is in force from its planned instant on, to the second, whether or not a worker has
    noticed. A version whose text no longer fits its signature is not in force, whoever changed it; a planned
    one of which this is true never takes over. Not for the past: see ``versions_on``.
    """
    at = at or timezone.now()
    candidates = (
        Netiquette.objects.filter(municipality=town)
        .filter(Q(state=State.PUBLISHED) | Q(state=State.SCHEDULED, planned_for__lte=at))
        .select_related("municipality", "signed_by")
        .prefetch_related("clauses")
    )
    by_state = {found.state: found for found in candidates}
    due, published = by_state.get(State.SCHEDULED), by_state.get(State.PUBLISHED)
    for found in (due, published):
        if found is not None and found.is_signature_valid:
            return found
    return None


def scheduled_netiquette(town: Municipality) -> Netiquette | None:
    """The signed version that waits for its instant, with its clauses; also while it is due."""
    return (
        Netiquette.objects.filter(municipality=town, state=State.SCHEDULED)
        .select_related("municipality", "signed_by", "author")
        .prefetch_related("clauses")
        .first()
    )


def citable_clauses(town: Municipality, at: datetime | None = None) -> QuerySet[Clause]:
    """Clauses of the version in force on which a measure may rest, in their order."""
    netiquette = published_netiquette(town, at)
    if netiquette is None:
        return Clause.objects.none()
    return Clause.objects.filter(netiquette=netiquette, is_ground_for_measures=True).order_by("number")


def open_netiquette(town: Municipality) -> Netiquette | None:
    """The version being written or waiting for its signature."""
    states = [State.DRAFT, State.SUBMITTED]
    return (
        Netiquette.objects.filter(municipality=town, state__in=states)
        .select_related("municipality", "author", "submitted_by", "returned_by")
        .prefetch_related("clauses")
        .first()
    )


def published_versions(town: Municipality, at: datetime | None = None) -> QuerySet[Netiquette]:
    """Every version that was ever in force until ``at`` (now), newest first.

    Drafts, and what is signed for later, are nobody's business outside.
    """
    public = Q(state__in=[State.PUBLISHED, State.RETIRED])
    due = Q(state=State.SCHEDULED, planned_for__lte=at or timezone.now())
    return Netiquette.objects.filter(public | due, municipality=town).order_by("-version")


def signed_versions(town: Municipality) -> QuerySet[Netiquette]:
    """The same with what is signed for later, for those who work on it."""
    return Netiquette.objects.filter(
        state__in=[State.PUBLISHED, State.RETIRED, State.SCHEDULED], municipality=town
    ).order_by("-version")


def versions_on(town: Municipality, day: date) -> list[Netiquette]:
    """The versions in force at some moment of ``day`` in the town's time, oldest first; usually one.

    A day that has not begun has none: what is planned is not public.
    """
    begins = to_first_instant(day, town.timezone)
    ends = to_first_instant(day + timedelta(days=1), town.timezone)
    known = [version for version in published_versions(town).prefetch_related("clauses") if version.is_signature_valid]
    return [
        version
        for version, until in zip(known, [None, *(newer.in_force_from for newer in known)], strict=False)
        if version.in_force_from
        and version.in_force_from < ends
        and begins < (version.retired_at or until or ends)
        and begins <= timezone.now()
    ][::-1]


def period_of(netiquette: Netiquette, at: datetime | None = None) -> Period:
    """Since when it counts or counted, until when, and which version followed."""
    known = list(published_versions(netiquette.municipality, at))
    place = next((number for number, version in enumerate(known) if version.pk == netiquette.pk), None)
    if place is None:
        return Period(None)
    newer = known[place - 1] if place else None
    until = netiquette.retired_at or (newer.in_force_from if newer else None)
    return Period(netiquette.in_force_from, until, newer.version if newer else None)
