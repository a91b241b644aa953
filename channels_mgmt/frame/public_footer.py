# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What documents add to the foot of every page for citizens."""

from django.urls import reverse

from accounts.models import Municipality
from channels_mgmt.queries.public_footer import published_notices


def privacy_address(town: Municipality) -> str:
    """The privacy notice of the town's website, as entered for the documents."""
    return published_notices(town).privacy_url


def statement_address(town: Municipality) -> str:
    """The accessibility statement, once somebody has vouched for a version of it."""
    if not published_notices(town).has_statement:
        return ""
    return reverse("accessibility:statement", args=[town.slug])
