# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Calls nobody means: every address, every parameter, every form, with values that broke software before.

The seed is fixed, each call is undone, and no call may be answered with 5xx.
"""

import json
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from accounts.models import Role
from tests.factories import person
from tests.leak_world import World
from tests.pages import Form, forms_of, names_asked_for, paths_of, signed_in

VALUES = (
    "", " ", "0", "-1", "1", "2", "²", "١٢", "9" * 19, "9" * 400, "1e400", "NaN", "-inf", "0x10", "1_000", "1,5", "½",
    "0001-01-01", "0001-01", "9999-12-31", "9999-12", "2026-02-30", "10000-01-01", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00", "2026-11-28T10:00:00", "2026-11-28", "2026-W53-7", "01.01.0001", "31.12.9999",
    "24:00", "00:00", "23:59:59.999999", "2026-03-29", "02:30",
    "abc", "abc\0def", "\0", "\x01\x0b\x1f\x7f\x85", "\ufeffBOM", "\ud7ff\ue000", "a\r\nb\rc", "\u202eelfert", "👨‍👩‍👧",
    "None", "null", "true", "[]", "{}", '{"id": "\\u0000"}', '{"rawId": 1', "[" * 3000, "facebook", "unknown-kind",
    "https://", "http://[::1", "http://[", "https://a:99999/", "javascript:alert(1)", "//evil.example", "/abc",
    "abc/../..", "mailto:x", "@", "@@", "a@b", "a@b@c", "a@" + "b" * 250 + ".example", "%00",
    "%zz", "%", "'\"<>`;--", "{{ 7*7 }}",
    "{% url 'x' %}", "x" * 5_000, "ß" * 300, "\n" * 500, "~", "a~b~c", "2~9999-12-31T23:59:59+00:00~1", "|", "a|b|c",
    "1~0001-01-01T00:00:00+00:00~9" , "5~2026-11-28T10:00:00+00:00~" + "9" * 25,
)  # fmt: skip
FILES = (b"", b"\0", b"\xff\xfe\x00", b"PK\x03\x04", b"%PDF-1.7", b"\xff\xd8\xff\xe0broken", b"GIF89a",
         b"a;b\n\xb2;1\n", b"\x89PNG\r\n\x1a\nbroken", b"RIFF\0\0\0\0WEBP",
         b"platform,metric\n\x00,\xc2\xb2\n")  # fmt: skip
BODIES = (
    ("application/json", b"{"), ("application/json", b'{"a": "\\u0000"}'), ("application/json", b"\xff"),
    ("application/json", b"[" * 5000), ("application/x-www-form-urlencoded", b"a=%FF&b=%ED%A0%80&=&&%00=1"),
    ("application/x-www-form-urlencoded; charset=rot13", b"a=b"), ("text/plain; charset=utf-16", b"\xff"),
    ("multipart/form-data; boundary=x", b"--x\r\nbroken"), ("multipart/form-data", b""), ("", b"x"), ("a/b/c; =", b"x"),
    ("multipart/form-data; boundary=x",
     b'--x\r\nContent-Disposition: form-data; name="image"; filename="a\0b.png"\r\n\r\nx\r\n--x--\r\n'),
    ("multipart/form-data; boundary=x",
     b"--x\r\nContent-Disposition: form-data; name*=utf-8''%00; filename*=utf-8''%ff\r\n\r\nx\r\n--x--\r\n"),
)  # fmt: skip
HEADERS = (
    {"HTTP_REFERER": "\0"}, {"HTTP_ACCEPT_LANGUAGE": "de;q=²,\0"},
    {"HTTP_COOKIE": 'sessionid="\\000abc"; csrftoken="\\377"'},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "²"}, {"HTTP_IF_MODIFIED_SINCE": "Thu, 01 Jan 0001 00:00:00 GMT"},
    {"HTTP_IF_NONE_MATCH": "\0\""}, {"HTTP_IF_MODIFIED_SINCE": "Fri, 31 Dec 9999 23:59:59 GMT"},
    {"HTTP_RANGE": "bytes=²-"}, {"HTTP_X_FORWARDED_FOR": "²"}, {"HTTP_HOST": "a\0b"},
    {"HTTP_HX_CURRENT_URL": "http://[", "HTTP_HX_REQUEST": "true"},
    {"HTTP_ACCEPT": "\xff"}, {"CONTENT_LENGTH": "²"}, {"CONTENT_LENGTH": "-1"}, {"REMOTE_ADDR": ""},
)  # fmt: skip
WORD = ("", "Wort")
#: Drawing a PDF takes a second; those addresses get few calls.
SLOW = ("pdf", "paper", "signed_copy", "poster", "document_file")
#: A name is looked up, a server asked: no call of this test leaves the machine.
CALLS_OUT = {"channels:channel_connect", "channels:channel_way"}
#: 503 is its answer: no worker runs beside this test.
HONEST = {"health:healthz"}


@dataclass
class Call:
    who: str
    method: str
    path: str
    sent: Any = None
    content_type: str = ""
    headers: dict[str, str] | None = None

    def __str__(self) -> str:
        return f"{self.who} {self.method} {self.path!a} {self.sent!a:.300} {self.content_type} {self.headers or ''}"


class Fuzz:
    """A town with one of everything, its people, and the calls to make."""

    def __init__(self, seed: int = 7) -> None:
        self.chance = random.Random(seed)
        self.world = World.build("Rauschenbach")
        town = self.world.town
        self.people = {"everybody": signed_in(self.world.everybody), "nobody": Client(raise_request_exception=False)}
        self.people |= {role: signed_in(person(town, role)) for role in Role.values}
        self.cookies = {who: dict(client.cookies) for who, client in self.people.items()}
        self.paths = paths_of(self.world)
        self.forms: dict[str, list[Form]] = forms_of(self.people["nobody"], self.paths)
        self.of_nobody = {id(form) for forms in self.forms.values() for form in forms}
        for name, forms in forms_of(self.people["everybody"], self.paths).items():
            self.forms.setdefault(name, []).extend(forms)
        self.asked = {method: sorted(names) for method, names in names_asked_for().items()}
        self.failures: list[str] = []
        self._error: BaseException | None = None
        got_request_exception.connect(self._note)

    def _note(self, **_given: Any) -> None:
        self._error = sys.exc_info()[1]

    def make(self, call: Call, look: Callable[[HttpResponse], None] = lambda response: None) -> int:
        """Make one call, ``look`` at its answer and at what it has changed, and undo it."""
        client = self.people[call.who]
        self._error = None
        with transaction.atomic():
            if call.content_type or call.method == "BODY":
                given = {"data": call.sent, "content_type": call.content_type}
                status = client.generic("POST", call.path, **given, **(call.headers or {})).status_code
            else:
                send = client.post if call.method == "POST" else client.get
                response = send(call.path, call.sent or {}, **(call.headers or {}))
                if response.streaming:
                    b"".join(response)  # as a server would; closing it alone would close the test's connection
                status = response.status_code
                if status < 500:
                    look(response)
            transaction.set_rollback(True)
        # The call is undone, so is what it did to the login.
        client.cookies.clear()
        client.cookies.update(self.cookies[call.who])
        if status >= 500:
            error = self._error
            self.failures.append(f"{status} {call} · {type(error).__name__}: {str(error)[:200]}")
        return status

    # -- every option once --------------------------------------------------------------------------

    def choices(self) -> Iterator[Call]:
        """Every option of every select, radio button, box and button of every form, the rest as the page had it."""
        for name, forms in sorted(self.forms.items()):
            if name in CALLS_OUT:
                continue
            for form in forms:
                for field, value in dict.fromkeys(form.choices):
                    who = "nobody" if name in {"appeals:form", "account_login"} else "everybody"
                    yield Call(who, form.method.upper(), form.action, self.filled(form) | {field: value})

    @staticmethod
    def filled(form: Form) -> dict[str, Any]:
        """The form as a person in a hurry would fill it, so that it passes the first checks."""
        usual = {
            "date": "2027-03-01",
            "time": "09:00",
            "email": "a@b.example",
            "number": "1",
            "url": "https://b.example/",
        }
        return {
            name: found.value or usual.get(found.kind) or next(filter(None, found.options), WORD[not found.options])
            for name, found in form.fields.items()
            if found.kind not in {"file", "checkbox", "submit"}
        }  # fmt: skip

    # -- chance ------------------------------------------------------------------------------------

    def calls(self, count: int) -> Iterator[Call]:
        names = [name for name in sorted(self.paths) if name not in {*CALLS_OUT, *HONEST, "account_logout"}]
        quick = [name for name in names if not any(slow in name for slow in SLOW)]
        kinds = [self._query, self._path, self._form, self._form, self._form, self._body, self._header, self._blind]
        for number in range(count):
            # Every address in turn, so that none is left to chance.
            name = names[number // 10 % len(names)] if number % 10 == 0 else quick[number % len(quick)]
            yield self.chance.choice(kinds)(name)

    def _who(self) -> str:
        return self.chance.choice(["everybody"] * 4 + ["nobody", *Role.values])

    def _value(self) -> str:
        return self.chance.choice(VALUES)

    def _query(self, name: str) -> Call:
        given = {self.chance.choice(self.asked["GET"]): self._value() for _ in range(self.chance.randint(1, 3))}
        return Call(self._who(), "GET", self.paths[name], given)

    def _path(self, name: str) -> Call:
        """One piece of the address is something else."""
        pieces = self.paths[name].split("/")
        place = self.chance.randrange(1, len(pieces))
        pieces[place] = quote(self._value()[:300], safe="")
        return Call(self._who(), self.chance.choice(["GET", "GET", "POST"]), "/".join(pieces) or "/")

    def _form(self, name: str) -> Call:
        if name not in self.forms:
            name = self.chance.choice(sorted(self.forms))
        if name in CALLS_OUT:
            return self._query("home")
        form = self.chance.choice(self.forms[name])
        given: dict[str, Any] = self.filled(form)
        changed = min(len(form.fields), self.chance.choice((1, 1, 2, 5, 99)))
        for field in self.chance.sample(sorted(form.fields), changed):
            if form.fields[field].kind == "file":
                given[field] = SimpleUploadedFile(
                    self.chance.choice(("a.png", "²\0.jpg", "x" * 300)), self.chance.choice(FILES)
                )
            elif self.chance.random() < 0.1:
                given.pop(field, None)
            elif self.chance.random() < 0.1:
                given[field] = [self._value() for _ in range(3)]
            else:
                given[field] = self._value()
        return Call(self._who(), form.method.upper(), form.action, given)

    def _body(self, name: str) -> Call:
        content_type, body = self.chance.choice(BODIES)
        return Call(self._who(), "BODY", self.paths[name], body, content_type or "application/octet-stream")

    def _header(self, name: str) -> Call:
        method = self.chance.choice(["GET", "POST"])
        return Call(self._who(), method, self.paths[name], headers=self.chance.choice(HEADERS))

    def _blind(self, name: str) -> Call:
        """Names the code asks for, whether the page shows them or not."""
        given = {self.chance.choice(self.asked["POST"]): self._value() for _ in range(self.chance.randint(1, 4))}
        return Call(self._who(), "POST", self.paths[name], given)


def describe(statuses: dict[int, int]) -> str:
    return json.dumps({str(status): count for status, count in sorted(statuses.items())})
