# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the audit trail speaks of what this app records."""

from django.utils.translation import gettext_lazy as _

AREAS = {
    "staffing": _("Team"),
}

SENTENCES = {
    "staffing.hours_agreed": _("agreed hours"),
    "staffing.hours_ended": _("ended an agreement on hours"),
    "staffing.service_hours_set": _("set the service hours"),
    "staffing.holiday_added": _("noted a local holiday"),
    "staffing.holiday_removed": _("removed a local holiday"),
    "staffing.shift_added": _("added a shift"),
    "staffing.shift_removed": _("removed a shift"),
}
