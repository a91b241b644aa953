# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of the strategy: the document, its parts, the analysis, the decision."""

from strategy.views.analysis import (
    analysis,
    analysis_data,
    analysis_paper,
    analysis_run,
    analysis_runs,
    analysis_typed,
    freeze,
    restart,
    run,
)
from strategy.views.archive import signed_copy
from strategy.views.comments import comment_settle, comments
from strategy.views.decision import decision
from strategy.views.direct_line import answer_question, ask_head, direct_line, question, read_answer, withdraw_question
from strategy.views.document import discard, document, new_version, start, submit, version
from strategy.views.parts import (
    figures,
    goal_owner,
    goal_remove,
    goals,
    target_group_move,
    target_group_remove,
    target_groups,
)
from strategy.views.reference import reference, reference_edit, reference_file, reference_remove, reference_upload
from strategy.views.sections import discard_draft, keep_draft, section
from strategy.views.tables import approvals, budget, pillar_shares, role_table, tone_choices

__all__ = [
    "analysis",
    "analysis_data",
    "analysis_paper",
    "analysis_run",
    "analysis_runs",
    "analysis_typed",
    "answer_question",
    "approvals",
    "ask_head",
    "budget",
    "comment_settle",
    "comments",
    "decision",
    "direct_line",
    "discard",
    "discard_draft",
    "document",
    "figures",
    "freeze",
    "goal_owner",
    "goal_remove",
    "goals",
    "keep_draft",
    "new_version",
    "pillar_shares",
    "question",
    "read_answer",
    "reference",
    "reference_edit",
    "reference_file",
    "reference_remove",
    "reference_upload",
    "restart",
    "role_table",
    "run",
    "section",
    "signed_copy",
    "start",
    "submit",
    "target_group_move",
    "target_group_remove",
    "target_groups",
    "tone_choices",
    "version",
    "withdraw_question",
]
