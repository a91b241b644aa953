# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a channel fares, line by line in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from channels_mgmt.connectors.registry import profile_of
from channels_mgmt.models import Channel, Credential
from channels_mgmt.models.channels import TOLD_BEFORE_END
from channels_mgmt.queries.health import WEEKS, Health, HealthLine, health_of, told_by_others
from core.moments import german_date, german_datetime

LONG_SILENCE = 7
"""Days. Two to three posts a week suffice for a small town (DOMAIN § 4); a week without one is silence."""
LATE_READING = timedelta(hours=1)


def health_lines(channel: Channel, at: datetime) -> list[HealthLine]:
    """Posts, silence, success, access, reading; then what other apps know."""
    health = health_of(channel, at)
    return [
        _cadence(health),
        _silence(health),
        _success(channel, health),
        _trouble(health),
        _access(channel, at),
        *_reading(channel, at),
        *told_by_others(channel, at),
    ]


def _cadence(health: Health) -> HealthLine:
    found = number_format(health.per_week, 1, use_l10n=True)
    if health.goal is None:
        words = _("%(found)s a week over the last %(weeks)d weeks. The strategy in force names no goal for it.")
        return HealthLine(_("Posts per week"), words % {"found": found, "weeks": WEEKS})
    words = _("%(found)s a week over the last %(weeks)d weeks; the strategy aims at %(goal)s over all channels.")
    goal = number_format(health.goal.normalize(), use_l10n=True)
    level = "success" if health.per_week >= health.goal else "warning"
    return HealthLine(_("Posts per week"), words % {"found": found, "weeks": WEEKS, "goal": goal}, level)


def _silence(health: Health) -> HealthLine:
    if health.silent_days is None:
        return HealthLine(_("Silence"), _("Nothing has been published here yet."))
    now_silent = ngettext("Silent for %(n)d day.", "Silent for %(n)d days.", health.silent_days) % {
        "n": health.silent_days
    }
    longest = ngettext(
        "The longest silence of the last four weeks was %(n)d day.",
        "The longest silence of the last four weeks was %(n)d days.",
        health.longest_silence,
    ) % {"n": health.longest_silence}
    level = "warning" if health.silent_days > LONG_SILENCE else "success"
    return HealthLine(_("Silence"), f"{now_silent} {longest}", level)


def _success(channel: Channel, health: Health) -> HealthLine:
    if health.last_success is None:
        return HealthLine(_("Last success"), _("Nothing has been published here yet."))
    return HealthLine(_("Last success"), german_datetime(health.last_success, channel.municipality), "success")


def _trouble(health: Health) -> HealthLine:
    if not health.troubled:
        return HealthLine(_("To be settled"), _("Nothing of the last four weeks waits for a person."), "success")
    words = ngettext(
        "%(n)d post of the last four weeks was missed, refused or is uncertain.",
        "%(n)d posts of the last four weeks were missed, refused or are uncertain.",
        health.troubled,
    )
    return HealthLine(_("To be settled"), words % {"n": health.troubled}, "danger")


def _access(channel: Channel, at: datetime) -> HealthLine:
    label, connect = (
        _("Access to the account"),
        reverse("channels:channel_connect", args=[channel.municipality.slug, channel.pk]),
    )
    if channel.is_closed:
        return HealthLine(label, _("Deleted with the channel."))
    if channel.is_practice or channel.is_by_hand:
        return HealthLine(label, _("None is needed here: nothing is signed in to."))
    access: Credential | None = getattr(channel, "credential", None)
    if access is None:
        return HealthLine(label, _("The channel is not connected yet."), "warning", connect)
    if access.broken_since is not None:
        words = _("Refused by the platform since %(moment)s; nothing goes out.")
        return HealthLine(
            label, words % {"moment": german_datetime(access.broken_since, channel.municipality)}, "danger", connect
        )
    if channel.quiet_until is not None and channel.quiet_until > at:
        words = _("Works. The platform has asked us to wait until %(moment)s.")
        return HealthLine(
            label, words % {"moment": german_datetime(channel.quiet_until, channel.municipality)}, "warning"
        )
    words = _("Works; last renewed %(moment)s.") % {"moment": german_datetime(access.updated_at, channel.municipality)}
    if access.ends_at is None:
        return HealthLine(label, words, "success")
    day = german_date(access.ends_at, channel.municipality)
    if access.ends_at <= at + TOLD_BEFORE_END:
        ends = _("The access ends on %(day)s; then nothing goes out any more. Please sign in again before.")
        return HealthLine(label, ends % {"day": day}, "warning", connect)
    if profile_of(channel.connector).renews_access:
        ends = _("Ends on %(day)s and is renewed before by itself.")
    else:
        ends = _("Ends on %(day)s; you will be told before.")
    return HealthLine(label, " ".join((words, ends % {"day": day})), "success")


def _reading(channel: Channel, at: datetime) -> list[HealthLine]:
    if channel.is_by_hand or channel.is_planned or channel.is_closed:
        return []
    label = _("Reading comments")
    if channel.synced_at is None:
        return [HealthLine(label, _("Not read yet."), "warning")]
    words = _("Last read %(moment)s.") % {"moment": german_datetime(channel.synced_at, channel.municipality)}
    if channel.sync_failures:
        failed = ngettext(
            "Since then %(n)d attempt failed.", "Since then %(n)d attempts failed.", channel.sync_failures
        )
        words = f"{words} {failed % {'n': channel.sync_failures}}"
    is_late = bool(channel.sync_failures) or channel.synced_at < at - LATE_READING
    return [HealthLine(label, words, "warning" if is_late else "success")]
