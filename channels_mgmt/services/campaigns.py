# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Campaigns: entered, changed, removed. Their posts are posts like any other."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from channels_mgmt.domain.placing import Placing
from channels_mgmt.models import Campaign, Post
from channels_mgmt.queries.bands import forget_bands
from channels_mgmt.queries.filtering import forget_subjects
from core.errors import AlreadyChanged, Refused
from core.states import compare_and_set

MANAGE = "channels_mgmt.manage_campaigns"
LONGEST_DAYS = 366
MOST_POSTS = 500


def save_campaign(
    town: Municipality,
    *,
    actor: User,
    campaign: Campaign | None = None,
    revision: int = 0,
    name: str,
    first: date,
    last: date,
    goal: str = "",
    wanted: int | None = None,
    hue: int = 1,
) -> Campaign:
    """Store a new campaign or change ``campaign``. Raises ``Refused`` for days that do not fit and for a name that is
    taken, ``AlreadyChanged`` when it was changed after ``revision``.
    """
    require(actor, MANAGE, town)
    given = _fields(name, first, last, goal, wanted, hue)
    try:
        with transaction.atomic():
            if campaign is None:
                campaign = Campaign.objects.create(municipality=town, created_by=actor, **given)
            else:
                compare_and_set(campaign, expected={"revision": revision}, revision=revision + 1, **given)
            record(actor, "planning.campaign_saved", campaign, first=first, last=last)
            transaction.on_commit(lambda: _forget(town))
    except IntegrityError:
        raise Refused(_("There is a campaign of this name already. Please choose another one.")) from None
    return campaign


@transaction.atomic
def remove_campaign(campaign: Campaign, *, actor: User) -> None:
    """Its posts stay, and belong to no campaign afterwards."""
    require(actor, MANAGE, campaign)
    town = campaign.municipality
    record(actor, "planning.campaign_removed", campaign, posts=campaign.posts.count())
    Post.objects.filter(campaign=campaign).update(campaign=None)
    removed, _by_model = Campaign.objects.filter(pk=campaign.pk).delete()
    if not removed:
        raise AlreadyChanged(_("Somebody else changed this in the meantime. Please look at the current version."))
    transaction.on_commit(lambda: _forget(town))


def refuse_foreign_campaign(town: Municipality, placing: Placing) -> None:
    """Raises ``Refused`` unless the campaign named is one of ``town``."""
    number = placing.campaign_id
    if number is not None and not Campaign.objects.filter(pk=number, municipality=town).exists():
        raise Refused(_("This campaign is not there any more. Please choose another one."))


def _fields(name: str, first: date, last: date, goal: str, wanted: int | None, hue: int) -> dict[str, Any]:
    said = " ".join(name.split())
    if not said:
        raise Refused(_("Please give the campaign a name."))
    if last < first:
        raise Refused(_("The last day lies before the first one."))
    if (last - first).days >= LONGEST_DAYS:
        raise Refused(_("A campaign lasts a year at most. What goes on for longer is a series."))
    if wanted is not None and not 1 <= wanted <= MOST_POSTS:
        raise Refused(_("Please plan between 1 and %(n)s posts, or leave the number empty.") % {"n": MOST_POSTS})
    if not 1 <= hue <= Campaign.HUES:
        raise Refused(_("Please choose one of the colours."))
    return {"name": said[:60], "first": first, "last": last, "goal": goal.strip()[:300], "wanted": wanted, "hue": hue}


def _forget(town: Municipality) -> None:
    forget_bands(town)
    forget_subjects(town)
