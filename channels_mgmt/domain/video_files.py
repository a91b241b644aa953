# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a film may be, what it was found to be, and the copy that is made of it. Nothing here decodes one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from core.errors import DomainError

HEAD = 4096
"""Bytes from the beginning that say what a file is."""
MOST_SECONDS, LEAST_SECONDS = 15 * 60, 1
MOST_EDGE = 8192
SHORT_SECONDS, SHORT_BYTES, COPY_BYTES = 180, 48_000_000, 95_000_000
"""What the copy may take. Up to three minutes: what the narrowest network takes (50 MB as delivered), so that a slow
connection sends it in time, too. Longer ones, which go elsewhere: what other servers take (99 MB).
"""
COPY_EDGE = 1920
SOUND_RATE = 128_000
MEDIA_TYPE = "video/mp4"

_PICTURES = {b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1", b"avif", b"avis"}
_OLD_QUICKTIME = {b"moov", b"mdat", b"wide", b"free", b"skip"}
_DOCTYPE = re.compile(rb"\x42\x82[\x80-\xff]([a-z]+)")


class UnfitVideo(DomainError):
    """A file that is no film we can use; the message says what to do instead."""


def container_of(head: bytes) -> str:
    """``mov`` (MP4, QuickTime) or ``matroska`` (WebM), as ffmpeg calls its readers; by content, never by name.

    Raises ``UnfitVideo`` for everything else.
    """
    if not head:
        raise UnfitVideo(_("The file is empty."))
    kind, brand = head[4:8], head[8:12]
    if (kind == b"ftyp" and brand in _PICTURES) or head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8")):
        raise UnfitVideo(_("This is a picture, not a video. Pictures are added while writing the post."))
    if kind == b"ftyp" or kind in _OLD_QUICKTIME:
        return "mov"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        doctype = _DOCTYPE.search(head[:HEAD])
        if doctype and doctype.group(1) == b"webm":
            return "matroska"
    raise UnfitVideo(
        _("This is no video in MP4, MOV or WebM; the content counts, not the name. Please save it in one of these.")
    )


@dataclass(frozen=True, slots=True)
class Facts:
    """What a film was found to be. ``width`` and ``height`` are those people see, upright and with square pixels."""

    milliseconds: int
    width: int
    height: int
    stream: int
    video_codec: str
    pixels: str
    sound: int | None
    audio_codec: str
    rate: float

    @property
    def seconds(self) -> float:
        return self.milliseconds / 1000


def read_facts(found: Mapping[str, Any]) -> Facts:
    """The facts in what ffprobe says. Raises ``UnfitVideo`` for what is no film, is broken, or lasts too long."""
    streams = [s for s in found.get("streams") or [] if isinstance(s, dict)]
    films = [s for s in streams if s.get("codec_type") == "video" and not _is_cover(s)]
    if not films:
        raise UnfitVideo(without_picture())
    film = films[0]
    sounds = [s for s in streams if s.get("codec_type") == "audio"]
    milliseconds = _milliseconds(found.get("format") or {}, film)
    width, height = _upright(film)
    if not milliseconds or not width or not height:
        raise UnfitVideo(damaged())
    if milliseconds > MOST_SECONDS * 1000:
        raise UnfitVideo(too_long(milliseconds / 1000))
    if milliseconds < LEAST_SECONDS * 1000:
        raise UnfitVideo(_("The video is shorter than a second."))
    if max(width, height) > MOST_EDGE:
        raise UnfitVideo(_("The video has too many pixels. Please save it in a smaller size, for example 1080p."))
    return Facts(
        milliseconds=milliseconds,
        width=width,
        height=height,
        stream=int(film.get("index", 0)),
        video_codec=str(film.get("codec_name", ""))[:20],
        pixels=str(film.get("pix_fmt", ""))[:20],
        sound=int(sounds[0].get("index", 0)) if sounds else None,
        audio_codec=str(sounds[0].get("codec_name", ""))[:20] if sounds else "",
        rate=_rate(film),
    )


def damaged() -> str:
    return _("The video is damaged or was not saved to its end. Please send it again, or save it anew on the phone.")


def without_picture() -> str:
    return _("The file has no picture that moves. Is it a sound recording?")


def too_long(seconds: float) -> str:
    return _(
        "The video lasts %(minutes)d minutes, at most %(most)d are possible. Please cut it, or publish a link."
    ) % {"minutes": round(seconds / 60), "most": MOST_SECONDS // 60}


def fits_as_it_is(facts: Facts, size: int) -> bool:
    """Whether every network takes its pictures and sound unchanged: then nothing is computed anew."""
    return (
        facts.video_codec == "h264"
        and facts.pixels in ("yuv420p", "yuvj420p")
        and facts.audio_codec in ("", "aac")
        and max(facts.width, facts.height) <= COPY_EDGE
        and facts.rate <= 61
        and size <= room_for(facts)
    )


def room_for(facts: Facts) -> int:
    """Bytes that the copy may have."""
    return SHORT_BYTES if facts.seconds <= SHORT_SECONDS else COPY_BYTES


@dataclass(frozen=True, slots=True)
class Target:
    """The copy to be computed: its size in pixels and its bits per second of picture."""

    width: int
    height: int
    rate: int


def target_of(facts: Facts) -> Target:
    """The best copy in the room there is: a long film gets fewer pixels rather than blocks."""
    room = int(room_for(facts) * 8 * 0.93 / max(facts.seconds, 1)) - SOUND_RATE
    rate = min(room, 6_000_000)
    edge = 1920 if rate >= 2_500_000 else 1280 if rate >= 1_200_000 else 960
    share = min(1.0, edge / max(facts.width, facts.height))
    return Target(_even(facts.width * share), _even(facts.height * share), rate)


def _is_cover(stream: Mapping[str, Any]) -> bool:
    return bool((stream.get("disposition") or {}).get("attached_pic"))


def _milliseconds(container: Mapping[str, Any], film: Mapping[str, Any]) -> int:
    for value in (container.get("duration"), film.get("duration")):
        try:
            found = float(str(value))
        except ValueError:
            continue
        if 0 < found < 1_000_000:
            return round(found * 1000)
    return 0


def _upright(film: Mapping[str, Any]) -> tuple[int, int]:
    width, height = int(film.get("width") or 0), int(film.get("height") or 0)
    if width < 1 or height < 1:
        return 0, 0
    width = round(width * _fraction(str(film.get("sample_aspect_ratio", "")).replace(":", "/"), of_pixels=True))
    turned = next((s.get("rotation") for s in film.get("side_data_list") or [] if isinstance(s, dict)), None)
    turned = turned if turned is not None else (film.get("tags") or {}).get("rotate", 0)
    try:
        is_turned = round(float(turned or 0)) % 180 == 90
    except (TypeError, ValueError):
        is_turned = False
    return (height, width) if is_turned else (width, height)


def _rate(film: Mapping[str, Any]) -> float:
    return float(_fraction(str(film.get("avg_frame_rate", "")), of_pixels=False))


def _fraction(text: str, *, of_pixels: bool) -> Fraction:
    try:
        found = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return Fraction(1)
    return Fraction(1) if of_pixels and not Fraction(1, 10) < found < 10 else found


def _even(pixels: float) -> int:
    return max(2, round(pixels / 2) * 2)
