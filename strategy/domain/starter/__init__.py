# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Templates a strategy can begin with, one per size of town; written for this project, to be changed.

The wording is German because it is the document itself, not the interface. A blank (``core.blanks``) marks what a
town must fill in before it can submit. Hours follow the positions of DOMAIN § 4: background figures of
practice, no standard and no law.
"""

from strategy.domain.starter.large import LARGE
from strategy.domain.starter.medium import MEDIUM
from strategy.domain.starter.small import SMALL
from strategy.domain.starter.template import StarterTemplate, hours_for, template_for

TEMPLATES: dict[str, StarterTemplate] = {one.key: one for one in (SMALL, MEDIUM, LARGE)}

__all__ = ["TEMPLATES", "StarterTemplate", "hours_for", "template_for"]
