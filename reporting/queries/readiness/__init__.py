# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""*Startklar*: whether a town is ready to speak in public, computed from facts (D3, D14, D19, D20).

Nobody can tick anything off here: a step is done when the town's rows say so.
"""

from reporting.queries.readiness.complete import readiness_of, remembered_steps, steps_unless_complete
from reporting.queries.readiness.shown import Shown, ShownGroup, groups_for, shown_to
from reporting.queries.readiness.steps import Group, Step

__all__ = [
    "Group",
    "Shown",
    "ShownGroup",
    "Step",
    "groups_for",
    "readiness_of",
    "remembered_steps",
    "shown_to",
    "steps_unless_complete",
]
