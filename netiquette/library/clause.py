# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The shape of a clause of the library."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

GROUPS = {
    "conversation": _("How we talk"),
    "limits": _("What has no place here"),
    "procedure": _("How we act and what you can do"),
}


@dataclass(frozen=True)
class LibraryClause:
    """``translations`` maps a language code to title and text. ``is_starter``: part of every first version.

    ``strongest_measure`` is the last step of the ladder this clause supports; empty where none rests on it.
    """

    key: str
    group: str
    title: str
    text: str
    purpose: str
    translations: Mapping[str, tuple[str, str]]
    is_ground_for_measures: bool = True
    strongest_measure: str = ""
    examples_allowed: str = ""
    examples_not_allowed: str = ""
    legal_basis: str = ""
    is_starter: bool = True

    @property
    def words(self) -> str:
        """Everything a search may look in."""
        return "\n".join([self.title, self.text, self.purpose, self.examples_not_allowed, self.legal_basis]).casefold()
