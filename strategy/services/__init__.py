# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that changes a strategy: writing it, analysing platforms, deciding, signing."""

from strategy.services.analysis import freeze_weights, run_analysis, start_analysis
from strategy.services.decision import decide_platforms
from strategy.services.reference import (
    import_census,
    import_census_workbook,
    import_platform_usage,
    load_reference_tables,
)
from strategy.services.signing import return_strategy, sign_strategy, submit_strategy
from strategy.services.writing import (
    NewerText,
    add_goal,
    add_target_group,
    edit_figures,
    edit_section,
    move_target_group,
    remove_goal,
    remove_target_group,
    start_new_version,
    start_strategy,
)

__all__ = [
    "NewerText",
    "add_goal",
    "add_target_group",
    "decide_platforms",
    "edit_figures",
    "edit_section",
    "freeze_weights",
    "import_census",
    "import_census_workbook",
    "import_platform_usage",
    "load_reference_tables",
    "move_target_group",
    "remove_goal",
    "remove_target_group",
    "return_strategy",
    "run_analysis",
    "sign_strategy",
    "start_analysis",
    "start_new_version",
    "start_strategy",
    "submit_strategy",
]
