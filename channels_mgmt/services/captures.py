# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""From a photo or a film, and a sentence, of a phone to one draft.

A phone sends again until somebody answers, so the same may arrive twice, also at the same moment. The row with the
phone's key comes first: whoever comes second waits for it in the database and is given the same draft.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Municipality, User
from channels_mgmt.domain.captures import SENTENCE_LENGTH, title_of
from channels_mgmt.models import Capture, Film, MediaAsset, Video
from channels_mgmt.queries.channels import channels_for_posts
from channels_mgmt.rules import writes_by_role
from channels_mgmt.services.media import add_image
from channels_mgmt.services.parts import TITLE_LENGTH
from channels_mgmt.services.planning import create_post
from channels_mgmt.services.rights import enter_spoken_consent, state_people
from channels_mgmt.services.videos import add_video
from channels_mgmt.services.writing_rights import require_writing
from core.errors import Refused
from core.storage import all_files_or_none


def take_in(
    municipality: Municipality,
    *,
    actor: User,
    key: str,
    sentence: str,
    people: str,
    photo: MediaAsset | Any = None,
    film: Any = None,
) -> Capture:
    """Store a draft with ``photo``, an image already stored or an upload, or with ``film``, an upload.

    The one of before where ``key`` has arrived. Raises ``Refused`` without a sentence, an answer to who can be
    recognised or something to be seen, ``UnfitImage`` like ``add_image``, ``UnfitVideo`` like ``add_video``; nothing is
    stored then.
    """
    require_writing(actor, "channels_mgmt.create_post", municipality)
    words = sentence.strip()
    if not words or len(words) > SENTENCE_LENGTH:
        raise Refused(
            _("Please say in one sentence what it is about, at most %(n)s characters.") % {"n": SENTENCE_LENGTH}
        )
    if people not in Capture.People.values:
        raise Refused(_("Please say who can be recognised in the photo. Without that it may not be published."))
    if (photo is None) == (film is None):
        raise Refused(_("Please take a photo or a video, one of the two."))
    try:
        return _take_in_first(municipality, actor, key, words, people, photo, film)
    except IntegrityError:
        return Capture.objects.select_related("post").get(municipality=municipality, person=actor, key=key)


@all_files_or_none()
@transaction.atomic
def _take_in_first(
    municipality: Municipality, actor: User, key: str, words: str, people: str, photo: MediaAsset | Any, film: Any
) -> Capture:
    capture = Capture.objects.create(municipality=municipality, key=key, person=actor, people=people)
    shown: MediaAsset | Video
    if film is not None:
        shown = add_video(municipality, actor=actor, upload=film)
    else:
        shown = photo if isinstance(photo, MediaAsset) else add_image(municipality, actor=actor, upload=photo)
    channels = list(channels_for_posts(municipality))
    post = create_post(
        municipality,
        actor=actor,
        title=title_of(words, at_most=TITLE_LENGTH),
        text=words,
        channels=channels if len(channels) == 1 and writes_by_role(actor, municipality) else [],
        images=[(shown, "")] if isinstance(shown, MediaAsset) else [],
        film=Film.objects.create(municipality=municipality, video=shown) if isinstance(shown, Video) else None,
    )
    capture.post = post
    if isinstance(shown, Video):
        capture.video = shown
    else:
        capture.asset = shown
    capture.save(update_fields=["asset", "video", "post"])
    state_people(shown, actor=actor, people=people)
    if people == Capture.People.AGREED:
        enter_spoken_consent(shown, actor=actor, purpose=post.title)
    return capture
