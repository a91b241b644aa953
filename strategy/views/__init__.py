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
from strategy.views.decision import decision
from strategy.views.direct_line import answer_question, ask_head, direct_line, question, read_answer, withdraw_question
from strategy.views.document import document, new_version, start, submit, version
from strategy.views.parts import (
    figures,
    goal_remove,
    goals,
    section,
    target_group_move,
    target_group_remove,
    target_groups,
)
from strategy.views.reference import reference, reference_edit, reference_file, reference_remove, reference_upload

__all__ = [
    "analysis",
    "analysis_data",
    "analysis_paper",
    "analysis_run",
    "analysis_runs",
    "analysis_typed",
    "answer_question",
    "ask_head",
    "decision",
    "direct_line",
    "document",
    "figures",
    "freeze",
    "goal_remove",
    "goals",
    "new_version",
    "question",
    "read_answer",
    "reference",
    "reference_edit",
    "reference_file",
    "reference_remove",
    "reference_upload",
    "restart",
    "run",
    "section",
    "signed_copy",
    "start",
    "submit",
    "target_group_move",
    "target_group_remove",
    "target_groups",
    "version",
    "withdraw_question",
]
