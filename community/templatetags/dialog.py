# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words of the queue: how long a citizen has waited, what became of a decision."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def due_words(due_at: datetime) -> str:
    """``12 minutes left`` or ``overdue for 3 hours``: one unit, rounded down."""
    seconds = int((due_at - timezone.now()).total_seconds())
    amount = abs(seconds)
    if amount < 3600:
        n = amount // 60
        if seconds < 0:
            return ngettext("overdue for %d minute", "overdue for %d minutes", n) % n
        return ngettext("%d minute left", "%d minutes left", n) % n
    if amount < 2 * 86400:
        n = amount // 3600
        if seconds < 0:
            return ngettext("overdue for %d hour", "overdue for %d hours", n) % n
        return ngettext("%d hour left", "%d hours left", n) % n
    n = amount // 86400
    if seconds < 0:
        return ngettext("overdue for %d day", "overdue for %d days", n) % n
    return ngettext("%d day left", "%d days left", n) % n


@register.filter
def due_level(due_at: datetime) -> str:
    """``late``, ``soon`` (less than an hour) or nothing."""
    seconds = (due_at - timezone.now()).total_seconds()
    return "late" if seconds < 0 else "soon" if seconds < 3600 else ""


@register.filter
def web_address(url: str) -> str:
    """``url`` if a browser may follow it; platforms tell us addresses, and not each is one."""
    return url if url.startswith(("https://", "http://")) else ""
