# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the comment is that a topic came from, for those who may read it."""

from collections.abc import Sequence

from django.urls import reverse

from accounts.models import Municipality, User
from accounts.tenancy.permissions import may
from community.models import Comment


def places_of_comments(town: Municipality, reader: User, numbers: Sequence[int]) -> dict[int, str]:
    """Comment number → its page; one query."""
    if not may(reader, "community.view_queue", town):
        return {}
    found = Comment.objects.filter(municipality=town, pk__in=numbers).values_list("pk", flat=True)
    return {pk: reverse("dialog:comment", args=[town.slug, pk]) for pk in found}
