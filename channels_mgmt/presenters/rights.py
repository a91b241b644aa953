# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The register of consents as lists, and the tasks after a withdrawal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Municipality
from channels_mgmt.models import Consent, Delivery, WithdrawalTask
from channels_mgmt.queries.rights import open_tasks
from core.folded import holding

CONSENT_STATES: dict[str, Any] = {
    "": gettext_lazy("All consents"),
    Consent.State.GIVEN: gettext_lazy("Given"),
    Consent.State.WITHDRAWN: Consent.State.WITHDRAWN.label,
    Consent.State.FORGOTTEN: gettext_lazy("Deleted after its time"),
}


def consents_found(town: Municipality, state: str, text: str) -> QuerySet[Consent]:
    """Newest first, each with the number of its images and films (``images``)."""
    found = Consent.objects.filter(holding(text, "who", "purpose"), municipality=town)
    if state:
        found = found.filter(state=state)
    number = Count("asset_links", distinct=True) + Count("video_links__video", distinct=True)
    return found.annotate(images=number).order_by("-pk")


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A post after a withdrawal: where it stands, and what a person has to do."""

    task: WithdrawalTask
    what: str
    is_open: bool
    places: list[tuple[str, str]]
    """Channels on which it is, or may be, public, with the address there."""


def tasks_of(consent: Consent) -> list[TaskLine]:
    """Open ones first."""
    tasks = list(consent.tasks.select_related("post__municipality", "settled_by").order_by("settled_at", "pk"))
    still_open = set(open_tasks(consent.municipality).filter(consent=consent).values_list("pk", flat=True))
    went_out = Q(state=Delivery.State.PUBLISHED) | Q(state__in=[Delivery.State.SENDING, Delivery.State.UNCERTAIN])
    places: dict[int, list[tuple[str, str]]] = {}
    deliveries = Delivery.objects.filter(went_out, post__in=[task.post_id for task in tasks]).select_related("channel")
    for delivery in deliveries.order_by("pk"):
        places.setdefault(delivery.post_id, []).append((str(delivery.channel), delivery.remote_url))
    lines = [_line(task, places.get(task.post_id, []), is_open=task.pk in still_open) for task in tasks]
    return sorted(lines, key=lambda line: not line.is_open)


def _line(task: WithdrawalTask, places: list[tuple[str, str]], *, is_open: bool) -> TaskLine:
    if places:
        what = _("Public: delete it there, or say why it may stay.")
    elif is_open:
        what = _("Held back: take the photo or video out of the post, or say what becomes of it.")
    else:
        what = _("It is no longer in this post.")
    return TaskLine(task, what, is_open, places)
