# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Handing a burdensome comment on, without a reason; and whom a town tells its people to talk to."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from community.domain.plain_text import plain
from community.models import Comment, HandedOn, PublicSettings, ReadingChoice
from community.services.queue import release_own_claim, require_deciding
from core.errors import Refused
from core.text import grouped

LONGEST_CONTACTS = 5_000


@transaction.atomic
def hand_on(comment: Comment, *, actor: User) -> None:
    """Give the comment back and do not get it again by asking for the next one.

    It can still be opened and decided about. Nothing is recorded but what keeps it away (staff law, DOMAIN § 3).
    """
    require(actor, "community.decide_comment", comment)
    HandedOn.objects.get_or_create(comment=comment, person=actor)
    release_own_claim(comment, actor=actor)


@transaction.atomic
def say_burdensome(comment: Comment, *, actor: User, is_burdensome: bool) -> None:
    """Whether ``comment`` is shown blurred to everybody who did not choose otherwise. Who said so is not kept."""
    require_deciding(actor, comment)
    burden = Comment.Burden.YES if is_burdensome else Comment.Burden.NO
    Comment.objects.filter(pk=comment.pk).update(burden=burden)


def choose_blur(person: User, blur: str) -> None:
    """What ``person`` wants to see blurred; theirs alone. Nothing notes what they then look at."""
    ReadingChoice.objects.update_or_create(person=person, defaults={"blur": blur})


@transaction.atomic
def set_contacts(town: Municipality, *, actor: User, contacts: str) -> None:
    """What the page of contacts says besides what it always says."""
    require(actor, "community.set_contacts", town)
    contacts = plain(contacts).strip()
    if len(contacts) > LONGEST_CONTACTS:
        raise Refused(_("Please shorten the text to %(limit)s characters.") % {"limit": grouped(LONGEST_CONTACTS)})
    settings, _is_new = PublicSettings.objects.update_or_create(municipality=town, defaults={"care_contacts": contacts})
    record(actor, "community.contacts_set", settings)
