# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The models of public corpora that a town may use: kept as a signed file, each one column of the town's own models.

Never pooled with the town's decisions: from 300 decisions on that makes them worse (docs/triage.md).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from community.triage.files import LARGEST, pack, unpack
from community.triage.labels import BURDENING, Label
from community.triage.linear import Linear
from community.triage.model import Trained


def keep_outside(trained: Mapping[Label, Trained], *, town: int) -> str:
    """Replace what ``town`` had; the name in the storage."""
    name = _name(town)
    content = pack(trained, town=town)
    if default_storage.exists(name):
        default_storage.delete(name)
    return default_storage.save(name, ContentFile(content))


def kept_outside(*, town: int) -> dict[Label, Trained]:
    """Nothing where nobody trained any. Raises ``UnusableModel`` for a damaged or foreign file."""
    if not default_storage.exists(_name(town)):
        return {}
    with default_storage.open(_name(town)) as kept:
        return unpack(kept.read(LARGEST + 1), town=town)


def columns_for(label: Label, kept: Mapping[Label, Trained]) -> tuple[Linear, ...]:
    """The models of the same label; for what weighs on people, of every such label, in the order of the labels."""
    wanted = BURDENING if label in BURDENING else {label}
    return tuple(kept[one].linear for one in Label if one in wanted and one in kept)


def _name(town: int) -> str:
    return f"triage/outside-{town}.npz"
