# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands at the foot of every page for citizens, in the same order and place: legal notices.

Each app registers its own. Only what is published is there; what is missing is told to staff, never to citizens.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django_scopes import scope

from accounts.models import Municipality

#: The address of a notice; empty while it is not published.
Source = Callable[[Municipality], str]


class FooterLink(NamedTuple):
    label: Any
    url: str


_SOURCES: list[tuple[int, Any, Source]] = []


def register_footer(position: int, label: Any, source: Source) -> None:
    """Let an app add a notice; smaller positions stand first."""
    _SOURCES.append((position, label, source))
    _SOURCES.sort(key=lambda entry: entry[0])


def footer_of(town: Municipality) -> list[FooterLink]:
    """The published notices of ``town``."""
    with scope(municipality=town):
        return [FooterLink(label, url) for _position, label, source in _SOURCES if (url := source(town))]
