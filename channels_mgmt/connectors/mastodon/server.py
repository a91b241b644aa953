# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a server of the Mastodon family says about itself: limits, software, and the domain of its accounts.

Older servers and other software say it in other places. Everything is asked with the account's token, because a
server of limited federation tells strangers nothing.
"""

from __future__ import annotations

import re
from typing import Any

from channels_mgmt.connectors.contract import ConnectorError, Limits
from channels_mgmt.connectors.mastodon.profile import DEFAULT_LIMITS, LINK_LENGTH
from channels_mgmt.connectors.transport import Reply, Session

MOST_CHARACTERS = 999_999
_DOMAIN = re.compile(r"(?:https?://)?([\w-]+(?:\.[\w-]+)+(?::\d{1,5})?)/?", re.IGNORECASE)


def instance(http: Session, token: str) -> dict[str, Any]:
    """The server's description of itself, of the newest kind it offers. Raises a ``ConnectorError``."""
    answer = http.ask("GET", "/api/v2/instance", token=token, ok=(404,))
    if answer.status == 404:
        answer = http.ask("GET", "/api/v1/instance", token=token)
    return _checked(http, answer)


def limits_in(described: dict[str, Any], software: str) -> Limits:
    """The limits that ``described`` names, else Mastodon's. Raises for entries of another kind than promised."""
    configuration = described.get("configuration") or {}
    statuses = configuration.get("statuses") or {}
    media = configuration.get("media_attachments") or {}
    types = [t for t in media.get("supported_mime_types") or [] if t in DEFAULT_LIMITS.image_types]
    characters = (statuses.get("max_characters"), described.get("max_toot_chars"), described.get("max_characters"))
    return Limits(
        characters=min(_first_positive(*characters, default=DEFAULT_LIMITS.characters), MOST_CHARACTERS),
        images=_first_positive(statuses.get("max_media_attachments"), default=DEFAULT_LIMITS.images),
        image_bytes=_first_positive(
            media.get("image_size_limit"), described.get("upload_limit"), default=DEFAULT_LIMITS.image_bytes
        ),
        alt_text=_first_positive(
            media.get("description_limit"), described.get("description_limit"), default=DEFAULT_LIMITS.alt_text or 1500
        ),
        link_length=_first_positive(statuses.get("characters_reserved_per_url"), default=LINK_LENGTH),
        image_types=tuple(types) or DEFAULT_LIMITS.image_types,
        software=software,
    )


def software(http: Session) -> str:
    """The product's name, empty where the server does not say it: then it is trusted with nothing special."""
    try:
        answer = http.ask("GET", "/nodeinfo/2.0", ok=(404, 406))
    except ConnectorError:
        return ""
    found = answer.entry("software")
    return str(found.get("name", "")).lower()[:50] if isinstance(found, dict) else ""


def account_domain(http: Session, token: str, username: str) -> str:
    """The domain in ``@username@domain``: often another than the server's host, which stands in where nobody says."""
    return _domain_by_webfinger(http, username) or _domain_by_instance(http, token) or http.host


def _domain_by_webfinger(http: Session, username: str) -> str:
    try:
        answer = http.ask(
            "GET", "/.well-known/webfinger", ok=(400, 404), params={"resource": f"acct:{username}@{http.host}"}
        )
    except ConnectorError:
        return ""
    subject = str(answer.entry("subject") or "")
    name, _at, domain = subject.removeprefix("acct:").rpartition("@")
    return _domain(domain) if name.lower() == username.lower() else ""


def _domain_by_instance(http: Session, token: str) -> str:
    try:
        described = instance(http, token)
    except ConnectorError:
        return ""
    return _domain(described.get("domain")) or _domain(described.get("uri"))


def _domain(value: Any) -> str:
    match = _DOMAIN.fullmatch(value) if isinstance(value, str) and len(value) < 254 else None
    return match.group(1).lower() if match else ""


def _checked(http: Session, answer: Reply) -> dict[str, Any]:
    if not isinstance(answer.json, dict):
        raise http.unreadable(may_have_happened=False)
    return answer.json


def _first_positive(*values: Any, default: int) -> int:
    """The first whole number above zero; some servers write it as text."""
    for value in values:
        if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 12:
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
    return default
