# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the audit trail speaks of what this app records."""

from django.utils.translation import gettext_lazy as _

AREAS = {
    "accounts": _("People and town"),
}

SENTENCES = {
    "accounts.town_created": _("set up the town"),
    "accounts.town_changed": _("changed the town’s particulars"),
    "accounts.renamed": _("changed the own name"),
    "accounts.person_invited": _("invited a person"),
    "accounts.invitation_renewed": _("sent an invitation again"),
    "accounts.invitation_revoked": _("withdrew an invitation"),
    "accounts.invitation_accepted": _("accepted an invitation"),
    "accounts.roles_changed": _("changed roles"),
    "accounts.membership_ended": _("ended a membership"),
    "accounts.address_change_requested": _("wants to sign in with another address"),
    "accounts.address_change_confirmed": _("confirmed the new login address"),
    "accounts.address_change_stopped": _("stopped a change of the login address from the old address"),
    "accounts.address_change_withdrawn": _("withdrew a change of the own login address"),
    "accounts.address_change_lapsed": _("let a change of a login address lapse"),
    "accounts.address_changed": _("put a new login address in force"),
    "accounts.password_changed": _("changed the own password"),
    "accounts.password_reset": _("set a new password by mail"),
    "accounts.reset_confirmed": _("confirmed that the new password of another head is theirs"),
    "accounts.factor_added": _("added a second factor"),
    "accounts.factor_removed": _("removed a second factor"),
    "accounts.recovery_codes_renewed": _("generated new recovery codes"),
    "accounts.office_requested": _("asked that somebody gets or loses an office"),
    "accounts.office_seconded": _("confirmed a change of an office that waits a day"),
    "accounts.office_granted": _("confirmed that somebody gets an office"),
    "accounts.office_ended": _("confirmed that somebody loses an office"),
    "accounts.office_refused": _("refused a change of an office"),
    "accounts.office_withdrawn": _("withdrew a request for an office"),
    "accounts.office_put_back": _("put a change of an office back to waiting"),
    "accounts.town_completed": _("completed the town’s head and administration at the console"),
    "accounts.letter_sent_again": _("sent a mail again that had not left"),
    "accounts.act_failed": _("could not do what had been asked ten seconds before"),
    "accounts.trail_pruned": _("removed entries of the audit trail after their time and left a checkpoint"),
    "accounts.feed_opened": _("made an own calendar address"),
    "accounts.feed_closed": _("deleted an own calendar address"),
    "accounts.letter_discarded": _("discarded a mail that had not left"),
}
