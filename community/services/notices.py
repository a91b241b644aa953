# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Telling a citizen why: a private page behind an unguessable link, bound to one measure (docs/adr/0060).

The page shows the clause as it read, the reasons, when evidence was kept and how to object; never who decided, never
words of others. The link opens nothing once the measure was taken back within its ten seconds or its words are gone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import MOST_CASE_YEARS, User
from accounts.tenancy.links import Link, seal_link
from accounts.tenancy.permissions import require
from community.models import Decision, Notice, Restriction
from core.errors import AlreadyChanged, Refused
from core.urls import absolute_address

PURPOSE = "notice"
#: Nobody's account stands behind this link.
NOBODY = 0
MEASURE, RESTRICTION = "measure", "restriction"


def notice_link(about: Decision | Restriction) -> str:
    """The address for the citizen; each one that was ever given opens the same page."""
    town = about.municipality
    kind = RESTRICTION if isinstance(about, Restriction) else MEASURE
    token = seal_link(
        PURPOSE, town=town.pk, person=NOBODY, subject=about.pk, until=_last_day(about), more={"about": kind}
    )
    return absolute_address("appeals:notice", town.slug, token)


def measure_behind(link: Link) -> Decision | Restriction | None:
    """What ``link`` tells about, in its town; ``None`` once there is nothing to tell any more."""
    if link.more.get("about") == RESTRICTION:
        of_case = ("clause__netiquette", "comment__channel", "municipality")
        found = Restriction.objects.filter(municipality=link.town, pk=link.subject, emptied_at=None)
        told = [Restriction.State.IN_FORCE, Restriction.State.ENDED]
        return found.filter(state__in=told).select_related(*of_case).prefetch_related("evidence").first()
    related = ("clause__netiquette", "comment__channel", "comment__municipality", "evidence")
    measures = Decision.objects.filter(comment__municipality=link.town, pk=link.subject, emptied_at=None)
    measures = measures.filter(kind__in=Decision.NEEDS_GROUNDS, undone_at=None)
    return measures.select_related(*related).defer("evidence__content").first()


@transaction.atomic
def note_as_given(about: Decision | Restriction, *, actor: User) -> Notice:
    """Note that the citizen has got the link. Raises ``AlreadyChanged`` when that is noted already.

    Raises ``Refused`` for what is no measure, was taken back or is not in force.
    """
    require(actor, "community.give_notice", about)
    subject: dict[str, Any]
    if isinstance(about, Restriction):
        subject = {"restriction": about}
        is_told = about.decided_at is not None and not about.is_requested and about.ends_at is not None
    else:
        subject = {"decision": about}
        is_told = about.is_measure and about.undone_at is None
    if not is_told:
        raise Refused(_("There is no measure here that a citizen could be told about."))
    try:
        with transaction.atomic():
            notice = Notice.objects.create(municipality=about.municipality, given_by=actor, **subject)
    except IntegrityError:
        raise AlreadyChanged(_("It is noted already that the citizen has got the notice.")) from None
    record(actor, "community.notice_given", about)
    return notice


def _last_day(about: Decision | Restriction) -> datetime:
    """As long as words can be kept at most: the page itself closes as soon as they are gone."""
    begun = about.decided_at
    if begun is None:
        raise Refused(_("There is no measure here that a citizen could be told about."))
    return begun.replace(
        month=1, day=1, hour=0, minute=0, second=0, microsecond=0, year=begun.year + MOST_CASE_YEARS + 2
    )
