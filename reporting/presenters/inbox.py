# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Steps to readiness as lines of the one inbox: what its reader can close, and roles that wait for an invitation.

They are on *Heute* as long as they are open; no mail repeats them.
"""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.frame.waiting import MAX_LINES_PER_KIND, WaitingItem
from accounts.models import Municipality
from reporting.presenters.readiness import Shown

WHEN_THERE_IS_TIME = 3


def gap_lines(shown: Sequence[Shown], town: Municipality) -> Iterator[WaitingItem]:
    """``shown``: open steps. What concerns the reader's own account is a line of its own elsewhere."""
    own = [line for line in shown if line.url and not line.step.concerned]
    for line in own[:MAX_LINES_PER_KIND]:
        step = line.step
        words = f"{step.subject}: {step.label}" if step.subject else step.label
        yield _line(f"step:{step.subject}:{step.key}", _("Still open: %(step)s") % {"step": words}, line.url, step.note)
    if (more := len(own) - MAX_LINES_PER_KIND) > 0:
        text = ngettext("%(n)d more step can be taken by you.", "%(n)d more steps can be taken by you.", more)
        page = reverse("today:readiness", args=[town.slug])
        yield _line("steps:more", text % {"n": more}, page, action=_("See all steps"))
    waiting: dict[tuple[str, str], int] = {}
    for line in shown:
        if line.invite_url:
            waiting[line.ask, line.invite_url] = waiting.get((line.ask, line.invite_url), 0) + 1
    for (roles, url), number in waiting.items():
        note = ngettext("%(n)d step waits for it.", "%(n)d steps wait for it.", number) % {"n": number}
        text = _("Nobody has this role yet: %(roles)s.") % {"roles": roles}
        yield _line(f"invite:{roles}", text, url, note, icon="people", action=_("Invite somebody"))


def _line(cause: str, text: str, path: str, note: str = "", *, icon: str = "circle", action: str = "") -> WaitingItem:
    return WaitingItem(
        cause=cause,
        urgency=WHEN_THERE_IS_TIME,
        icon=icon,
        text=text,
        path=path,
        action=action or _("Take this step"),
        note=note,
    )
