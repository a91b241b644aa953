# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a town answers."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from accounts.models import Municipality, User
from community.models import ReplySettings, StaffInitials


def reply_settings(town: Municipality) -> ReplySettings:
    """The town's settings, or the defaults in a row that is not stored; one query."""
    return ReplySettings.objects.filter(municipality=town).first() or ReplySettings(municipality=town)


def initials_of(town: Municipality, person: User) -> str:
    """What stands below the answers of ``person``; empty unless the town wants it and the person has agreed."""
    wanted = ReplySettings.objects.filter(municipality=OuterRef("municipality"), uses_initials=True)
    agreed = StaffInitials.objects.filter(Exists(wanted), municipality=town, person=person)
    return agreed.values_list("initials", flat=True).first() or ""
