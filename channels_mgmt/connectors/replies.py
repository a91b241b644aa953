# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A server's whole answer, and what it says in words: for people, and for the technical staff."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from channels_mgmt.connectors.waits import wish_to_wait


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer. ``json`` is ``None`` when the body is no JSON."""

    status: int
    headers: Mapping[str, str]
    json: Any

    @property
    def retry_after(self) -> int | None:
        """The server's wish to be left alone, in seconds; a day at most."""
        return wish_to_wait(self.headers, is_limited=self.status == 429)

    def entry(self, name: str) -> Any:
        """One entry of a JSON object, ``None`` when the answer has no such thing."""
        return self.json.get(name) if isinstance(self.json, dict) else None


def reason_in(reply: Reply) -> str:
    """The server's own words, shortened; empty when it gave none."""
    for name in ("error_description", "message", "error"):
        if isinstance(text := reply.entry(name), str) and text:
            return text[:300]
    return ""


#: What helps an operator of the other server to find the request.
TRACES = ("x-request-id", "x-fb-trace-id", "retry-after", "x-ratelimit-reset")
SECRET = re.compile(r"[\w.\-~+/]{24,}")


def technical_words(reply: Reply) -> str:
    """Status, the server's reason and how it calls the request; whatever could be a key is left out."""
    reason = SECRET.sub("…", reason_in(reply))
    traces = [f"{name}: {reply.headers[name][:80]}" for name in TRACES if name in reply.headers]
    return "; ".join([f"HTTP {reply.status}", *([reason] if reason and reply.status >= 300 else []), *traces])
