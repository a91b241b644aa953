# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Accounts of which a person said something."""

from django.db.models import QuerySet

from accounts.models import Municipality
from community.models import Author


def marked_accounts(town: Municipality) -> QuerySet[Author]:
    """Test accounts and accounts that advertise, the newest mark first."""
    marked = Author.objects.filter(municipality=town).exclude(standing=Author.Standing.USUAL)
    return marked.select_related("channel", "standing_by").order_by("-standing_at", "-pk")
