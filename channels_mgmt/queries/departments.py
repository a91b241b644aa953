# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The links of departments, and what they were asked for."""

from __future__ import annotations

from django.db.models import Count, Prefetch, QuerySet

from accounts.models import Municipality
from channels_mgmt.models import DepartmentLink, TopicRequest


def links_of(town: Municipality) -> QuerySet[DepartmentLink]:
    """Those that open first, then by name; each with its number of topics and what is not answered."""
    links = DepartmentLink.objects.filter(municipality=town).select_related("created_by", "municipality")
    waiting = TopicRequest.objects.filter(answered_at=None).order_by("due_on", "pk")
    links = links.prefetch_related(Prefetch("requests", queryset=waiting, to_attr="waiting"))
    return links.annotate(brought=Count("topics")).order_by("withdrawn_at", "name", "-pk")
