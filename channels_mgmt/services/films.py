# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The video of a post: attached, described, captioned, taken out. Each is an edit of the post and ends its approval."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from channels_mgmt.domain.captions import as_vtt, is_read_back, read_captions
from channels_mgmt.models import Film, Post, Video
from channels_mgmt.services.planning import edit_post
from channels_mgmt.services.videos import add_video, let_go_of
from core.errors import Refused
from core.states import compare_and_set
from core.storage import all_files_or_none

ALT_LENGTH = 1500


@all_files_or_none()
@transaction.atomic
def attach_video(post: Post, *, actor: User, upload: Any, revision: int | None = None) -> Film:
    """Store ``upload`` as the video of ``post``; one that was there before goes. Raises ``UnfitVideo``."""
    require(actor, "channels_mgmt.edit_post", post)
    _refuse_public(post)
    video = add_video(post.municipality, actor=actor, upload=upload)
    film = Film.objects.create(municipality=post.municipality, video=video)
    _replace(post, film, actor, revision)
    return film


@transaction.atomic
def describe_film(
    post: Post,
    *,
    actor: User,
    alt_text: str,
    captions: str,
    is_without_speech: bool,
    poster_at: int,
    is_ai_made: bool | None = None,
    revision: int | None = None,
) -> Film:
    """Say what is to be seen, what is spoken (WebVTT or SRT) or that nothing is, and which millisecond is the poster.

    ``is_ai_made`` says whether AI has made or changed it; that is remembered with the video, and ends the approvals of
    all posts with it: they covered that. Raises ``Refused`` for captions that players would not show as meant.
    """
    require(actor, "channels_mgmt.edit_post", post)
    before = _film_of(post)
    video = Video.objects.get(pk=before.video_id)
    if captions.strip() and is_without_speech:
        raise Refused(_("There are captions, so somebody speaks. Please take one of the two away."))
    if is_ai_made is not None and is_ai_made != video.is_ai_made:
        Video.objects.filter(pk=video.pk).update(is_ai_made=is_ai_made)
        video.is_ai_made = is_ai_made
        record(actor, "media.ai_marked", video, is_ai_made=is_ai_made)
    film = Film.objects.create(
        municipality=post.municipality,
        video=video,
        alt_text=" ".join(alt_text.split())[:ALT_LENGTH],
        captions=_checked(captions, video),
        is_without_speech=is_without_speech,
        poster_at=min(poster_at, video.milliseconds),
    )
    _replace(post, film, actor, revision)
    if video.is_ready and video.wanted_at != film.poster_at:
        compare_and_set(video, expected={"state": video.state}, wanted_at=film.poster_at, attempts=0)
    return film


@transaction.atomic
def remove_film(post: Post, *, actor: User, revision: int | None = None) -> None:
    """Take the video out of the post; where no other post has it, its files are deleted."""
    require(actor, "channels_mgmt.edit_post", post)
    _film_of(post)
    _replace(post, None, actor, revision)


def _replace(post: Post, film: Film | None, actor: User, revision: int | None) -> None:
    before = post.film
    edit_post(post, actor=actor, revision=revision, film=film)
    let_go_of(before)


def _film_of(post: Post) -> Film:
    _refuse_public(post)
    if post.film is None:
        raise Refused(_("This post has no video."))
    return post.film


def _refuse_public(post: Post) -> None:
    if post.is_public:
        raise Refused(_("This post is already public and stays as it is. Duplicate it to say something new."))


def _checked(captions: str, video: Video) -> str:
    if not captions.strip():
        return ""
    read = read_captions(captions, film=video.milliseconds or None)
    if read.problems:
        raise Refused(" ".join(map(str, read.problems[:5])), read.problems)
    if not is_read_back(read.cues):
        raise Refused(_("These captions would not be shown as they were meant. Please save the file anew as WebVTT."))
    return as_vtt(read.cues)
