# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Entries of the audit trail that stay as long as there is the analysis whose result they prove."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from strategy.queries import RESULT_COMPUTED


def results_of_analyses(_town: Municipality) -> Q:
    """Analyses are frozen and dated; without their entry a result could be exchanged together with its hash."""
    return Q(action=RESULT_COMPUTED)


KEEPERS = {"analysis": (_("they prove the result of a platform analysis"), results_of_analyses)}
