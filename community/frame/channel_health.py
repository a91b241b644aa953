# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the dialogue says on a channel's page."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from channels_mgmt.models import Channel
from channels_mgmt.queries.health import WEEKS, HealthLine
from community.queries.health import answering_on


def answering_lines(channel: Channel, at: datetime) -> list[HealthLine]:
    """Answers of the last four weeks, and what waits."""
    found = answering_on(channel, at - timedelta(weeks=WEEKS), at)
    if found.median_hours is None:
        answers = HealthLine(_("Answers"), _("No comment of the last four weeks was answered here."))
    else:
        words = ngettext(
            "%(n)d comment of the last four weeks was answered, half of them within %(hours)s hours by the clock.",
            "%(n)d comments of the last four weeks were answered, half of them within %(hours)s hours by the clock.",
            found.answered,
        ) % {"n": found.answered, "hours": number_format(found.median_hours, 1, use_l10n=True)}
        answers = HealthLine(_("Answers"), words)
    if not found.waiting:
        return [answers, HealthLine(_("Waiting comments"), _("None."), "success")]
    words = ngettext("%(n)d waits,", "%(n)d wait,", found.waiting) % {"n": found.waiting}
    overdue = ngettext("%(n)d of them overdue.", "%(n)d of them overdue.", found.overdue) % {"n": found.overdue}
    return [answers, HealthLine(_("Waiting comments"), f"{words} {overdue}", "danger" if found.overdue else "info")]
