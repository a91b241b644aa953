# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sessions in the database, as Django keeps them; the question every request begins with is compiled once."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.timezone import now

from core.questions import question_planned_once


class SessionStore(DatabaseStore):
    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key either, once it has ended."""
        found = living_sessions.one(self.session_key or "", now())
        if found is None:
            self._session_key = None
            return {}
        return self.decode(found.session_data)


def forget_ended_sessions(at: datetime) -> int:
    """Delete what ended sessions still hold, text typed before a login among it; how many there were."""
    return Session.objects.filter(expire_date__lte=at).delete()[0]


@question_planned_once
def living_sessions(session_key: str, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=session_key, expire_date__gt=at)
