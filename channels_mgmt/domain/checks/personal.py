# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Data about single people in a text. Pure functions.

Nobody can know whose number it is: of each the page asks whether it stands there on purpose. An account number, a date
of birth and a licence plate (``BLOCKING``) keep the post from going out until a person has said why they stand there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels_mgmt.domain.checks.finding import Finding, without_addresses

IBAN, BIRTH, PLATE, EMAIL, PHONE = "iban", "birth", "plate", "email", "phone"
BLOCKING = frozenset({IBAN, BIRTH, PLATE})
NAMES = {
    IBAN: gettext_lazy("account number"),
    BIRTH: gettext_lazy("date of birth"),
    PLATE: gettext_lazy("licence plate"),
    EMAIL: gettext_lazy("e-mail address"),
    PHONE: gettext_lazy("telephone number"),
}
_MONTH = (
    r"(?:\d{1,2}\.|jan(?:uar)?|feb(?:ruar)?|märz|apr(?:il)?|mai|juni?|juli?|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?"
    r"|nov(?:ember)?|dez(?:ember)?)\.?"
)
_DATE = rf"(?:\d{{1,2}}\.\s?{_MONTH}\s?(?:19|20)?\d{{2}}|(?:19|20)\d\d-\d\d-\d\d)"
_PATTERNS = {
    IBAN: regex.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]){11,30}(?!\w)", regex.IGNORECASE),
    EMAIL: regex.compile(r"(?<![\w.+@-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.\p{L}{2,}"),
    BIRTH: regex.compile(
        rf"(?:\bgeb\.|\bgeboren|\bgeburtsdatum|\bgeburtstag|\*)(?:\s?(?:am|ist|war|:|der|den)){{0,2}}\s{{0,2}}({_DATE})",
        regex.IGNORECASE,
    ),
    PLATE: regex.compile(
        r"(?<![\w-])(?!DIN|ISO|IEC|VDE|VDI)[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}[ \u00a0]?[1-9]\d{0,3}[EH]?(?![\w-])"
        r"|(?i:kennzeichen)\W{1,3}\K[A-ZÄÖÜ]{1,3}[- \u00a0][A-Z]{1,2}[ \u00a0]?[1-9]\d{0,3}[EH]?(?![\w-])"
    ),
    PHONE: regex.compile(
        r"(?<![\w/.,:(+-])(?<!\d[ \u00a0])\(?(?:\+\d{2}|00\d{2}|0)"
        r""
        r"[ \u00a0]?[(/-]?[ \u00a0]?\d(?:[ \u00a0]?[()/–-]?[ \u00a0]?\d){5,14}(?![\w])"
    ),
}


@dataclass(frozen=True, slots=True)
class Datum:
    """One such thing: its kind, the words and where they stand."""

    kind: str
    words: str
    start: int
    end: int

    @property
    def is_blocking(self) -> bool:
        return self.kind in BLOCKING

    @property
    def value(self) -> str:
        """The words without blanks and signs: what makes it the same datum elsewhere."""
        return regex.sub(r"[^\p{L}\p{N}@]", "", self.words).casefold()


def personal_data(text: str) -> list[Datum]:
    """Everything in ``text`` that looks like data about a person, in its order."""
    found = []
    left = without_addresses(text)
    for kind, pattern in _PATTERNS.items():
        for start, end in _places(kind, pattern, left):
            found.append(Datum(kind, text[start:end], start, end))
            left = left[:start] + " " * (end - start) + left[end:]
    return sorted(found, key=lambda datum: datum.start)


def _places(kind: str, pattern: regex.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text):
        if kind == IBAN:
            if end := _end_of_account(match.group()):
                yield match.start(), match.start() + end
        elif kind == BIRTH:
            yield match.span(1)
        else:
            yield match.span()


def _end_of_account(run: str) -> int:
    """Where the account number at the beginning of ``run`` ends by its check digits (ISO 13616); 0 if it is none.

    The words after it may look like more of it.
    """
    for end in range(len(run), 14, -1):
        if run[end - 1].isspace() or (
            end < len(run) and run[end].isalnum() and run[end - 1].isalnum() and not run[end].isspace()
        ):
            continue
        signs = regex.sub(r"\s", "", run[:end]).upper()
        number = "".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])
        if 15 <= len(signs) <= 34 and int(number) % 97 == 1:
            return end
    return 0


def addresses_of_people(text: str) -> list[Finding]:
    """E-mail addresses and telephone numbers: nobody but a person knows whose they are."""
    found = [datum for datum in personal_data(text) if not datum.is_blocking]
    why = _("What is published is copied: a person’s own number or address cannot be called back.")
    return [
        Finding(
            _("%(words)s (%(kind)s): does it stand here on purpose?")
            % {"words": datum.words, "kind": NAMES[datum.kind]},
            why,
            datum.start,
            datum.end,
        )
        for datum in {datum.value: datum for datum in reversed(found)}.values()
    ][::-1]
