# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a check found in a text, and the change a person may take over."""

from __future__ import annotations

from dataclasses import dataclass

from channels_mgmt.connectors.counting import links


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence about the text, why it matters, and the place in characters where it lies.

    ``instead`` is what would stand there after taking the proposal over; ``None`` where there is none. A finding
    never blocks (D7); what does is a ``core.gaps.Gap``.
    """

    text: str
    why: str
    start: int = 0
    end: int = 0
    instead: str | None = None

    def found_in(self, text: str) -> str:
        """The words it is about."""
        return text[self.start : self.end]

    def taken_over(self, text: str) -> str:
        """``text``, in which it was found, with the proposal in its place."""
        return text if self.instead is None else text[: self.start] + self.instead + text[self.end :]


def without_addresses(text: str) -> str:
    """``text`` with blanks over its links: everything else keeps its place."""
    blanked, end = [], 0
    for start, stop in links(text):
        blanked += [text[end:start], " " * (stop - start)]
        end = stop
    return "".join([*blanked, text[end:]])
