# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Carry out on the platform what two people decided about an account, and set it free when its time is over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.audit import record
from channels_mgmt.connectors.contract import Connector
from channels_mgmt.models import Channel
from channels_mgmt.services import outbox
from channels_mgmt.services.outbox.errand import Done, Errand, Hold, Void
from channels_mgmt.services.outbox.lanes import Item, items_of
from community.models import Restriction, RestrictionAction
from community.services.remote import remote_ref

State = RestrictionAction.State
AT_ONCE = 500
CHANNEL = "restriction__comment__channel"


class RestrictionErrand(Errand[RestrictionAction]):
    model = RestrictionAction

    def find(self, pk: int) -> RestrictionAction | None:
        comment = "restriction__comment"
        wanted = ("municipality", "author", "delivery", "channel__municipality", "channel__credential")
        return (
            RestrictionAction.objects.select_related(*(f"{comment}__{name}" for name in wanted)).filter(pk=pk).first()
        )

    def channel_of(self, row: RestrictionAction) -> Channel:
        return row.restriction.comment.channel

    def obstacle(self, row: RestrictionAction) -> Hold | Void | None:
        if row.is_putting_on and not row.restriction.is_in_force:
            return Void(_("The restriction is not in force any more."))
        if self.channel_of(row).state == Channel.State.CLOSED:
            return Void(_("The channel has been closed."))
        return None

    def conditions(self, row: RestrictionAction) -> dict[str, Any]:
        return {"restriction__state": Restriction.State.IN_FORCE} if row.is_putting_on else {}

    def wording(self, row: RestrictionAction) -> str:
        return ""

    def booking(self, row: RestrictionAction, done: Done) -> dict[str, Any]:
        return {"outcome": done.outcome}

    def carry_out(self, row: RestrictionAction, connector: Connector) -> Done:
        step = connector.restrict if row.is_putting_on else connector.lift
        return Done(outcome=step(remote_ref(row.restriction.comment), is_block=row.restriction.is_block)[:300])

    def look_for(self, row: RestrictionAction, connector: Connector) -> Done | None:
        return None  # blocking twice is blocking once, and so is setting free

    def booked(self, row: RestrictionAction) -> None:
        record(
            None,
            "community.restriction_carried_out" if row.is_published else f"community.restriction_{row.state}",
            row.restriction,
            act=row.act,
            outcome=row.outcome,
            reason=row.error,
            attempts=row.attempts,
        )


ERRAND = RestrictionErrand()


def carry_out_restriction(pk: int) -> bool:
    """Carry out step ``pk`` if it is due and still wanted. Idempotent; false when taken."""
    return outbox.send(ERRAND, pk)


def recover_restriction(pk: int) -> None:
    """Settle step ``pk`` whose sender died or got no clear answer. Idempotent."""
    outbox.recover(ERRAND, pk)


def due_steps(at: datetime) -> list[Item]:
    """What is to be carried out at ``at``. Needs all towns in scope."""
    return items_of(RestrictionAction.objects.due(at)[:AT_ONCE], CHANNEL)


def sweep_steps(at: datetime) -> list[Item]:
    """What is to be recovered at ``at``."""
    left = items_of(RestrictionAction.objects.past_their_lease(at)[:AT_ONCE], CHANNEL)
    return left + items_of(RestrictionAction.objects.to_look_for(at)[:AT_ONCE], CHANNEL)
