# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the practice platform can fail, and who its invented citizens are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

FILM_TYPE = "video/mp4"


class PlatformTrouble(Exception):
    """The practice platform behaves as a real one does on a bad day."""


class NoAnswer(PlatformTrouble):
    """The connection ended without an answer. The post may have been stored."""


class InternalError(PlatformTrouble):
    """The platform reports a fault of its own. The post may have been stored."""


class Gibberish(PlatformTrouble):
    """The answer makes no sense. The post may have been stored."""


class Throttled(PlatformTrouble):
    """Too many requests; nothing was stored. Ask again in ``retry_after`` seconds."""

    retry_after = 30


class AccessExpired(PlatformTrouble):
    """The access no longer opens the account; nothing was stored."""


class NoSuchPost(PlatformTrouble):
    """There is no such post (any more), or it belongs to another account."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A picture as it arrives at the platform; width and height in pixels."""

    content: bytes
    media_type: str
    alt_text: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class FilmUpload:
    """A film as it arrives at the platform; ``read`` opens it from its beginning, ``captions`` is WebVTT."""

    read: Callable[[], IO[bytes]]
    alt_text: str
    width: int
    height: int
    captions: str


@dataclass(frozen=True, slots=True)
class Extras:
    """What a post carries besides its text."""

    warning: str = ""
    poll_options: tuple[str, ...] = ()
    is_private: bool = False
    images: tuple[Upload, ...] = ()
    film: FilmUpload | None = None


@dataclass(frozen=True, slots=True)
class Citizen:
    """Somebody who does not exist; the surname says so."""

    handle: str
    name: str


CITIZENS = (
    Citizen("anna-ausgedacht", "Anna Ausgedacht"),
    Citizen("bruno-muster", "Bruno Muster"),
    Citizen("cem-probe", "Cem Probe"),
    Citizen("dora-uebung", "Dora Übung"),
    Citizen("emil-erfunden", "Emil Erfunden"),
    Citizen("frieda-fiktiv", "Frieda Fiktiv"),
    Citizen("gero-gibtsnicht", "Gero Gibtsnicht"),
    Citizen("hatice-beispiel", "Hatice Beispiel"),
)
