# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Comments that concern a person of the staff: the mark, whom it is about, and who is named to read them (ADR 0067).

The mark changes nothing about deadlines, retention or danger; it restricts who reads. Every step is in the audit
trail, without a word of the comment and without the person it is about.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.services import post_letter, words_of
from accounts.tenancy.permissions import require
from community.models import Comment, StaffMatter, StaffReader
from community.queries.staff_matters import (
    forget_staff_readers,
    people_of_staff,
    people_to_name,
    readers_now,
    sees_staff_matters,
)
from community.services.queue import require_deciding
from core.errors import AlreadyChanged, NotPermitted, Refused
from core.states import change_state, compare_and_set
from core.urls import absolute_address


@transaction.atomic
def mark_staff_matter(comment: Comment, *, actor: User) -> None:
    """From now on only named people read ``comment``, and whoever marks it. A lease of anybody else ends.

    Raises ``AlreadyChanged`` when it is marked already, ``Refused`` when its words are gone.
    """
    require_deciding(actor, comment)
    if comment.emptied_at:
        raise Refused(_("The words of this comment are gone already."))
    town = comment.municipality
    compare_and_set(comment, expected={"is_staff_matter": False}, is_staff_matter=True)
    StaffMatter.objects.create(comment=comment, marked_by=actor)
    holder = comment.claimed_by
    if comment.state == Comment.State.CLAIMED and holder is not None and not sees_staff_matters(holder, town):
        change_state(comment, Comment.State.NEW, only_if={"claimed_by": holder.pk}, claimed_by=None, claim_until=None)
    record(actor, "community.staff_matter_marked", comment)
    _tell(comment, actor)
    _forget_after(town)


@transaction.atomic
def unmark_staff_matter(comment: Comment, *, actor: User) -> None:
    """Everybody who reads the dialogue reads ``comment`` again; only somebody who is named says so."""
    _require_named(actor, comment.municipality)
    compare_and_set(comment, expected={"is_staff_matter": True}, is_staff_matter=False)
    StaffMatter.objects.filter(comment=comment).delete()
    record(actor, "community.staff_matter_unmarked", comment)
    _forget_after(comment.municipality)


@transaction.atomic
def say_whom_it_concerns(comment: Comment, *, actor: User, person: User | None) -> None:
    """Keep ``comment`` from ``person``, who works with this software; nobody if it is somebody else.

    For whoever is named and whoever has marked it. The trail does not say whom.
    """
    town = comment.municipality
    mark = StaffMatter.objects.filter(comment=comment).first()
    if mark is None:
        raise AlreadyChanged(_("This comment is not marked any more."))
    if mark.marked_by_id != actor.pk:
        _require_named(actor, town)
    if person is not None and not people_of_staff(town).filter(pk=person.pk).exists():
        raise Refused(_("Please choose somebody who works here."))
    StaffMatter.objects.filter(pk=mark.pk).update(person=person)
    holder = comment.claimed_by
    if person is not None and holder == person and comment.state == Comment.State.CLAIMED:
        change_state(comment, Comment.State.NEW, only_if={"claimed_by": person.pk}, claimed_by=None, claim_until=None)
    record(actor, "community.staff_matter_person_said", comment)
    _forget_after(town)


@transaction.atomic
def name_staff_reader(town: Municipality, *, actor: User, person: User) -> None:
    """From now on ``person`` reads what concerns the staff; with the first name the press office does so no longer."""
    require(actor, "community.name_staff_readers", town)
    if not people_to_name(town).filter(pk=person.pk).exists():
        raise Refused(_("Please choose somebody who reads the dialogue and is not named yet."))
    named, is_new = StaffReader.objects.get_or_create(municipality=town, person=person, defaults={"named_by": actor})
    if not is_new:
        raise AlreadyChanged(_("Somebody else has named this person in the meantime."))
    record(actor, "community.staff_reader_named", named, person=person.pk)
    _forget_after(town)


@transaction.atomic
def remove_staff_reader(named: StaffReader, *, actor: User) -> None:
    require(actor, "community.name_staff_readers", named)
    record(actor, "community.staff_reader_removed", named, person=named.person_id)
    named.delete()
    _forget_after(named.municipality)


def _require_named(actor: User, town: Municipality) -> None:
    if not sees_staff_matters(actor, town):
        raise NotPermitted(_("Only people who are named for what concerns the staff may do this."))


def _forget_after(town: Municipality) -> None:
    forget_staff_readers(town)
    transaction.on_commit(lambda: forget_staff_readers(town))


def _tell(comment: Comment, actor: User) -> None:
    """A letter to each who is named; it quotes nobody and names nobody."""
    town = comment.municipality
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("%(town)s: a comment concerns a person of the staff") % {"town": town.name}
        for person in readers_now(town):
            if person == actor:
                continue
            context = {
                "person": person,
                "town": town,
                "comment": comment,
                "url": absolute_address("dialog:comment", town.slug, comment.pk),
            }
            post_letter(
                town,
                to=person.email,
                subject=subject,
                **words_of("community/email/staff_matter", context),
                key=f"staff-matter:{comment.staff_matter.pk}:person:{person.pk}",
            )
