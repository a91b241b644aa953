# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The library of clauses, written for this project after DOMAIN § 4; defaults to be changed, never law.

The words are the document itself, not the interface, so each clause is written in German, in plain language
and in English. A blank (``core.blanks``) marks what a town must fill in before it can submit. A key never changes: it
is the anchor of the public page and what a decision cites.
"""

from dataclasses import replace

from accounts.frame.clock import entered_hours
from accounts.models import Municipality, author_months_of
from core.blanks import BLANK, blank
from core.urls import absolute_address
from netiquette.library import conversation, limits, procedure
from netiquette.library.clause import GROUPS, LibraryClause

__all__ = ["GROUPS", "LIBRARY", "LibraryClause", "library_for"]

HOURS_EXAMPLE = "Servicezeiten, zum Beispiel montags bis freitags von 8 bis 17 Uhr"
LIBRARY: tuple[LibraryClause, ...] = (*conversation.CLAUSES, *limits.CLAUSES, *procedure.CLAUSES)


def library_for(town: Municipality) -> list[LibraryClause]:
    """The library with the town's own particulars; what the town has not entered stays a blank.

    A translation that would show a blank is left out: no translation is better than half a one.
    """
    hours = entered_hours(town)
    months = author_months_of(town)
    particulars = {
        "period": "Einen Monat" if months == 1 else f"{months} Monate",
        "english_period": "One month" if months == 1 else f"{months} months",
        **town.german.facts(town.name),
        "contact": town.contact_email or blank("Kontaktadresse"),
        "appeals": absolute_address("appeals:form", town.slug),
        "service_hours": f"zu diesen Zeiten: {hours}" if hours else blank(HOURS_EXAMPLE),
        "website": town.website or blank("Adresse der Website"),
    }
    return [_for_town(clause, particulars) for clause in LIBRARY]


def _for_town(clause: LibraryClause, particulars: dict[str, str]) -> LibraryClause:
    translations = {code: (title, text.format(**particulars)) for code, (title, text) in clause.translations.items()}
    return replace(
        clause,
        text=clause.text.format(**particulars),
        examples_allowed=clause.examples_allowed.format(**particulars),
        translations={code: words for code, words in translations.items() if not BLANK.search(words[1])},
    )
