# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures and films as they are sent, and what keeps a platform from taking them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from channels_mgmt.connectors.limits import Limits, VideoLimits, misshapen


@dataclass(frozen=True, slots=True)
class Image:
    """A picture ready to send: upright, without metadata, within the platform's ``image_bytes``.

    ``address`` is where a platform that fetches pictures itself finds it for a while (``Profile.fetches_media``).
    """

    content: bytes
    media_type: str
    alt_text: str
    width: int
    height: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class Video:
    """A video ready to send, MP4 with H.264. ``read`` opens it from its beginning; it is never in memory as a whole.

    ``captions`` is WebVTT, ``subtitles`` the same as SRT; ``spoken`` the same words for platforms without captions.
    ``poster`` is a JPEG. ``address`` is where a platform that fetches videos itself finds it for a while.
    """

    read: Callable[[], IO[bytes]]
    size: int
    alt_text: str
    width: int
    height: int
    seconds: float
    captions: str = ""
    spoken: str = ""
    poster: bytes = b""
    media_type: str = "video/mp4"
    subtitles: str = ""
    address: str = ""


def described(video: Video, at_most: int | None) -> str:
    """The description with what is spoken, as far as there is room: otherwise nobody who does not hear learns it."""
    if not video.spoken:
        return video.alt_text
    whole = f"{video.alt_text}\n\nGesprochen: {video.spoken}"
    return whole if at_most is None or len(whole) <= at_most else f"{whole[: at_most - 1].rsplit(' ', 1)[0]}…"


def image_gaps(number: int, image: Image, limits: Limits) -> list[str]:
    found = []
    if image.media_type not in limits.image_types:
        found.append(_("Image %(number)d has a format that this platform does not take.") % {"number": number})
    if not limits.fits_shape(image.width, image.height):
        found.append(misshapen(number, image.width, image.height, limits))
    if len(image.content) > limits.image_bytes:
        found.append(
            _("Image %(number)d is larger than %(allowed)d kB.")
            % {"number": number, "allowed": limits.image_bytes // 1000}
        )
    if limits.alt_text is not None and len(image.alt_text) > limits.alt_text:
        found.append(
            _("The alternative text of image %(number)d is longer than %(allowed)d characters.")
            % {"number": number, "allowed": limits.alt_text}
        )
    return found


def video_gaps(video: Video, limits: VideoLimits, *, has_images: bool) -> list[str]:
    found = []
    if has_images:
        found.append(_("Images and a video do not go out together. Please take one of the two out."))
    if limits.bytes is not None and video.size > limits.bytes:
        found.append(_("The video is larger than %(allowed)d MB.") % {"allowed": limits.bytes // 1_000_000})
    if limits.seconds is not None and video.seconds > limits.seconds + 0.5:
        found.append(_("The video is longer than %(allowed)s minutes.") % {"allowed": limits.length})
    if video.seconds < limits.least_seconds:
        found.append(_("The video is too short, at least %(n)d seconds are needed.") % {"n": limits.least_seconds})
    if limits.alt_text is not None and len(video.alt_text) > limits.alt_text:
        found.append(_("The description is longer than %(allowed)d characters.") % {"allowed": limits.alt_text})
    if limits.caption_bytes and len(video.captions.encode()) > limits.caption_bytes:
        found.append(_("The captions take more than %(n)d kB.") % {"n": limits.caption_bytes // 1000})
    return found
