# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the two commands that set up and complete a town have in common."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any, Protocol

from accounts.models import Invitation, Role
from accounts.services.founding import Official
from accounts.services.tokens import VALID_FOR


class Output(Protocol):
    def write(self, msg: str) -> Any: ...


def add_officials(parser: ArgumentParser) -> None:
    pair: dict[str, Any] = {"action": "append", "nargs": 2, "metavar": ("EMAIL", "NAME"), "default": []}
    parser.add_argument("--head", help="head of the authority", **pair)
    parser.add_argument("--administrator", help="given twice: two are the least", **pair)
    parser.add_argument("--show-links", action="store_true", help="also print the links, for a server without mail")


def officials_of(options: dict[str, Any]) -> list[Official]:
    """The people named on the command line, heads first."""
    roles = ((Role.LEADERSHIP, "head"), (Role.ADMINISTRATOR, "administrator"))
    return [Official(role, email, name) for role, option in roles for email, name in options[option]]


def report(out: Output, invited: Iterable[tuple[Invitation, str]], *, with_links: bool) -> None:
    for invitation, link in invited:
        out.write(f"Invited by mail: {invitation.email} ({', '.join(invitation.roles)}), {VALID_FOR.days} days, once")
        if with_links:
            out.write(link)
