# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits because of topics by mail: letters of strangers, and a mailbox that cannot be read."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.frame.waiting import Case, WaitingItem, WaitingSource
from accounts.models import Role
from channels_mgmt.queries.topics import mailbox_in_trouble, mails_to_look_at


def _mails(case: Case) -> Iterator[WaitingItem]:
    """One line for all of them; of the senders nothing is said, reminders are mailed."""
    times = list(mails_to_look_at(case.town).values_list("received_at", flat=True)[:100])
    if times:
        text = ngettext(
            "%(n)d mail to the mailbox for topics has to be looked at.",
            "%(n)d mails to the mailbox for topics have to be looked at.",
            len(times),
        )
        yield WaitingItem(
            cause="topic_mails",
            urgency=3,
            icon="mail",
            text=text % {"n": len(times)},
            path=reverse("planning:topic_mails", args=[case.town.slug]),
            action=_("Look at them"),
            since=times[0],
        )


def _mailbox(case: Case) -> Iterator[WaitingItem]:
    for box in mailbox_in_trouble(case.town):
        yield WaitingItem(
            cause="topic_mailbox",
            urgency=2,
            icon="mail",
            text=_("The mailbox for topics cannot be read."),
            path=reverse("planning:topic_mails", args=[case.town.slug]),
            action=_("See why"),
            since=box.last_success_at,
            note=box.error,
        )


TOPICS = (
    WaitingSource(187, frozenset({Role.COMMUNICATIONS, Role.EDITOR}), _mails, ("topics.mails",)),
    WaitingSource(188, frozenset({Role.COMMUNICATIONS, Role.ADMINISTRATOR}), _mailbox, ("topics.mailbox",)),
)
