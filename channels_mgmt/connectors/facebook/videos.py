# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A video of a page: uploaded in pieces, then published once by ending the upload.

Its number is remembered before it is published, and its state tells afterwards whether it was. Meta documents another
server for the pieces. Captions are taken only of a video that is there; until then it is public without them.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from django.utils.translation import gettext as _

from channels_mgmt.connectors.contract import (
    UPLOAD_SECONDS,
    Account,
    ConnectorError,
    NeedsReconnect,
    OutcomeUnknown,
    OutgoingPost,
    TryLater,
    Video,
)
from channels_mgmt.connectors.facebook.profile import NAME, PROFILE
from channels_mgmt.connectors.meta.graph import Graph, entry_in, path_of

logger = logging.getLogger(__name__)

UPLOADS = "https://graph-video.facebook.com"
MOST_PIECE = 8 * 1024 * 1024
MOST_PIECES = 4_000


def uploads_of(account: Account) -> Graph:
    """The session for uploads; a stand-in on this machine takes them itself."""
    is_real = account.base_url.rstrip("/") == PROFILE.server
    return Graph(replace(account, base_url=UPLOADS) if is_real else account, NAME)


def publish_film(uploads: Graph, page: str, post: OutgoingPost, video: Video) -> str:
    """The video's number, once it is public. Raises ``OutcomeUnknown`` where that is not certain."""
    path = f"{path_of(page)}/videos"
    with uploads.all_within(UPLOAD_SECONDS):
        number, session = _upload(uploads, path, video)
    post.remember({"video": number})
    finish = {"upload_session_id": session, "description": post.text, "published": "true"}
    with uploads.all_within(post.seconds - UPLOAD_SECONDS):
        answer = uploads.tell("POST", path, params={"upload_phase": "finish"}, data=finish)
        if answer.entry("success") is not True:
            raise uploads.unreadable(may_have_happened=True)
        if video.subtitles:
            _add_captions(uploads, number, post, video)
    return number


def post_of_film(graph: Graph, page: str, number: str) -> str | None:
    """The post in which the video is public; empty while Facebook still works on it, ``None`` where it is not there."""
    found = graph.find(path_of(number), params={"fields": "id,post_id,published,status"})
    if found is None:
        return None
    if post := found.entry("post_id"):
        return str(post) if "_" in str(post) else f"{page}_{post}"
    uploading = entry_in(entry_in(found.entry("status")).get("uploading_phase")).get("status")
    return "" if found.entry("published") is True or uploading == "complete" else None


def still_working() -> OutcomeUnknown:
    return OutcomeUnknown(_("Facebook has taken the video and is still processing it."))


def _upload(uploads: Graph, path: str, video: Video) -> tuple[str, str]:
    """Every piece that Facebook asks for; nothing is public by this, whatever becomes of it."""
    asked = {"upload_phase": "start", "file_size": str(video.size)}
    answer = uploads.ask("POST", path, data=asked)
    number, session = answer.entry("video_id"), answer.entry("upload_session_id")
    if not number or not session:
        raise uploads.unreadable(may_have_happened=False)
    with video.read() as content:
        for _piece in range(MOST_PIECES):
            start, end = _offsets(uploads, answer.entry("start_offset"), answer.entry("end_offset"), video.size)
            if start == end:
                return str(number), str(session)
            content.seek(start)
            answer = uploads.ask(
                "POST",
                path,
                data={"upload_phase": "transfer", "upload_session_id": str(session), "start_offset": str(start)},
                files={"video_file_chunk": ("piece", content.read(min(end - start, MOST_PIECE)), video.media_type)},
                seconds=UPLOAD_SECONDS,
            )
    raise TryLater(_("The video could not be uploaded in its time."))


def _offsets(uploads: Graph, start: object, end: object, size: int) -> tuple[int, int]:
    try:
        first, last = int(str(start)), int(str(end))
    except ValueError:
        raise uploads.unreadable(may_have_happened=False) from None
    if not 0 <= first <= last <= size:
        raise uploads.unreadable(may_have_happened=False)
    return first, last


def _add_captions(uploads: Graph, number: str, post: OutgoingPost, video: Video) -> None:
    """That the video is out is certain; captions that are refused stand in the log and never cost that knowledge."""
    locale = {"de": "de_DE", "en": "en_US"}.get(post.language, "de_DE")
    file = (f"captions.{locale}.srt", video.subtitles.encode(), "application/octet-stream")
    try:
        uploads.ask(
            "POST", f"{path_of(number)}/captions", files={"captions_file": file}, data={"default_locale": locale}
        )
    except NeedsReconnect:
        raise still_working() from None
    except ConnectorError as error:
        logger.warning("captions of the video %s were not taken: %s", number, error)
