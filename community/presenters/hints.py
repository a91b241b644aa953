# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The buttons by which a person says what a comment is: none is chosen beforehand, none looks better than another."""

from __future__ import annotations

from functools import lru_cache

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from community.queries.hints import Seen, names_in


def label_buttons(seen: Seen) -> SafeString:
    return _buttons(get_language(), seen.others)


@lru_cache(256)
def _buttons(language: str | None, labels: tuple[str, ...]) -> SafeString:
    names = names_in(language)
    button = '<button class="button-link" name="label" value="{}">{}</button>'
    return format_html_join("", button, ((label, names[label]) for label in labels))
