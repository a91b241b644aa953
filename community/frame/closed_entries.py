# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Entries of the audit trail about what concerns a person of the staff: others see that something happened."""

from django.db.models import Q

from accounts.audit import entries_about
from accounts.models import Municipality
from community.models import Appeal, Comment, Decision, DepartmentQuestion, Evidence, PlatformAction, Restriction


def entries_of_staff_matters(town: Municipality) -> Q:
    rows = Comment._base_manager.filter(municipality=town, is_staff_matter=True)
    found = entries_about(rows)
    of_comments = {Decision: "comment", Evidence: "comment", DepartmentQuestion: "comment", Restriction: "comment"}
    for model, way in {**of_comments, Appeal: "comment", PlatformAction: "decision__comment"}.items():
        found |= entries_about(model._base_manager.filter(**{f"{way}__in": rows.values("pk")}))
    return found
