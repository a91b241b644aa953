# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a worker does with a video: look into it, make the copy for publication, take its poster.

Each step is taken by a lease that progress renews. A worker that dies leaves the row to the next, which begins the step
anew; one whose row was cancelled, taken or deleted meanwhile stops and leaves nothing behind.
"""

from __future__ import annotations

import hashlib
import logging
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from channels_mgmt.domain.video_files import (
    Facts,
    UnfitVideo,
    damaged,
    fits_as_it_is,
    read_facts,
    room_for,
    target_of,
)
from channels_mgmt.models import Video
from channels_mgmt.services import ffmpeg
from channels_mgmt.services.film_rights import remember_film
from channels_mgmt.services.outbox.lanes import Item
from core import leases
from core.errors import AlreadyChanged
from core.states import change_state, compare_and_set

LEASE = timedelta(seconds=180)
"""Longer than the longest step without a sign of life."""
MOST_ATTEMPTS = 3
REST = timedelta(seconds=60)
SIGN_SECONDS = 1.0
FIRST_PICTURE = 1000
State = Video.State
logger = logging.getLogger(__name__)


def is_a_video_due(at: datetime) -> bool:
    """Whether ``due_videos`` would find anything. Needs all towns in scope."""
    return bool(Video.objects.to_work_on(at).exists())


def due_videos(at: datetime) -> list[Item]:
    """Videos to be taken up now, as many as may be in work at once. Needs all towns in scope."""
    free = settings.VIDEOS_AT_ONCE - Video.objects.worked_on(at).count()
    rows = Video.objects.to_work_on(at).values_list("pk", "municipality")[: max(free, 0)]
    return [Item(pk, town, "") for pk, town in rows]


def work_on_video(pk: int) -> bool:
    """Carry video ``pk`` as far as it goes. Idempotent; false when it is taken or needs nothing."""
    if not _take_step(pk):
        return False
    while _take_step(pk):
        pass
    return True


def _take_step(pk: int) -> bool:
    video = Video.objects.to_work_on(now()).filter(pk=pk).first()
    if video is None:
        return False
    if video.attempts >= MOST_ATTEMPTS:
        return _give_up(video)
    if not leases.take(video, LEASE, only_if={"state": video.state}, attempts=video.attempts + 1):
        return False
    try:
        _carry_out(video)
    except AlreadyChanged:
        return False  # cancelled, deleted, or taken by another after our lease
    except ffmpeg.ProgramMissing:
        return _rest(video, _("On this server the program ffmpeg is missing. Your administrator has to install it."))
    except ffmpeg.TookTooLong:
        return _rest(video, _("The server is busy at the moment. It is tried again."), counts=True)
    except UnfitVideo as error:
        return _refuse(video, str(error))
    except Exception:
        logger.exception("unexpected error at video %s", video.pk)
        return _rest(video, _("Something unexpected happened. It is tried again."), counts=True)
    return True


def _carry_out(video: Video) -> None:
    if video.state == State.CHECKING:
        _check(video)
    elif video.state == State.CONVERTING:
        _convert(video)
    else:
        _take_poster(video)


def _check(video: Video) -> None:
    with ffmpeg.local_path(video.original) as path:
        facts = _facts_of(video, path, video.container)
    changes: dict[str, Any] = {
        "milliseconds": facts.milliseconds,
        "width": facts.width,
        "height": facts.height,
        "video_codec": facts.video_codec,
        "audio_codec": facts.audio_codec,
    }
    change_state(video, State.CONVERTING, only_if=leases.held(video), **_done(), **changes)


def _facts_of(video: Video, path: Path, container: str) -> Facts:
    found = ffmpeg.look_into(path, container)
    if found is None:
        raise UnfitVideo(damaged())
    return read_facts(found)


def _convert(video: Video) -> None:
    with ffmpeg.local_path(video.original) as path, ffmpeg.new_file("mp4") as target:
        facts = _facts_of(video, path, video.container)
        size = None if fits_as_it_is(facts, video.given_bytes) else target_of(facts)
        sign = _Sign(video)
        if not ffmpeg.copy_of(path, video.container, target, facts, size, sign.give):
            raise UnfitVideo(damaged())
        compare_and_set(video, expected=_ours(video), percent=99, lease_until=now() + LEASE)
        _keep(video, target, facts)


def _keep(video: Video, target: Path, facts: Facts) -> None:
    copy = _facts_of(video, target, "mov")
    if abs(copy.milliseconds - facts.milliseconds) > max(700, facts.milliseconds // 20):
        raise UnfitVideo(damaged())  # it breaks off somewhere
    size = target.stat().st_size
    if size > room_for(copy):
        raise UnfitVideo(_("The copy for publication would be too large. Please cut the video or save it smaller."))
    with target.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    original, storage = video.original.name, video.original.storage
    with ffmpeg.opened(target) as content:
        name = storage.save(video.file.field.generate_filename(video, "video.mp4"), content)
    try:
        with transaction.atomic():
            change_state(
                video,
                State.READY,
                only_if=leases.held(video),
                **_done(),
                file=name,
                original="",
                sha256=sha256,
                size=size,
                milliseconds=copy.milliseconds,
                width=copy.width,
                height=copy.height,
                video_codec=copy.video_codec,
                audio_codec=copy.audio_codec,
                wanted_at=video.wanted_at or min(FIRST_PICTURE, copy.milliseconds // 2),
                percent=100,
            )
            remember_film(video)
            record(None, "media.video_ready", video, sha256=sha256, seconds=round(copy.seconds))
    except BaseException:
        storage.delete(name)
        raise
    storage.delete(str(original))


def _take_poster(video: Video) -> None:
    before, storage = video.poster.name, video.file.storage
    with ffmpeg.local_path(video.file) as path, ffmpeg.new_file("jpg") as target:
        at = min(video.wanted_at, max(video.milliseconds - 100, 0))
        if not ffmpeg.picture_at(path, at, target):
            raise UnfitVideo(damaged())
        with ffmpeg.opened(target) as content:
            name = storage.save(video.poster.field.generate_filename(video, "poster.jpg"), content)
    try:
        compare_and_set(
            video,
            expected={**_ours(video), "wanted_at": video.wanted_at},
            **_done(),
            poster=name,
            poster_at=video.wanted_at,
        )
    except BaseException:
        storage.delete(name)
        raise
    if before:
        storage.delete(before)


class _Sign:
    """Tells how far it is and renews the lease, once a second."""

    def __init__(self, video: Video) -> None:
        self.video, self.due_at = video, 0.0

    def give(self, milliseconds: int) -> None:
        """Raises ``AlreadyChanged`` when the video is ours no more."""
        if time.monotonic() < self.due_at:
            return
        self.due_at = time.monotonic() + SIGN_SECONDS
        percent = min(milliseconds * 100 // max(self.video.milliseconds, 1), 98)
        compare_and_set(self.video, expected=_ours(self.video), percent=percent, lease_until=now() + LEASE)


def _ours(video: Video) -> dict[str, Any]:
    return {"state": video.state, **leases.held(video)}


def _done() -> dict[str, Any]:
    """What a step that ended leaves: nothing held, nothing counted."""
    return {"lease_until": None, "next_attempt_at": None, "attempts": 0, "error": ""}


def _rest(video: Video, reason: str, *, counts: bool = False) -> bool:
    """Try again in a minute. What is not the video's fault does not count as an attempt."""
    attempts = video.attempts if counts else video.attempts - 1
    with suppress(AlreadyChanged):
        leases.give_back(video, next_attempt_at=now() + REST, attempts=attempts, error=reason)
    return False


def _give_up(video: Video) -> bool:
    if video.state == State.READY:
        # The film is fine, its poster cannot be had: networks take a picture of their own.
        compare_and_set(
            video,
            expected=_ours(video),
            **_done(),
            wanted_at=max(video.poster_at, 0),
            poster_at=max(video.poster_at, 0),
        )
        return False
    return _refuse(video, _("It could not be converted, three times. Please save it anew, for example as MP4."))


def _refuse(video: Video, reason: str) -> bool:
    if video.state == State.READY:
        _rest(video, reason, counts=True)
        return False
    original, storage = video.original.name, video.original.storage
    try:
        with transaction.atomic():
            changes = _done() | {"error": reason, "original": "", "percent": 0}
            change_state(video, State.UNFIT, only_if=leases.held(video), **changes)
            record(None, "media.video_refused", video, reason=reason)
    except AlreadyChanged:
        return False
    storage.delete(str(original))
    return False
