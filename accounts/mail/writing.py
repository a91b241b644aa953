# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The two forms of a letter to a person who reads on a phone."""

from typing import Any, TypedDict

from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string


class Words(TypedDict):
    """What ``post_letter`` takes: the same in plain text and as a page that a phone shows at reading size."""

    text: str
    html: str


def words_of(template: str, context: dict[str, Any]) -> Words:
    """The letter ``template`` (a path without ending) in the language that is active.

    What goes to heads of the authority has both forms; a letter without a page leaves as plain text.
    """
    try:
        html: str = render_to_string(f"{template}.html", context)
    except TemplateDoesNotExist:
        html = ""
    return {"text": render_to_string(f"{template}.txt", context), "html": html}
