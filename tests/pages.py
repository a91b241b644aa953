# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every address of a town with what can be sent to it, read from the installation itself: URL patterns, the forms
of the pages, and the names the code asks a request for.
"""

import ast
from collections import defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.leak_world import World
from tests.leaks import ADMIN, OWN_ACCOUNT, PUBLIC, RULES
from tests.links import links_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PACKAGES = ("accounts", "channels_mgmt", "community", "netiquette", "practice", "reporting", "staffing", "strategy")
READERS = {"get", "getlist"}


@dataclass
class Field:
    """``kind`` is the type of an input, or ``select`` or ``textarea``; ``options`` the values that can be chosen,
    ``longest`` how much can be typed, 0 for no end.
    """

    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    longest: int = 0


@dataclass
class Form:
    """A form as a page offers it."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, str]:
        """What the browser would send if nothing were typed."""
        return {name: found.value for name, found in self.fields.items() if found.kind != "file"}

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(name, value) for name, found in self.fields.items() for value in found.options]


class _Forms(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.found = path, list[Form]()
        self._by_id: dict[str, Form] = {}
        self._open: Form | None = None
        self._select: Field | None = None
        self._text: Field | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._open = Form(given.get("action") or self.path, given.get("method", "get").lower())
            self._by_id[given.get("id", "")] = self._open
            self.found.append(self._open)
        form = self._by_id.get(given.get("form", "")) if given.get("form") else self._open
        if tag == "option" and self._select is not None:
            self._select.options.append(given.get("value", ""))
            if "selected" in given or not self._select.value:
                self._select.value = given.get("value", "")
        name = given.get("name")
        if form is None or not name:
            return
        if tag == "select":
            self._select = form.fields.setdefault(name, Field("select"))
        elif tag == "textarea":
            self._text = form.fields.setdefault(name, Field("textarea", longest=int(given.get("maxlength") or 0)))
        elif tag in {"input", "button"}:
            self._input(form, name, given.get("type", "submit" if tag == "button" else "text"), given)

    @staticmethod
    def _input(form: Form, name: str, kind: str, given: dict[str, str]) -> None:
        found = form.fields.setdefault(name, Field(kind, longest=int(given.get("maxlength") or 0)))
        if kind in {"radio", "checkbox", "submit"}:
            found.options.append(given.get("value", "on"))
            if "checked" in given:
                found.value = given.get("value", "on")
        else:
            found.value = given.get("value", "")

    def handle_data(self, text: str) -> None:
        if self._text is not None:
            self._text.value += text

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._text = None


def forms_in(html: str, path: str) -> list[Form]:
    parser = _Forms(path)
    parser.feed(html)
    return parser.found


def signed_in(user: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=BACKEND)
    return client


def paths_of(world: World) -> dict[str, str]:
    """Every address of the installation by its name, with values that exist."""
    slug = world.town.slug
    of_towns = ("netiquette", "appeals:", "accessibility:", "faq:")
    public: dict[str, dict[str, Any]] = {name: {"municipality": slug} for name in PUBLIC if name.startswith(of_towns)}
    for name in public:
        if "language" in name:
            public[name]["language"] = "en"
        if "_version" in name:
            public[name]["version"] = 1
        if name == "netiquette:poster_pdf":
            public[name]["size"] = "a4"
        if name == "netiquette:netiquette_day":
            public[name]["day"] = world.rows["report"].month
    public["webhook:receive"] = {"kind": "facebook"}
    links = links_of(world)
    found = {name: reverse(name, kwargs=rule.kwargs(world.town, world.rows)) for name, rule in RULES.items()}
    found |= {name: reverse(name, kwargs=public.get(name, {})) for name in PUBLIC - set(links)}
    found |= {name: reverse(name, kwargs=kwargs) for name, kwargs in OWN_ACCOUNT.items()}
    for name, row in ADMIN.items():
        kwargs = {"app_label": "strategy"} if name == "admin:app_list" else {}
        found[name] = reverse(name, kwargs={"object_id": world.rows[row].pk} if row else kwargs)
    return found | links


def forms_of(client: Client, paths: dict[str, str]) -> dict[str, list[Form]]:
    """The forms of all pages ``client`` can read, by the name of the address they send to."""
    found: dict[str, dict[tuple[str, ...], Form]] = defaultdict(dict)
    for path in paths.values():
        if path.endswith((".pdf", "/pdf/")) or "logout" in path:
            continue
        page = client.get(path)
        if page.status_code != 200 or "html" not in page.headers.get("Content-Type", ""):
            continue
        for form in forms_in(page.content.decode(), path):
            target = urlsplit(form.action).path or path
            try:
                name = resolve(target).view_name
            except Resolver404:
                continue
            form.action = target
            found[name].setdefault((form.method, *sorted(form.fields)), form)
    return {name: list(forms.values()) for name, forms in found.items()}


def names_asked_for() -> dict[str, set[str]]:
    """Per method, the names of parameters which the code reads from a request by itself."""
    found: dict[str, set[str]] = {"GET": {"page", "next"}, "POST": {"next"}}
    for package in PACKAGES:
        for path in sorted((Path(settings.BASE_DIR) / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                method, name = _asked(node)
                if method and name:
                    found[method].add(name)
    return found


def _asked(node: ast.AST) -> tuple[str, str]:
    """``request.GET.get("page")`` and ``request.POST["seen"]``."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READERS and node.args:
        holder, name = node.func.value, node.args[0]
    elif isinstance(node, ast.Subscript):
        holder, name = node.value, node.slice
    else:
        return "", ""
    if isinstance(holder, ast.Name) and holder.id in {"query", "data", "given"}:
        method = "GET"
    elif isinstance(holder, ast.Attribute) and holder.attr in {"GET", "POST"}:
        method = holder.attr
    else:
        return "", ""
    return method, name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else ""
