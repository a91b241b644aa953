# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Alarm clocks of the post and of the signed PDFs. What has to be done stands in the database."""

from celery import shared_task
from django.utils.timezone import now
from django_scopes import scopes_disabled

from accounts.audit import prune_trails
from accounts.login.session_store import forget_ended_sessions
from accounts.mail import letters
from accounts.models import AddressChange, Letter, OfficeRequest
from accounts.services import acts, addresses, offices
from accounts.signoff import copies
from accounts.signoff.kinds import KINDS
from accounts.tenancy.limits import forget_ended_limits
from core.storage import sweep_incoming
from core.waking import wake

AT_ONCE = 200


@shared_task
def send_due_letters() -> None:
    """Wake a worker for each letter that is due; rung every few seconds."""
    with scopes_disabled():
        due = list(Letter.objects.due(now()).values_list("pk", flat=True)[:AT_ONCE])
    for pk in due:
        wake(send_letter, pk, expires=60)


@shared_task
def send_letter(pk: int) -> None:
    with scopes_disabled():
        letters.send_letter(pk)


def is_act_due() -> bool:
    """Whether a postponed act waits to be carried out; beat asks this every second."""
    with scopes_disabled():
        return acts.is_act_due()


@shared_task
def carry_out_due_acts() -> None:
    """Wake a worker for each act whose ten seconds are over."""
    with scopes_disabled():
        due = acts.due_acts(now())
    for pk in due:
        wake(carry_out_act, pk, expires=60)


@shared_task
def carry_out_act(pk: int) -> None:
    with scopes_disabled():
        acts.carry_out_act(pk)


@shared_task
def forget_old_letters() -> None:
    with scopes_disabled():
        letters.forget_old_letters(now())


@shared_task
def prune_audit_trails() -> None:
    """Town by town, let go of audit entries whose time is over; rung every hour, the next ring goes on."""
    prune_trails(now())


@shared_task
def forget_limits() -> None:
    forget_ended_limits()


@shared_task
def forget_sessions() -> None:
    forget_ended_sessions(now())


@shared_task
def sweep_incoming_files() -> None:
    """Remove what killed uploads left behind, on the host of this worker."""
    sweep_incoming()


@shared_task
def build_due_copies() -> None:
    """Wake a worker for each signed document whose PDF is still to be made; rung every few seconds."""
    with scopes_disabled():
        due = copies.due_copies()
    for label, pk in due:
        wake(build_copy, label, pk, expires=60)


@shared_task
def build_copy(label: str, pk: int) -> None:
    with scopes_disabled():
        copies.build_copy(KINDS[label].copy_rows.select_related("document__municipality").get(pk=pk))


@shared_task
def settle_address_changes() -> None:
    """Wake a worker for each new login address whose time has come; rung every minute."""
    for pk in list(AddressChange.objects.due(now()).values_list("pk", flat=True)[:AT_ONCE]):
        wake(settle_address_change, pk, expires=60)


@shared_task
def settle_address_change(pk: int) -> None:
    addresses.settle_address_change(pk)


@shared_task
def put_due_offices_into_effect() -> None:
    """Let changes of offices count whose day of objection is over; few, and nothing outside is called."""
    with scopes_disabled():
        for pk in OfficeRequest.objects.due(now()).values_list("pk", flat=True)[:AT_ONCE]:
            offices.put_due_office_into_effect(pk)
