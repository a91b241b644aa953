# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the audit trail speaks of what this app records."""

from django.utils.translation import gettext_lazy as _

AREAS = {
    "practice": _("Practice platform"),
}

SENTENCES = {
    "practice.account_opened": _("opened a practice account"),
    "practice.fault_set": _("set a fault on the practice platform"),
    "practice.replied": _("replied on the practice platform"),
}
