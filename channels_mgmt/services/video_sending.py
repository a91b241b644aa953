# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The video of a post as a connector sends it: opened when it is sent, never in memory as a whole."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext as _

from channels_mgmt.connectors.contract import Rejected, Video
from channels_mgmt.domain.captions import as_srt, transcript
from channels_mgmt.models import Film


def video_to_send(film: Film) -> Video:
    """Raises ``Rejected`` when its files are gone."""
    stored = film.video
    try:
        with stored.file.open("rb"):
            pass
        poster = b""
        if film.has_its_poster:
            with stored.poster.open("rb") as picture:
                poster = picture.read()
    except (OSError, ValueError) as error:
        raise Rejected(_("The file of the video can no longer be read.")) from error
    return Video(
        read=partial(stored.file.storage.open, str(stored.file.name), "rb"),
        size=stored.size,
        alt_text=film.spoken,
        width=stored.width,
        height=stored.height,
        seconds=stored.seconds,
        captions=film.captions,
        spoken=transcript(film.cues),
        poster=poster,
        subtitles=as_srt(film.cues) if film.captions else "",
    )
