# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words of a post for website, gazette, notice board and messenger, and the proof that it has another way.

Nothing of it goes out by itself, so no approval covers it (docs/adr/0051).
"""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from channels_mgmt.connectors.counting import graphemes
from channels_mgmt.models import LinkCheck, Post, WaySettings, WayText
from channels_mgmt.presenters.ways import limit_of, suggestion_for
from channels_mgmt.queries.ways import addresses_of, way_settings
from channels_mgmt.services.reach import links_in
from core.errors import AlreadyChanged, Refused
from core.hashing import content_hash
from core.states import compare_and_set
from core.text import clean_text, grouped

SHORTEST_REASON = 3
REASON_LENGTH, PLACE_LENGTH = 200, 160


def save_way(post: Post, *, actor: User, way: str, text: str, revision: int) -> WayText:
    """Keep ``text`` as the words of ``way``; ``revision`` is the one the person has read, 0 for the suggestion.

    Raises ``Refused`` for a text that is empty or too long, ``AlreadyChanged`` when somebody else saved in between.
    """
    require(actor, "channels_mgmt.edit_post", post)
    settings = way_settings(post.municipality)
    said, longest = clean_text(text).strip(), limit_of(way, settings)
    if not said:
        raise Refused(_("Please write something, or take the suggestion again."))
    if (over := graphemes(said) - longest) > 0:
        raise Refused(
            _("%(over)s characters too long; at most %(longest)s fit. Your text still stands in the field.")
            % {"over": grouped(over), "longest": grouped(longest)}
        )
    made_from = content_hash(suggestion_for(post, way, settings))
    changes = {"text": said, "suggested_hash": made_from, "edited_by": actor, "edited_at": now()}
    try:
        with transaction.atomic():
            stored = WayText.objects.filter(post=post, way=way).first() if revision else None
            if stored is not None:
                compare_and_set(stored, expected={"revision": revision}, revision=revision + 1, **changes)
            elif revision:
                raise AlreadyChanged(_("The suggestion was taken again meanwhile. Save once more to keep your text."))
            else:
                stored = WayText.objects.create(post=post, way=way, **changes)
            record(actor, "planning.way_edited", post, way=way)
    except IntegrityError:
        raise AlreadyChanged(_("Somebody else has written this text meanwhile. Yours still stands below.")) from None
    return stored


@transaction.atomic
def take_suggestion(post: Post, *, actor: User, way: str, revision: int) -> None:
    """Forget the own words of ``way``; the suggestion of the post stands again."""
    require(actor, "channels_mgmt.edit_post", post)
    removed, _rows = WayText.objects.filter(post=post, way=way, revision=revision).delete()
    if not removed:
        raise AlreadyChanged(_("Somebody else changed this in the meantime. Please look at the current version."))
    record(actor, "planning.way_suggested_again", post, way=way)


@transaction.atomic
def note_other_way(post: Post, *, actor: User, notice_on: date | None, notice_place: str, reason: str) -> None:
    """Say on which day and where it hangs, or why there is no other way; all empty takes it back.

    Raises ``Refused`` for a day without a place, a place without a day and a reason that says nothing.
    """
    require(actor, "channels_mgmt.edit_post", post)
    place = " ".join(notice_place.split())[:PLACE_LENGTH]
    said = " ".join(reason.split())[:REASON_LENGTH]
    if bool(place) != (notice_on is not None):
        raise Refused(_("A notice is proved by day and place: please name both."))
    if said and len(said) < SHORTEST_REASON:
        raise Refused(_("Please say in a few words why it can be found nowhere else. Whoever approves reads it."))
    seen = {"notice_on": post.notice_on, "notice_place": post.notice_place, "no_other_way": post.no_other_way}
    noted = {"notice_on": notice_on, "notice_place": place, "no_other_way": said}
    compare_and_set(post, expected=seen, **noted)
    record(actor, "planning.other_way_noted", post, notice_on=notice_on, place=place, reason=said)


@transaction.atomic
def ask_to_look(post: Post, *, actor: User) -> int:
    """Have the pages of ``post`` looked at within a minute; returns how many. Found earlier stays until then."""
    require(actor, "channels_mgmt.edit_post", post)
    wordings = [target.text or post.text for target in post.targets.all()] or [post.text]
    wanted = links_in(addresses_of(post.alternative_url, wordings))
    if not wanted:
        raise Refused(_("The post names no web page yet. Nothing is looked at."))
    LinkCheck.objects.bulk_create(
        [LinkCheck(post=post, url=url, due_at=now()) for url in wanted],
        update_conflicts=True,
        unique_fields=["post", "url"],
        update_fields=["due_at"],
    )
    record(actor, "planning.links_looked_at_again", post, count=len(wanted))
    return len(wanted)


@transaction.atomic
def save_way_settings(
    town: Municipality, *, actor: User, office: str, contact: str, gazette_length: int, asks_other_way: bool
) -> None:
    """How the town signs on other ways, how long a paragraph may be, and whether each post has to prove one."""
    require(actor, "channels_mgmt.set_ways", town)
    kept = {"office": office, "contact": contact, "gazette_length": gazette_length}
    WaySettings.objects.update_or_create(municipality=town, defaults=kept)
    if town.asks_other_way != asks_other_way:
        compare_and_set(town, expected={"asks_other_way": town.asks_other_way}, asks_other_way=asks_other_way)
    record(actor, "planning.ways_set", town, asks_other_way=asks_other_way, **kept)
