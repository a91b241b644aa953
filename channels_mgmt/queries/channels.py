# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a channel still lacks, and whether it may publish at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Municipality, Role
from accounts.tenancy.permissions import ROLES_WITH_PERMISSION
from channels_mgmt.connectors.registry import profile_of
from channels_mgmt.models import Channel, ChannelCheck, ChannelDocument, Credential
from channels_mgmt.queries.documents import has_checked_concept
from channels_mgmt.queries.reachable import why_not_reachable
from core.gaps import Gap
from core.questions import question_planned_once
from netiquette.queries import published_netiquette
from staffing.queries import hours_of
from strategy.queries import strategy_in_force

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from netiquette.models import Netiquette
    from strategy.models import Strategy

Kind = ChannelDocument.Kind


@dataclass(frozen=True)
class ChannelGap(Gap):
    """A gap with who can mend it (role codes), and where."""

    roles: tuple[str, ...]
    url: str

    @property
    def key(self) -> str:
        """``check_…`` for a line of the checklist."""
        return self.part

    @property
    def who(self) -> str:
        """The roles that can mend it, in words."""
        return ", ".join(str(Role(role).label) for role in self.roles)


def open_channels(municipality: Municipality) -> QuerySet[Channel]:
    """Channels that are not closed, live ones first."""
    channels = Channel.objects.filter(municipality=municipality).exclude(state=Channel.State.CLOSED)
    return channels.order_by(F("live_slot").asc(nulls_last=True), "name", "pk")


@question_planned_once
def channels_for_posts(town: Municipality) -> QuerySet[Channel]:
    """``open_channels``, for the composer."""
    return open_channels(town)


def is_connected(channel: Channel) -> bool:
    """Whether working tokens are stored; the practice platform and channels by hand need an account only."""
    if not channel.account_id:
        return False
    if channel.is_practice or channel.is_by_hand:
        return True
    return Credential.objects.filter(channel=channel, broken_since__isnull=True).exists()


@dataclass(frozen=True, slots=True)
class Mandate:
    """What the head has signed at this moment: the platforms decided for, and whether a netiquette is public."""

    platforms: frozenset[str]
    has_netiquette: bool


def mandate_of(municipality: Municipality) -> Mandate:
    """Read and verify both signatures; about ten queries, so lists of channels read it once."""
    return mandate_from(strategy_in_force(municipality), published_netiquette(municipality))


def mandate_from(strategy: Strategy | None, netiquette: Netiquette | None) -> Mandate:
    """The mandate that the strategy in force and the netiquette that is public give."""
    platforms = strategy.chosen_platforms() if strategy is not None else []
    return Mandate(frozenset(decision.platform for decision in platforms), netiquette is not None)


def missing_for_live(channel: Channel, mandate: Mandate | None = None) -> list[ChannelGap]:
    """What keeps the channel from going live, in the order to mend it; empty when it may.

    ``mandate`` is the one just read, where several channels are asked about. A third live channel is
    refused by the slots, not here. A practice channel needs its account only: nothing on it is public, and an
    invented account has no imprint and no second factor (docs/adr/0034).
    """
    if channel.is_practice:
        return _connection_gaps(channel)
    return [
        *_mandate_gaps(channel, mandate or mandate_of(channel.municipality)),
        *_people_gaps(channel),
        *_connection_gaps(channel),
        *_address_gaps(channel),
        *_document_gaps(channel),
        *_check_gaps(channel),
    ]


def _mandate_gaps(channel: Channel, mandate: Mandate) -> list[ChannelGap]:
    town, gaps = channel.municipality, []
    if channel.platform not in mandate.platforms:
        gaps.append(
            ChannelGap(
                _("No signed strategy in force names %(platform)s.") % {"platform": channel.get_platform_display()},
                "strategy",
                (Role.COMMUNICATIONS, Role.LEADERSHIP),
                f"{reverse('strategy:document', args=[town.slug])}#decision",
            )
        )
    if not mandate.has_netiquette:
        gaps.append(
            ChannelGap(
                _("The netiquette is not signed and published yet."),
                "netiquette",
                (Role.COMMUNICATIONS, Role.LEADERSHIP),
                reverse("netiquette:edit", args=[town.slug]),
            )
        )
    return gaps


def _people_gaps(channel: Channel) -> list[ChannelGap]:
    town, gaps = channel.municipality, []
    sentences = [
        (
            "owner",
            channel.owner,
            _("Nobody owns the channel yet."),
            _("%(person)s owns the channel but has no hours for it."),
        ),
        (
            "deputy",
            channel.deputy,
            _("The owner has no deputy yet."),
            _("%(person)s is the deputy but has no hours for it."),
        ),
    ]
    for key, person, nobody, no_hours in sentences:
        if person is None:
            roles = ROLES_WITH_PERMISSION["channels_mgmt.manage_channels"]
            gaps.append(ChannelGap(nobody, key, roles, _page("channel_edit", channel)))
        elif not hours_of(town, person):
            roles = ROLES_WITH_PERMISSION.get("staffing.arrange_team", (Role.COMMUNICATIONS,))
            url = reverse("team:team", args=[town.slug])
            gaps.append(ChannelGap(no_hours % {"person": person}, f"{key}_hours", roles, url))
    return gaps


def _connection_gaps(channel: Channel) -> list[ChannelGap]:
    if is_connected(channel):
        return []
    roles = ROLES_WITH_PERMISSION["channels_mgmt.connect_channel"]
    if channel.is_by_hand:
        sentence = _("The address of the account is not entered yet.")
        return [ChannelGap(sentence, "connection", roles, _page("channel_connect", channel))]
    sentence = (
        _("The access to the account no longer works; it has to be connected again.")
        if channel.account_id
        else _("The channel is not connected to its account yet.")
    )
    return [ChannelGap(sentence, "connection", roles, _page("channel_connect", channel))]


def _address_gaps(channel: Channel) -> list[ChannelGap]:
    """A platform that takes no post without a picture, and fetches it from us, needs a way in."""
    needs_way_in = not channel.is_by_hand and profile_of(channel.connector).limits.needs_image
    if not needs_way_in or not (why := why_not_reachable()):
        return []
    return [ChannelGap(why, "connection_address", (Role.ADMINISTRATOR,), _page("channel_way", channel))]


def _document_gaps(channel: Channel) -> list[ChannelGap]:
    """The usage concept comes before the account (data protection authorities of the states, DOMAIN § 3)."""
    if has_checked_concept(channel):
        return []
    roles = ROLES_WITH_PERMISSION["channels_mgmt.check_document"]
    url = reverse("channels:document", args=[channel.municipality.slug, channel.pk, Kind.USAGE_CONCEPT])
    return [ChannelGap(_("There is no checked usage concept for this channel."), "usage_concept", roles, url)]


def _check_gaps(channel: Channel) -> list[ChannelGap]:
    done = set(ChannelCheck.objects.filter(channel=channel).values_list("key", flat=True))
    roles = ROLES_WITH_PERMISSION["channels_mgmt.manage_channels"]
    url = f"{_page('channel_detail', channel)}#checks"
    return [
        ChannelGap(_("Not confirmed yet: %(check)s.") % {"check": label}, f"check_{key}", roles, url)
        for key, label in ChannelCheck.Key.choices
        if key not in done
    ]


def _page(name: str, channel: Channel) -> str:
    return reverse(f"channels:{name}", args=[channel.municipality.slug, channel.pk])


def live_practice_channel(town: Municipality) -> Channel | None:
    """The practice channel that publishes, the one in the first place before the one in the second."""
    channels = Channel.objects.filter(municipality=town, connector=Channel.Connector.PRACTICE)
    return channels.filter(state=Channel.State.LIVE).select_related("municipality").order_by("live_slot").first()
