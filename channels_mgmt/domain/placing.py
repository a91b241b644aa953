# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a post belongs: what the strategy calls it, from when its facts are, and who knows more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Placing:
    """Nothing of it goes out, so no approval covers it.

    ``pillar`` and ``target_group`` are names of the strategy in force when they were chosen: a name means the same in
    every later version, where the rows and their order are new. ``campaign_id`` is a campaign of the same town.
    """

    pillar: str = ""
    target_group: str = ""
    facts_as_of: date | None = None
    contact: str = ""
    campaign_id: int | None = None
