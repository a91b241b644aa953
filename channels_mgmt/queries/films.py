# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What keeps the video of a post from going out, and what each channel takes of one."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from channels_mgmt.connectors.limits import VideoLimits
from channels_mgmt.connectors.registry import profile_of
from channels_mgmt.models import Channel, Film
from channels_mgmt.queries.measure import limits_of


def film_gaps(film: Film, channels: Sequence[Channel], *, has_images: bool) -> list[str]:
    """One sentence each. Captions are asked for wherever somebody speaks (BITV 2.0)."""
    video, gaps = film.video, []
    if video.is_ready:
        gaps += [f"{channel.name}: {gap}" for channel in channels for gap in _gaps_on(channel, film)]
    elif video.is_unfit:
        gaps.append(_("The video cannot be used: %(reason)s") % {"reason": video.error})
    elif video.is_cancelled:
        gaps.append(_("The conversion of the video was cancelled. Begin it again or take the video out."))
    else:
        gaps.append(_("The video is not ready yet: it is still being converted."))
    if not film.alt_text.strip():
        gaps.append(_("The video has no description. Please say in one or two sentences what is to be seen."))
    if not film.captions and not film.is_without_speech:
        gaps.append(_("The video has no captions. Add them, or say that nothing is spoken in it."))
    if has_images and any(not channel.is_by_hand for channel in channels):
        gaps.append(_("Images and a video do not go out together. Please take one of the two out."))
    return gaps


def film_hints(film: Film, channels: Sequence[Channel]) -> list[str]:
    """What people on a channel would not learn, although it is written down here; blocks nothing. One sentence each."""
    found = []
    for channel in channels:
        limits = video_limits_of(channel)
        if limits is None or limits.takes_description:
            continue  # nothing is sent, or what is spoken goes into the description where captions do not
        if film.captions and limits.caption_bytes == 0:
            words = _(
                "%(channel)s takes neither description nor captions of a video. Please say in the text of the post "
                "what is to be seen and spoken, or burn the captions into the picture."
            )
        else:
            words = _(
                "%(channel)s takes no description of a video. "
                "Please say in the text of the post what is only to be seen."
            )
        found.append(words % {"channel": channel.name})
    return found


def video_limits_of(channel: Channel) -> VideoLimits | None:
    """What ``channel`` takes; ``None`` where this software sends it no videos."""
    if not channel.is_by_hand and not profile_of(channel.connector).abilities.videos:
        return None
    return limits_of(channel).video


def _gaps_on(channel: Channel, film: Film) -> list[str]:
    video, limits, gaps = film.video, video_limits_of(channel), []
    if limits is None:
        return [_("This software sends no videos there. Please leave the channel or the video out.")]
    if limits.bytes is not None and video.size > limits.bytes:
        gaps.append(
            _("The video has %(size)d MB, %(allowed)d are possible. Please cut it.")
            % {"size": round(video.size / 1_000_000), "allowed": limits.bytes // 1_000_000}
        )
    if limits.seconds is not None and video.seconds > limits.seconds + 0.5:
        gaps.append(
            _("The video lasts %(length)s minutes, %(allowed)s are possible. Please cut it, or leave the channel out.")
            % {"length": video.length, "allowed": f"{limits.seconds // 60}:{limits.seconds % 60:02}"}
        )
    if video.seconds < limits.least_seconds:
        gaps.append(_("The video is too short, at least %(n)d seconds are needed.") % {"n": limits.least_seconds})
    if limits.alt_text is not None and len(film.spoken) > limits.alt_text:
        gaps.append(_("The description is longer than %(allowed)d characters.") % {"allowed": limits.alt_text})
    if limits.caption_bytes and len(film.captions.encode()) > limits.caption_bytes:
        gaps.append(_("The captions take more than %(n)d kB.") % {"n": limits.caption_bytes // 1000})
    return gaps
