# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A council information system made from the OParl 1.1 specification (objects, lists, pages, filters, deleted objects).

It was compared with no real system: what those do beside the specification it does not know.
"""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

SCHEMA = "https://schema.oparl.org/1.1/"


class FakeOparl(ThreadingHTTPServer):
    """``meetings`` by number; ``per_page`` of them on a page. ``asked`` lists paths with their parameters."""

    daemon_threads = True

    def __init__(self, per_page: int = 2) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.per_page = per_page
        self.bodies = 1
        self.meetings: dict[int, dict[str, Any]] = {}
        self.asked: list[str] = []
        self.home = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"{self.home}/system"

    def close(self) -> None:
        self.shutdown()
        self.server_close()

    def meet(self, number: int, *items: dict[str, Any], modified: datetime | None = None, **fields: Any) -> str:
        """A meeting of the council with its agenda; returns its id."""
        at = (modified or datetime.now(UTC)).isoformat(timespec="seconds")
        name = f"{self.home}/meeting/{number}"
        agenda = [
            {"id": f"{name}/item/{place}", "type": f"{SCHEMA}AgendaItem", "public": True, "created": at, "modified": at}
            | item
            for place, item in enumerate(items, 1)
        ]
        self.meetings[number] = {
            "id": name,
            "type": f"{SCHEMA}Meeting",
            "name": "Sitzung des Gemeinderats",
            "start": "2026-11-24T19:00:00+01:00",
            "agendaItem": agenda,
            "created": at,
            "modified": at,
        } | fields
        return name

    def delete(self, number: int) -> None:
        """As the specification asks: the object stays with ``deleted`` and without everything else."""
        kept = {key: self.meetings[number][key] for key in ("id", "type", "created")}
        later = datetime.now(UTC) + timedelta(seconds=1)
        self.meetings[number] = kept | {"deleted": True, "modified": later.isoformat(timespec="seconds")}

    def answer(self, path: str, query: dict[str, str]) -> Any:
        if path == "/system":
            return {"id": self.url, "type": f"{SCHEMA}System", "body": f"{self.home}/bodies", "oparlVersion": SCHEMA}
        if path == "/bodies":
            return {"data": [self._body(number) for number in range(1, self.bodies + 1)], "links": {}}
        if path.startswith("/body/"):
            return self._body(int(path.rpartition("/")[2]))
        if path == "/meetings":
            return self._page(query)
        return None

    def _body(self, number: int) -> dict[str, Any]:
        return {
            "id": f"{self.home}/body/{number}",
            "type": f"{SCHEMA}Body",
            "name": f"Gemeinde {number}",
            "meeting": f"{self.home}/meetings",
        }

    def _page(self, query: dict[str, str]) -> dict[str, Any]:
        since = datetime.fromisoformat(query["modified_since"])
        found = [m for _n, m in sorted(self.meetings.items()) if datetime.fromisoformat(m["modified"]) >= since]
        number = int(query.get("page", "1"))
        start = (number - 1) * self.per_page
        links = {"first": f"{self.home}/meetings?{urlencode(query | {'page': '1'})}"}
        if start + self.per_page < len(found):
            links["next"] = f"{self.home}/meetings?{urlencode(query | {'page': str(number + 1)})}"
        pagination = {"totalElements": len(found), "elementsPerPage": self.per_page, "currentPage": number}
        return {"data": found[start : start + self.per_page], "pagination": pagination, "links": links}


class _Handler(BaseHTTPRequestHandler):
    server: FakeOparl

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.server.asked.append(self.path)
        found = self.server.answer(parts.path, {key: values[0] for key, values in parse_qs(parts.query).items()})
        content = json.dumps(found or {"type": f"{SCHEMA}Error", "message": "not found"}).encode()
        self.send_response(404 if found is None else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass
