# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Decisions of a council from its information system, by OParl 1.1 (and 1.0, which reads the same here).

Asked for are the body and its list of meetings, changed since the last time; each meeting brings its agenda. Nobody is
trusted: an entry that makes no sense is left out and counted, a page that makes none ends the reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from django.utils.translation import gettext as _

from channels_mgmt.connectors.addresses import UnsafeAddress, check_base_url, resolve
from channels_mgmt.connectors.contract import Account, Rejected, Timeouts, TryLater
from channels_mgmt.connectors.transport import Session, distrustful
from core.days import read_moment
from core.text import clean_text

PATIENCE = Timeouts(connect=5.0, read=15.0, total=20.0)
ALL_SECONDS = 45
"""What one reading may take; what is left is read the next time, from the page it had come to."""
MOST_PAGES = 40
_NOT_FOR_US = (301, 302, 303, 307, 308, 401, 403)
LONGEST_ID, LONGEST_NAME, LONGEST_TEXT = 500, 300, 20_000


@dataclass(frozen=True, slots=True)
class Decided:
    """A point of an agenda with what was decided. ``id`` is for ever the same."""

    id: str
    meeting: str
    title: str
    text: str
    result: str
    body: str
    day: date | None
    web: str


@dataclass(slots=True)
class Reading:
    """What a reading brought. ``gone`` names points and meetings that were deleted; ``rest`` the page to go on with."""

    decided: list[Decided] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    unreadable: int = 0
    rest: str = ""


def check_address(url: str, *, allow_local: bool = False, resolver: Callable[[str, int], list[str]] = resolve) -> str:
    """``url`` when it may be asked. Raises ``UnsafeAddress`` for what is no https address of the public internet."""
    parts = _split(url)
    check_base_url(f"{parts.scheme}://{parts.netloc}", allow_local=allow_local, resolver=resolver)
    if parts.fragment or len(url) > LONGEST_ID:
        raise UnsafeAddress(_("This is not a web address. Example: https://oparl.example/body/1"))
    return url


def _split(url: str) -> Any:
    try:
        return urlsplit(url)
    except ValueError:
        raise UnsafeAddress(_("This is not a web address. Example: https://oparl.example/body/1")) from None


def read_decisions(
    url: str,
    *,
    since: datetime,
    rest: str = "",
    allow_local: bool = False,
    timeouts: Timeouts = PATIENCE,
    all_seconds: float = ALL_SECONDS,
    resolver: Callable[[str, int], list[str]] = resolve,
) -> Reading:
    """What was decided, changed or deleted since ``since``, or from the page ``rest`` on.

    ``url`` is that of the system or of a body. Raises ``TryLater`` or ``Rejected``.
    """
    parts = _split(url)
    account = Account(
        base_url=f"{parts.scheme}://{parts.netloc}", handle="", timeouts=timeouts, allow_local=allow_local
    )
    session, reading = Session(account, resolver=resolver), Reading()
    with session.all_within(all_seconds):
        page = rest or _with_since(_list_of_meetings(session, url), since)
        for _number in range(MOST_PAGES):
            answer = _ask(session, page, url)
            entries, following = _page(answer, page)
            for entry in entries:
                _take(entry, reading)
            if not following:
                reading.rest = ""
                return reading
            page = reading.rest = _on_the_same_server(following, url)
            if session.seconds_left() < timeouts.total:
                return reading
    return reading


def _ask(session: Session, address: str, home: str) -> Mapping[str, Any]:
    reply = session.ask("GET", _on_the_same_server(address, home), ok=_NOT_FOR_US)
    if reply.status in _NOT_FOR_US:
        raise Rejected(
            _("The council information system asks for a login or a detour (%(status)d). OParl needs neither.")
            % {"status": reply.status}
        )
    if not isinstance(reply.json, dict):
        raise TryLater(_("The council information system gave an answer that makes no sense."))
    return reply.json


def _on_the_same_server(address: str, home: str) -> str:
    """``address``, unless it leads to another server than the town has named."""
    whole = urljoin(home, address)
    there, here = _split(whole), _split(home)
    if (there.scheme, there.netloc) != (here.scheme, here.netloc):
        raise Rejected(
            _("The council information system sends us to another server: %(host)s. Please enter its own address.")
            % {"host": there.netloc[:100]}
        )
    return whole


def _list_of_meetings(session: Session, url: str) -> str:
    found = _ask(session, url, url)
    if _kind(found) == "System":
        bodies = _ask(session, _text(found, "body"), url).get("data")
        known = [body for body in bodies if isinstance(body, dict)] if isinstance(bodies, list) else []
        if len(known) != 1:
            names = ", ".join(_text(body, "name")[:80] for body in known[:8])
            raise Rejected(
                _("This system holds %(count)d bodies: %(names)s. Please enter the address of yours.")
                % {"count": len(known), "names": names}
            )
        found = known[0]
    if _kind(found) != "Body" or not _text(found, "meeting"):
        raise Rejected(_("This is no address of OParl: neither a system nor a body answers there."))
    return _text(found, "meeting")


def _with_since(address: str, since: datetime) -> str:
    parts = _split(address)
    query = [*parse_qsl(parts.query), ("modified_since", since.isoformat(timespec="seconds"))]
    return str(urlunsplit(parts._replace(query=urlencode(query))))


@distrustful
def _page(answer: Mapping[str, Any], address: str) -> tuple[list[Any], str]:
    """The entries of a page, and the address of the next one."""
    entries, links = answer["data"], answer.get("links") or {}
    if not isinstance(entries, list):
        raise TypeError("no list")
    following = links.get("next") or ""
    if following == address:
        raise ValueError("a page that follows itself")
    return entries, str(following)


def _kind(entry: Mapping[str, Any]) -> str:
    return _text(entry, "type").rpartition("/")[2]


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return clean_text(value).strip() if isinstance(value, str) else ""


def _take(entry: Any, reading: Reading) -> None:
    """Note what a meeting decided. What cannot be read is counted; nothing of it is believed."""
    if not isinstance(entry, dict) or not 0 < len(meeting := _text(entry, "id")) <= LONGEST_ID:
        reading.unreadable += 1
        return
    if entry.get("deleted") is True:
        reading.gone.append(meeting)
        return
    if entry.get("cancelled") is True:
        return
    agenda = entry.get("agendaItem") or []
    if not isinstance(agenda, list):
        reading.unreadable += 1
        return
    for item in agenda:
        if not isinstance(item, dict) or not 0 < len(name := _text(item, "id")) <= LONGEST_ID:
            reading.unreadable += 1
        elif item.get("deleted") is True or item.get("public") is False:
            reading.gone.append(name)  # what is no longer public is no business of ours either
        else:
            reading.decided.extend(_decided(item, entry, meeting))


def _decided(item: Mapping[str, Any], entry: Mapping[str, Any], meeting: str) -> Iterator[Decided]:
    text, result, title = _text(item, "resolutionText"), _text(item, "result"), _text(item, "name")
    if title and (text or result):
        yield Decided(
            id=_text(item, "id"),
            meeting=meeting,
            title=" ".join(title.split())[:LONGEST_NAME],
            text=text[:LONGEST_TEXT],
            result=" ".join(result.split())[:LONGEST_NAME],
            body=" ".join(_text(entry, "name").split())[:LONGEST_NAME],
            day=_day(_text(entry, "start")),
            web=_web(item) or _web(entry),
        )


def _day(text: str) -> date | None:
    found = read_moment(text)
    return found.date() if found else None


def _web(entry: Mapping[str, Any]) -> str:
    address = _text(entry, "web")
    return address if address.startswith(("https://", "http://")) and len(address) <= 200 else ""
