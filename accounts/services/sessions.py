# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ending sessions: whoever is signed in somewhere as this person is asked to sign in again."""

from django.db.models import F

from accounts.models import User


def end_sessions(person: User) -> None:
    """End every session of ``person`` and forget the devices the login knows.

    The session that asks may go on if its caller tells Django (``update_session_auth_hash``).
    """
    User.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    person.refresh_from_db(fields=["session_epoch"])
