# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that changes a strategy: writing it, analysing platforms, deciding, signing."""

from accounts.signoff.lifecycle import return_document as return_strategy
from accounts.signoff.lifecycle import revoke_signature as revoke_strategy
from accounts.signoff.lifecycle import sign_document as sign_strategy
from accounts.signoff.lifecycle import submit_document as submit_strategy
from strategy.services.analysis import freeze_weights, restart_analysis, run_analysis, start_analysis
from strategy.services.comments import comment_on_part, reopen_comment, resolve_comment
from strategy.services.decision import decide_platforms
from strategy.services.direct_line import (
    PURPOSE,
    answer_question,
    ask_head,
    heads_of,
    read_answer,
    replace_in_questions,
    tell_deputy,
    withdraw_question,
)
from strategy.services.drafts import NewerDraft, discard_section_draft, forget_old_drafts, keep_draft
from strategy.services.reference import (
    import_census,
    import_census_workbook,
    import_platform_usage,
    load_reference_tables,
)
from strategy.services.tables import (
    ApprovalRow,
    PillarRow,
    RoleRow,
    set_approvals,
    set_budget,
    set_pillars,
    set_roles,
    set_tone,
)
from strategy.services.usage_table import (
    add_figure,
    change_figure,
    compare_table,
    remove_figure,
    replace_table,
)
from strategy.services.versions import discard_draft, start_new_version, start_strategy
from strategy.services.writing import (
    NewerText,
    add_goal,
    add_target_group,
    assign_goal,
    edit_figures,
    edit_section,
    move_target_group,
    remove_goal,
    remove_target_group,
)

__all__ = [
    "PURPOSE",
    "ApprovalRow",
    "NewerDraft",
    "NewerText",
    "PillarRow",
    "RoleRow",
    "add_figure",
    "add_goal",
    "add_target_group",
    "answer_question",
    "ask_head",
    "assign_goal",
    "change_figure",
    "comment_on_part",
    "compare_table",
    "decide_platforms",
    "discard_draft",
    "discard_section_draft",
    "edit_figures",
    "edit_section",
    "forget_old_drafts",
    "freeze_weights",
    "heads_of",
    "import_census",
    "import_census_workbook",
    "import_platform_usage",
    "keep_draft",
    "load_reference_tables",
    "move_target_group",
    "read_answer",
    "remove_figure",
    "remove_goal",
    "remove_target_group",
    "reopen_comment",
    "replace_in_questions",
    "replace_table",
    "resolve_comment",
    "restart_analysis",
    "return_strategy",
    "revoke_strategy",
    "run_analysis",
    "set_approvals",
    "set_budget",
    "set_pillars",
    "set_roles",
    "set_tone",
    "sign_strategy",
    "start_analysis",
    "start_new_version",
    "start_strategy",
    "submit_strategy",
    "tell_deputy",
    "withdraw_question",
]
