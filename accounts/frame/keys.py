# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one list of single keys that act, and what a person made of them (WCAG 2.1.4).

Apps register what their keys do in ``AppConfig.ready``; pages name a key by ``data-key`` as it is here, and
``static/js/core/keys.js`` translates what a person presses. What somebody changed is one short line of their account:
``off``, or ``r=x h=`` for *r* moved to *x* and *h* switched off; empty as long as nothing was changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.errors import Refused

#: Key → what it does, on one page or another. Digits choose a line of a list and are not moved.
KEYS: dict[str, list[Any]] = {}
DIGITS = "123456789"
OFF = "off"
#: The chapter of the handbook whose pages have the key; "" for those of every page.
KEYS_OF: dict[str, dict[str, Any]] = {}


def register_keys(meanings: Mapping[str, Any], *, chapter: str = "") -> None:
    """Say what single keys do on the pages that ``chapter`` explains; a key may mean something else on another page."""
    for key, meaning in meanings.items():
        KEYS.setdefault(key, []).append(meaning)
    KEYS_OF.setdefault(chapter, {}).update(meanings)


def keys_of(chapter: str, line: str) -> list[tuple[str, str]]:
    """What somebody with ``line`` presses on the pages of ``chapter``, and what it does; the page's own keys first."""
    if OFF in line.split():
        return []
    chosen = chosen_keys(line)
    found = dict(KEYS_OF.get(chapter, {}))
    for key, meaning in KEYS_OF[""].items():
        found.setdefault(key, meaning)
    return [(chosen[key], str(meaning)) for key, meaning in found.items() if chosen[key]]


def words_of(key: str) -> str:
    """What ``key`` does, in words."""
    return " · ".join(dict.fromkeys(str(meaning) for meaning in KEYS[key]))


def chosen_keys(line: str) -> dict[str, str]:
    """Each key with the one that this person presses for it; empty where it is switched off."""
    changed = {pair[0]: pair[2:] for pair in line.split() if pair[1:2] == "="}
    return {key: changed.get(key, key) for key in KEYS}


def line_of(wanted: Mapping[str, str], *, is_off: bool) -> str:
    """The line for what somebody wants. Raises ``Refused`` in words where two things would share a key."""
    chosen = {key: wanted.get(key, key).strip() for key in KEYS}
    gaps = [
        _("“%(keys)s” is more than one key. Please enter a single sign for “%(what)s”.")
        % {"keys": own, "what": words_of(key)}
        for key, own in chosen.items()
        if len(own) > 1 or (own and not own.isprintable())
    ]
    gaps += [
        _("The digits choose a line of a list, so “%(key)s” cannot be used for “%(what)s”.")
        % {"key": own, "what": words_of(key)}
        for key, own in chosen.items()
        if own and own in DIGITS
    ]
    first: dict[str, str] = {}
    for key, own in chosen.items():
        if own and own in first:
            gaps.append(
                _("The key “%(key)s” would do two things: “%(one)s” and “%(other)s”. Please change one of them.")
                % {"key": own, "one": words_of(first[own]), "other": words_of(key)}
            )
        first.setdefault(own, key)
    if gaps:
        raise Refused(" ".join(gaps), gaps)
    changed = [f"{key}={own}" for key, own in chosen.items() if own != key]
    return " ".join([*([OFF] if is_off else []), *changed])
