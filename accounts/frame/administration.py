# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits for administrators and heads: letters that did not leave, offices somebody is to get or lose."""

from collections.abc import Iterator

from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.frame.counting import Rows
from accounts.frame.waiting import MAX_LINES_PER_KIND, Case, WaitingItem, WaitingSource
from accounts.models import OFFICES, Role
from accounts.presenters.offices import wish_of
from accounts.queries import heads_of, may_decide_office, open_office_requests, undelivered_letters


def _undelivered_letters(case: Case) -> Iterator[WaitingItem]:
    found = undelivered_letters(case.town).aggregate(number=Count("pk"), newest=Max("pk"), since=Min("due_at"))
    if found["number"]:
        yield WaitingItem(
            cause=f"letters:{found['newest']}",
            urgency=2,
            icon="mail",
            text=ngettext("%(n)d mail did not leave.", "%(n)d mails did not leave.", found["number"])
            % {"n": found["number"]},
            path=reverse("settings:letters", args=[case.town.slug]),
            action=_("Look at it"),
            since=found["since"],
        )


def _office_requests(case: Case) -> Iterator[WaitingItem]:
    requests = list(open_office_requests(case.town))
    heads = heads_of(case.town) if requests else set()
    found = [row for row in requests if may_decide_office(case.person, row, heads)]
    for request in found[:MAX_LINES_PER_KIND]:
        yield WaitingItem(
            cause=f"office:{request.pk}:{request.state}",
            urgency=2,
            icon="people",
            text=wish_of(request),
            path=reverse("settings:people", args=[case.town.slug]) + "#anfragen",
            action=_("Confirm or refuse"),
            since=request.requested_at,
            note=_("asked by %(name)s") % {"name": request.requested_by},
            is_mailed=True,
        )


ROWS: dict[str, Rows] = {
    "letters.given_up": lambda town, person, at: undelivered_letters(town),
    "offices.open": lambda town, person, at: open_office_requests(town),
}
SOURCES = (
    WaitingSource(180, frozenset({Role.ADMINISTRATOR}), _undelivered_letters, ("letters.given_up",)),
    WaitingSource(200, frozenset(OFFICES), _office_requests, ("offices.open",)),
)
