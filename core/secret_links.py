# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which part of an address opens something to whoever holds it, and keeping that part out of every log.

A pattern says so itself: ``<secret:token>``. What a pattern of a library calls ``key`` is one as well. A test
refuses any other free text in a pattern, so that a new kind of link cannot be forgotten.
"""

import logging
import re
import traceback
from collections.abc import Iterator
from functools import cache
from threading import Lock
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import StringConverter

HIDDEN = "…"
NAMES_OF_LIBRARIES = {"key", "uidb36", "token"}
SLASH = "(?:/|%2[Ff])"
PIECE = r"(?:(?!%2[Ff]|%3[Ff]|%26)[^\s/?&#\"'<>])+"
# What django.core.signing makes, wherever it stands: payload, time, signature.
SIGNED = re.compile(r"[A-Za-z0-9_\-.]{4,}(?::|%3[Aa])[A-Za-z0-9]{5,8}(?::|%3[Aa])[A-Za-z0-9_\-]{27,}")
# The values of a query: a log needs to know which page was asked for, not what somebody typed.
QUERY = re.compile(r"(?<=[\w/])\?[^\s\"'<>]*=[^\s\"'<>]*")


class Secret(StringConverter):
    """A piece of an address that works like a key."""


def secret_parameters(resolver: URLResolver) -> dict[str, list[str]]:
    """Names of the secret parameters of every address that has one."""
    found = {}
    for name, _prefix, pattern, converters in _patterns(resolver):
        secrets = [
            parameter
            for parameter in re.compile(pattern.pattern.regex.pattern).groupindex
            if is_secret(parameter, converters.get(parameter))
        ]
        if secrets:
            found[name] = secrets
    return found


def is_secret(parameter: str, converter: Any) -> bool:
    if parameter in NAMES_OF_LIBRARIES and type(converter) in {type(None), StringConverter}:
        return True
    return isinstance(converter, Secret)


def _patterns(
    resolver: URLResolver, spaces: tuple[str, ...] = (), prefix: str = "", held: dict[str, Any] | None = None
) -> Iterator[tuple[str, str, URLPattern, dict[str, Any]]]:
    """Name, the pattern before it, itself and the converters of both, for every address."""
    for entry in resolver.url_patterns:
        converters = {**(held or {}), **getattr(entry.pattern, "converters", {})}
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _patterns(entry, inner, prefix + str(entry.pattern), converters)
        else:
            yield ":".join((*spaces, entry.name or "")), prefix, entry, converters


@cache
def _secrets() -> re.Pattern[str]:
    """What stands before a secret in an address, then the secret."""
    places: set[str] = set()
    for _name, prefix, entry, converters in _patterns(get_resolver()):
        route = prefix + str(entry.pattern).removeprefix("^")
        pieces = re.split(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)", route)
        before = ""
        for literal, typed, plain in zip(pieces[::3], [*pieces[1::3], None], [*pieces[2::3], None], strict=True):
            before += "".join(SLASH if letter == "/" else re.escape(letter) for letter in literal)
            parameter = typed or plain
            if parameter is None:
                break
            if is_secret(parameter, converters.get(parameter)):
                places.add(before.removeprefix(SLASH))
                break
            before = "" if parameter == "municipality" else before + PIECE
    # What follows in the same path may be a second secret, and is nobody's loss in a log.
    hidden = f"{PIECE}(?:{SLASH}{PIECE})*"
    return re.compile(f"({'|'.join(sorted(places, key=len, reverse=True)) or '(?!)'}){hidden}", re.IGNORECASE)


_reading = Lock()


def hide_secrets(text: str) -> str:
    """Return ``text`` without secrets of addresses, signed values and what stood in queries."""
    # Before all apps have loaded, and while the patterns themselves are read, no address was asked for yet.
    if apps.ready and (_secrets.cache_info().currsize or _reading.acquire(blocking=False)):
        try:
            text = _secrets().sub(rf"\1{HIDDEN}", text)
        finally:
            if _reading.locked():
                _reading.release()
    return QUERY.sub(f"?{HIDDEN}", SIGNED.sub(HIDDEN, text))


class QuietRecord(logging.LogRecord):
    """A line of any log of the process, whoever writes it and wherever it goes, without secrets."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        try:
            said = super().getMessage()
        except Exception:  # a wrong format: the handler reports it, with the arguments
            said = f"{self.msg} {self.args}"
        quiet = hide_secrets(said)
        if quiet != said:
            self.msg, self.args = quiet, ()
        if self.exc_info and self.exc_info[1] is not None:
            told = "".join(traceback.format_exception(*self.exc_info)).rstrip("\n")
            self.exc_text = hide_secrets(told)
