# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every way a page offers, walked as one person: links, forms, buttons and what a page fetches by itself.

A world is small, so nothing is left out: each page is opened and each address it shows is asked, once. Variants of a
page (another month, a filter) go on for ever: two of each kind are opened, and every value of every filter is asked.
What only puts known values together is asked by one of the roles that may see the page, each in its turn.
"""

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from zlib import crc32

from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve

from accounts.models import Role
from tests.leaks import ADMIN, OWN_ACCOUNT, PUBLIC, RULES, allowed
from tests.pages import forms_in

LARGE_KEY = 4_000
OPENED_OF_EACH_VARIANT = 2
FROM_WHERE = ("von=", "next=")
#: Papers that take seconds are drawn for one role; of the others the table of rights is asked.
DRAWN_SLOWLY = {
    "netiquette:netiquette_language_pdf",
    "netiquette:netiquette_pdf",
    "reports:report_file",
    "strategy:analysis_paper",
    "strategy:signed_copy",
}
#: Ports, seconds and bytes of the operator's handbook stand there as they are typed.
VALUES_OF_SETTINGS = "/hilfe/betrieb/"

_LINK = re.compile(r"""<a\s[^>]*?\bhref="([^"]*)\"""")
_FETCHED = re.compile(r"""\bhx-get="([^"]*)\"""")
_SENT = re.compile(r"""\b(?:formaction|hx-post)="([^"]*)\"""")
_UNSEEN = re.compile(r"<(script|style|textarea|code|pre)\b.*?</\1>|<[^>]*>", re.DOTALL)
#: Four digits or more in a row that are no year, no key, no part of an address, of a file number or of a word.
_UNGROUPED = re.compile(r"(?<![\w.,/:#+-])(?!(?:19|20)\d\d\b)[1-9]\d{3,}(?![\w/-]|[.,]\d)")
_NUMBERED_BY_TESTS = re.compile(r"\b(?:Person|Hafenliebe|Kanal|Beitrag|Musterstadt) \d+")
_KEY = re.compile(r"\d{4,}")
_DATED = re.compile(r"/\d{4}-\d\d(?:-\d\d)?/")


def links_of_page(address: str, html: str, pattern: re.Pattern[str] = _LINK) -> list[str]:
    """The addresses of this installation a page leads to, each once, in its order."""
    found = dict[str, None]()
    for href in pattern.findall(html):
        parts = urlsplit(urljoin(address, unescape(href)))
        if href and parts.netloc in ("", "testserver") and parts.scheme in ("", "http"):
            found[parts._replace(scheme="", netloc="", fragment="").geturl()] = None
    return list(found)


def ungrouped_numbers(html: str) -> list[str]:
    """Numbers of a thousand and more that a page shows without the point of their thousands."""
    return _UNGROUPED.findall(_NUMBERED_BY_TESTS.sub("", _UNSEEN.sub(" ", html)))


def begin_with_large_keys() -> None:
    """As in a town that has worked for years: whatever shows a key as if it were a number is found."""
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence")
            cursor.executemany(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [[t, LARGE_KEY] for t in tables]
            )
            return
        for table in tables:
            for sequence in connection.introspection.get_sequences(cursor, table):
                name = sequence.get("name") or f"{table}_{sequence['column']}_seq"
                cursor.execute(
                    "SELECT setval(%s::regclass, greatest(nextval(%s::regclass), %s))",
                    [f'"{name}"', f'"{name}"', LARGE_KEY],
                )


@dataclass
class Walk:
    """What one person is shown, and what is wrong with it."""

    client: Client
    role: str
    pages: int = 0
    left_to_others: int = 0
    asked: set[str] = field(default_factory=set)
    sent_to: set[str] = field(default_factory=set)
    wrong: dict[str, str] = field(default_factory=dict)
    _variants: Counter[str] = field(default_factory=Counter)
    _known: set[str] = field(default_factory=set)
    _values: set[tuple[str, str, str]] = field(default_factory=set)

    def start(self, address: str) -> "Walk":
        waiting = deque([(address, "")])
        while waiting:
            here, shown_on = waiting.popleft()
            is_opened = self._is_to_be_opened(here)
            if self._is_left_to_another(here) and not is_opened:
                continue
            for there in self._look(here, shown_on, is_opened=is_opened):
                if (place := without_way_back(there)) not in self._known:
                    self._known.add(place)
                    waiting.append((there, here))
        return self

    def _is_to_be_opened(self, address: str) -> bool:
        kind = kind_of_variant(address)
        self._variants[kind] += bool(kind)
        return self._variants[kind] <= OPENED_OF_EACH_VARIANT

    def _is_left_to_another(self, address: str) -> bool:
        """Whether this variant has no value this person has not asked, and it is another role's turn."""
        new = values_of_variant(address) - self._values
        self._values |= new
        is_left = not new and turn_of(address) not in ("", self.role)
        self.left_to_others += is_left
        return is_left

    def _look(self, address: str, shown_on: str, *, is_opened: bool) -> list[str]:
        if _kind_of(address) in DRAWN_SLOWLY and self.role != Role.COMMUNICATIONS:
            if (name := _kind_of(address)) in RULES and self.role not in allowed(RULES[name].see):
                self.wrong[address] = f"not for this role, shown on {shown_on}"
            return []
        self.asked.add(address)
        answer = self.client.get(address, follow=True)
        if answer.status_code != 200:
            self.wrong[address] = f"{answer.status_code}, shown on {shown_on}"
        if answer.status_code != 200 or not is_opened or "html" not in answer.headers.get("Content-Type", ""):
            return []
        self.pages += 1
        html, at = answer.text, answer.request["PATH_INFO"]
        ungrouped = [] if at.endswith(VALUES_OF_SETTINGS) else ungrouped_numbers(html)
        if ungrouped:
            self.wrong[address] = f"shows {ungrouped} without the point of thousands"
        ways = [*links_of_page(at, html), *links_of_page(at, html, _FETCHED)]
        sent = links_of_page(at, html, _SENT)
        for form in forms_in(html, at):
            action = urlsplit(urljoin(at, form.action))._replace(scheme="", netloc="", fragment="")
            if form.method == "get":
                ways.append(action._replace(query=urlencode(form.values)).geturl())
            elif form.method == "post":  # the third kind closes a dialog
                sent.append(action.geturl())
        for target in sent:
            self._may_be_sent(target, address)
        return ways

    def _may_be_sent(self, target: str, shown_on: str) -> None:
        """Nothing is sent: the address exists and the role may act there."""
        if target in self.sent_to:
            return
        self.sent_to.add(target)
        try:
            name = resolve(urlsplit(target).path).view_name
        except Resolver404:
            self.wrong[target] = f"nothing is there, sent to from {shown_on}"
            return
        if name in RULES:
            may = self.role in allowed(RULES[name].act)
        else:
            may = name in PUBLIC or name in OWN_ACCOUNT or (name in ADMIN and self.role == Role.LEADERSHIP)
        if not may:
            self.wrong[target] = f"not for this role, sent to from {shown_on}"


def without_way_back(address: str) -> str:
    """The address as it is known: one page is led to from everywhere, and only remembers from where."""
    parts = urlsplit(address)
    kept = [pair for pair in parts.query.split("&") if not pair.startswith(FROM_WHERE)]
    return parts._replace(query="&".join(kept)).geturl()


def kind_of_variant(address: str) -> str:
    """The name of the page and of what is asked of it; empty for a page that is no variant."""
    parts = urlsplit(without_way_back(address))
    if not parts.query and not _DATED.search(parts.path):
        return ""
    return f"{_kind_of(address)}?{','.join(sorted({pair.partition('=')[0] for pair in parts.query.split('&')}))}"


def values_of_variant(address: str) -> set[tuple[str, str, str]]:
    """What this variant of its page shows: the day in its path, and each filter with its value."""
    parts = urlsplit(without_way_back(address))
    days = {(_kind_of(address), "", day) for day in _DATED.findall(parts.path)}
    return days | {(_kind_of(address), *pair) for pair in parse_qsl(parts.query, keep_blank_values=True)}


def turn_of(address: str) -> str:
    """The role that asks a variant of known values; empty for every role. Keys differ from world to world."""
    rule = RULES.get(_kind_of(address))
    roles = sorted(allowed(rule.see)) if rule else []
    return roles[crc32(_KEY.sub("#", without_way_back(address)).encode()) % len(roles)] if roles else ""


def _kind_of(address: str) -> str:
    path = urlsplit(address).path
    try:
        return resolve(path).view_name
    except Resolver404:
        return path
