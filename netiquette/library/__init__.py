# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The library of clauses, written for this project after DOMAIN § 4; defaults to be changed, never law.

The words are the document itself, not the interface, so each clause is written in German, in plain language
and in English. Square brackets mark what a town must fill in before it can submit. A key never changes: it
is the anchor of the public page and what a decision cites.
"""

from dataclasses import replace

from accounts.models import Municipality
from core.urls import absolute_address
from netiquette.library import conversation, limits, procedure
from netiquette.library.clause import GROUPS, LibraryClause

__all__ = ["GROUPS", "LIBRARY", "LibraryClause", "library_for"]

LIBRARY: tuple[LibraryClause, ...] = (*conversation.CLAUSES, *limits.CLAUSES, *procedure.CLAUSES)


def library_for(town: Municipality) -> list[LibraryClause]:
    """The library with the town's own particulars; what the town has not entered stays in brackets.

    A translation that would show a bracket is left out: no translation is better than half a one.
    """
    particulars = {
        "town": town.name,
        "contact": town.contact_email or "[Kontaktadresse eintragen]",
        "appeals": absolute_address("appeals:form", town.slug),
        "website": town.website or "[Adresse der Webseite eintragen]",
    }
    return [_for_town(clause, particulars) for clause in LIBRARY]


def _for_town(clause: LibraryClause, particulars: dict[str, str]) -> LibraryClause:
    translations = {code: (title, text.format(**particulars)) for code, (title, text) in clause.translations.items()}
    return replace(
        clause,
        text=clause.text.format(**particulars),
        translations={code: words for code, words in translations.items() if "[" not in words[1]},
    )
