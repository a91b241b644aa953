# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol


class Bands(NamedTuple):
    mid: float
    high: float


class Trained(Protocol):
    bands: Bands
    judged: Any

    def scores(self, texts: Sequence[str]) -> list[float]: ...

    def words_behind(self, text: str, most: int = 3) -> tuple[str, ...]: ...
