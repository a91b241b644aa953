# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How far the closing of a channel is, and what keeps it from being carried out."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from channels_mgmt.models import Channel, ChannelClosing, ClosingStep
from core.gaps import Gap
from core.moments import german_date
from strategy.queries import platform_is_decided


def open_closing(channel: Channel) -> ChannelClosing | None:
    found = ChannelClosing.objects.filter(channel=channel, state__in=["preparing", "signed"])
    return found.select_related("begun_by", "signed_by", "channel__municipality").first()


def needs_a_closing(channel: Channel) -> bool:
    """Whether the public knows the channel, so that it is not closed by one button."""
    return channel.live_slot is not None and not channel.is_practice


def needs_a_signature(channel: Channel) -> bool:
    """Whether the strategy in force names the platform: who signed that the town is there, signs that it leaves."""
    return platform_is_decided(channel.municipality, channel.platform)


def steps_of(closing: ChannelClosing) -> list[tuple[str, str, ClosingStep | None]]:
    """Key, words and what was said of it, in the order of the list."""
    said = {step.key: step for step in closing.steps.select_related("person")}
    return [(key, str(label), said.get(key)) for key, label in ClosingStep.Key.choices]


def missing_for_closing(closing: ChannelClosing, today: date, *, is_signature_needed: bool) -> list[Gap]:
    """What keeps the channel from being closed, in the order to mend it."""
    gaps = []
    settled = closing.steps.count()
    if left := len(ClosingStep.Key) - settled:
        sentence = ngettext("%(n)d line of the list is not settled.", "%(n)d lines of the list are not settled.", left)
        gaps.append(Gap(sentence % {"n": left}, "steps"))
    if is_signature_needed and not closing.is_signed:
        gaps.append(Gap(_("The head of the authority has not signed the closing yet."), "signature"))
    if today <= closing.answers_until:
        sentence = _("Comments are answered until %(day)s; the channel can be closed on the day after.")
        gaps.append(Gap(sentence % {"day": german_date(closing.answers_until)}, "day"))
    return gaps
