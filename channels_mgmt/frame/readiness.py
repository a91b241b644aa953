# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Steps of each channel: people, access, checklist, and that it is live (D11, D14)."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.frame.readiness import RULES, Facts, Group, ReadinessSource, Step
from accounts.tenancy.permissions import ROLES_WITH_PERMISSION
from channels_mgmt.models import Channel, ChannelDocument
from channels_mgmt.queries.channels import ChannelGap, Mandate, mandate_from, missing_for_live
from channels_mgmt.queries.places import Addresses
from channels_mgmt.queries.public_footer import published_notices
from netiquette.queries import published_netiquette
from strategy.queries import strategy_in_force

CHANNELS = Group("channels", gettext_lazy("Channels"), is_wide=True)
MANAGE = "channels_mgmt.manage_channels"
# Told once for the town among the rules, not again for every channel.
ELSEWHERE = {"netiquette"}


def _channels(facts: Facts) -> Iterator[Step]:
    """All channels that are not closed; one step when there is none."""
    town = facts.town
    mandate = mandate_from(facts.read(strategy_in_force), facts.read(published_netiquette))
    open_channels = Channel.objects.filter(municipality=town).exclude(state=Channel.State.CLOSED)
    channels = list(open_channels.select_related("municipality", "owner", "deputy").order_by("pk"))
    if not channels:
        yield Step(
            CHANNELS.key,
            "channel",
            _("A channel is set up"),
            False,
            ROLES_WITH_PERMISSION["channels_mgmt.manage_channels"],
            reverse("channels:channel_list", args=[town.slug]),
        )
    for channel in channels:
        yield from _steps_of(channel, mandate)


def _steps_of(channel: Channel, mandate: Mandate) -> Iterator[Step]:
    every_gap = missing_for_live(channel, mandate)
    left = [gap for gap in every_gap if gap.key not in ELSEWHERE]
    page = reverse("channels:channel_detail", args=[channel.municipality.slug, channel.pk])
    lines: tuple[tuple[str, set[str], Any, str], ...] = (
        ("mandate", {"strategy"}, _("the signed strategy names the platform"), "strategy.write_strategy"),
        ("owner", {"owner", "owner_hours"}, _("somebody owns it and has hours for it"), MANAGE),
        ("deputy", {"deputy", "deputy_hours"}, _("a deputy is named and has hours for it"), MANAGE),
        (
            "connection",
            {"connection", "connection_address"},
            _("the access to the account works"),
            "channels_mgmt.connect_channel",
        ),
        ("imprint", {"check_imprint"}, _("the profile links to the imprint"), MANAGE),
        ("two_factor", {"check_two_factor"}, _("the account has a second factor"), MANAGE),
    )
    # Of an invented account nothing is asked that cannot be true of it (docs/adr/0034).
    if channel.is_practice:
        lines = tuple(line for line in lines if line[0] == "connection")
    for key, keys, label, permission in lines:
        gaps = [gap for gap in left if gap.key in keys]
        left = [gap for gap in left if gap.key not in keys]
        yield _step(channel, key, label, gaps, permission, page)
    if not channel.is_practice:
        yield _step(channel, "checks", _("the rest of the checklist is confirmed"), left, MANAGE, f"{page}#checks")
    is_live = channel.state in (Channel.State.LIVE, Channel.State.PAUSED)
    yield Step(
        CHANNELS.key,
        f"{channel.pk}:live",
        _("it is live"),
        is_live,
        ROLES_WITH_PERMISSION["channels_mgmt.go_live"],
        page,
        _("Possible as soon as the rest is done.") if every_gap else _("Everything is there: it can go live."),
        subject=str(channel),
    )


def _step(channel: Channel, key: str, label: str, gaps: list[ChannelGap], permission: str, page: str) -> Step:
    first = gaps[0] if gaps else None
    note = first.text if first else ""
    if len(gaps) > 1:
        note = ngettext(
            "%(n)d thing is missing: %(first)s", "%(n)d things are missing, first: %(first)s", len(gaps)
        ) % {"n": len(gaps), "first": note}
    return Step(
        CHANNELS.key,
        f"{channel.pk}:{key}",
        label,
        not gaps,
        first.roles if first else ROLES_WITH_PERMISSION[permission],
        first.url if first else page,
        note,
        subject=str(channel),
    )


def _statement(facts: Facts) -> Iterator[Step]:
    """Public bodies owe one for the netiquette and all other pages of citizens, whatever channels they have."""
    yield Step(
        RULES.key,
        "accessibility",
        _("The accessibility statement is checked and public"),
        published_notices(facts.town).has_statement,
        ROLES_WITH_PERMISSION["channels_mgmt.check_document"],
        Addresses(facts.town, ChannelDocument.Kind.ACCESSIBILITY).page,
        _("It stands at the foot of your public pages once somebody has vouched for it."),
    )


SOURCES = (ReadinessSource(27, RULES, _statement), ReadinessSource(50, CHANNELS, _channels))
