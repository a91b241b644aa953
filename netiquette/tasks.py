# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The alarm clock of planned versions. They are in force without it; it only books that they are."""

from celery import shared_task
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from core.waking import wake
from netiquette.models import Netiquette
from netiquette.services import switch_due_version


@shared_task
def switch_due_versions() -> None:
    """Wake a worker for each version whose instant has come; rung every ten seconds."""
    with scopes_disabled():
        due = Netiquette.objects.filter(state=Netiquette.State.SCHEDULED, planned_for__lte=now())
        found = list(due.values_list("pk", flat=True)[:200])
    for pk in found:
        wake(switch_version, pk, expires=60)


@shared_task
def switch_version(pk: int) -> None:
    """Harmless if run twice."""
    with scopes_disabled():
        netiquette = Netiquette.objects.select_related("municipality").filter(pk=pk).first()
    if netiquette is not None:
        with scope(municipality=netiquette.municipality):
            switch_due_version(netiquette)
