# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading the netiquette: what is in force, what may be cited, what waits for whom."""

from collections.abc import Callable, Iterable

from django.db.models import QuerySet

from accounts.models import Municipality, Role, User
from netiquette.models import Clause, Netiquette

#: A label and an address below the public netiquette, for example the form for complaints.
PublicLink = tuple[str, str]
_PUBLIC_LINKS: list[Callable[[Municipality], Iterable[PublicLink]]] = []


def register_public_link(source: Callable[[Municipality], Iterable[PublicLink]]) -> None:
    """Let an app to the left add links to the public page; asked for every page that is drawn."""
    _PUBLIC_LINKS.append(source)


def public_links_of(town: Municipality) -> list[PublicLink]:
    """What citizens can do from the public page, in the order of registration."""
    return [link for source in _PUBLIC_LINKS for link in source(town)]


def published_netiquette(town: Municipality) -> Netiquette | None:
    """The version in force with its clauses (two queries), or ``None``.

    A version whose text no longer fits its signature is not in force, whoever changed it.
    """
    found = (
        Netiquette.objects.filter(municipality=town, state=Netiquette.State.PUBLISHED)
        .select_related("municipality", "signed_by")
        .prefetch_related("clauses")
        .first()
    )
    return found if found is not None and found.is_signature_valid else None


def citable_clauses(town: Municipality) -> QuerySet[Clause]:
    """Clauses of the version in force on which a measure may rest, in their order."""
    netiquette = published_netiquette(town)
    if netiquette is None:
        return Clause.objects.none()
    return Clause.objects.filter(netiquette=netiquette, is_ground_for_measures=True).order_by("number")


def open_netiquette(town: Municipality) -> Netiquette | None:
    """The version being written or waiting for its signature."""
    states = [Netiquette.State.DRAFT, Netiquette.State.SUBMITTED]
    return (
        Netiquette.objects.filter(municipality=town, state__in=states)
        .select_related("municipality", "author", "submitted_by", "returned_by")
        .prefetch_related("clauses")
        .first()
    )


def published_versions(town: Municipality) -> QuerySet[Netiquette]:
    """Every version that was ever in force, newest first; drafts are nobody's business outside."""
    states = [Netiquette.State.PUBLISHED, Netiquette.State.RETIRED]
    return Netiquette.objects.filter(municipality=town, state__in=states).order_by("-version")


def netiquettes_waiting_for(user: User, town: Municipality) -> int:
    """How many netiquettes wait for this person's signature."""
    if Role.LEADERSHIP not in user.roles_in(town):
        return 0
    return Netiquette.objects.filter(municipality=town, state=Netiquette.State.SUBMITTED).count()
