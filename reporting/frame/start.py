# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where people begin in a town in which nothing is set up."""

from django.urls import reverse

from accounts.models import Municipality, User
from accounts.tenancy.permissions import may
from channels_mgmt.models import Channel


def first_day(person: User, town: Municipality) -> str:
    """The guided page for whoever may begin, as long as the town has no channel at all."""
    if may(person, "channels_mgmt.practise", town) and not Channel._base_manager.filter(municipality=town).exists():
        return reverse("today:first_day", args=[town.slug])
    return ""
