# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Alarm clocks of the post. What has to leave stands in the database."""

from celery import shared_task
from django.utils.timezone import now
from django_scopes import scopes_disabled

from accounts.models import Letter
from accounts.services import letters

AT_ONCE = 200


@shared_task
def send_due_letters() -> None:
    """Wake a worker for each letter that is due; rung every few seconds."""
    with scopes_disabled():
        due = list(Letter.objects.due(now()).values_list("pk", flat=True)[:AT_ONCE])
    for pk in due:
        send_letter.apply_async((pk,), expires=60)


@shared_task
def send_letter(pk: int) -> None:
    with scopes_disabled():
        letters.send_letter(pk)


@shared_task
def forget_old_letters() -> None:
    with scopes_disabled():
        letters.forget_old_letters(now())
