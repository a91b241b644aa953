# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who made an image and whom one names for it, as the file itself says: the one thing that is kept of its metadata.

Read from EXIF, IPTC and XMP as cameras and agencies write them; written as EXIF and XMP (Pillow writes no IPTC). Words
are Unicode on one line; in EXIF they stand as UTF-8, as the Metadata Working Group advises.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import regex

ARTIST, COPYRIGHT = 0x013B, 0x8298
BY_LINE, CREDIT, NOTICE = (2, 80), (2, 110), (2, 116)
"""Records of IPTC-IIM."""
LENGTH = 120
MOST_XMP = 100_000
PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">{fields}</rdf:Description></rdf:RDF></x:xmpmeta>'
    '<?xpacket end="w"?>'
)
_SPACE = regex.compile(r"[\s\p{C}]+")
_ITEM = r"<{tag}\b[^>]*>.{{0,400}}?<rdf:li\b[^>]*>([^<]{{1,1000}})</rdf:li>"


@dataclass(frozen=True, slots=True)
class Credit:
    """``author`` made it, ``notice`` says whose it is or whom one names; empty where nothing is said."""

    author: str = ""
    notice: str = ""

    @property
    def line(self) -> str:
        """As people read it."""
        words = [self.author] if self.notice in ("", self.author) else [self.author, self.notice]
        return " / ".join(word for word in words if word)[:LENGTH]

    def as_exif(self) -> dict[int, bytes]:
        """Tag → value."""
        said = {ARTIST: self.author, COPYRIGHT: self.notice}
        return {tag: words.encode() for tag, words in said.items() if words}

    def as_xmp(self) -> bytes:
        """A packet; empty where nothing is said."""
        fields = ""
        if self.author:
            fields += f"<dc:creator><rdf:Seq><rdf:li>{escape(self.author)}</rdf:li></rdf:Seq></dc:creator>"
        if self.notice:
            right = f'<rdf:li xml:lang="x-default">{escape(self.notice)}</rdf:li>'
            fields += f"<dc:rights><rdf:Alt>{right}</rdf:Alt></dc:rights>"
            fields += f"<photoshop:Credit>{escape(self.notice)}</photoshop:Credit>"
        return PACKET.format(fields=fields).encode() if fields else b""


NOBODY = Credit()


def read_credit(exif: Any, iptc: Any, xmp: bytes) -> Credit:
    """What one of the three says, the first that does; ``exif`` and ``iptc`` map as Pillow gives them."""
    packet = xmp[:MOST_XMP].decode("utf-8", "replace")
    author = _first(_bytes_of(exif.get(ARTIST)), iptc.get(BY_LINE), _item(packet, "dc:creator"))
    notice = _first(_bytes_of(exif.get(COPYRIGHT)), iptc.get(NOTICE), iptc.get(CREDIT), _item(packet, "dc:rights"))
    return Credit(author, notice)


def _item(packet: str, tag: str) -> str:
    found = regex.search(_ITEM.format(tag=tag), packet, regex.DOTALL, timeout=1)
    return html.unescape(found.group(1)) if found else ""


def _first(*said: Any) -> str:
    return next((words for words in map(_words, said) if words), "")


def _bytes_of(said: Any) -> Any:
    """As they stand in the file: Pillow reads EXIF as Latin-1, byte by byte."""
    try:
        return said.encode("latin-1") if isinstance(said, str) else said
    except UnicodeError:
        return said


def _words(said: Any) -> str:
    """On one line, cut to what may stand there; cameras without a name leave spaces, or the word for it, behind."""
    if isinstance(said, (list, tuple)):
        said = said[0] if said else b""
    if isinstance(said, bytes):
        try:
            said = said.decode()
        except UnicodeDecodeError:
            said = said.decode("latin-1")
    elif not isinstance(said, str):
        return ""
    return _SPACE.sub(" ", said).strip()[:LENGTH].strip()
