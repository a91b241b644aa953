# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""*Startklar*: whether a town is ready to speak in public, computed from facts (D3, D14, D20)."""

from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership, Municipality, Role
from channels_mgmt.models import Channel
from channels_mgmt.queries.channels import Mandate, mandate_of, missing_for_live
from staffing.models import ServiceHours
from staffing.queries import total_hours

PEOPLE_NEEDED = 2
COMPLETE_FOR_SECONDS = 60


@dataclass(frozen=True)
class Step:
    """A step on the way; ``who`` are role codes that can take it."""

    label: str
    is_done: bool
    who: tuple[str, ...]
    url: str
    note: str = ""

    @property
    def who_label(self) -> str:
        return ", ".join(str(Role(role).label) for role in self.who)


def readiness_of(town: Municipality) -> list[Step]:
    """All steps in the order a town takes them."""
    press, head = (Role.COMMUNICATIONS,), (Role.LEADERSHIP,)
    admins = Membership.objects.current(localdate()).filter(municipality=town, role=Role.ADMINISTRATOR).count()
    mandate = mandate_of(town)
    steps = [
        Step(
            _("Two people administer the town"),
            admins >= PEOPLE_NEEDED,
            (Role.ADMINISTRATOR,),
            reverse("settings:index", args=[town.slug]),
        ),
        Step(
            _("The strategy is signed"),
            bool(mandate.platforms),
            press + head,
            reverse("strategy:document", args=[town.slug]),
        ),
        Step(
            _("The netiquette is signed and public"),
            mandate.has_netiquette,
            press + head,
            reverse("netiquette:edit", args=[town.slug]),
        ),
        Step(
            _("Hours are agreed"),
            total_hours(town) > 0,
            (Role.COMMUNICATIONS, Role.ADMINISTRATOR),
            reverse("team:team", args=[town.slug]),
        ),
        Step(
            _("Service hours are set"),
            ServiceHours.objects.filter(municipality=town).exists(),
            (Role.COMMUNICATIONS, Role.ADMINISTRATOR),
            reverse("team:service_hours", args=[town.slug]),
        ),
    ]
    return [*steps, *_channel_steps(town, mandate)]


def steps_unless_complete(town: Municipality) -> list[Step]:
    """All steps, or none for a town that was found complete within the last minute."""
    key = f"readiness-complete-{town.pk}"
    if cache.get(key):
        return []
    steps = readiness_of(town)
    if all(step.is_done for step in steps):
        cache.set(key, True, COMPLETE_FOR_SECONDS)
    return steps


def _channel_steps(town: Municipality, mandate: Mandate) -> list[Step]:
    open_channels = Channel.objects.filter(municipality=town).exclude(state=Channel.State.CLOSED)
    channels = list(open_channels.select_related("municipality", "owner", "deputy").order_by("pk"))
    if not channels:
        url = reverse("channels:channel_list", args=[town.slug])
        return [Step(_("A channel is set up"), False, (Role.COMMUNICATIONS, Role.ADMINISTRATOR), url)]
    return [_channel_step(town, channel, mandate) for channel in channels]


def _channel_step(town: Municipality, channel: Channel, mandate: Mandate) -> Step:
    gaps = missing_for_live(channel, mandate)
    is_live = channel.state in (Channel.State.LIVE, Channel.State.PAUSED)
    note = ""
    if gaps:
        note = ngettext(
            "%(n)d thing is missing: %(first)s", "%(n)d things are missing, first: %(first)s", len(gaps)
        ) % {
            "n": len(gaps),
            "first": gaps[0].message,
        }
    return Step(
        _("%(channel)s is live") % {"channel": channel},
        is_live and not gaps,
        gaps[0].roles if gaps else (Role.COMMUNICATIONS, Role.LEADERSHIP),
        reverse("channels:channel_detail", args=[town.slug, channel.pk]),
        note,
    )
