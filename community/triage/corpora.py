# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Public corpora of comments on an administrator's disk: their layouts, and which part of them is never learned from.

Nothing of them comes with this software. Layouts and origins are in docs/triage.md.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from community.triage.labels import Label
from core.errors import DomainError

#: Larger files are no corpus of comments.
LARGEST = 512 * 1024 * 1024
#: One in so many groups is held out.
HELD_OUT = 5
_SPLIT = "dorflinde-triage-1:"
_YES = frozenset({"1", "yes", "ja", "true", "wahr", "x"})
_NO = frozenset({"", "0", "no", "nein", "false", "falsch", "nothing"})
_DBO = frozenset({"criticism", "agitation", "subversive"})
#: Columns of known corpora and the label of ours that comes nearest.
_KNOWN = {
    "Sub1_Toxic": Label.INSULT,
    "Sub3_FactClaiming": Label.CLAIM,
    "flausch": Label.PRAISE,
    "VIO": Label.THREAT,
    "DBO": Label.ANTIDEMOCRATIC,
} | {label.value: label for label in Label}
_TEXT = ("text", "comment_text", "comment", "description")
_GROUP = ("group", "document")
#: Files that only rules are tried on: harmless reports, and sentences that only mention who somebody is.
_REPORTS, _MENTIONS = "text_raw", "test_case"
_NEUTRAL = "ident_neutral_nh"


class UnreadableCorpus(DomainError):
    """The file has none of the known layouts."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts and the answer to one question. ``groups`` are keys of what belongs together."""

    name: str
    label: Label
    texts: Sequence[str]
    positive: Sequence[bool]
    groups: Sequence[str]

    def part(self, *, held_out: bool) -> Corpus:
        kept = [at for at, group in enumerate(self.groups) if is_held_out(group) == held_out]
        return Corpus(
            self.name,
            self.label,
            [self.texts[at] for at in kept],
            [self.positive[at] for at in kept],
            [self.groups[at] for at in kept],
        )

    def group_numbers(self) -> list[int]:
        numbers: dict[str, int] = {}
        return [numbers.setdefault(group, len(numbers)) for group in self.groups]


@dataclass(frozen=True, slots=True)
class Harmless:
    """Texts that nobody should call burdening."""

    name: str
    texts: Sequence[str]


def is_held_out(group: str) -> bool:
    """Whether this group is kept for the one measurement at the end; the same on every machine."""
    return int(hashlib.sha256((_SPLIT + group).encode()).hexdigest(), 16) % HELD_OUT == 0


def read_corpora(paths: Sequence[Path]) -> tuple[list[Corpus], list[Harmless]]:
    """Every question the files answer. Raises ``UnreadableCorpus`` and ``OSError``."""
    tables = [(path.stem, *_table(path)) for path in paths]
    labels = {
        (row["document"], row["comment_id"]): row["flausch"]
        for _name, columns, rows in tables
        if "flausch" in columns and not _text_column(columns)
        for row in rows
    }
    corpora: list[Corpus] = []
    harmless: list[Harmless] = []
    for name, columns, rows in tables:
        if _REPORTS in columns:
            harmless.append(Harmless(name, [row[_REPORTS] for row in rows]))
        elif _MENTIONS in columns and "functionality" in columns:
            mentions = [row[_MENTIONS] for row in rows if row["functionality"] == _NEUTRAL]
            harmless.append(Harmless(name, mentions))
        elif text := _text_column(columns):
            if labels and "document" in columns and "flausch" not in columns:
                keyed = [row | {"flausch": labels.get((row["document"], row["comment_id"]), "")} for row in rows]
                corpora += _corpora(name, [*columns, "flausch"], keyed, text)
            else:
                corpora += _corpora(name, columns, rows, text)
        elif "flausch" not in columns:
            raise UnreadableCorpus(_("%(name)s: none of its columns is known.") % {"name": name})
    return corpora, harmless


def _corpora(name: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]], text: str) -> Iterator[Corpus]:
    asked = [column for column in columns if column in _KNOWN]
    if not asked:
        raise UnreadableCorpus(_("%(name)s: no column says what its comments are.") % {"name": name})
    grouped = next((column for column in _GROUP if column in columns), "")
    groups = [row[grouped] if grouped else _said(row[text]) for row in rows]
    for column in asked:
        positive = [_is_yes(row[column], name, column) for row in rows]
        yield Corpus(f"{name}: {column}", _KNOWN[column], [row[text] for row in rows], positive, groups)


def _is_yes(value: str, name: str, column: str) -> bool:
    said = value.strip().lower()
    if said in _YES or (column == "DBO" and said in _DBO):
        return True
    if said in _NO:
        return False
    raise UnreadableCorpus(
        _("%(name)s: “%(value)s” in the column “%(column)s” is neither yes nor no.")
        % {"name": name, "value": value[:40], "column": column}
    )


def _said(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _text_column(columns: Iterable[str]) -> str:
    return next((column for column in _TEXT if column in columns), "")


def _table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    if path.stat().st_size > LARGEST:
        raise UnreadableCorpus(_("%(name)s is larger than any corpus of comments.") % {"name": path.name})
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            first = lines.readline()
            lines.seek(0)
            reader = csv.DictReader(lines, delimiter=";" if first.count(";") > first.count(",") else ",")
            rows = [{key: value or "" for key, value in row.items() if key is not None} for row in reader]
            return list(reader.fieldnames or ()), rows
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableCorpus(
            _("%(name)s is no table in UTF-8 with commas or semicolons.") % {"name": path.name}
        ) from error
