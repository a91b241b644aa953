# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sentences with a word that promises something, in everything citizens and town halls read from the product.

What a sentence rests on says ``tests/promises.py``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation.template import templatize

from channels_mgmt.legal.wording import RESTS_ON, USED, write
from community.forms import AppealForm
from netiquette.library import LIBRARY

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
#: A sentence with one of these may promise something. The list is wide on purpose: who writes such a sentence says
#: in the table what it rests on, or that it promises nothing.
PROMISING = re.compile(
    r"\b(nie|niemals|niemand\w*|nur|nichts|automatisch\w*|von selbst|innerhalb|spätestens|binnen|höchstens|mindestens"
    r"|täglich\w*|jährlich\w*|Monate?n?|Stunden?|verschlüssel\w+|gelöscht|lösch\w+|ersetzt|ersetzen|Cookies?"
    r"|zweite[rn]? (?:Person|Faktor)|immer|jederzeit|jede[rsnm]?|sofort|\w*speicher\w*|sehen|liest|lesen|geprüft"
    r"|anonym\w*|entfern\w+|kein\w*|ohne|sicher\w*|vertraulich|protokoll\w*|bis (?:zum|das)|bleib\w+"
    r"|verarbeite\w*|Dritte\w*|weitergegeben|gesichert|sichern)\b",
    re.IGNORECASE,
)
#: Who reads these has no login, or reads a mail.
PUBLIC = ("base_public.html", "base_auth.html")
_CALL = re.compile(
    r"\b(gettext|pgettext|ngettext|_)\((u?(?P<q>['\"]).*?(?<!\\)(?P=q))(?:, (u?(?P<r>['\"]).*?(?<!\\)(?P=r)))?"
)
_END = re.compile(r"(?<=[.!?])\s+|\n+")
_INCLUDED = re.compile(r'\{% (?:include|extends) "([^"]+)"')


def templates() -> set[Path]:
    """Templates of public pages and of mails, with all they are made of."""
    waiting = [path for path in TEMPLATES.rglob("*") if path.suffix in (".html", ".txt") and _is_public(path)]
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path not in found and path.exists():
            found.add(path)
            waiting += [TEMPLATES / name for name in _INCLUDED.findall(path.read_text(encoding="utf-8"))]
    return found


def _is_public(path: Path) -> bool:
    is_page = any(f'extends "{base}"' in path.read_text(encoding="utf-8") for base in PUBLIC)
    return is_page or path.parent.name == "email" or path.name.endswith(("_mail.txt", "_mail.html"))


def promising() -> dict[str, set[str]]:
    """German sentence → where it stands. Facts are a "…", numbers and names as in the catalogue of messages."""
    found: dict[str, set[str]] = {}
    with translation.override("de"):
        for place, text in _texts():
            for sentence in _sentences(text):
                if PROMISING.search(sentence):
                    found.setdefault(sentence, set()).add(place)
    return found


def _texts() -> Iterator[tuple[str, str]]:
    for path in templates():
        for call in _CALL.finditer(templatize(path.read_text(encoding="utf-8"))):
            words = [ast.literal_eval(text) for text in (call[2], call[4]) if text]
            for text in _translated(call[1], words):
                yield str(path.relative_to(ROOT)), text
    for name, field in AppealForm.base_fields.items():
        yield f"AppealForm.{name}", f"{field.label}\n{field.help_text}"
    facts = dict.fromkeys({name for names in USED.values() for name in names}, "…")
    for kind in USED:
        laws = {f"law_{key}": "" for key in RESTS_ON[kind]}
        yield f"document {kind}", write(kind, facts | laws)
    for clause in LIBRARY:
        yield f"clause {clause.key}", clause.text


def _translated(function: str, words: list[str]) -> list[str]:
    if function == "pgettext":
        return [pgettext(*words)]
    return [ngettext(*words, number) for number in (1, 2)] if function == "ngettext" else [gettext(words[0])]


def _sentences(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        for cell in line.strip("|").split("|") if line.startswith("|") else [line]:
            parts = _END.split(re.sub(r"\b(Art|Abs|Buchst|Nr|S)\. ", "\\1.\0", cell))
            for part in parts:
                if sentence := part.replace("\0", " ").replace("**", "").strip().removeprefix("- "):
                    yield sentence
