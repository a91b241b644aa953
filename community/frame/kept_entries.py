# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Entries of the audit trail that stay as long as the case they are about: a measure, its evidence, an objection."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.audit import entries_about
from accounts.models import Municipality
from community.models import Appeal, Comment, Decision, Evidence, Restriction
from community.queries.retention import cases_of


def about_cases(town: Municipality) -> Q:
    """Whoever asks a court about a measure asks who took it, and when."""
    cases = cases_of(Comment._base_manager.filter(municipality=town, emptied_at=None)).values("pk")
    return (
        entries_about(Comment._base_manager.filter(pk__in=cases))
        | entries_about(Decision._base_manager.filter(comment__in=cases))
        | entries_about(Evidence._base_manager.filter(comment__in=cases))
        | entries_about(Restriction._base_manager.filter(comment__in=cases))
        | entries_about(Appeal._base_manager.filter(municipality=town, forgotten_at=None))
    )


KEEPERS = {"case": (_("measure, evidence or appeal is still kept"), about_cases)}
