# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signed links in mails: bound to one purpose and one person, with an end of their own.

A link never acts by being opened (mail scanners open everything): it shows and asks, and only the button
acts. Single use is the business of the row the link speaks of, by compare-and-set.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from core.errors import DomainError


class LinkInvalid(DomainError):
    """The link was changed, cut off by a mail program, or is not of this kind."""

    def __init__(self) -> None:
        super().__init__(
            _("This link is not complete or was changed. Please open it from the mail again. Nothing was changed.")
        )


class LinkExpired(DomainError):
    """The link was right, but its time is over; ``link`` still says what it was about."""

    def __init__(self, link: "Link") -> None:
        super().__init__(_("This link is no longer valid. Nothing was changed."))
        self.link = link


@dataclass(frozen=True)
class Link:
    """What a link says: the town's and the person's keys, the subject's key, and more where needed."""

    town: int
    person: int
    subject: int
    until: datetime
    more: dict[str, Any]


def seal_link(
    purpose: str, *, town: int, person: int, subject: int, until: datetime, more: dict[str, Any] | None = None
) -> str:
    """Return the token of a link that ends at ``until``; ``purpose`` separates kinds of links."""
    return signing.dumps([town, person, subject, int(until.timestamp()), more or {}], salt=_salt(purpose))


def open_link(purpose: str, token: str) -> Link:
    """Return what ``token`` says. Raises ``LinkInvalid`` or ``LinkExpired``."""
    try:
        town, person, subject, until, more = signing.loads(token, salt=_salt(purpose))
    except (signing.BadSignature, ValueError, TypeError):
        raise LinkInvalid from None
    link = Link(town, person, subject, datetime.fromtimestamp(until, tz=now().tzinfo), more)
    if link.until <= now():
        raise LinkExpired(link)
    return link


def holder_of(link: Link) -> User | None:
    """The person of ``link``, if they may still sign in and serve its town today.

    Every page behind a link asks this, or the permission itself, at each use: a link outlives its letter.
    """
    held = Membership.objects.current(localdate()).filter(municipality=link.town)
    return User.objects.filter(pk=link.person, is_active=True, pk__in=held.values("user")).first()


def _salt(purpose: str) -> str:
    return f"dorflinde.link.{purpose}"
