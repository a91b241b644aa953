# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Labels that a rule sees, with the words as they stand in the text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from channels_mgmt.connectors.contents import Contents
from community.triage.labels import Label

OwnWords = Mapping[Label, Sequence[str]]
_SEEN = {
    Label.THREAT: re.compile(r"\b(?:umbringen|erschießen|totschlagen|aufhängen)\b", re.IGNORECASE),
    Label.INSULT: re.compile(r"\b(?:idiot\w*|vollpfosten|arschl\w+|trottel)\b", re.IGNORECASE),
    Label.SPAM: re.compile(r"\b(?:gewinnspiel|jetzt zugreifen|bitcoin\w*)\b", re.IGNORECASE),
}


def seen(text: str, contents: Contents | None = None, own: OwnWords | None = None) -> dict[Label, tuple[str, ...]]:
    found: dict[Label, tuple[str, ...]] = {}
    words = "\n".join([text, contents.other_words if contents else ""])
    for label, pattern in _SEEN.items():
        if hits := tuple(dict.fromkeys(hit[0] for hit in pattern.finditer(words))):
            found[label] = hits
    for label, own_words in (own or {}).items():
        for word in own_words:
            if hit := re.search(rf"\b{re.escape(word)}", words, re.IGNORECASE):
                found[label] = (*found.get(label, ()), hit[0])
    return found
