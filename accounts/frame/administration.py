# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits for administrators and heads: mails, second factors, offices somebody is to get or lose."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.frame.counting import COUNT_CAP, Rows
from accounts.frame.waiting import MAX_LINES_PER_KIND, Case, Settling, WaitingItem, WaitingSource
from accounts.models import OFFICES, Role
from accounts.presenters.offices import wish_of
from accounts.queries import (
    last_sequences,
    may_decide_office,
    newest_undelivered,
    office_requests_of,
    open_office_requests,
    people_without_second_factor,
    undelivered_letters,
    undelivered_since,
)
from core.questions import Figure
from core.text import at_most


def _undelivered_letters(case: Case) -> Iterator[WaitingItem]:
    """One mail by its name, to be sent again from here; several together."""
    number, newest = case.found["letters.given_up"], case.found["letters.newest"]
    again = reverse("settings:send_letter_again", args=[case.town.slug, newest])
    yield WaitingItem(
        cause=f"letters:{newest}",
        urgency=2,
        icon="mail",
        text=ngettext("%(n)s mail did not leave.", "%(n)s mails did not leave.", number)
        % {"n": at_most(number, COUNT_CAP)},
        path=reverse("settings:letters", args=[case.town.slug]),
        action=_("Look at it"),
        since=case.found["letters.since"],
        settling=Settling(again, (("", _("Send again")),)) if number == 1 else None,
    )


def _no_second_factor(case: Case) -> Iterator[WaitingItem]:
    yield WaitingItem(
        cause="account:second_factor",
        urgency=2,
        icon="key",
        text=_("Your account has no second factor."),
        path=reverse("mfa_index"),
        action=_("Set it up"),
        note=_("It opens many doors: whoever learns your password would be inside. Setting it up takes two minutes."),
    )


def _office_requests(case: Case) -> Iterator[WaitingItem]:
    found = [request for request in office_requests_of(case.town) if may_decide_office(case.person, request)]
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
    "letters.newest": lambda town, person, at: Figure(newest_undelivered(town)),
    "letters.since": lambda town, person, at: Figure(undelivered_since(town)),
    "changes": lambda town, person, at: Figure(last_sequences.queryset(town)),
    "account.unprotected": lambda town, person, at: people_without_second_factor().filter(pk=person.pk),
    "offices.open": lambda town, person, at: open_office_requests(town),
}
SOURCES = (
    WaitingSource(
        180,
        frozenset({Role.ADMINISTRATOR}),
        _undelivered_letters,
        ("letters.given_up",),
        figures=("letters.newest", "letters.since"),
    ),
    WaitingSource(185, frozenset(OFFICES), _no_second_factor, ("account.unprotected",)),
    WaitingSource(200, frozenset(OFFICES), _office_requests, ("offices.open",)),
)
