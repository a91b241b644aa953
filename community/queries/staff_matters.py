# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who reads comments that concern a person of the staff (docs/adr/0067)."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import Membership, Municipality, Role, User
from accounts.tenancy.permissions import ROLES_WITH_PERMISSION, may
from community.models import Comment, StaffMatter, StaffReader
from core.cache import read_by_pages
from core.errors import NotPermitted

#: Whoever is named or no longer named, at the latest; what is said in this software counts at once.
CACHE_SECONDS = 60
_key = read_by_pages("staff-readers")


class ConcernsStaff(NotPermitted):
    """The comment is there, and only named people read it; ``comment`` is its number."""

    def __init__(self, comment: int) -> None:
        super().__init__(_("This comment concerns a person of the staff. Only named people read it."))
        self.comment = comment


def sees_staff_matters(person: User, town: Municipality) -> bool:
    """Whether ``person`` is named in ``town``, or belongs to its press office as long as nobody is.

    Never somebody whom a restricted comment is about: nobody reads by accident what was written about them.
    """
    found: tuple[frozenset[int], frozenset[int]] | None = cache.get(_key(town))
    if found is None:
        named = StaffReader._base_manager.filter(municipality=town).values_list("person", flat=True)
        about = StaffMatter._base_manager.filter(comment__municipality=town, person__isnull=False)
        found = frozenset(named), frozenset(about.values_list("person", flat=True))
        cache.set(_key(town), found, CACHE_SECONDS)
    readers, concerned = found
    if person.pk in concerned:
        return False
    return person.pk in readers if readers else may(person, "community.read_staff_matters", town)


def forget_staff_readers(town: Municipality) -> None:
    """Let the next request see what was just said."""
    cache.delete(_key(town))


def staff_readers(town: Municipality) -> QuerySet[StaffReader]:
    return StaffReader.objects.filter(municipality=town).select_related("person").order_by("person__name", "pk")


def people_to_name(town: Municipality) -> QuerySet[User]:
    """Whoever may read the dialogue today, and is not named yet."""
    able = _current(town).filter(role__in=ROLES_WITH_PERMISSION["community.view_queue"])
    named = StaffReader.objects.filter(municipality=town).values("person")
    return User.objects.filter(pk__in=able.values("user"), is_active=True).exclude(pk__in=named).order_by("name", "pk")


def people_of_staff(town: Municipality) -> QuerySet[User]:
    """Everybody who works here today: whom a comment may be about."""
    return User.objects.filter(pk__in=_current(town).values("user"), is_active=True).order_by("name", "pk")


def readers_now(town: Municipality) -> list[User]:
    """Whoever reads what concerns the staff as it stands: the named, else the press office."""
    named = [one.person for one in staff_readers(town)]
    if named:
        return named
    press = _current(town).filter(role=Role.COMMUNICATIONS).values("user")
    return list(User.objects.filter(pk__in=press, is_active=True).order_by("name", "pk"))


def _current(town: Municipality) -> QuerySet[Membership]:
    return Membership.objects.current(localdate()).filter(municipality=town)


def concerns_staff(town: Municipality, pk: int) -> bool:
    """Whether there is such a comment that only named people read."""
    return Comment.objects.in_full().filter(municipality=town, pk=pk, is_staff_matter=True).exists()


@dataclass(frozen=True)
class Closed:
    """What somebody who is not named sees of such a comment. ``words`` only for whoever has marked it."""

    number: int
    urgency: int
    is_decided: bool
    readers: list[str]
    words: str = ""
    is_own_mark: bool = False


def closed_view(town: Municipality, pk: int, reader: User) -> Closed:
    """Raises ``Comment.DoesNotExist`` when nothing is restricted any more."""
    found = Comment.objects.in_full().select_related("staff_matter").get(municipality=town, pk=pk, is_staff_matter=True)
    mark = found.staff_matter
    may_read = mark.marked_by_id == reader.pk and mark.person_id != reader.pk
    return Closed(
        number=found.pk,
        urgency=found.urgency,
        is_decided=found.is_decided,
        readers=[str(one) for one in readers_now(town)],
        words=found.text if may_read else "",
        is_own_mark=mark.marked_by_id == reader.pk,
    )


@dataclass(frozen=True)
class OpenFigures:
    """How many comments are restricted and still open; a figure of the town, never of a person."""

    open: int


def restricted_and_open(town: Municipality) -> OpenFigures:
    waiting = Comment.objects.in_full().filter(municipality=town, is_staff_matter=True)
    return OpenFigures(waiting.filter(state__in=Comment.OPEN_STATES).count())
