# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading a mailbox by IMAP (RFC 3501) without changing anything in it: no message is marked, moved or deleted."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from channels_mgmt.connectors.contract import Rejected, TryLater

SECONDS = 20
MOST_BYTES = 25_000_000
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True)
class Place:
    """Where a mailbox is, as the settings say it."""

    host: str
    port: int
    name: str
    password: str
    folder: str = "INBOX"
    is_encrypted: bool = True


@dataclass(frozen=True)
class Fetched:
    """A message as it stands there; of one that is too large only its head."""

    uid: int
    raw: bytes
    is_whole: bool


class Mailbox:
    """An open mailbox. ``validity`` says whether numbers of before still mean the same messages."""

    def __init__(self, link: imaplib.IMAP4, validity: int, next_uid: int) -> None:
        self._link, self.validity, self.next_uid = link, validity, next_uid

    def after(self, uid: int, *, most: int) -> list[int]:
        """Numbers of the messages above ``uid``, the lowest first."""
        found = self._search("UID", f"{uid + 1}:*")
        return sorted(number for number in found if number > uid)[:most]

    def since(self, day: date) -> list[int]:
        """Numbers of the messages that arrived from ``day`` on."""
        return sorted(self._search("SINCE", f"{day.day}-{MONTHS[day.month - 1]}-{day.year}"))

    def _search(self, *words: str) -> list[int]:
        kind, answer = self._link.uid("SEARCH", *words)
        if kind != "OK":
            raise TryLater(_("The mailbox could not be searched."))
        return [int(number) for number in (answer[0] or b"").split()]

    def fetch(self, uid: int) -> Fetched | None:
        """The message; nothing when it is gone meanwhile."""
        size = self._ask(uid, "(RFC822.SIZE)")
        if size is None:
            return None
        found = _SIZE.search(size)
        is_whole = found is not None and int(found[1]) <= MOST_BYTES
        raw = self._ask(uid, "(BODY.PEEK[])" if is_whole else "(BODY.PEEK[HEADER])")
        return None if raw is None else Fetched(uid, raw, is_whole)

    def _ask(self, uid: int, what: str) -> bytes | None:
        kind, answer = self._link.uid("FETCH", str(uid), what)
        if kind != "OK":
            raise TryLater(_("A message could not be read."))
        for part in answer:
            if isinstance(part, tuple):
                return bytes(part[1])
            if isinstance(part, bytes) and b"RFC822.SIZE" in part:
                return part
        return None


@contextmanager
def open_mailbox(place: Place) -> Iterator[Mailbox]:
    """Sign in and look into the folder. Raises ``TryLater``, or ``Rejected`` for a wrong name, password or folder."""
    try:
        link = _connected(place)
    except (OSError, imaplib.IMAP4.error) as error:
        raise TryLater(_("The mail server does not answer (%(error)s).") % {"error": str(error)[:120]}) from error
    try:
        yield _looked_into(link, place)
    except (OSError, imaplib.IMAP4.abort) as error:
        raise TryLater(_("The connection to the mail server broke off.")) from error
    except imaplib.IMAP4.error as error:
        raise TryLater(_("The mail server has refused a command.")) from error
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            link.logout()


def _connected(place: Place) -> imaplib.IMAP4:
    if place.is_encrypted:
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(place.host, place.port, ssl_context=context, timeout=SECONDS)
    return imaplib.IMAP4(place.host, place.port, timeout=SECONDS)


def _looked_into(link: imaplib.IMAP4, place: Place) -> Mailbox:
    try:
        link.login(place.name, place.password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise Rejected(_("The mail server refuses name or password of the mailbox.")) from error
    kind, _count = link.select(f'"{place.folder}"', readonly=True)
    if kind != "OK":
        raise Rejected(_("There is no folder “%(folder)s” in the mailbox.") % {"folder": place.folder})
    return Mailbox(link, _number(link, "UIDVALIDITY"), _number(link, "UIDNEXT"))


def _number(link: imaplib.IMAP4, name: str) -> int:
    _kind, found = link.response(name)
    value: Any = found[0] if found else None
    return int(value) if value else 0
