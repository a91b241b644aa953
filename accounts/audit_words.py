# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the audit trail speaks to people: words for areas and actions.

An action without words here is shown by its code; the record itself only ever holds the code.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

AREAS: dict[str, Any] = {
    "accounts": _("People and town"),
    "netiquette": _("Netiquette"),
    "strategy": _("Strategy"),
}

SENTENCES: dict[str, Any] = {
    "accounts.town_created": _("set up the town"),
    "accounts.town_changed": _("changed the town’s particulars"),
    "accounts.person_invited": _("invited a person"),
    "accounts.invitation_renewed": _("sent an invitation again"),
    "accounts.invitation_revoked": _("withdrew an invitation"),
    "accounts.invitation_accepted": _("accepted an invitation"),
    "accounts.roles_changed": _("changed roles"),
    "accounts.membership_ended": _("ended a membership"),
    "netiquette.started": _("started a version of the netiquette"),
    "netiquette.edited": _("edited the netiquette"),
    "netiquette.taken_back": _("took the netiquette back for editing"),
    "netiquette.discarded": _("discarded a draft of the netiquette"),
    "netiquette.submitted": _("submitted the netiquette for signature"),
    "netiquette.signed": _("signed the netiquette"),
    "netiquette.retired": _("replaced a version of the netiquette"),
    "netiquette.returned": _("returned the netiquette"),
}


def area_name(area: str) -> Any:
    return AREAS.get(area, area)


def sentence(action: str) -> Any:
    return SENTENCES.get(action, action)
