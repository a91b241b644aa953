# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Requests to Meta's Graph: one pinned version, the token in the header only, its error codes in our words.

The codes and what each of them means for us stand in ``fault_of``. A code that leaves open what happened falls
through to what ``Session`` makes of a server's own trouble: another attempt for a reading, an open outcome for a write.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import math
from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from channels_mgmt.connectors.contract import Account, NeedsReconnect, Rejected, Throttled, TryLater
from channels_mgmt.connectors.transport import Reply, Session

DEAD = {102, 190}
RIGHTS = {3, 10, *range(200, 300)}
LIMITS = {4, 17, 32, 341, 613, *range(80_000, 80_015)}
OPEN = {1, 2, 506}
"""Unknown trouble, service unavailable, equal to an earlier post: it may be there."""
BLOCKED = 368
PARAMETER, NO_SUCH_OBJECT = 100, 33
REST = 300
"""Seconds, where the answer names no time."""
USAGE_HEADERS = ("x-business-use-case-usage", "x-ad-account-usage", "x-app-usage")
MISSING = (400, 404)


class Graph(Session):
    """A session whose paths begin after the version, or else with ``/``. ``name`` is what people call the network."""

    def __init__(self, account: Account, name: str, version: str = "") -> None:
        super().__init__(account)
        self.host = name
        # Of the app's secrets, the other interfaces know one of their own and document no proof of it.
        self._is_pinned = not version
        self._version = version or settings.META_GRAPH_VERSION
        self._token = account.tokens.get("access", "")

    def exchange(self, method: str, path: str, *, token: str = "", **request: Any) -> Reply:
        token = token or self._token
        if token and self._is_pinned and settings.META_APP_SECRET:
            request["params"] = dict(request.get("params") or {}) | {"appsecret_proof": proof_of(token)}
        path = path if path.startswith("/") else f"/{self._version}/{path}"
        reply = super().exchange(method, path, token=token, **request)
        if reply.status < 300 and error_in(reply):
            return Reply(400, reply.headers, reply.json)
        return reply

    def find(self, path: str, *, method: str = "GET", **request: Any) -> Reply | None:
        """Like ``ask``; ``None`` when the Graph has no such object, or does not show it to us."""
        reply = self.ask(method, path, ok=MISSING, **request)
        if reply.status not in MISSING:
            return reply
        if not is_missing(reply):
            self.refuse(reply)
        return None

    def refuse(self, reply: Reply) -> None:
        """Raise what a refusing answer means; what leaves open whether it happened is another attempt's business."""
        self._refuse(reply)
        raise TryLater(self._server_trouble(reply))

    def _refuse(self, reply: Reply) -> None:
        error = error_in(reply)
        if error is None:
            return super()._refuse(reply)
        if fault := fault_of(error, reply.headers, self.host):
            raise fault
        return None

    def _server_trouble(self, reply: Reply) -> str:
        error = error_in(reply)
        if error is None:
            return super()._server_trouble(reply)
        return _("%(host)s reports a fault of its own: %(reason)s") % {"host": self.host, "reason": words_of(error)}


def proof_of(token: str) -> str:
    """What shows that whoever holds ``token`` holds the app's secret as well."""
    return hmac.new(settings.META_APP_SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()


def error_in(reply: Reply) -> dict[str, Any] | None:
    """The Graph's description of what went wrong, ``None`` where the answer has none."""
    error = reply.entry("error")
    return error if isinstance(error, dict) and isinstance(error.get("code"), int) else None


def is_missing(reply: Reply) -> bool:
    """Whether the Graph says that there is no such object."""
    error = error_in(reply)
    return error is not None and error["code"] == PARAMETER and error.get("error_subcode") == NO_SUCH_OBJECT


def fault_of(error: dict[str, Any], headers: Mapping[str, str], name: str) -> Exception | None:
    """What ``error`` means for us; ``None`` where nobody knows whether it happened."""
    code, said = error["code"], {"host": name, "reason": words_of(error)}
    if code in DEAD:
        return NeedsReconnect(
            _("%(host)s no longer accepts the stored access. Please connect the channel again.") % said
        )
    if code in LIMITS:
        return Throttled(_("%(host)s asks us to wait.") % said, rest_in(headers))
    if code in OPEN or error.get("is_transient") is True:
        return None
    if code in RIGHTS:
        return Rejected(
            _(
                "%(host)s does not allow this with the stored access: %(reason)s Please connect the channel again with "
                "all rights that are asked for."
            )
            % said
        )
    if code == BLOCKED:
        return Rejected(
            _("%(host)s has blocked this for a while because of its rules: %(reason)s Please look there yourself.")
            % said
        )
    return Rejected(_("%(host)s refuses: %(reason)s") % said)


def words_of(error: dict[str, Any]) -> str:
    """What the Graph says for people, else for programmers; shortened."""
    for name in ("error_user_msg", "message"):
        if isinstance(text := error.get(name), str) and text.strip():
            return text.strip()[:300]
    return str(error["code"])


def rest_in(headers: Mapping[str, str]) -> int:
    """Seconds until access comes back, from the usage headers (they name minutes), else a short rest."""
    minutes = max((m for name in USAGE_HEADERS for m in _minutes(_decoded(headers.get(name, "")))), default=0.0)
    return min(math.ceil(minutes * 60), 86_400) if minutes > 0 else REST


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _minutes(usage: Any) -> Collection[float]:
    """Every ``estimated_time_to_regain_access`` in ``usage``, however it is nested."""
    if isinstance(usage, dict):
        wait = usage.get("estimated_time_to_regain_access")
        own = [float(wait)] if isinstance(wait, int | float) and not isinstance(wait, bool) and wait > 0 else []
        return own + [m for value in usage.values() if isinstance(value, dict | list) for m in _minutes(value)]
    return [m for value in usage for m in _minutes(value)] if isinstance(usage, list) else []


def data_in(reply: Reply) -> list[Any]:
    """The entries of a list; raises ``TypeError`` for anything else."""
    found = reply.entry("data")
    if not isinstance(found, list):
        raise TypeError("data")
    return found


def entry_in(value: Any) -> dict[str, Any]:
    """``value`` if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def after_in(listed: Any) -> str:
    """Where the next page of a list begins; empty at its end. The address in ``next`` is not used: it holds a token."""
    paging = listed.get("paging") if isinstance(listed, dict) else None
    if not isinstance(paging, dict) or not paging.get("next"):
        return ""
    cursors = paging.get("cursors")
    return str(cursors.get("after") or "") if isinstance(cursors, dict) else ""


def path_of(remote_id: str) -> str:
    """An id as one segment of a path; ids are digits and underscores."""
    if not remote_id or not remote_id.isascii() or not remote_id.replace("_", "").isalnum():
        raise Rejected(_("The comment no longer exists on the platform."))
    return remote_id
