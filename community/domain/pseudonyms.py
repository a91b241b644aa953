# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Names of a citizen are replaced in words and in what a platform told us. Pure code."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from typing import Any

#: Without letters and digits that look alike, so that a pseudonym can be read out on the telephone.
_SIGNS = "ABCDEFGHKLMNPRSTUVWXYZ2345679"
#: Shorter names ("Jo") are part of too many words; they are replaced where they stand behind an @ only.
SHORTEST = 3


def new_pseudonym() -> str:
    """Six signs that say nothing about the person, for example ``K7XQ2M``."""
    return "".join(secrets.choice(_SIGNS) for _ in range(6))


#: What goes before the part of a name by which somebody is addressed: "Sehr geehrte Frau Zeugin".
_GREETING = (
    r"\b(?:Frau|Herrn?|Familie|Liebe[rs]?|geehrte[rs]?|Hallo|Hi|Moin|Danke|Dank|Dr\.|Prof\.|Dear|Mrs?\.?|Ms\.?),?\s+"
)
#: A mention behind an @, with or without the server of the account; neither an e-mail address nor part of a link.
_MENTION = r"(?<![\w@/.])@\w[\w.-]*\w(?:@\w[\w.-]*\w)?"
#: What is left of a mention of somebody else.
NOBODY = "@…"


class Replacement:
    """Replaces a citizen's ``names``, ``handles`` and ``addresses`` by ``pseudonym``, in texts and JSON of any depth.

    A name counts as a whole word, whatever its case, in the genitive too; a part of it behind a form of address
    ("Frau Zeugin"); a handle behind an @, with or without its server; an address or id anywhere. A name of one or two
    letters is part of too many words and counts behind an @ or a form of address only.

    Whoever else is mentioned behind an @ becomes ``NOBODY``, for their names go as well and nobody comes back for
    this text; ``own_handles`` are those of the town and stay.
    """

    def __init__(
        self,
        pseudonym: str,
        *,
        names: Iterable[str] = (),
        handles: Iterable[str] = (),
        addresses: Iterable[str] = (),
        own_handles: Iterable[str] = (),
    ) -> None:
        self.pseudonym = pseudonym
        names = [name for name in names if name]
        self._handles = {form for handle in handles for form in _forms(handle)}
        self._own = {form for handle in own_handles for form in _forms(handle)}
        forms = {re.escape(address) for address in addresses if address}
        for name in names:
            forms.add(_word(name, "" if len(name) >= SHORTEST else "(?<=@)"))
        forms |= {_word(form, "(?<=@)") for form in self._handles}
        parts = {part for name in names for part in (name, *re.findall(r"\w[\w'’-]*\w", name))}
        ways = [f"(?P<mention>{_MENTION})"]
        if parts:
            ways.append(rf"(?P<greeting>{_GREETING})(?:{'|'.join(map(re.escape, _longest_first(parts)))})(?!\w)")
        # The longest first: an address holds the name that is part of it. A mention may be part of an address too.
        self._pattern = re.compile("|".join([*_longest_first(forms), *ways]), re.IGNORECASE)

    def in_text(self, text: str) -> str:
        return self._pattern.sub(self._instead, text)

    def in_value(self, value: Any) -> Any:
        """The JSON value with its texts replaced; keys stay."""
        if isinstance(value, str):
            return self.in_text(value)
        if isinstance(value, list | tuple):
            return [self.in_value(part) for part in value]
        if isinstance(value, dict):
            return {key: self.in_value(part) for key, part in value.items()}
        return value

    def _instead(self, found: re.Match[str]) -> str:
        if mention := found["mention"]:
            said = _forms(mention)
            if said & self._handles:
                return f"@{self.pseudonym}"
            return mention if said & self._own else NOBODY
        greeting = found["greeting"] if "greeting" in found.re.groupindex else None
        return f"{greeting or ''}{self.pseudonym}"


def _forms(handle: str) -> set[str]:
    """The account name with and without its server."""
    whole = handle.lstrip("@").lower()
    return {form for form in (whole, whole.partition("@")[0]) if form}


def _longest_first(forms: Iterable[str]) -> list[str]:
    return sorted(forms, key=lambda form: (-len(form), form))


def _word(form: str, before: str) -> str:
    return rf"(?<!\w){before}{re.escape(form)}(?:['’]?s)?(?!\w)"
