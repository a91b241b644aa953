# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Notes which tests reach words an engine understands in its own way, while they run.

``tests/engines.py`` names the tests of a module with such words. Of those in ``tests/alike.txt`` none reaches a
function with one (``docs/adr/0049``): they run on PostgreSQL alone, and the first that does reach one fails there.
"""

import ast
import gc
import importlib
import re
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.engines import ALIKE, DIFFERS, WHOLLY_ON_BOTH, plain_name

ROOT = Path(__file__).resolve().parent.parent

#: What SQLite and PostgreSQL understand differently, or only one of them: their own SQL, upper and lower case in
#: LIKE, sums of decimals, parts of dates, and what they say when they refuse a row.
WORDS = re.compile(
    r"\.vendor\b|\.cursor\(|RawSQL|\.raw\(|(ignore|update)_conflicts|select_for_update|contrib\.postgres|"
    r"db\.models\.functions import .*(Trunc|Extract|Collate)|__i?regex|__iexact|__icontains|nulls_(first|last)|"
    r"\bWindow\(|\.distinct\([^)]|__i?(contains|startswith|endswith)\b|__(date|year|month|week_day)\b|"
    r"\b(Sum|Avg|StdDev|Cast|Concat|Func)\(|\b(IntegrityError|DataError|OperationalError)\b"
)

#: What is built once in a process: whoever comes later asks the same words without a call.
KEPT = re.compile(r"\bcore\.(questions|memo)\b|\bcore import .*questions|\bcached?(_property)?\b|\blru_cache\b")

#: The modules whose words were reached since a test began.
reached: set[str] = set()


def functions_with_words(source: str) -> set[int] | None:
    """The first lines of the functions that hold such a word; ``None`` where one stands outside of all functions.

    An import says nothing by itself: a function that uses the name it brings counts.
    """
    tree = ast.parse(source)
    outer = list(_outer_functions(tree))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    lines, found, names = source.splitlines(), set[int](), set[str]()
    for number, line in enumerate(lines, 1):
        if not WORDS.search(line) or line.lstrip().startswith("#"):
            continue
        inside = [node for node in outer if _begins(node) <= number <= (node.end_lineno or 0)]
        brought = [node for node in imports if node.lineno <= number <= (node.end_lineno or 0)]
        if inside:
            found.add(inside[0].lineno)
        elif brought:
            names |= {alias.asname or alias.name for node in brought for alias in node.names}
        else:
            return None
    using = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b") if names else None
    for node in outer:
        body = "\n".join(lines[node.lineno - 1 : node.end_lineno])
        if using and using.search(body):
            found.add(node.lineno)
    used = {number for node in outer for number in range(_begins(node), (node.end_lineno or 0) + 1)}
    used |= {number for node in imports for number in range(node.lineno, (node.end_lineno or 0) + 1)}
    if using and any(using.search(line) for number, line in enumerate(lines, 1) if number not in used):
        return None
    return found


def calls_can_be_noted(module: str) -> bool:
    """Whether every use of a module's words is a call of one of its functions.

    So it is with acts. A question may have been compiled by an earlier test of the process, wherever it is asked.
    """
    source = (ROOT / module).read_text(encoding="utf-8")
    return "services" in Path(module).with_suffix("").parts and not (
        KEPT.search(source) or functions_with_words(source) is None
    )


def _begins(node: ast.FunctionDef) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


def _outer_functions(node: ast.AST) -> Iterator[ast.FunctionDef]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield child
        else:
            yield from _outer_functions(child)


def watch() -> None:
    """From now on each call of a function with such words is noted."""
    watched: dict[str, tuple[str, set[int]]] = {}
    for module in DIFFERS:
        if calls_can_be_noted(module):
            source = (ROOT / module).read_text(encoding="utf-8")
            found = functions_with_words(source) or set()
            importlib.import_module(module.removesuffix(".py").replace("/", "."))
            begins = {_begins(n): n.lineno for n in _outer_functions(ast.parse(source))}
            watched[str(ROOT / module)] = (module, {line for line, at in begins.items() if at in found})
    for function in gc.get_objects():
        if isinstance(function, types.FunctionType):
            module, begin = watched.get(function.__code__.co_filename, ("", set()))
            if function.__code__.co_firstlineno in begin and "<locals>" not in function.__qualname__:
                note_calls(function, module)


def note_calls(function: types.FunctionType, module: str) -> None:
    """The function itself is changed, so it does not matter who imported it when."""
    code = function.__code__
    original = types.FunctionType(
        code, function.__globals__, function.__name__, function.__defaults__, function.__closure__
    )
    original.__kwdefaults__, original.__annotations__ = function.__kwdefaults__, function.__annotations__

    def noted(*args: Any, **kwargs: Any) -> Any:
        reached.add(module)
        return original(*args, **kwargs)

    name = f"_noted_{code.co_firstlineno}"
    function.__globals__[name] = noted
    function.__code__ = _forwarder(name, code).replace(co_name=code.co_name, co_filename=code.co_filename)
    function.__dict__.setdefault("__wrapped__", original)


def _forwarder(name: str, code: types.CodeType) -> types.CodeType:
    """The code of a function that hands everything on to ``name``, with as many free variables as ``code``."""
    free = code.co_freevars
    lines = [f"def outer({', '.join(free)}):", " def inner(*args, **kwargs):"]
    lines += [f"  if 0: {variable}" for variable in free]
    lines += [f"  return {name}(*args, **kwargs)", " return inner"]
    space: dict[str, Callable[..., Any]] = {}
    exec("\n".join(lines), space)  # a few words of our own
    made: types.FunctionType = space["outer"](*free)
    return made.__code__


def about(test: str) -> set[str]:
    """The modules whose words a test is to show."""
    names = {plain_name(test), test.partition("::")[0]}
    return {module for module, tests in DIFFERS.items() if names & set(tests)}


def wrongly_alike(test: str) -> set[str]:
    """What a test of ``tests/alike.txt`` has reached although it is said to reach nothing."""
    return about(test) & reached if plain_name(test) in ALIKE else set()


def can_be_alike(test: str) -> bool:
    """Whether all uses of words of the modules a test is named for can be noted."""
    wholly = {plain_name(test), test.partition("::")[0]} & WHOLLY_ON_BOTH
    return not wholly and bool(about(test)) and all(map(calls_can_be_noted, about(test)))


def main() -> None:
    """`python -m tests.engine_words NOTES`: make ``tests/alike.txt`` of what runs with ``--note-words NOTES`` noted."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    noted = [(test, set(found.split())) for test, _, found in (line.partition("\t") for line in lines)]
    reaching = {plain_name(test) for test, found in noted if found & about(test)}
    named = {plain_name(test) for test, _found in noted} - reaching
    path = ROOT / "tests" / "alike.txt"
    head = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    path.write_text("\n".join([*head, *sorted(filter(can_be_alike, named))]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
