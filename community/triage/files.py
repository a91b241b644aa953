# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Models as a file: numbers without code (``.npz``, no pickle), signed, bound to a town and limited in size.

It begins with ``BEGINNING``, the version, the town and the signature (HMAC-SHA256 under the installation's keys); then
come the numbers. Nothing of them is read before the signature holds.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from community.triage.features import PLACES, style_width
from community.triage.judging import Judgement, Measure
from community.triage.labels import Label
from community.triage.linear import Linear
from community.triage.model import Bands, Trained
from core.encryption import is_signed, sign
from core.errors import DomainError

if TYPE_CHECKING:
    from community.triage.features import Floats

BEGINNING = b"Dorflinde triage\n"
#: Raised whenever a comment becomes other numbers: an older model would read them wrongly.
VERSION = 1
#: Eleven labels and three outside models need less than half.
LARGEST = 64 * 1024 * 1024
#: What the numbers may grow to when unpacked.
LARGEST_UNPACKED = 256 * 1024 * 1024
_SIGNATURE = 64
_HEAD = len(BEGINNING) + 4 + 8
_SMALL = ("style_mean", "style_scale", "style_weights")


class UnusableModel(DomainError):
    """The file is no model of this town. Nothing was changed."""


def pack(trained: Mapping[Label, Trained], *, town: int) -> bytes:
    """``trained`` as the bytes of a file that only this installation takes, and only for ``town``."""
    import numpy as np

    arrays: dict[str, Any] = {}
    numbers: dict[int, int] = {}
    labels = {}
    for label, one in trained.items():
        for linear in (one.linear, *one.outside):
            if id(linear) not in numbers:
                numbers[id(linear)] = len(numbers)
                arrays |= _arrays(linear, numbers[id(linear)])
        labels[label.value] = {
            "linear": numbers[id(one.linear)],
            "outside": [numbers[id(linear)] for linear in one.outside],
            "slope": one.slope,
            "offset": one.offset,
            "bands": list(one.bands),
            "judged": asdict(one.judged),
        }
    arrays["labels"] = np.frombuffer(json.dumps(labels).encode(), dtype=np.uint8)
    packed = BytesIO()
    np.savez_compressed(packed, **arrays)
    head, content = _head(town), packed.getvalue()
    return head + sign(head + content, purpose=_purpose(town)).encode() + content


def unpack(content: bytes, *, town: int) -> dict[Label, Trained]:
    """What ``pack`` was given. Raises ``UnusableModel`` in words for anything else."""
    if len(content) > LARGEST:
        raise UnusableModel(_("The file is larger than any model. Nothing was changed."))
    if not content.startswith(BEGINNING) or len(content) < _HEAD + _SIGNATURE:
        raise UnusableModel(_("The file is no model of the triage. Nothing was changed."))
    head, signature, numbers = content[:_HEAD], content[_HEAD : _HEAD + _SIGNATURE], content[_HEAD + _SIGNATURE :]
    if head[: len(BEGINNING) + 4] != _head(town)[: len(BEGINNING) + 4]:
        raise UnusableModel(_("The model was made by another version of this software. It has to be trained anew."))
    if head != _head(town):
        raise UnusableModel(_("The model belongs to another town. Nothing was changed."))
    if not is_signed(head + numbers, signature.decode("latin-1"), purpose=_purpose(town)):
        raise UnusableModel(_("The model is damaged or was not made by this installation. Nothing was changed."))
    try:
        return _read(numbers)
    except (ValueError, KeyError, TypeError, AttributeError, OSError, zipfile.BadZipFile) as error:
        raise UnusableModel(_("The model is damaged. It has to be trained anew.")) from error


def _read(numbers: bytes) -> dict[Label, Trained]:
    import numpy as np

    with zipfile.ZipFile(BytesIO(numbers)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > LARGEST_UNPACKED:
            raise ValueError("More than any model needs.")
    with np.load(BytesIO(numbers), allow_pickle=False) as arrays:
        described = json.loads(arrays["labels"].tobytes())
        extra = {one["linear"]: len(one["outside"]) for one in described.values()}
        used = {number for one in described.values() for number in (one["linear"], *one["outside"])}
        linear = {number: _linear(arrays, number, extra.get(number, 0)) for number in used}
    return {Label(name): _trained(Label(name), one, linear) for name, one in described.items()}


def _trained(label: Label, one: Mapping[str, Any], linear: Mapping[int, Linear]) -> Trained:
    measured = ("average_precision", "recall_at_top", "precision_of_high")
    judged = one["judged"] | {name: Measure(*one["judged"][name]) for name in measured if one["judged"][name]}
    return Trained(
        label=label,
        linear=linear[one["linear"]],
        slope=float(one["slope"]),
        offset=float(one["offset"]),
        bands=Bands(*map(float, one["bands"])),
        judged=Judgement(**judged),
        outside=tuple(linear[number] for number in one["outside"]),
    )


def _arrays(linear: Linear, number: int) -> dict[str, Any]:
    import numpy as np

    return {
        f"{number}.rarity": linear.rarity.astype(np.float16),
        f"{number}.weights": linear.weights.astype(np.float16),
        f"{number}.bias": np.array([linear.bias], dtype=np.float64),
        **{f"{number}.{name}": getattr(linear, name) for name in _SMALL},
    }


def _linear(arrays: Mapping[str, Any], number: int, extra: int) -> Linear:
    width = style_width() + extra
    return Linear(
        rarity=_checked(arrays[f"{number}.rarity"], PLACES),
        weights=_checked(arrays[f"{number}.weights"], PLACES),
        style_mean=_checked(arrays[f"{number}.style_mean"], width),
        style_scale=_checked(arrays[f"{number}.style_scale"], width),
        style_weights=_checked(arrays[f"{number}.style_weights"], width),
        bias=float(arrays[f"{number}.bias"][0]),
    )


def _checked(array: Any, length: int) -> Floats:
    import numpy as np

    checked: Floats = array.astype(np.float32)
    if checked.shape != (length,) or not np.isfinite(checked).all():
        raise ValueError("Not the numbers of a model.")
    return checked


def _head(town: int) -> bytes:
    return BEGINNING + VERSION.to_bytes(4, "big") + town.to_bytes(8, "big")


def _purpose(town: int) -> str:
    return f"triage.{VERSION}.{town}"
