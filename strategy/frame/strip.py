# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The line of the status strip that says on every page when the strategy should have been looked at again."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.frame.navigation import StripLine
from accounts.models import Municipality
from strategy.queries import renewal_of, today_in


def overdue_review(town: Municipality, _found: Mapping[str, Any]) -> Iterator[StripLine]:
    """Nothing is paused when the review date has passed, and nobody can overlook it."""
    renewal, today = renewal_of(town), today_in(town)
    if renewal is None or not renewal.is_overdue(today):
        return
    text = ngettext(
        "The strategy was due for review on %(day)s, %(n)d day ago. It stays in force; nothing is paused.",
        "The strategy was due for review on %(day)s, %(n)d days ago. It stays in force; nothing is paused.",
        renewal.days_over(today),
    )
    yield StripLine(
        "warning",
        text % {"day": date_format(renewal.due_on, "d.m.Y"), "n": renewal.days_over(today)},
        reverse("strategy:document", args=[town.slug]),
        _("To the strategy"),
    )
