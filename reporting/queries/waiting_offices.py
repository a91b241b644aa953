# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits because somebody is to get or lose an office."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Municipality, User
from accounts.presenters.offices import wish_of
from accounts.queries import heads_of, may_decide_office, open_office_requests
from reporting.queries.waiting_item import MAX_LINES_PER_KIND, WaitingItem


def office_requests(person: User, town: Municipality, at: datetime) -> Iterator[WaitingItem]:
    requests = list(open_office_requests(town))
    heads = heads_of(town) if requests else set()
    found = [row for row in requests if may_decide_office(person, row, heads)]
    for request in found[:MAX_LINES_PER_KIND]:
        yield WaitingItem(
            cause=f"office:{request.pk}:{request.state}",
            urgency=2,
            icon="people",
            text=wish_of(request),
            path=reverse("settings:people", args=[town.slug]) + "#anfragen",
            action=_("Confirm or refuse"),
            since=request.requested_at,
            note=_("asked by %(name)s") % {"name": request.requested_by},
            is_mailed=True,
        )
