# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ways in and out that only one module may take: numbers, days, bells of workers, queries of another town."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import models
from django.forms import ModelForm
from django.urls import get_resolver

from core.days import DayField
from tests.test_architecture import ROOT, own_files

LAZY = {
    "all", "annotate", "current", "distinct", "due", "exclude", "filter", "none", "only", "order_by",
    "prefetch_related", "select_related", "values", "values_list",
}  # fmt: skip
#: Stored ISO days of our own reports, and what a platform's server says (judged by its connector).
DAYS_OF_OUR_OWN = {
    "community/presenters/transparency.py", "reporting/presenters/reports.py", "reporting/forms.py",
    "demo/seed.py",
    "channels_mgmt/connectors/mastodon/connector.py", "channels_mgmt/connectors/bluesky/records.py", "core/days.py",
}  # fmt: skip


def calls(path: Path) -> Iterator[tuple[int, str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func), node


def places(*endings: str, except_in: set[str] = frozenset()) -> list[str]:
    """Where something with one of these names is called."""
    return [
        f"{name}:{line}"
        for path in own_files()
        for name in [str(path.relative_to(ROOT))]
        if name not in except_in
        for line, function, _node in calls(path)
        if function.endswith(endings)
    ]


def test_no_digit_is_judged_by_isdigit():
    """``"²".isdigit()`` is true and ``int("²")`` an error: ``core.text.read_number`` reads numbers."""
    assert places(".isdigit", ".isnumeric") == []


def test_days_from_outside_pass_the_calendar():
    """Detects a form or view that reckons with the year 1 or 9999: ``core.days`` has field, reader and converter."""
    assert places("forms.DateField", "forms.DateTimeField", except_in={"core/days.py"}) == []
    assert places("date.fromisoformat", "parse_date", "parse_datetime", except_in=DAYS_OF_OUR_OWN) == []


def test_model_forms_take_days_through_the_calendar_too():
    assert get_resolver().url_patterns  # all forms are imported
    wrong, forms = [], list(ModelForm.__subclasses__())
    while forms:
        form = forms.pop()
        forms += form.__subclasses__()
        for name, field in getattr(form, "base_fields", {}).items():
            columns = {column.name: column for column in form._meta.model._meta.fields} if form._meta.model else {}
            is_day = form.__module__ in OWN_FORMS and isinstance(columns.get(name), models.DateField)
            if is_day and not isinstance(field, DayField):
                wrong.append(f"{form.__qualname__}.{name}")

    assert wrong == []


OWN_FORMS = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in own_files()}


def test_workers_are_woken_by_one_function():
    """Detects a bell that fails or hangs when the broker is away."""
    assert places(".delay", ".apply_async", ".send_task", except_in={"core/waking.py"}) == []


# -- queries made in one town's scope and read in another's ---------------------------------------


def is_lazy(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LAZY


def giving_querysets() -> set[str]:
    """Names of functions that say they return a queryset, or do so in their last line."""
    return {
        node.name
        for path in own_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        if "QuerySet" in (ast.unparse(node.returns) if node.returns else "")
        or any(isinstance(line, ast.Return) and is_lazy(line.value) for line in node.body)
    }


def escapes(tree: ast.AST, lazy_functions: set[str]) -> Iterator[int]:
    """Lines on which a query that was not read leaves ``with scope(…)`` or ``with scopes_disabled()``."""

    def unread(value: ast.AST | None) -> bool:
        if is_lazy(value) or isinstance(value, ast.GeneratorExp):
            return True
        if not isinstance(value, ast.Call):
            return False
        return ast.unparse(value.func).rpartition(".")[2] in lazy_functions

    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for block in ast.walk(function):
            if not isinstance(block, ast.With) or not any("scope" in ast.unparse(i.context_expr) for i in block.items):
                continue
            later = {
                node.id
                for node in ast.walk(function)
                if isinstance(node, ast.Name) and node.lineno > (block.end_lineno or 0)
            }
            for node in ast.walk(block):
                if isinstance(node, ast.Return) and unread(node.value):
                    yield node.lineno
                elif isinstance(node, ast.Assign) and unread(node.value):
                    names = {target.id for target in node.targets if isinstance(target, ast.Name)}
                    if names & later:
                        yield node.lineno
                elif isinstance(node, ast.Yield) and "contextmanager" not in ast.unparse(function):
                    yield node.lineno


def test_no_query_leaves_the_scope_it_was_made_in():
    """Read elsewhere, and prefetched there, it silently gives the other town's rows: none (docs/adr/0021)."""
    lazy_functions = giving_querysets()
    wrong = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in own_files()
        for line in escapes(ast.parse(path.read_text(encoding="utf-8")), lazy_functions)
    ]

    assert wrong == []


@pytest.mark.parametrize(
    "body",
    [
        "    with scope(municipality=town):\n        return Post.objects.filter(pk=1)",
        "    with scopes_disabled():\n        rows = Post.objects.order_by('pk')\n    return list(rows)",
        "    with scopes_disabled():\n        rows = open_channels(town)\n    return list(rows)",
        "    with scopes_disabled():\n        return (row for row in rows)",
    ],
)
def test_a_query_that_escapes_would_be_noticed(body):
    assert list(escapes(ast.parse(f"def found(town):\n{body}\n"), {"open_channels"})) != []


def test_a_query_read_inside_is_fine():
    body = "    with scope(municipality=town):\n        return list(Post.objects.filter(pk=1))"

    assert list(escapes(ast.parse(f"def found(town):\n{body}\n"), set())) == []
