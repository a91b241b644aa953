# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where somebody is on a way of several steps, for the component ``stepper``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    label: Any
    is_done: bool
    is_current: bool


def steps_to(current: int, labels: Sequence[Any]) -> list[Step]:
    """One step for each of ``labels``, those before the ``current`` one done; past the last, all are."""
    return [Step(label, number < current, number == current) for number, label in enumerate(labels)]
