# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Taking videos in, and letting go of them. The file passes memory in small pieces; nothing looks into it here."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from channels_mgmt.domain.video_boxes import refuse_at_once
from channels_mgmt.domain.video_files import HEAD, UnfitVideo, container_of
from channels_mgmt.models import Film, Video
from core.states import change_state
from core.storage import all_files_or_none

NAME_LENGTH = 200
SUFFIXES = {"mov": "mov", "matroska": "webm"}


def most_megabytes() -> int:
    """What one video may have."""
    return settings.UPLOAD_MOST_BYTES // 1_000_000


def add_video(municipality: Municipality, *, actor: User, upload: Any) -> Video:
    """Store an uploaded video, to be looked at and converted by a worker.

    ``upload`` is a file with ``name`` and ``size``. Raises ``UnfitVideo`` for other types, by their content, and for
    more bytes than an upload may have, and for what its table of contents says; nothing is stored then.
    """
    require(actor, "channels_mgmt.add_image", municipality)
    if upload.size > settings.UPLOAD_MOST_BYTES:
        raise UnfitVideo(
            _("The video has %(size)d MB, at most %(allowed)d are possible. Please cut it or save it smaller.")
            % {"size": round(upload.size / 1_000_000), "allowed": most_megabytes()}
        )
    upload.seek(0)
    container = container_of(upload.read(HEAD))
    if container == "mov":
        refuse_at_once(upload, upload.size)
    upload.seek(0)
    name = str(upload.name or "").replace("\\", "/").rpartition("/")[2]
    return _store(municipality, actor, upload, container, name[-NAME_LENGTH:])


@all_files_or_none()
@transaction.atomic
def _store(municipality: Municipality, actor: User, upload: Any, container: str, name: str) -> Video:
    video = Video(
        municipality=municipality,
        original_name=name or _("Video"),
        container=container,
        given_bytes=upload.size,
        uploaded_by=actor,
    )
    video.original.save(f"video.{SUFFIXES[container]}", upload, save=False)
    video.save()
    record(actor, "media.video_added", video, bytes=upload.size)
    return video


@transaction.atomic
def cancel_conversion(video: Video, *, actor: User) -> None:
    """Let no worker go on with it; what came is kept. Raises ``AlreadyChanged`` when it has just ended."""
    require(actor, "channels_mgmt.add_image", video.municipality)
    change_state(video, Video.State.CANCELLED, lease_until=None, next_attempt_at=None, percent=0, error="")
    record(actor, "media.video_cancelled", video)


@transaction.atomic
def resume_conversion(video: Video, *, actor: User) -> None:
    """Begin anew with what was cancelled."""
    require(actor, "channels_mgmt.add_image", video.municipality)
    change_state(video, Video.State.CHECKING, attempts=0)
    record(actor, "media.video_resumed", video)


def another_film(film: Film | None) -> Film | None:
    """The same for another post; the video is shared."""
    if film is None:
        return None
    return Film.objects.create(
        municipality_id=film.municipality_id,
        video_id=film.video_id,
        alt_text=film.alt_text,
        captions=film.captions,
        is_without_speech=film.is_without_speech,
        poster_at=film.poster_at,
    )


def let_go_of(film: Film | None) -> None:
    """Delete what no post says any more, and its video once nobody else has it; in the caller's transaction."""
    if film is None:
        return
    video = film.video
    Film.objects.filter(pk=film.pk).delete()
    if Film.objects.filter(video=video).exists():
        return
    Video.objects.filter(pk=video.pk).delete()
    for stored in (video.original, video.file, video.poster):
        if stored:
            _remove_after_commit(stored.storage, str(stored.name))


def _remove_after_commit(storage: Any, name: str) -> None:
    transaction.on_commit(lambda: storage.delete(name))
