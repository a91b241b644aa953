# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sessions in the database, as Django keeps them; the question every request begins with is compiled once."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.timezone import now

from core.questions import question_planned_once
from core.statements import update_row


class SessionStore(DatabaseStore):
    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key either, once it has ended."""
        found = living_sessions.one(self.session_key or "", now())
        if found is None:
            self._session_key = None
            return {}
        return self.decode(found.session_data)

    def save(self, must_create: bool = False) -> None:
        """As Django's; a session that stands is written by one statement, without a transaction around it.

        Raises ``UpdateError`` when it has been ended meanwhile: who signed out elsewhere is not signed in again.
        """
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        row = self.create_model_instance(dict(self.items()))
        written = {"session_data": row.session_data, "expire_date": row.expire_date}
        if not update_row(row, own={}, related={}, changes=written):
            raise UpdateError


def forget_ended_sessions(at: datetime) -> int:
    """Delete what ended sessions still hold, text typed before a login among it; how many there were."""
    return Session.objects.filter(expire_date__lte=at).delete()[0]


@question_planned_once
def living_sessions(session_key: str, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=session_key, expire_date__gt=at)
