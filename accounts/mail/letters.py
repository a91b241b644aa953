# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""E-mails that have to leave: posted in the transaction of their cause, sent from here alone (docs/adr/0009, 0031).

A letter leaves at least once. Should a process die between the mail server's "250" and our note of it,
the same letter leaves again under the same ``Message-ID``, which mail programs fold into one.
"""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.core.files.storage import default_storage
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.utils.timezone import now

from accounts.audit import record
from accounts.models import Letter, Municipality, User
from accounts.tenancy.permissions import require
from core.hashing import content_hash
from core.leases import held, take
from core.states import change_state, change_states
from core.urls import public_host

logger = logging.getLogger(__name__)

State = Letter.State
LEASE = timedelta(minutes=3)
FIRST_PAUSE = timedelta(minutes=1)
ATTEMPTS = 8
"""With a pause that doubles each time: given up after about two hours."""
KEPT_FOR = timedelta(days=30)


def post_letter(
    town: Municipality,
    *,
    to: str,
    subject: str,
    text: str,
    key: str,
    html: str = "",
    attachment: str = "",
    attached_as: str = "",
    not_before: datetime | None = None,
) -> Letter:
    """Let a letter leave with the commit of the caller's transaction, within seconds.

    ``key`` names the occasion, for example ``strategy:7:submitted:3:person:12``; a second letter with
    the same key is not written. ``html`` says the same as ``text`` for who reads on a phone. ``attachment``
    is the name of a file in the storage that goes along as ``attached_as``. ``not_before``: until then it waits.
    Raises ``RuntimeError`` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("post_letter() needs the transaction of its cause")
    content = {"to": to, "subject": " ".join(subject.split())[:200], "text": text, "html": html}
    waits = {} if not_before is None else {"due_at": not_before}
    letter, _is_new = Letter.objects.get_or_create(
        municipality=town, key=key, defaults=content | waits | {"attachment": attachment, "attached_as": attached_as}
    )
    return letter


def send_at_once(letter: Letter) -> None:
    """Try a posted letter now, for a caller who has to know; ``letter`` then says what became of it.

    Call after the commit. Whoever dies before has lost nothing: the bell finds the row.
    """
    send_letter(letter.pk)
    letter.refresh_from_db()


def take_back_letters(town: Municipality, occasion: str) -> None:
    """Let no letter leave any more whose key begins with ``occasion`` and a colon; what is on its way is."""
    letters = Letter.objects.filter(municipality=town, key__startswith=f"{occasion}:")
    for state in (State.DUE, State.GIVEN_UP):
        change_states(letters, state, State.DISCARDED, text="", html="")


def send_letter(pk: int) -> None:
    """Claim, commit, send, book. Harmless if run twice; a refusing mail server is asked again later."""
    letter = Letter.objects.get(pk=pk)
    if not Letter.objects.due(now()).contains(letter):
        return
    attempts = letter.attempts
    if not take(letter, LEASE, to=State.SENDING, only_if={"attempts": attempts}, attempts=attempts + 1):
        return  # another worker was faster
    try:
        _send(letter)
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors; a header with a line end is a ValueError
        _book_failure(letter, error)
    else:
        change_state(
            letter, State.SENT, only_if=held(letter), sent_at=now(), lease_until=None, text="", html="", error=""
        )


@transaction.atomic
def send_letter_again(letter: Letter, *, actor: User) -> None:
    """Try a letter that was given up once more, from the beginning of its attempts."""
    require(actor, "accounts.manage_letters", letter)
    change_state(letter, State.DUE, due_at=now(), attempts=0, error="")
    record(actor, "accounts.letter_sent_again", letter)


@transaction.atomic
def discard_letter(letter: Letter, *, actor: User) -> None:
    """Do without a letter that was given up: its text is deleted, that it did not leave stays on record."""
    require(actor, "accounts.manage_letters", letter)
    change_state(letter, State.DISCARDED, text="", html="")
    record(actor, "accounts.letter_discarded", letter)


def forget_old_letters(at: datetime) -> int:
    """Delete what was sent or given up more than ``KEPT_FOR`` ago. Returns how many."""
    old = Letter.objects.filter(state__in=[State.SENT, State.GIVEN_UP, State.DISCARDED], created_at__lt=at - KEPT_FOR)
    return old.delete()[0]


def _send(letter: Letter) -> None:
    stamp = content_hash([letter.key, letter.created_at.isoformat()])[:16]
    headers = {"Message-ID": f"<letter-{letter.pk}-{stamp}@{public_host()}>"}
    message = EmailMultiAlternatives(letter.subject, letter.text, to=[letter.to], headers=headers)
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    if letter.attachment:
        with default_storage.open(letter.attachment) as file:
            message.attach(letter.attached_as, file.read())
    message.send()


def _book_failure(letter: Letter, error: Exception) -> None:
    is_hopeless = isinstance(error, ValueError | SMTPRecipientsRefused) or letter.attempts >= ATTEMPTS
    logger.warning("letter %s not sent (attempt %s): %s", letter.pk, letter.attempts, type(error).__name__)
    change_state(
        letter,
        State.GIVEN_UP if is_hopeless else State.DUE,
        only_if=held(letter),
        due_at=now() + FIRST_PAUSE * 2 ** (letter.attempts - 1),
        lease_until=None,
        error=f"{type(error).__name__}: {error}"[:300],
    )
