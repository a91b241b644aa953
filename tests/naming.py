# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""While tests run, a template that overwrites a value of its page with words is an error.

``{% translate "…" as text %}`` writes into the page's context. Where the view gave ``text`` too (the word
somebody searched for, say), everything after reads the sentence instead, without a complaint.
"""

from collections.abc import Callable
from typing import Any

from django.template.context import Context
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

WORDS = "_words_of_this_template"


def refuse_to_shadow(node: type[Any]) -> None:
    render: Callable[[Any, Context], str] = node.render

    def render_unless_taken(self: Any, context: Context) -> str:
        if name := self.asvar:
            words = context.__dict__.setdefault(WORDS, set())
            if name in context and name not in words:
                raise AssertionError(f"{name!r} is a value of this page; {self.token.contents!r} would overwrite it")
            words.add(name)
        return render(self, context)

    node.render = render_unless_taken


def watch_names() -> None:
    refuse_to_shadow(TranslateNode)
    refuse_to_shadow(BlockTranslateNode)
