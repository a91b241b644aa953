# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What keeps a post from being approved, scheduled and sent: one list of rules, asked at each of these steps.

Style, length and tone never stand here (D7).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from channels_mgmt.connectors.limits import hashtag_gaps, misshapen, without_image
from channels_mgmt.connectors.registry import profile_of
from channels_mgmt.domain.ai_label import labelled_alt
from channels_mgmt.domain.checks.personal import NAMES
from channels_mgmt.domain.service_texts import gaps_left
from channels_mgmt.models import Channel, Film, MediaAsset, Post
from channels_mgmt.models.posts import labelled_by
from channels_mgmt.queries.films import film_gaps
from channels_mgmt.queries.measure import bytes_on, length_on, limits_of
from channels_mgmt.queries.personal import fingerprint, unconfirmed
from channels_mgmt.queries.rights import film_rights_gaps, rights_gaps
from channels_mgmt.queries.ways import Proof, addresses_of, proof_of
from core.gaps import Gap

TEXT, CHANNELS, PERSONAL, WAY, FILM = "text", "channels", "personal", "way", "film"
"""Parts of the composer in which a gap is mended; ``wording_7`` and ``alt_7`` are those of a channel and an image."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said, stored or not: the words of each channel and of each image as they go out.

    ``post`` is what is stored of it, ``None`` for something that was never saved. ``asks_other_way`` is what the town
    wants. ``shapes`` says by a channel's key which part of the images it shows. ``day`` is when it is to go out, where
    that is not what ``post`` is planned for.
    """

    text: str
    wordings: Sequence[tuple[Channel, str]]
    images: Sequence[tuple[MediaAsset, str]]
    post: Post | None = None
    alternative_url: str = ""
    asks_other_way: bool = False
    shapes: Mapping[int, str] = field(default_factory=dict)
    day: date | None = None

    @property
    def alt_texts(self) -> list[str]:
        return [alt_text for _asset, alt_text in self.images]

    @property
    def film(self) -> Film | None:
        """The video goes with what is stored: it has a page of its own."""
        return self.post.film if self.post else None

    @property
    def words(self) -> list[str]:
        """Everything somebody may read or hear, each once."""
        film = [self.film.spoken, *(cue.text for cue in self.film.cues)] if self.film else []
        wordings = [wording for _channel, wording in self.wordings]
        return list(dict.fromkeys([self.text, *wordings, *self.alt_texts, *film]))

    @property
    def other_way(self) -> Proof:
        """What shows that it can be found without social media."""
        wordings = [wording for _channel, wording in self.wordings] or [self.text]
        return proof_of(addresses_of(self.alternative_url, wordings), self.post)

    def part_of(self, channel: Channel, wording: str) -> str:
        """Where the words of ``channel`` are changed."""
        return TEXT if wording.startswith(self.text) else f"wording_{channel.pk}"


def empty(said: Said) -> list[Gap]:
    gaps = []
    if not said.text.strip() and not any(wording.strip() for _channel, wording in said.wordings):
        gaps.append(Gap(_("The text is still empty."), TEXT))
    if not said.wordings:
        gaps.append(Gap(_("No channel is chosen yet."), CHANNELS))
    return gaps


def without_alt_text(said: Said) -> list[Gap]:
    missing = [asset for asset, alt_text in said.images if not alt_text.strip()]
    if not missing:
        return []
    sentence = ngettext(
        "%(count)d image has no alternative text. Please describe in one sentence what can be seen.",
        "%(count)d images have no alternative text. Please describe in one sentence what can be seen.",
        len(missing),
    )
    return [Gap(sentence % {"count": len(missing)}, f"alt_{missing[0].pk}")]


def beyond_the_platform(said: Said) -> list[Gap]:
    return [
        Gap(f"{channel.name}: {gap}", said.part_of(channel, wording))
        for channel, wording in said.wordings
        for gap in gaps_on(channel, wording, said.alt_texts)
    ]


def of_the_film(said: Said) -> list[Gap]:
    if said.film is None:
        return []
    channels = [channel for channel, _wording in said.wordings]
    return [Gap(gap, FILM) for gap in film_gaps(said.film, channels, has_images=bool(said.images))]


def misshapen_images(said: Said) -> list[Gap]:
    """Images shown whole where the platform refuses their shape; a chosen part has one that it takes."""
    gaps = []
    for channel in [channel for channel, _wording in said.wordings if not said.shapes.get(channel.pk)]:
        limits = limits_of(channel)
        for number, (asset, _alt_text) in enumerate(said.images, 1):
            if not limits.fits_shape(asset.width, asset.height):
                sentence = misshapen(number, asset.width, asset.height, limits)
                gaps.append(Gap(f"{channel.name}: {sentence}", f"shape_{channel.pk}"))
    return gaps


def with_personal_data(said: Said) -> list[Gap]:
    """Account numbers and the like about which nobody has said why they stand there."""
    return [
        Gap(
            _("%(words)s (%(kind)s): does it stand here on purpose? It goes out once somebody has said why.")
            % {"words": datum.words, "kind": NAMES[datum.kind]},
            PERSONAL,
        )
        for datum in unconfirmed(said.words, said.post)
    ]


def left_blank(said: Said) -> list[Gap]:
    """Gaps of a template nobody has filled in, each once."""
    parts = dict.fromkeys(gaps_left(said.text), TEXT)
    for channel, wording in said.wordings:
        for gap in gaps_left(wording):
            parts.setdefault(gap, said.part_of(channel, wording))
    return [Gap(_("Still to be filled in: %(gap)s") % {"gap": gap}, part) for gap, part in parts.items()]


def without_other_way(said: Said) -> list[Gap]:
    """Each post proves where it can be found without social media, or somebody says why not (docs/adr/0051)."""
    if not said.asks_other_way or (proof := said.other_way).holds:
        return []
    if proof.url:
        sentence = _("Not found when we looked: %(url)s. Please correct it, or name a notice or a reason.")
        return [Gap(sentence % {"url": proof.url}, WAY)]
    return [
        Gap(_("Where can it be found without social media? A web page, day and place of a notice, or why not."), WAY)
    ]


def without_rights(said: Said) -> list[Gap]:
    """Consents and licences, on the day it is planned for where that is still to come."""
    if not said.images and said.film is None:
        return []
    planned = said.day or (said.post.planned_day if said.post else None)
    day = max(localdate(), planned or localdate())
    gaps = rights_gaps(said.images, said.wordings, day)
    if said.film is not None:
        gaps += [Gap(gap, FILM) for gap in film_rights_gaps(said.film.video, said.wordings, day)]
    return gaps


RULES: tuple[Callable[[Said], list[Gap]], ...] = (
    empty,
    left_blank,
    without_alt_text,
    of_the_film,
    without_rights,
    beyond_the_platform,
    misshapen_images,
    with_personal_data,
    without_other_way,
)
"""Everything that blocks, in the order in which it is mended. Approval and claim ask the election rules."""


def gaps_in(said: Said) -> list[Gap]:
    """What keeps this from going out, one sentence each."""
    return [gap for rule in RULES for gap in rule(said)]


def said_by(post: Post, day: date | None = None) -> Said:
    """What is stored of ``post``, as it goes out, on ``day`` instead of the one it is planned for."""
    targets = list(post.targets.select_related("channel").order_by("channel_id"))
    media = list(post.media.select_related("asset").order_by("position"))
    assets = [m.asset for m in media]
    return Said(
        text=post.text,
        wordings=[(t.channel, labelled_by(t.text or post.text, post.ai_use, assets, post.film)) for t in targets],
        images=[(m.asset, labelled_alt(m.alt_text, is_made=m.asset.is_ai_made)) for m in media],
        post=post,
        alternative_url=post.alternative_url,
        asks_other_way=post.municipality.asks_other_way,
        shapes={t.channel_id: t.shape for t in targets},
        day=day,
    )


def missing_for_approval(post: Post, day: date | None = None) -> list[Gap]:
    """What keeps the post from being approved, or scheduled for ``day``, one sentence each."""
    return gaps_in(said_by(post, day))


def open_confirmations(post: Post) -> list[tuple[str, str, str]]:
    """Fingerprint, words and kind of what keeps ``post`` back until somebody says why it stands there."""
    return [
        (fingerprint(post, datum), datum.words, str(NAMES[datum.kind]))
        for datum in unconfirmed(said_by(post).words, post)
    ]


def gaps_on(channel: Channel, wording: str, alt_texts: list[str]) -> list[str]:
    """What keeps this wording with these images from going out on ``channel``."""
    limits, gaps = limits_of(channel), []
    if channel.state == Channel.State.CLOSED:
        gaps.append(_("The channel is closed. Please choose another one."))
    over = length_on(channel, wording) - limits.characters
    if over > 0:
        gaps.append(
            ngettext(
                "The text is %(over)d character too long. Please shorten it or use an own wording.",
                "The text is %(over)d characters too long. Please shorten it or use an own wording.",
                over,
            )
            % {"over": over}
        )
    if limits.bytes is not None and bytes_on(wording) > limits.bytes:
        gaps.append(_("The text takes too many bytes. Fewer emoji and special characters help."))
    gaps.extend(hashtag_gaps(wording, profile_of(channel.platform).most_hashtags))
    if limits.needs_image and not alt_texts:
        gaps.append(without_image())
    if len(alt_texts) > limits.images:
        gaps.append(_("At most %(allowed)d images are possible.") % {"allowed": limits.images})
    if limits.alt_text is not None and any(len(alt_text) > limits.alt_text for alt_text in alt_texts):
        gaps.append(_("An alternative text is longer than %(allowed)d characters.") % {"allowed": limits.alt_text})
    return gaps
