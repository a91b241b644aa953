# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every form of every page, filled with what it must refuse: a message, what was typed, no change, no secrets."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpResponse

from tests.fuzz import CALLS_OUT, Call, Fuzz
from tests.leak_world import World
from tests.pages import Field, Form, forms_in

TYPED = {"text", "textarea", "search", "email", "url", "tel"}
COUNTED = {"number"}
DATED = {"date", "month", "time", "datetime-local"}
CHOSEN = {"select", "radio"}
#: What a form of the login or of the session writes besides; a refused password counts.
OF_NO_FORM = {"django_session", "accounts_limitcount", "accounts_heldcount", "axes_accessattempt"}
_WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)
LONG = 100_000
#: A field people do not see; who fills it is a machine, whose text nobody shows again.
TRAP = ("website", True)


@dataclass(frozen=True)
class Fault:
    """One kind of bad input: the value of a field it spoils, ``None`` for fields it leaves alone."""

    name: str
    spoil: Callable[[Field, int], str | None]
    is_always_wrong: bool = True


def _typed(value: str) -> Callable[[Field, int], str | None]:
    return lambda field, _foreign: value if field.kind in TYPED else None


def _of(kinds: set[str], value: str) -> Callable[[Field, int], str | None]:
    return lambda field, _foreign: value if field.kind in kinds else None


def _too_long(field: Field, _foreign: int) -> str | None:
    return "x" * (field.longest + 1) if field.kind in TYPED and field.longest else None


def _foreign_key(field: Field, foreign: int) -> str | None:
    return str(foreign) if field.kind in CHOSEN and any(option.isdecimal() for option in field.options) else None


FAULTS = (
    Fault(
        "empty", lambda field, _foreign: "" if field.kind in TYPED | COUNTED | DATED else None, is_always_wrong=False
    ),
    Fault("too long", _too_long),
    Fault("100,000 characters", _typed("x" * LONG), is_always_wrong=False),
    Fault("NUL", _typed("Wort\0Wort")),
    Fault("text for numbers and days", _of(COUNTED | DATED, "abc")),
    Fault("31 February", _of(DATED, "2026-02-31")),
    Fault("year 0", _of(DATED, "0000-01-01")),
    Fault("year 10000", _of(DATED, "10000-01-01")),
    Fault("negative", _of(COUNTED, "-1"), is_always_wrong=False),
    Fault("no choice", _of(CHOSEN, "unknown-kind")),
    Fault("a row of another town", _foreign_key),
)


class BadInput(Fuzz):
    """Looks at each answer as well as at what it has changed."""

    def __init__(self, seed: int = 7) -> None:
        super().__init__(seed)
        self.other = World.build("Geheimlingen")
        self.calls_made = 0
        self._before: dict[str, str] = {}

    def posted(self) -> list[Form]:
        return [
            form
            for name, found in sorted(self.forms.items())
            if name not in {*CALLS_OUT, "account_logout"}
            for form in found
            if form.method == "post"
        ]

    def spoiled(self) -> Iterator[tuple[Fault, Form, dict[str, str], dict[str, Any]]]:
        """Every form with every fault that has something to spoil in it: what is wrong in it, and what is sent."""
        foreign = self.other.rows["person"].pk
        for form in self.posted():
            for fault in FAULTS:
                wrong = {
                    name: value
                    for name, field in form.fields.items()
                    if name != "csrfmiddlewaretoken"
                    and (name, form.action.endswith("/beschwerde/")) != TRAP
                    and (value := fault.spoil(field, foreign)) is not None
                }
                if wrong:
                    yield fault, form, wrong, self.filled(form) | wrong

    def try_out(self, fault: Fault, form: Form, wrong: dict[str, str], sent: dict[str, Any]) -> None:
        self.calls_made += 1
        call = Call(self._sender(form), "POST", form.action, sent)
        found: list[str] = []
        written: set[str] = set()

        def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if match := _WRITES.match(sql):
                written.add(match.group(1))
            return execute(sql, params, many, context)

        def look(answer: HttpResponse) -> None:
            changed = sorted(table for table in written - OF_NO_FORM if self._differs(table))
            found.extend(self._wrong_about(answer, fault, wrong, changed))

        with connection.execute_wrapper(watch):
            self.make(call, look)
        self.failures += [f"{fault.name}: {form.action} {sorted(wrong)}: {what}" for what in found]

    def send_twice(self, form: Form) -> None:
        """A second press of the same button is answered by a page, whatever the first has done."""
        self.calls_made += 1
        call = Call(self._sender(form), "POST", form.action, self.filled(form))

        def look(_first: HttpResponse) -> None:
            second = self.people[call.who].post(call.path, call.sent)
            if second.status_code >= 500:
                self.failures.append(f"sent twice: {form.action}: answers {second.status_code}")

        self.make(call, look)

    def _sender(self, form: Form) -> str:
        return "nobody" if id(form) in self.of_nobody else "everybody"

    def _wrong_about(
        self, answer: HttpResponse, fault: Fault, wrong: dict[str, str], changed: list[str]
    ) -> Iterator[str]:
        html = "" if answer.streaming else answer.content.decode()
        if "Traceback" in html or self.other.town.name in html or self.other.town.slug in html:
            yield "reveals what is not for this person"
        if changed and fault.is_always_wrong:
            yield f"{answer.status_code} and wrote {changed}"
        if changed:
            return
        if answer.status_code in {301, 302, 303}:
            if fault.is_always_wrong:
                yield f"leads to {answer.headers['Location']} and loses what was typed"
            return
        if answer.status_code not in {200, 400, 403, 404, 409, 422, 429}:
            yield f"answers {answer.status_code}"
        if answer.status_code in {200, 400, 422} and fault.is_always_wrong:
            yield from _not_shown_again(html, wrong)

    def _differs(self, table: str) -> bool:
        return self._state_of(table) != self._before[table]

    def remember(self) -> None:
        """The tables as they are before each call; each call is undone."""
        self._before = {table: self._state_of(table) for table in connection.introspection.table_names()}

    @staticmethod
    def _state_of(table: str) -> str:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            return hashlib.sha256(repr(sorted(map(repr, cursor.fetchall()))).encode()).hexdigest()


def _not_shown_again(html: str, wrong: dict[str, str]) -> Iterator[str]:
    shown = [form.fields for form in forms_in(html, "")]
    for name, value in wrong.items():
        fields = [fields[name] for fields in shown if name in fields]
        if not fields:
            yield f"{name} is not shown again"
        elif fields[0].kind not in CHOSEN and all(
            field.value.strip("\r\n") != value.replace("\0", "") for field in fields
        ):
            yield f"{name} is shown without what was typed"
    if 'aria-invalid="true"' not in html:
        yield "no field is marked"
