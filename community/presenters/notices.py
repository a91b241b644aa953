# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What became of a notice, in a word: sent, on its way, not delivered, or a text to paste."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from community.models import Notice, NoticeMessage


class NoticeState(NamedTuple):
    """``kind`` and ``icon`` are those of the badge."""

    label: str
    kind: str
    icon: str


def notice_state(message: NoticeMessage | None, given: Notice | None, by_hand: str) -> NoticeState:
    """``by_hand``: why only a person can bring it; empty where the software can."""
    if message is not None and message.is_published:
        return NoticeState(_("Sent as a private message"), "success", "success")
    if given is not None:
        return NoticeState(_("Given to the citizen by hand"), "success", "check")
    if message is None:
        return (
            NoticeState(_("To be pasted by hand"), "warning", "copy")
            if by_hand
            else NoticeState(_("Not sent yet"), "", "mail")
        )
    if message.is_uncertain and message.needs_a_person:
        return NoticeState(_("Nobody knows whether it arrived"), "danger", "uncertain")
    if message.needs_a_person:
        return NoticeState(_("Not delivered"), "danger", "failed")
    return NoticeState(_("On its way"), "info", "hourglass")
