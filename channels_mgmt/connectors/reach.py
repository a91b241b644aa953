# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a web address in a post can be opened by anybody. Nothing of the page is kept.

The address was typed by a person: like a platform's, every connection, after a redirect too, goes to an address that
was checked at that moment; names and passwords in it are not sent.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import httpx

from channels_mgmt.connectors.addresses import UnsafeAddress, resolve
from channels_mgmt.connectors.contract import Timeouts
from channels_mgmt.connectors.transport import USER_AGENT, CheckedTransport, TimeBudget

LOOK = Timeouts(connect=4.0, read=6.0, total=10.0)
MOST_REDIRECTS = 5
ENOUGH_BYTES = 16_384
"""Of an answer no more is read: that it begins is all there is to know."""


class Outcome(StrEnum):
    REACHED = "reached"
    GONE = "gone"
    REFUSED = "refused"
    BROKEN = "broken"
    SILENT = "silent"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Look:
    """What became of a look; ``status`` is the last answer's, ``None`` where none came."""

    outcome: Outcome
    status: int | None = None


def look_at(
    url: str,
    *,
    allow_local: bool = False,
    timeouts: Timeouts = LOOK,
    resolver: Callable[[str, int], list[str]] = resolve,
) -> Look:
    """Ask for ``url`` as a reader would: HEAD, then GET where the server does not like that. Raises nothing."""
    budget = TimeBudget()
    budget.ends_at = time.monotonic() + timeouts.total
    with httpx.Client(
        transport=CheckedTransport(budget, allow_local=allow_local, resolver=resolver),
        timeout=httpx.Timeout(timeouts.read, connect=timeouts.connect),
        headers={"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity"},
        follow_redirects=False,
        trust_env=False,
    ) as client:
        try:
            status = _last_status(client, "HEAD", url)
            if status >= 400:
                status = _last_status(client, "GET", url)
        except UnsafeAddress:
            return Look(Outcome.INTERNAL)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError):
            return Look(Outcome.SILENT)
    return Look(_outcome_of(status), status)


def _last_status(client: httpx.Client, method: str, url: str) -> int:
    """The status at the end of all redirects; of a circle the redirect's own."""
    at, status = httpx.URL(url), 0
    for _step in range(MOST_REDIRECTS + 1):
        if at.scheme not in ("http", "https"):
            raise httpx.UnsupportedProtocol("leads out of the web")
        with client.stream(method, at.copy_with(userinfo=b"")) as answer:
            status, location = answer.status_code, answer.headers.get("location")
            if method == "GET" and not location:
                _begin_to_read(answer)
        client.cookies.clear()
        if not (300 <= status < 400 and location):
            break
        at = at.join(location)
    return status


def _begin_to_read(answer: httpx.Response) -> None:
    read = 0
    for chunk in answer.iter_raw():
        read += len(chunk)
        if read >= ENOUGH_BYTES:
            return


def _outcome_of(status: int) -> Outcome:
    if 200 <= status < 300:
        return Outcome.REACHED
    if status in (404, 410):
        return Outcome.GONE
    return Outcome.REFUSED if 400 <= status < 500 else Outcome.BROKEN
