# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Kinds of documents in addresses."""

from typing import ClassVar

from channels_mgmt.models import ChannelDocument

Kind = ChannelDocument.Kind


class DocumentKind:
    """A kind by its German word, for example ``nutzungskonzept``."""

    WORDS: ClassVar[dict[str, str]] = {
        "nutzungskonzept": Kind.USAGE_CONCEPT.value,
        "dsfa": Kind.DPIA.value,
        "datenschutzhinweise": Kind.PRIVACY_NOTICE.value,
        "impressum": Kind.IMPRINT.value,
    }
    regex = "|".join(WORDS)

    def to_python(self, value: str) -> str:
        return self.WORDS[value]

    def to_url(self, value: str) -> str:
        for word, kind in self.WORDS.items():
            if value in (kind, word):
                return word
        raise ValueError(value)


class TownDocumentKind(DocumentKind):
    """A kind that belongs to the town itself."""

    WORDS: ClassVar[dict[str, str]] = {"barrierefreiheit": Kind.ACCESSIBILITY.value}
    regex = "|".join(WORDS)
