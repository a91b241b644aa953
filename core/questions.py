# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Questions to the database that are put into SQL once per process and only bound afterwards.

Building and compiling SQL costs a page more than running it. A question is a function that returns a queryset::

    @question
    def shifts_at(town: Municipality, at: datetime, *, limit: int) -> QuerySet[DutyShift]:
        return DutyShift.objects.filter(municipality=town).covering(at)[:limit]

    shifts_at(town, now(), limit=5)  # the list the queryset would give

Positional parameters are *slots*: each call binds its own value. Keyword-only parameters are the *shape*: what the
function may branch on (``None``, limits, names of states); each shape is compiled once. The text is kept, never an
answer.

What is promised (tests/test_questions.py shows it for every question, on both databases):

- The answer is the queryset's answer, built by Django's own classes.
- The town is a slot. A parameter ``town`` is the scope while the SQL is built, and must be the town, or one of the
  towns, whose scope the caller is in. Without ``town``, tables of towns cannot be asked (``ScopeError``).
- Nothing is bound by accident. The function runs in an empty context (no scope, language or zone of whoever asked
  first), must not ask the database, sees of a row nothing but its key, and runs twice with different stand-ins:
  unless every difference between the two is exactly a slot, ``NotAQuestion`` is raised when it is first asked.
- What the reader may not see (``core.sight``) stays out: a question that leaves rows out is compiled for each sight.
- Slots take numbers, texts, days, aware moments, rows (their key) and lists of numbers that are not empty; the latter
  are padded by repeating, so that they can stand behind ``__in`` only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import Context
from dataclasses import dataclass, replace
from inspect import Parameter, signature
from typing import Any, Generic, NoReturn, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django_scopes import get_scope, scope
from django_scopes.exceptions import ScopeError

from core.sight import sees_all, sight
from core.slots import bindable, mark, parameter

P = ParamSpec("P")
T = TypeVar("T")
#: Shapes kept per question; what is asked in more of them is no shape, and is compiled anew each time.
MOST_SHAPES = 64
#: Bits of the numbers PostgreSQL's columns hold, by the type Django gives to their parameters.
BITS = {"Int2": 15, "Int4": 31}

#: Every question of the process by its full name, for the test that looks at each.
QUESTIONS: dict[str, Question[Any, Any] | CountQuestion[Any]] = {}


class NotAQuestion(Exception):
    """A function that cannot be asked with other values than those it was built with; the text says why."""


class _OutOfRange(Exception):
    """A number no column holds. The queryset knows what that means."""


@dataclass(frozen=True)
class _Slot:
    """Where a value goes among the parameters, and into what."""

    place: int
    name: str
    index: int
    kind: type


@dataclass(frozen=True)
class _Compiled:
    sql: str
    params: tuple[Any, ...]
    slots: tuple[_Slot, ...]
    queryset: Any = None
    compiler: Any = None
    keeps_plan: bool = False

    def bound(self, values: Mapping[str, Sequence[Any]]) -> list[Any]:
        """The parameters with ``values`` in their slots."""
        params = list(self.params)
        for slot in self.slots:
            value = values[slot.name][slot.index]
            if isinstance(value, int) is not issubclass(slot.kind, int):
                raise TypeError(f"{slot.name} is {value!r}, and was first asked with another kind of value.")
            if isinstance(value, int):
                most = 1 << BITS.get(slot.kind.__name__, 63)
                if not -most <= value < most:
                    raise _OutOfRange
                value = slot.kind(value)
            params[slot.place] = value
        return params

    def rows(self, params: Sequence[Any]) -> list[Any]:
        """What the database answers, as it comes from the driver."""
        link: Any = connections[DEFAULT_DB_ALIAS]
        asking = link.question_cursor(keeps_plan=self.keeps_plan) if link.vendor == "postgresql" else link.cursor()
        with asking as cursor:
            cursor.execute(self.sql, params)
            found: list[Any] = cursor.fetchall()
        return found


class _Kept(Generic[P]):
    """A function with slots and shape, and what it was compiled to."""

    #: Slots that a shape may leave out.
    optional: frozenset[str] = frozenset()
    #: Whether PostgreSQL plans the question once per connection instead of for each call.
    keeps_plan = False

    def __init__(self, build: Callable[P, Any]) -> None:
        self.build = build
        self.known: dict[tuple[Any, ...], _Compiled] = {}
        #: Shapes that leave something out for some readers: each is known once for both sights.
        self.by_sight: set[tuple[Any, ...]] = set()
        self.__name__, self.__doc__ = build.__name__, build.__doc__
        parameters = signature(build).parameters.values()
        if any(p.kind in (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD) for p in parameters):
            raise NotAQuestion(f"{build.__qualname__}: every slot and every part of the shape has a name.")
        self.slots = tuple(p.name for p in parameters if p.kind is not Parameter.KEYWORD_ONLY)
        self.defaults = {p.name: p.default for p in parameters if p.kind is Parameter.KEYWORD_ONLY}

    def prepare(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[_Compiled, list[Any]]:
        """What the function was compiled to for this shape, and its parameters with these values."""
        given = {**dict(zip(self.slots, args, strict=False)), **kwargs}
        shape = {name: given.pop(name, default) for name, default in self.defaults.items()}
        if len(args) > len(self.slots) or given.keys() != set(self.slots) or Parameter.empty in shape.values():
            raise TypeError(f"{self.build.__qualname__} takes {', '.join([*self.slots, *shape])}, and nothing else.")
        values = {name: bindable(name, value) for name, value in given.items()}
        if "town" in given:
            _refuse_foreign_scope(values["town"][0])
        asked = (connections[DEFAULT_DB_ALIAS].vendor, *shape.values(), *map(len, values.values()))
        key = (*asked, sees_all()) if asked in self.by_sight else asked
        found = self.known.get(key)
        if found is None:
            found, depends_on_sight = self._compile(given, values, shape, is_full=True)
            if depends_on_sight:
                self.by_sight.add(asked)
                key = (*asked, sees_all())
                if not sees_all():
                    found, _depends = self._compile(given, values, shape, is_full=False)
            if len(self.known) < MOST_SHAPES:
                self.known[key] = found
        return found, found.bound(values)

    def _compile(
        self, given: Mapping[str, Any], values: Mapping[str, Sequence[Any]], shape: dict[str, Any], *, is_full: bool
    ) -> tuple[_Compiled, bool]:
        """Compile twice with different stand-ins; the parameters that differ are the slots.

        And whether the function asked how much may be seen.
        """
        asked = []

        def seen() -> bool:
            asked.append(is_full)
            return is_full

        runs = []
        for number in (20_000, 10_000):
            stand_ins: dict[str, Any] = {}
            names: dict[Any, tuple[str, int]] = {}
            for name, value in given.items():
                marks = [mark(value, number + len(names) + n) for n in range(len(values[name]))]
                names |= {parameter(name, mark): (name, n) for n, mark in enumerate(marks)}
                stand_ins[name] = marks if isinstance(value, list | tuple) else marks[0]
            with connections[DEFAULT_DB_ALIAS].execute_wrapper(_refuse_query):
                runs.append((Context().run(self._run, stand_ins, shape, seen), names))
        (first, names), (second, other_names) = runs
        if first.sql != second.sql or len(first.params) != len(second.params):
            raise NotAQuestion(f"{self.build.__qualname__} writes a value into its SQL.")
        slots = []
        for place, (one, other) in enumerate(zip(first.params, second.params, strict=True)):
            if one == other:
                continue
            if one not in names or names[one] != other_names.get(other):
                raise NotAQuestion(f"{self.build.__qualname__} makes {one!r} of a value or of the hour.")
            slots.append(_Slot(place, *names[one], type(one)))
        missing = {named for named in names.values() if named[0] not in self.optional}
        missing -= {(slot.name, slot.index) for slot in slots}
        if missing:
            raise NotAQuestion(f"{self.build.__qualname__} leaves {min(missing)[0]} out.")
        sql, params, link = first.sql, first.params, connections[DEFAULT_DB_ALIAS]
        if link.vendor == "postgresql":
            sql = link.with_constants(sql, params, {slot.place for slot in slots})  # type: ignore[attr-defined]
            params = tuple(params[slot.place] for slot in slots)
            slots = [replace(slot, place=place) for place, slot in enumerate(slots)]
        found = _Compiled(sql, params, tuple(slots), first.queryset, first.compiler, self.keeps_plan)
        return found, bool(asked)

    def _run(self, stand_ins: dict[str, Any], shape: dict[str, Any], is_full: Callable[[], bool]) -> _Compiled:
        with sight(is_full):
            if "town" not in stand_ins:
                return self._compiled(self.build(**stand_ins, **shape))  # type: ignore[call-arg]  # checked above
            with scope(municipality=stand_ins["town"]):
                return self._compiled(self.build(**stand_ins, **shape))  # type: ignore[call-arg]

    def _compiled(self, built: Any) -> _Compiled:
        raise NotImplementedError


class Question(_Kept[P], Generic[P, T]):
    """A question for rows."""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[T]:
        """What ``queryset`` would give, as a list."""
        try:
            found, params = self.prepare(args, kwargs)
        except _OutOfRange:
            return list(self.queryset(*args, **kwargs))
        return list(found.queryset._iterable_class(_Stored(found, params)))

    def one(self, *args: P.args, **kwargs: P.kwargs) -> T | None:
        """The first row, or ``None``."""
        return next(iter(self(*args, **kwargs)), None)

    def queryset(self, *args: P.args, **kwargs: P.kwargs) -> QuerySet[Any, T]:
        """The queryset with these values, in the scope of the caller."""
        return self.build(*args, **kwargs)  # type: ignore[no-any-return]

    def _compiled(self, built: Any) -> _Compiled:
        if built._prefetch_related_lookups:
            raise NotAQuestion(f"{self.build.__qualname__} prefetches; that is a question of its own.")
        compiler = built.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = _sql(self.build, compiler.as_sql)
        compiler.connection = None  # each thread has its own
        return _Compiled(sql, params, (), built, compiler)


@dataclass(frozen=True)
class Figure:
    """What is read beside counts: the one column of the first of ``rows``, ``None`` where there are none."""

    rows: QuerySet[Any, Any]


Parts = Mapping[str, "QuerySet[Any, Any] | Figure"]


class CountQuestion(_Kept[P]):
    """Several querysets, each counted up to a cap, and figures, in one round trip."""

    keeps_plan = True

    def __init__(self, build: Callable[P, Parts], cap: int, optional: Iterable[str] = ()) -> None:
        super().__init__(build)
        self.cap, self.optional = cap, frozenset(optional)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> dict[str, Any]:
        """Name → how many, at most ``cap`` + 1; a queryset with a limit of its own is counted up to that."""
        try:
            found, params = self.prepare(args, kwargs)
        except _OutOfRange:
            return {name: self._plainly(part) for name, part in self.querysets(*args, **kwargs).items()}
        answer = dict(zip(found.queryset, found.rows(params)[0], strict=True))
        for name, expression, convert in found.compiler:
            answer[name] = convert(answer[name], expression, connections[DEFAULT_DB_ALIAS])
        return answer

    def querysets(self, *args: P.args, **kwargs: P.kwargs) -> Parts:
        """What is counted, with these values, in the scope of the caller."""
        return self.build(*args, **kwargs)  # type: ignore[no-any-return]

    def _plainly(self, part: QuerySet[Any, Any] | Figure) -> Any:
        return next(iter(part.rows), None) if isinstance(part, Figure) else self._capped(part).count()

    def _compiled(self, built: Any) -> _Compiled:
        parts: list[str] = []
        params: list[Any] = []
        conversions: list[Any] = []
        for name, part in built.items():
            is_figure = isinstance(part, Figure)
            compiler = (part.rows if is_figure else self._capped(part).values("pk")).query.get_compiler(
                DEFAULT_DB_ALIAS
            )
            sql, values = _sql(self.build, compiler.as_sql)
            # Nothing but what Django compiled itself is put together here; values stay parameters.
            parts.append(f"({sql})" if is_figure else f"(SELECT COUNT(*) FROM ({sql}) AS counted)")  # noqa: S608
            params.extend(values)
            converters = compiler.get_converters([compiler.select[0][0]]).values() if is_figure else ()
            conversions += [(name, expression, convert) for called, expression in converters for convert in called]
        return _Compiled("SELECT " + ", ".join(parts), tuple(params), (), tuple(built), conversions)

    def _capped(self, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        return rows if rows.query.is_sliced else rows.order_by()[: self.cap + 1]


def question(build: Callable[P, QuerySet[Any, T]]) -> Question[P, T]:
    """The function as a question for the rows of the queryset it returns."""
    asked: Question[P, T] = Question(build)
    QUESTIONS[f"{build.__module__}.{build.__qualname__}"] = asked
    return asked


def question_planned_once(build: Callable[P, QuerySet[Any, T]]) -> Question[P, T]:
    """A question that PostgreSQL plans once per connection and then runs by name.

    For one whose best plan is the same for all values: rows found by keys, or those of a town behind an index. Not for
    words in texts, nor for a moment as the only limit. `tools/bench_plans.py` measures the plan without values against
    one made for them, in a large town and a small one.
    """
    asked = question(build)
    asked.keeps_plan = True
    return asked


def counted_planned_once(cap: int, *, optional: Iterable[str] = ()) -> Callable[[Callable[P, Parts]], CountQuestion[P]]:
    """The function as a question for how many rows each of its querysets has, up to ``cap`` + 1, and for its figures.

    ``optional`` slots are those that some of its shapes do without. It is planned like ``question_planned_once``.
    """

    def decorate(build: Callable[P, Parts]) -> CountQuestion[P]:
        asked = QUESTIONS[f"{build.__module__}.{build.__qualname__}"] = CountQuestion(build, cap, optional)
        return asked

    return decorate


def town_in_scope() -> Any:
    """The one town whose scope the caller is in; ``ScopeError`` outside of any and in that of several."""
    active = get_scope()
    town = active.get("municipality")
    if not active.get("_enabled", True) or town is None or isinstance(town, list | tuple):
        raise ScopeError("This is asked in the scope of one town.")
    return town


class _Stored:
    """What Django's iterables ask of a queryset and its query, with the SQL already there."""

    def __init__(self, found: _Compiled, params: list[Any]) -> None:
        compiler = object.__new__(type(found.compiler))
        compiler.__dict__.update(found.compiler.__dict__)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.execute_sql = lambda *_args, **_kwargs: [found.rows(params)]
        # Which columns need a conversion is the same each time; on SQLite it is the connection that converts them.
        kept = compiler.connection.__dict__.setdefault("converters_of_questions", {})

        def converters(columns: Sequence[Any]) -> dict[int, Any]:
            if found.sql not in kept:
                kept[found.sql] = type(compiler).get_converters(compiler, columns)
            return kept[found.sql]  # type: ignore[no-any-return]

        compiler.get_converters = converters
        self.compiler, self.queryset, self.db = compiler, found.queryset, DEFAULT_DB_ALIAS

    @property
    def query(self) -> _Stored:
        return self

    def get_compiler(self, *_args: Any, **_kwargs: Any) -> Any:
        return self.compiler

    def __getattr__(self, name: str) -> Any:
        queryset = self.queryset
        return getattr(queryset, name) if hasattr(queryset, name) else getattr(queryset.query, name)


def _sql(
    build: Callable[..., Any], compile_sql: Callable[[], tuple[str, Iterable[Any]]]
) -> tuple[str, tuple[Any, ...]]:
    try:
        sql, params = compile_sql()
    except EmptyResultSet:
        raise NotAQuestion(f"{build.__qualname__} never finds anything in this shape.") from None
    return sql, tuple(params)


def _refuse_foreign_scope(town: int) -> None:
    active = get_scope()
    if not active.get("_enabled", True):
        return
    towns = active.get("municipality")
    if town not in [getattr(one, "pk", one) for one in (towns if isinstance(towns, list | tuple) else [towns])]:
        raise ScopeError("A question is asked in the scope of its own town only.")


def _refuse_query(*_args: Any, **_kwargs: Any) -> NoReturn:
    raise NotAQuestion("A question reads nothing while it is built: of a row it knows the key alone.")
