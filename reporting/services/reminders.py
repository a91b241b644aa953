# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reminders: made of what waits for people, sent as one digest per person, obsolete with their cause."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import localdate, now
from django.utils.translation import ngettext
from django_scopes import scope

from accounts.models import Letter, Membership, Municipality, User
from accounts.services import LETTERS_KEPT_FOR, post_letter, send_at_once
from core.errors import AlreadyChanged
from core.states import change_states
from core.urls import absolute
from reporting.models import Reminder
from reporting.presenters.waiting import waiting_for
from staffing.queries import is_open, on_duty

State = Reminder.State
# Who sees an item within the hour on the start page needs no mail about it.
GRACE = timedelta(minutes=30)
# The most urgent ones leave at once.
URGENT = 1


def update_reminders(town: Municipality, at: datetime) -> None:
    """Bring the reminders of ``town`` in line with what waits for its people at ``at``."""
    for person in _people_of(town):
        waiting = {item.cause: item for item in waiting_for(person, town, at)}
        known = Reminder.objects.filter(municipality=town, person=person, state__in=["due", "sent"])
        gone = Reminder.objects.filter(pk__in=[reminder.pk for reminder in known if reminder.cause not in waiting])
        for state in (State.DUE, State.SENT):  # in this order: what another worker sends meanwhile is found as sent
            change_states(gone, state, State.OBSOLETE)
        missing = {cause for cause, item in waiting.items() if not item.is_mailed} - {r.cause for r in known}
        Reminder.objects.bulk_create(
            [
                Reminder(
                    municipality=town,
                    person=person,
                    cause=cause,
                    text=waiting[cause].text[:300],
                    path=waiting[cause].path,
                    due_at=at if waiting[cause].urgency <= URGENT else at + GRACE,
                )
                for cause in sorted(missing)
            ],
            ignore_conflicts=True,
        )


def send_digests(town: Municipality, at: datetime) -> int:
    """Send each person of ``town`` one mail with all reminders due at ``at``. Returns how many have left.

    Outside the service hours nothing leaves but to people on duty; all else is due until the hours begin. Of a danger
    tells the danger line (``community.services.danger``).

    A reminder is in one letter for ever: both are written in one transaction. What the mail server refuses is due
    again with the post and never as a reminder, which may be obsolete by then.
    """
    sent, is_open_now = 0, is_open(town, at)
    at_work = [] if is_open_now else on_duty(town, at)
    for person in _people_of(town):
        if not is_open_now and person not in at_work:
            continue
        try:
            letter = _post_digest(town, person, at)
        except AlreadyChanged:
            continue  # another worker sends this digest, or part of it is obsolete by now: the next ring looks again
        if letter is not None:
            send_at_once(letter)
            sent += letter.state == Letter.State.SENT
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


def forget_old_reminders(at: datetime) -> int:
    """Delete reminders whose cause has gone as long ago as the letters that said the same are kept.

    Returns how many; needs all towns in scope.
    """
    over = Reminder.objects.filter(state__in=[State.OBSOLETE, State.ACKNOWLEDGED], due_at__lt=at - LETTERS_KEPT_FOR)
    return over.delete()[0]


def _people_of(town: Municipality) -> list[User]:
    members = Membership.objects.current(localdate()).filter(municipality=town)
    return list(User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("pk"))


@transaction.atomic
def _post_digest(town: Municipality, person: User, at: datetime) -> Letter | None:
    """Raises ``AlreadyChanged`` when one of the reminders is not due any more; then nothing was posted."""
    waiting = Reminder.objects.filter(municipality=town, person=person, state=State.DUE, due_at__lte=at)
    due = list(waiting.order_by("pk"))
    if not due:
        return None
    rows = Reminder.objects.filter(pk__in=[reminder.pk for reminder in due])
    if change_states(rows, State.DUE, State.SENT, sent_at=at) != len(due):
        raise AlreadyChanged("a reminder is sent or obsolete")
    with translation.override(settings.LANGUAGE_CODE):
        subject = ngettext("%(town)s: %(n)d thing waits for you", "%(town)s: %(n)d things wait for you", len(due)) % {
            "town": town.name,
            "n": len(due),
        }
        context = {"town": town, "person": person, "items": [(row.text, absolute(row.path)) for row in due]}
        text = render_to_string("reporting/digest_mail.txt", context)
    return post_letter(town, to=person.email, subject=subject, text=text, key=f"digest:{person.pk}:{due[0].pk}")
