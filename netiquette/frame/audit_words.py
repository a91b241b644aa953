# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the audit trail speaks of what this app records."""

from django.utils.translation import gettext_lazy as _

AREAS = {
    "netiquette": _("Netiquette"),
}

SENTENCES = {
    "netiquette.started": _("started a version of the netiquette"),
    "netiquette.edited": _("edited the netiquette"),
    "netiquette.taken_back": _("took the netiquette back for editing"),
    "netiquette.discarded": _("discarded a draft of the netiquette"),
    "netiquette.submitted": _("submitted the netiquette for signature"),
    "netiquette.signed": _("signed the netiquette"),
    "netiquette.copy_archived": _("archived the signed PDF of the netiquette"),
    "netiquette.paper_archived": _("archived the published PDF of the netiquette"),
    "netiquette.planned": _("planned when the netiquette takes effect"),
    "netiquette.took_effect": _("put the netiquette into effect at the planned time"),
    "netiquette.withdrawn": _("withdrew a signed version of the netiquette before it took effect"),
    "netiquette.retired": _("replaced a version of the netiquette"),
    "netiquette.returned": _("returned the netiquette"),
}
