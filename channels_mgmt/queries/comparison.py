# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How two texts of a document differ, section by section, for people to read and choose from."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from channels_mgmt.domain.markup import as_plain, sections_of
from core.hashing import content_hash
from core.textdiff import DiffPart, word_diff


@dataclass(frozen=True, slots=True)
class SectionChange:
    """One section that differs; ``kind`` is ``changed``, ``added`` or ``removed``."""

    title: str
    kind: str
    parts: list[DiffPart]

    @property
    def heading(self) -> str:
        """The title, or words for what stands before the first heading."""
        return self.title or _("Beginning of the document")

    @property
    def key(self) -> str:
        """Names the section in a form."""
        return content_hash(self.title)[:12]


def compare_sections(before: str, after: str) -> list[SectionChange]:
    """Sections of ``after`` that differ from ``before`` in its order, then those only ``before`` has.

    Their words are compared as they read, tables row by row and without the signs of the markup.
    """
    old = {section.title: section.text.strip() for section in sections_of(before)}
    new = {section.title: section.text.strip() for section in sections_of(after)}
    changes = []
    for title, text in new.items():
        if title not in old:
            changes.append(SectionChange(title, "added", word_diff("", as_plain(text))))
        elif old[title] != text:
            changes.append(SectionChange(title, "changed", word_diff(as_plain(old[title]), as_plain(text))))
    gone = [(title, text) for title, text in old.items() if title not in new]
    return changes + [SectionChange(title, "removed", word_diff(as_plain(text), "")) for title, text in gone]
