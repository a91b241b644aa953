# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Parts of pages that are compiled: once per process and language, by Jinja2 (docs/adr/0028).

For rows, cells and panels that a page writes often; pages themselves are Django's templates::

    {% part "community/_row.jinja" line=line current=current %}      in a template of Django
    write_part("community/_row.jinja", line=line, current=current)   in a presenter or view

- A part sees what it is told and nothing else: no request, no context. A name that nobody gave is an error.
- Everything is escaped but ``SafeString``; both engines read that mark in the same way.
- What depends on the language alone (words, icons by name) is written while the part is compiled, so it costs a request
  nothing.
- A component is a macro of the same name in ``_components/NAME.jinja``, the one source for both engines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import jinja2
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import extract_from_ast
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, _escape_inner, escape

from core.urls import address_of

#: What each part may call by name.
_FUNCTIONS: dict[str, Callable[..., Any]] = {}
#: What gives the same for the same arguments as long as the process runs, in one language.
_PURE: dict[str, Callable[..., str]] = {
    "_": lambda text: mark_safe(gettext(text) % {}),
    "gettext": lambda text: mark_safe(gettext(text) % {}),
    "pgettext": lambda context, text: mark_safe(pgettext(context, text) % {}),
}


def register_function(name: str, function: Callable[..., Any], *, is_pure: bool = False) -> None:
    """Make ``function`` known to all parts; when an app is ready, before the first page.

    ``is_pure``: it depends on nothing but its arguments and the language. Calls with constants are then made only once.
    """
    _FUNCTIONS[name] = function
    if is_pure:
        _PURE[name] = function


def write_part(name: str, /, **values: Any) -> SafeString:
    """The part in the file ``name`` with ``values``."""
    return mark_safe(environment(get_language()).get_template(name).render(values))  # escaped by the environment


def write_component(name: str, /, **values: Any) -> SafeString:
    """The component ``name`` with ``values`` as its parameters."""
    macro = getattr(environment(get_language()).get_template(f"_components/{name}.jinja").module, name)
    return mark_safe(str(macro(**values)))  # escaped by the environment


@cache
def environment(language: str | None) -> jinja2.Environment:
    """All parts in ``language``, which is active; one for each, because words are part of what is compiled."""
    parts = _Environment(
        loader=jinja2.FileSystemLoader(settings.BASE_DIR / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=settings.DEBUG,
        cache_size=-1,
        extensions=["jinja2.ext.i18n"],
    )
    parts.policies["ext.i18n.trimmed"] = True
    parts.install_gettext_callables(  # type: ignore[attr-defined]  # comes with the extension
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    parts.globals.update(_FUNCTIONS, url=address_of)
    return parts


def messages_of(source: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(function, its texts) for each message a part asks the translation for."""
    found = extract_from_ast(environment(None).parse(source), babel_style=False)
    return ((function, tuple(map(str, texts or ()))) for _line, function, texts in found)


def _written(value: Any) -> str:
    """``value`` as it stands in HTML; ``markupsafe.escape`` without an object of its own for each text."""
    kind = type(value)
    if kind is str:
        return _escape_inner(value)
    return value if kind is SafeString or kind is Markup else escape(value)


class _CodeGenerator(CodeGenerator):
    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
            return
        self.write("environment.written(")
        if finalize.src is not None:
            self.write(finalize.src)


class _Template(jinja2.Template):
    _module: Any

    def _get_default_module(self, ctx: Any = None) -> Any:
        """What ``{% from … import … %}`` reads; made once, since no part has globals of its own to compare."""
        return self._module or super()._get_default_module()


class _Environment(jinja2.Environment):
    code_generator_class = _CodeGenerator
    template_class = _Template
    written = staticmethod(_written)

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        return super()._generate(_Folder().visit(source), *args, **kwargs)


class _Folder(NodeTransformer):
    """Replaces calls of pure functions with constants by what they give."""

    def visit_Call(self, call: nodes.Call) -> nodes.Expr:
        self.generic_visit(call)
        if not isinstance(call.node, nodes.Name) or call.node.name not in _PURE or call.dyn_args or call.dyn_kwargs:
            return call
        try:
            values = [value.as_const() for value in call.args]
            named = {pair.key: pair.value.as_const() for pair in call.kwargs}
        except nodes.Impossible:
            return call
        written = _PURE[call.node.name](*values, **named)
        if hasattr(written, "__html__"):
            written = Markup(written)  # noqa: S704  was safe before; the compiler keeps only its own mark
        return nodes.Const(written, lineno=call.lineno)
