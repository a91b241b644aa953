# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reminders: made of what waits for people, sent as one digest per person, obsolete with their cause."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import localdate, now
from django.utils.translation import ngettext
from django_scopes import scope

from accounts.models import Membership, Municipality, User
from core.states import change_state
from reporting.models import Reminder
from reporting.presenters.waiting import waiting_for

logger = logging.getLogger(__name__)

# Who sees an item within the hour on the start page needs no mail about it.
GRACE = timedelta(minutes=30)
# The most urgent ones leave at once.
URGENT = 1


def update_reminders(town: Municipality, at: datetime) -> None:
    """Bring the reminders of ``town`` in line with what waits for its people at ``at``."""
    for person in _people_of(town):
        waiting = {item.cause: item for item in waiting_for(person, town, at)}
        known = Reminder.objects.filter(municipality=town, person=person, state__in=["due", "sent"])
        for reminder in known:
            if reminder.cause not in waiting:
                change_state(reminder, Reminder.State.OBSOLETE)
        missing = {cause for cause, item in waiting.items() if not item.is_mailed} - {r.cause for r in known}
        Reminder.objects.bulk_create(
            [
                Reminder(
                    municipality=town,
                    person=person,
                    cause=cause,
                    text=waiting[cause].text[:300],
                    path=waiting[cause].path,
                    due_at=at if waiting[cause].urgency == URGENT else at + GRACE,
                )
                for cause in sorted(missing)
            ],
            ignore_conflicts=True,
        )


def send_digests(town: Municipality, at: datetime) -> int:
    """Send each person of ``town`` one mail with all reminders due at ``at``. Returns the number of mails.

    The reminders are marked as sent before the mail leaves: a crash in between costs one mail, which
    the start page makes up for, and never sends the same digest twice. A refused mail is due again.
    """
    sent = 0
    for person in _people_of(town):
        due = list(Reminder.objects.filter(municipality=town, person=person, state="due", due_at__lte=at))
        if not due:
            continue
        with transaction.atomic():
            moved = Reminder.objects.filter(pk__in=[r.pk for r in due], state="due").update(state="sent", sent_at=at)
            if moved != len(due):
                transaction.set_rollback(True)
        if moved != len(due):
            continue  # another worker sends this digest, or part of it is obsolete by now: the next ring looks again
        try:
            _send(town, person, due)
        except OSError as error:
            logger.warning("digest for town %s not sent: %s", town.pk, error)
            Reminder.objects.filter(pk__in=[r.pk for r in due]).update(state="due", sent_at=None, due_at=now() + GRACE)
        else:
            sent += 1
    return sent


def remind_everybody() -> int:
    """Update and send the reminders of all towns; one town's failure does not stop the others."""
    total = 0
    for town in Municipality.objects.all():
        with scope(municipality=town):
            at = now()
            update_reminders(town, at)
            total += send_digests(town, at)
    return total


def _people_of(town: Municipality) -> list[User]:
    members = Membership.objects.current(localdate()).filter(municipality=town)
    return list(User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("pk"))


def _send(town: Municipality, person: User, due: list[Reminder]) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        subject = ngettext("%(town)s: %(n)d thing waits for you", "%(town)s: %(n)d things wait for you", len(due)) % {
            "town": town.name,
            "n": len(due),
        }
        context = {"town": town, "person": person, "reminders": due, "base_url": settings.BASE_URL}
        text = render_to_string("reporting/digest_mail.txt", context)
    EmailMessage(subject, text, to=[person.email]).send()
