# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is said about a film holds for every copy of it: whoever loads it again does not walk around a withdrawal.

Two films are the same where their copies for publication are, byte by byte (docs/adr/0056).
"""

from __future__ import annotations

from django.db.models import Q

from channels_mgmt.models import People, Video, VideoConsent


def share_film_consents(video: Video) -> None:
    """Let each consent about the same film be about all its copies; in the caller's transaction."""
    if not video.sha256:
        return
    town = video.municipality_id
    VideoConsent.objects.filter(video=video, sha256="").update(sha256=video.sha256)
    said = VideoConsent.objects.filter(consent__municipality=town, sha256=video.sha256)
    consents = list(dict.fromkeys(said.order_by("pk").values_list("consent", flat=True)))
    if not consents:
        return
    copies = list(
        Video.objects.filter(municipality=town, sha256=video.sha256).order_by("pk").values_list("pk", flat=True)
    )
    links = [
        VideoConsent(video_id=copy, consent_id=consent, sha256=video.sha256) for consent in consents for copy in copies
    ]
    VideoConsent.objects.bulk_create(links, ignore_conflicts=True)
    Video.objects.filter(pk__in=copies).update(people=People.AGREED)


def remember_film(video: Video) -> None:
    """Take over what is known of the same film from a copy that came before; called once its bytes are known."""
    share_film_consents(video)
    same = Video.objects.filter(municipality=video.municipality_id, sha256=video.sha256).exclude(pk=video.pk)
    known = same.filter(~Q(people="") | Q(licence__isnull=False) | Q(is_ai_made=True)).order_by("-pk").first()
    if known is None:
        return
    own = Video.objects.get(pk=video.pk)
    Video.objects.filter(pk=video.pk).update(
        people=own.people or known.people,
        licence=own.licence_id or known.licence_id,
        is_ai_made=own.is_ai_made or known.is_ai_made,
    )
