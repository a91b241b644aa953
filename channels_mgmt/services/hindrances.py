# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What keeps a delivery back although it is approved and due; asked in the claim."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from channels_mgmt.models import Channel, Delivery, People
from channels_mgmt.queries.films import film_gaps
from channels_mgmt.queries.posts import wording_of
from channels_mgmt.queries.rights import film_rights_gaps, rights_gaps
from channels_mgmt.services.outbox.errand import Void
from netiquette.queries import published_netiquette
from strategy.queries import platform_is_decided

MANDATE_SECONDS = 2


def why_not_publish(channel: Channel) -> list[str]:
    """What forbids publishing on ``channel`` at this moment, one sentence each.

    Only what the mandate rests on: a checklist line or hours that lapse stop no scheduled post. Practice needs
    no mandate (docs/adr/0034).
    """
    reasons = []
    if channel.state == Channel.State.PAUSED:
        reasons.append(_("The channel is paused: %(reason)s") % {"reason": channel.pause_reason})
    elif channel.state != Channel.State.LIVE:
        reasons.append(_("The channel is not live."))
    return reasons if channel.is_practice else reasons + _missing_mandate(channel)


def _missing_mandate(channel: Channel) -> list[str]:
    """Whether strategy and netiquette are signed as they stand; reading both whole is worth two seconds' memory."""
    key = f"mandate-{channel.municipality_id}-{channel.platform}"
    known: list[str] | None = cache.get(key)
    if known is not None:
        return known
    missing = []
    if not platform_is_decided(channel.municipality, channel.platform):
        missing.append(
            _("No signed strategy in force names %(platform)s.") % {"platform": channel.get_platform_display()}
        )
    if published_netiquette(channel.municipality) is None:
        missing.append(_("The netiquette is not signed and published yet."))
    cache.set(key, missing, MANDATE_SECONDS)
    return missing


def film_reasons(row: Delivery) -> list[str]:
    """What keeps the post's video from going out here: what was approved may not fit any more."""
    if row.post.film is None:
        return []
    parts = row.post.parts or row.post.parts_as_stored()
    return film_gaps(row.post.film, [row.channel], has_images=bool(parts.media))


def no_right_to_show(row: Delivery) -> Void | None:
    """Consents and licences of its images and its film, asked again when it counts: one may have been withdrawn a
    minute ago.
    """
    gaps = [*_gaps_of_images(row), *_gaps_of_film(row)]
    return Void(" ".join(gaps)) if gaps else None


def _gaps_of_images(row: Delivery) -> list[str]:
    media: list[Any] = row.post.parts.media if row.post.parts else []
    if not any(each.has_consents or each.asset.licence_id or each.asset.people == People.AGREED for each in media):
        return []  # read with the images: nobody has said anything that could forbid it
    images = [(each.asset, each.alt_text) for each in media]
    return [str(gap) for gap in rights_gaps(images, [(row.channel, wording_of(row))], localdate())]


def _gaps_of_film(row: Delivery) -> list[str]:
    film = row.post.film
    return [] if film is None else film_rights_gaps(film.video, [(row.channel, wording_of(row))], localdate())
