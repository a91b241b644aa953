# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Entries of the audit trail that stay although their time is over: what they prove is in force or still open."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.audit import entries_about
from accounts.models import Municipality
from accounts.models.signed import SignOffState
from accounts.signoff.kinds import KINDS


def about_documents_that_count(town: Municipality) -> Q:
    """Who wrote, signed and planned what is in force, planned or open: four eyes are asked of these entries."""
    counting = [
        entries_about(kind.rows.filter(municipality=town).exclude(state=SignOffState.RETIRED))
        for kind in KINDS.values()
    ]
    return reduce(or_, counting, Q(pk__in=[]))


KEEPERS = {
    "signed": (_("they prove a signature that counts, or belong to an open document"), about_documents_that_count)
}
