# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the audit trail speaks of what this app records."""

from django.utils.translation import gettext_lazy as _

AREAS = {
    "community": _("Dialog"),
}

SENTENCES = {
    "community.comment_decided": _("decided on a comment"),
    "community.comment_shown": _("took hiding back and showed a comment again"),
    "community.decision_undone": _("took a decision back"),
    "community.evidence_captured": _("captured evidence"),
    "community.comment_edited": _("noticed that a citizen edited a comment"),
    "community.comment_taken_up_again": _("took a comment up again"),
    "community.action_settled": _("settled a step on the platform"),
    "community.action_given_up": _("gave up a step on the platform"),
    "community.action_carried_out": _("carried out a step on the platform"),
    "community.action_rejected": _("could not act: the platform refused"),
    "community.action_uncertain": _("does not know whether a step was carried out"),
    "community.action_not_found": _("found a step missing and tries again"),
    "community.action_retry_wait": _("could not reach the platform and tries again later"),
    "community.department_asked": _("asked a department because of a comment"),
    "community.department_answered": _("received the answer of a department"),
    "community.department_question_withdrawn": _("took a question to a department back"),
    "community.contacts_set": _("changed the contacts for those who read comments"),
    "community.notice_given": _("noted that a citizen was told why"),
    "community.restriction_requested": _("asked for a restriction of an account"),
    "community.restriction_decided": _("decided on a restriction of an account"),
    "community.restriction_ended": _("ended a restriction of an account"),
    "community.restriction_reviewed": _("looked whether a restriction is still right"),
    "community.restriction_step_settled": _("settled a step of a restriction"),
    "community.restriction_carried_out": _("carried out a step of a restriction"),
    "community.restriction_rejected": _("could not restrict: the platform refused"),
    "community.restriction_uncertain": _("does not know whether a restriction was carried out"),
    "community.restriction_scheduled": _("tries a step of a restriction again"),
    "community.restriction_retry_wait": _("could not reach the platform to restrict and tries again later"),
    "community.restriction_withdrawn": _("withdrew a step of a restriction"),
    "community.unread_entry_settled": _("looked at an entry that could not be read"),
    "community.appeal_received": _("received an appeal"),
    "community.appeal_taken": _("took up an appeal"),
    "community.appeal_released": _("gave an appeal back"),
    "community.appeal_linked": _("linked an appeal with the comment it is about"),
    "community.appeal_decided": _("decided on an appeal"),
    "community.appeal_set_aside": _("set aside what was no appeal"),
    "community.appeal_closed": _("closed an appeal"),
    "community.appeal_forgotten": _("removed personal data of an appeal"),
    "community.public_pages_set": _("changed the public pages beside the netiquette"),
    "community.retention_set": _("changed how long names of authors are kept"),
    "community.cases_released": _("released measures and their evidence after their time"),
    "community.authors_replaced": _("replaced names of authors by pseudonyms after their time"),
    "community.action_withdrawn": _("withdrew a step on the platform"),
}

DIALOG, APPEALS = "community.view_queue", "community.view_appeals"
#: What entries about these quote are citizens' words, and reasons that speak of them.
GUARDED = {
    "community.platformaction": DIALOG,
    "community.comment": DIALOG,
    "community.decision": DIALOG,
    "community.evidence": DIALOG,
    "community.departmentquestion": DIALOG,
    "community.restriction": DIALOG,
    "community.appeal": APPEALS,
    "community.unreadentry": "community.view_unread_entries",
}
