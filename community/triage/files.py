# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Mapping

from community.triage.labels import Label
from community.triage.model import Trained
from core.errors import Refused


def pack(trained: Mapping[Label, Trained], *, town: int) -> bytes:
    return b""


def unpack(content: bytes, *, town: int) -> dict[Label, Trained]:
    raise Refused("no model")
