# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the audit trail speaks of what this app records."""

from django.utils.translation import gettext_lazy as _

AREAS = {
    "strategy": _("Strategy"),
}

SENTENCES = {
    "strategy.started": _("started a strategy"),
    "strategy.filled": _("filled the strategy from a template"),
    "strategy.new_version": _("started a new version of the strategy"),
    "strategy.section_edited": _("edited a part of the strategy"),
    "strategy.figures_edited": _("changed hours and money of the strategy"),
    "strategy.goal_added": _("added a goal"),
    "strategy.goal_assigned": _("said who looks after a goal"),
    "strategy.goal_removed": _("removed a goal"),
    "strategy.target_group_added": _("added a target group"),
    "strategy.target_group_moved": _("moved a target group"),
    "strategy.target_group_removed": _("removed a target group"),
    "strategy.analysis_started": _("started an analysis"),
    "strategy.weights_frozen": _("froze the weights of an analysis"),
    "strategy.analysis_computed": _("computed an analysis"),
    "strategy.usage_figure_added": _("added a figure of platform use"),
    "strategy.usage_figure_changed": _("changed a figure of platform use"),
    "strategy.usage_figure_removed": _("removed a figure of platform use"),
    "strategy.usage_table_replaced": _("replaced figures of platform use"),
    "strategy.platforms_decided": _("decided on the platforms"),
    "strategy.pillars_set": _("changed the content pillars"),
    "strategy.roles_set": _("changed roles and deputies"),
    "strategy.approvals_set": _("changed the approval path"),
    "strategy.budget_set": _("changed the items of the budget"),
    "strategy.tone_set": _("changed form of address and languages"),
    "strategy.discarded": _("discarded a draft of the strategy"),
    "strategy.commented": _("commented on the strategy"),
    "strategy.comment_resolved": _("settled a comment on the strategy"),
    "strategy.comment_reopened": _("reopened a comment on the strategy"),
    "strategy.submitted": _("submitted the strategy for signature"),
    "strategy.withdrawn_by_edit": _("took the strategy back for editing"),
    "strategy.signed": _("signed the strategy"),
    "strategy.copy_archived": _("archived the signed PDF of the strategy"),
    "strategy.revoked": _("withdrew the signature under the strategy"),
    "strategy.retired": _("replaced a version of the strategy"),
    "strategy.returned": _("returned the strategy"),
    "strategy.question_asked": _("asked the head a question"),
    "strategy.question_answered": _("answered a question of the team"),
    "strategy.question_withdrawn": _("withdrew a question to the head"),
    "strategy.answer_read": _("read the head’s answer"),
}
