# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Giving somebody the right to write for one channel or of one series, ending it, and keeping to it (docs/adr/0050).

Whoever writes by such a right is kept to it in the transaction that writes: the rights it rests on are held until the
commit, so that one that is being ended either still covers the draft or no longer lets it be stored.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.audit import record
from accounts.models import Municipality, PostponedAct, Role, User
from accounts.services import post_letter, postpone, words_of
from accounts.tenancy.permissions import may, require
from channels_mgmt.models import Channel, Post, PostSeries, WritingRight
from channels_mgmt.queries.writing_rights import ended_lately, writable_channels
from channels_mgmt.rules import channels_within, rights_of, writes_by_role
from core.errors import AlreadyChanged, Refused
from core.localtime import to_instant
from core.moments import german_datetime
from core.states import compare_and_set, hold
from core.urls import absolute_address

DELEGATE = "channels_mgmt.delegate_writing"
END_RIGHT = "channels_mgmt.end_writing_right"
LONGEST = timedelta(days=366)
GIVEN = gettext_noop("You may write for %(place)s until %(moment)s")
ENDED = gettext_noop("You no longer write for %(place)s")


@transaction.atomic
def give_writing_right(place: Channel | PostSeries, *, actor: User, person: User, wall: datetime) -> WritingRight:
    """Let ``person`` write drafts for ``place`` up to the naive wall time ``wall``, and tell them by mail.

    Raises ``Refused`` for whom a role lets write already, for oneself, for external help, for somebody from elsewhere,
    for a moment out of reach, and where the right is held already.
    """
    town = place.municipality
    require(actor, DELEGATE, place)
    at, until = now(), to_instant(wall, town.timezone)
    if not at < until <= at + LONGEST:
        raise Refused(_("Please choose an end from now on and within a year."))
    _refuse_wrong_person(town, actor, person)
    if isinstance(place, Channel) and place.state == Channel.State.CLOSED:
        raise Refused(_("This channel is closed."))
    if isinstance(place, PostSeries) and place.is_over:
        raise Refused(_("This series has ended."))
    hold(place)
    about = {"channel": place} if isinstance(place, Channel) else {"series": place}
    if held := WritingRight.objects.open(at).filter(person=person, **about).first():
        words = {"person": person, "place": place, "moment": german_datetime(held.until, town)}
        raise Refused(_("%(person)s may write for %(place)s already, until %(moment)s. End that right first.") % words)
    right: WritingRight = WritingRight.objects.create(
        municipality=town, person=person, until=until, given_by=actor, given_at=at, **about
    )
    record(actor, "planning.writing_right_given", right, until=until.isoformat(timespec="minutes"))
    _write(right, "given", GIVEN)
    return right


def _refuse_wrong_person(town: Municipality, actor: User, person: User) -> None:
    roles = person.roles_in(town)
    if person == actor:
        raise Refused(_("Nobody gives themselves a right."))
    if not roles or not person.is_active:
        raise Refused(_("%(person)s does not belong to this town. Please send an invitation.") % {"person": person})
    if writes_by_role(person, town):
        names = ", ".join(sorted(str(Role(role).label) for role in roles))
        raise Refused(
            _("%(person)s may write for every channel already, as: %(roles)s.") % {"person": person, "roles": names}
        )


@transaction.atomic
def end_writing_right(right: WritingRight, *, actor: User) -> None:
    """End it before its time. What was submitted or approved stays. Raises ``AlreadyChanged`` when it is over."""
    require(actor, DELEGATE, right)
    at = now()
    if not right.is_open(at):
        raise AlreadyChanged(_("This right has ended already."))
    compare_and_set(right, expected={"ended_at": None}, ended_at=at, ended_by=actor)
    record(actor, "planning.writing_right_ended", right)
    _write(right, "ended", ENDED)


def end_writing_right_soon(right: WritingRight, *, actor: User) -> PostponedAct:
    """End it in ten seconds, unless it is undone. Raises at once what ``end_writing_right`` would refuse."""
    words = _("The right of %(person)s to write for %(place)s ends in ten seconds.")
    said = words % {"person": right.person, "place": right.place}
    return postpone(END_RIGHT, right.municipality, actor=actor, subject=right.pk, words=said)


def end_by_key(pk: int, actor: User) -> None:
    """How the act is carried out."""
    found = WritingRight.objects.select_related("municipality", "person", "channel", "series")
    end_writing_right(found.get(pk=pk), actor=actor)


def require_writing(actor: User, name: str, obj: Municipality | Post) -> None:
    """Like ``require``; whose right has just ended is told so, so that the form can say it and keep what was typed."""
    if may(actor, name, obj):
        return
    is_own = isinstance(obj, Municipality) or obj.author_id == actor.pk or hasattr(obj, "series_date")
    if is_own and (ended := ended_lately(actor, obj.municipality)):
        raise Refused(_over(ended))
    require(actor, name, obj)


def keep_to_right(
    town: Municipality, channels: Sequence[Channel], *, actor: User, post: Post | None = None
) -> list[Channel]:
    """``channels`` as ``actor`` may choose them for ``post``, or for a new draft; in the transaction that writes.

    A role leaves the choice free. By a right, a new draft without a channel is for the channels of the right. Raises
    ``Refused`` for any other channel, and when the right ends this moment; nothing is stored then.
    """
    if writes_by_role(actor, town):
        return list(channels)
    rights = list(rights_of(actor, town).select_related("channel", "series").order_by("pk"))
    if not rights:
        raise Refused(_("Your right to write has ended. Nothing was saved."))
    for right in rights:
        try:
            hold(right, ended_at=None)
        except AlreadyChanged:
            raise Refused(_over(right)) from None
        if not right.is_open(now()):
            raise Refused(_over(right))
    if post is None and not channels:
        return list(writable_channels(actor, town))
    refuse_outside(channels, rights, post)
    return list(channels)


def refuse_outside(channels: Collection[Channel], rights: Collection[WritingRight], post: Post | None = None) -> None:
    """Raises ``Refused``, naming what lies outside of ``rights`` and what they are for."""
    covered = channels_within(rights, post)
    if outside := [channel.name for channel in channels if channel.pk not in covered]:
        places = ", ".join(str(right.place) for right in rights)
        raise Refused(
            _("You may write for %(places)s only, not for %(channels)s. Nothing was saved.")
            % {"places": places, "channels": ", ".join(outside)}
        )


def _over(right: WritingRight) -> str:
    ended = right.until if right.ended_at is None else right.ended_at
    return _("Your right to write for %(place)s ended on %(moment)s. Nothing was saved; please copy your text.") % {
        "place": right.place,
        "moment": german_datetime(ended, right.municipality),
    }


def _write(right: WritingRight, kind: str, subject: str) -> None:
    town = right.municipality
    with translation.override(settings.LANGUAGE_CODE):
        moment = german_datetime(right.until, town)
        words = {"place": right.place, "moment": moment}
        context = words | {
            "kind": kind,
            "right": right,
            "town": town,
            "address": absolute_address("today:today", town.slug),
        }
        post_letter(
            town,
            to=right.person.email,
            subject=_(subject) % words,
            **words_of("channels_mgmt/email/writing_right", context),
            key=f"writing-right:{right.pk}:{kind}",
        )
