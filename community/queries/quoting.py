# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Audit entries from before comments were named by number: they may quote a citizen until their time is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.models import AuditEntry, Municipality

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: What entries say of their object since (``Comment.audit_label``, ``Decision.audit_label``), in either language.
NUMBERED = r"^([^:]+: )?(Comment|Kommentar) #[0-9]+$"
NAMED_BY_NUMBER = ["community.comment", "community.decision", "community.evidence", "community.platformaction"]


def entries_that_quote(town: Municipality) -> QuerySet[AuditEntry]:
    """Entries whose label is no number, or that hold reasons in words instead of their fingerprint."""
    about = AuditEntry.objects.filter(municipality=town, object_type__in=NAMED_BY_NUMBER)
    return about.filter(~Q(object_label__regex=NUMBERED) | Q(details__has_key="rationale"))
