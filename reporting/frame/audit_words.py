# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the audit trail speaks of what this app records."""

from django.utils.translation import gettext_lazy as _

AREAS = {
    "reporting": _("Reports"),
}

SENTENCES = {
    "reporting.report_requested": _("requested a report"),
    "reporting.report_built": _("built a report"),
    "reporting.report_delivered": _("sent a report"),
}
