# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever reaches the public or another person can be undone for ten seconds, or says first what will happen."""

import inspect
import re
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from accounts.services.acts import ACTS as POSTPONED
from tests.acts import ACTS, OF_ONES_OWN_LOGIN, UNDO, UNDONE_AS_DECISION, Says

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "channels_mgmt", "community", "netiquette", "practice", "reporting", "staffing", "strategy")
METHODS = {"GET", "HEAD", "POST"}


def named(resolver, prefix=""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from named(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{prefix}{entry.name}", entry.callback


def methods_of(view):
    """What a view answers to: its decorator says so, else its source does."""
    layer = view
    while layer is not None:
        for cell in getattr(layer, "__closure__", None) or ():
            held = cell.cell_contents
            if isinstance(held, list | tuple) and held and set(map(str, held)) <= METHODS:
                return set(held)
        layer = getattr(layer, "__wrapped__", None)
    if of_class := getattr(view, "view_class", None):
        return {"POST"} if hasattr(of_class, "post") else {"GET"}
    inside = inspect.unwrap(view)
    return {"POST"} if inspect.isfunction(inside) and re.search("POST|method", inspect.getsource(inside)) else {"GET"}


def acts_of_the_installation():
    """Names of all addresses that take a form, without those that change only the own login."""
    found = {name for name, view in named(get_resolver()) if "POST" in methods_of(view)}
    # Signing, returning and revoking lie in the admin view, where the address is one for all three.
    return {name for name in found if not name.startswith((*OF_ONES_OWN_LOGIN, "admin:"))} | {"signoff"}


def test_every_act_is_declared():
    assert acts_of_the_installation() - set(ACTS) == set(), "say in tests/acts.py what it means for other people"
    assert set(ACTS) - acts_of_the_installation() == set(), "these addresses are gone or take no form any more"


def test_what_is_declared_undoable_waits_as_a_row():
    undoable = {name for name, act in ACTS.items() if act == UNDO} - UNDONE_AS_DECISION

    assert {name.partition(":")[2] for name in undoable} == {kind.partition(".")[2] for kind in POSTPONED}


def test_what_is_declared_to_be_said_first_stands_on_a_page():
    sources = [
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "templates").rglob("*.jinja"),
        *(path for app in APPS for path in (ROOT / app).rglob("*.py")),
    ]
    text = " ".join(" ".join(path.read_text(encoding="utf-8").split()) for path in sources)

    assert [name for name, act in ACTS.items() if isinstance(act, Says) and act.words not in text] == []
