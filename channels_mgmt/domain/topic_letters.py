# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a mail says: sender, subject, words and pictures, whatever program has written it. Pure, and never raises."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import EmailMessage
from email.utils import getaddresses
from html.parser import HTMLParser
from typing import Any

from core.text import clean_text

MOST_PHOTOS = 10
#: More parts than any program makes; a mail of parts within parts is no reason to stand still.
MOST_PARTS = 200
AUTOMATIC = ("bulk", "junk", "list", "auto_reply", "auto-reply")
ROBOTS = re.compile(r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply)@", re.IGNORECASE)
DOUBTED = re.compile(r"\b(dmarc|dkim|spf)=(\w+)", re.IGNORECASE)
_UNSEEN = {"head", "script", "style", "title", "template"}
_BLOCKS = {"p", "div", "br", "li", "tr", "table", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}


@dataclass(frozen=True)
class Photo:
    name: str
    content: bytes


@dataclass(frozen=True)
class TopicLetter:
    """``key`` is the same for the same message, however often it is fetched."""

    key: str
    sender: str
    name: str
    subject: str
    text: str = ""
    is_automatic: bool = False
    is_doubted: bool = False
    photos: list[Photo] = field(default_factory=list)
    #: Files that are no pictures, and pictures beyond ``MOST_PHOTOS``.
    left_out: int = 0


def read_letter(raw: bytes) -> TopicLetter:
    """Read a whole message or its head."""
    message: Any = message_from_bytes(raw, policy=policy.compat32.clone(max_line_length=None))
    addresses = getaddresses([_words(message.get("From", ""))])
    name, sender = addresses[0] if len(addresses) == 1 else ("", "")
    parts = list(_parts(message))
    pictures = [photo for part in parts if (photo := _picture(part)) is not None]
    files = sum(1 for part in parts if _is_file(part))
    return TopicLetter(
        key=_key(message, raw),
        sender=sender.strip().lower()[:254],
        name=" ".join(clean_text(name).split())[:120],
        subject=" ".join(clean_text(_words(message.get("Subject", ""))).split())[:300],
        text=_text(parts),
        is_automatic=_is_automatic(message, sender),
        is_doubted=_is_doubted(message),
        photos=pictures[:MOST_PHOTOS],
        left_out=max(0, files - len(pictures[:MOST_PHOTOS])),
    )


def _key(message: EmailMessage, raw: bytes) -> str:
    """Of the Message-ID; what has none is known by its content."""
    named = "".join(str(message.get("Message-ID", "")).split())
    return hashlib.sha256(named.encode("utf-8", "replace") if named else raw).hexdigest()


def _words(value: Any) -> str:
    """A header with its encoded words read; an unknown charset costs single letters, never the whole."""
    found = []
    try:
        for part, charset in decode_header(str(value)):
            found.append(part if isinstance(part, str) else _decoded(part, charset or "utf-8"))
    except (ValueError, LookupError):
        return str(value)
    return "".join(found)


def _decoded(content: bytes, charset: str) -> str:
    for name in (charset, "utf-8", "cp1252"):
        try:
            return content.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("latin-1")


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """The leaves; a mail within the mail is not opened."""
    waiting: list[Any] = [message]
    seen = 0
    while waiting and seen < MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        held = part.get_payload()
        if part.is_multipart() and isinstance(held, list):
            if part.get_content_maintype() == "multipart":
                waiting[:0] = held
        else:
            yield part


def _is_file(part: EmailMessage) -> bool:
    return part.get_content_disposition() == "attachment" or part.get_content_maintype() not in ("text", "multipart")


def _picture(part: EmailMessage) -> Photo | None:
    """Whatever may be a picture; whether it is one, its content says later."""
    kind = part.get_content_type()
    name = _words(part.get_filename() or "")
    is_called_so = name.lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"))
    if not _is_file(part) or not (kind.startswith("image/") or is_called_so):
        return None
    content = _payload(part)
    return Photo(name[-200:], content) if content else None


def _payload(part: EmailMessage) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError):
        return b""
    return content if isinstance(content, bytes) else b""


def _text(parts: list[EmailMessage]) -> str:
    """The first plain text, else the first HTML without what nobody sees."""
    for wanted in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == wanted and part.get_content_disposition() != "attachment":
                said = _decoded(_payload(part), str(part.get_content_charset() or "utf-8"))
                said = clean_text(words_of_html(said) if wanted == "text/html" else said).strip()
                if said:
                    return said
    return ""


def _is_automatic(message: EmailMessage, sender: str) -> bool:
    """Absence notes, bounces and lists (RFC 3834): nobody has thought of a topic."""
    submitted = str(message.get("Auto-Submitted", "no")).partition(";")[0].strip().lower()
    precedence = str(message.get("Precedence", "")).strip().lower()
    return (
        submitted not in ("", "no")
        or precedence in AUTOMATIC
        or any(message.get(name) for name in ("X-Autoreply", "X-Autorespond", "List-Id"))
        or message.get_content_type() == "multipart/report"
        or str(message.get("Return-Path", "")).strip() == "<>"
        or bool(ROBOTS.match(sender.strip()))
    )


def _is_doubted(message: EmailMessage) -> bool:
    """What the town's own server says of the sender, in the uppermost of these lines; without one nobody doubts."""
    found = {
        name.lower(): said.lower() for name, said in DOUBTED.findall(str(message.get("Authentication-Results", "")))
    }
    if "dmarc" in found:
        return found["dmarc"] == "fail"
    return "fail" in found.values() and "pass" not in found.values()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(" ".join(data.split("\n")))


def words_of_html(html: str) -> str:
    """The words a reader sees, block by block."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    lines = [" ".join(line.split()) for line in "".join(parser.parts).split("\n")]
    return "\n".join(line for line in lines if line)
