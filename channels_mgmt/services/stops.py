# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Stopping all publishing of a town, and letting it go on.

Each claim asks for the stop in the UPDATE that makes it (``services.publishing``): once the stop is committed, nothing
is claimed any more. What comes due meanwhile goes to the list of what was missed, and a person decides on each post:
after an accident in town, nobody wants the cheerful one of this morning to follow by itself.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from channels_mgmt.models import PublishingStop
from channels_mgmt.queries.bands import forget_bands
from channels_mgmt.queries.stops import held_back, publishing_stop
from core.errors import AlreadyChanged, Refused
from core.localtime import to_instant

REASON_LENGTH = 200


def stop_publishing(town: Municipality, *, actor: User, reason: str, wall: datetime | None = None) -> PublishingStop:
    """Let no post of ``town`` go out, until the naive wall time ``wall`` or until somebody resumes.

    Raises ``Refused`` without a reason or for an end that has passed, ``AlreadyChanged`` when it is stopped already.
    """
    require(actor, "channels_mgmt.stop_publishing", town)
    said = " ".join(reason.split())[:REASON_LENGTH]
    if not said:
        raise Refused(_("Please say why, in a few words: everybody reads it on every page."))
    at = now()
    until = to_instant(wall, town.timezone) if wall else None
    if until and until <= at:
        raise Refused(_("This end has passed. Please choose a later one, or none."))
    try:
        with transaction.atomic():
            stop = PublishingStop.objects.create(
                municipality=town, reason=said, started_by=actor, started_at=at, until=until
            )
            record(actor, "channels_mgmt.publishing_stopped", stop, reason=said, until=until)
            transaction.on_commit(lambda: forget_bands(town))
    except IntegrityError:
        raise AlreadyChanged(_("Somebody has stopped publishing just now.")) from None
    return stop


def resume_publishing(town: Municipality, *, actor: User) -> int:
    """Let posts go out at their time again; returns how many came due meanwhile and wait for a person.

    Raises ``AlreadyChanged`` when nothing is stopped any more.
    """
    require(actor, "channels_mgmt.resume_publishing", town)
    stop = publishing_stop(town)
    if stop is None:
        raise AlreadyChanged(_("Publishing goes on already."))
    return _end(stop, actor)


def end_stops(at: datetime) -> None:
    """End what was to end by ``at``. Needs all towns in scope; harmless however often it is called."""
    for stop in PublishingStop.objects.filter(until__lte=at).select_related("municipality"):
        try:
            _end(stop, None)
        except AlreadyChanged:
            continue


@transaction.atomic
def _end(stop: PublishingStop, actor: User | None) -> int:
    waiting = held_back(stop.municipality, stop.started_at).count()
    removed, _by_model = PublishingStop.objects.filter(pk=stop.pk).delete()
    if not removed:
        raise AlreadyChanged(_("Publishing goes on already."))
    record(actor, "channels_mgmt.publishing_resumed", stop, held_back=waiting)
    transaction.on_commit(lambda: forget_bands(stop.municipality))
    return waiting


def refuse_while_stopped(town: Municipality) -> None:
    """Raises ``Refused`` for what would go out now, while publishing is stopped."""
    if stop := publishing_stop(town):
        raise Refused(_("Publishing is stopped: %(reason)s") % {"reason": stop.reason})
