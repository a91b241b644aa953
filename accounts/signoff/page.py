# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the signatory reads before deciding: costs, promises, and each part with what changed in it.

The page in the admin view, the letter that asks for the signature and the signed PDF say the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.models.signed import SignedDocument
from core.textdiff import DiffPart, word_diff


@dataclass(frozen=True)
class Fact:
    """A line of the summary: what it costs, what is promised, what was decided."""

    label: Any
    value: Any
    note: Any = ""


@dataclass(frozen=True)
class Passage:
    """A piece of text in one language (BCP 47); ``direction`` is ``ltr`` or ``rtl``."""

    text: str
    language: str = "de"
    direction: str = "ltr"


@dataclass(frozen=True)
class Part:
    """One part of the document with its text as it reads now and as it reads in the version in force.

    ``passages`` are the same words cut by language, for the paper; without them the text is German.
    """

    title: Any
    text: str
    before: str | None = None
    anchor: str = ""
    passages: Sequence[Passage] = ()

    @property
    def passages_on_paper(self) -> Sequence[Passage]:
        return self.passages or [Passage(self.text)]

    @property
    def is_changed(self) -> bool:
        return self.before is not None and self.before != self.text

    @property
    def diff(self) -> list[DiffPart]:
        return word_diff(self.before or "", self.text)


@dataclass(frozen=True)
class SignOffPage:
    """Everything the signatory reads before deciding."""

    title: Any
    intro: Any = ""
    costs: Sequence[Fact] = ()
    promises: Sequence[Any] = ()
    facts: Sequence[Fact] = ()
    parts: Sequence[Part] = field(default_factory=list)
    in_force: SignedDocument | None = None
    document_url: str = ""

    @property
    def changed_parts(self) -> list[Part]:
        return [part for part in self.parts if part.is_changed]
