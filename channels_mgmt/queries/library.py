# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The images of a town: what may be filtered, and how each stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce
from operator import and_

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from channels_mgmt.models import AssetConsent, Consent, Licence, MediaAsset, People, PostMedia
from channels_mgmt.queries.rights import SOON, consents_of, licences_of, why_no_consent, why_no_licence
from core.folding import fold_words

BLOCKED, ENDING, UNSAID, DOUBLES, UNUSED = "gesperrt", "endet", "offen", "doppelt", "unbenutzt"
STANDINGS = {
    BLOCKED: _("May not go out"),
    ENDING: _("Rights end soon"),
    UNSAID: _("Nobody has said who can be seen"),
    DOUBLES: _("Looks like another one"),
    UNUSED: _("In no post yet"),
}


@dataclass(frozen=True, slots=True)
class LibraryFilter:
    """What the person wants to see; an empty part filters nothing."""

    text: str = ""
    standing: str = ""

    @property
    def is_active(self) -> bool:
        return bool(self.text or self.standing)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an image stands: what forbids showing it, and what ends soon."""

    reasons: list[str] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    licence: Licence | None = None
    is_ending: bool = False

    @property
    def is_blocked(self) -> bool:
        return bool(self.reasons)


def assets_of(town: Municipality, chosen: LibraryFilter, at: datetime) -> QuerySet[MediaAsset]:
    """Newest first, each with the number of its posts (``posts``)."""
    assets = MediaAsset.objects.filter(_found_by(chosen.text), municipality=town, media_type__startswith="image/")
    if chosen.standing in STANDINGS:
        assets = assets.filter(_stands(chosen.standing, at))
    assets = assets.annotate(posts=Count("uses__post", distinct=True))
    return assets.order_by("-uploaded_at", "-pk")


def _found_by(text: str) -> Q:
    """Each word in the name, in the credit or in a post that shows the image."""
    words = fold_words(text).split()
    conditions = [
        Q(searchable__contains=word)
        | Q(Exists(PostMedia.objects.filter(asset=OuterRef("pk"), post__searchable__contains=word)))
        for word in dict.fromkeys(words)
    ]
    return reduce(and_, conditions, Q())


def _stands(standing: str, at: datetime) -> Q:
    links = AssetConsent.objects.filter(asset=OuterRef("pk"))
    lost = links.exclude(consent__state=Consent.State.GIVEN) | links.filter(consent__ends_at__lte=at)
    until = at + SOON
    soon = links.filter(consent__state=Consent.State.GIVEN, consent__ends_at__gt=at, consent__ends_at__lte=until)
    conditions = {
        BLOCKED: Q(Exists(lost)) | Q(licence__ends_at__lte=at) | Q(~Exists(links), people=People.AGREED),
        ENDING: Q(Exists(soon)) | Q(licence__ends_at__gt=at, licence__ends_at__lte=until),
        UNSAID: Q(people=""),
        DOUBLES: Q(resembles__isnull=False) | Q(copies__isnull=False),
        UNUSED: Q(uses__isnull=True),
    }
    return conditions[standing]


def standings(assets: list[MediaAsset], town: Municipality, at: datetime) -> dict[int, Standing]:
    """Key of each image → how it stands; two questions, however many they are."""
    consents, licences = consents_of([asset.pk for asset in assets]), licences_of(assets)
    day, soon = town.local_day(at), at + SOON
    found = {}
    for asset in assets:
        given, licence = consents.get(asset.pk, []), licences.get(asset.licence_id or 0)
        reasons = [*why_no_consent(asset, given, day), why_no_licence(licence, day)]
        ends = [each.ends_at for each in [*given, licence] if each is not None and each.ends_at is not None]
        is_ending = any(at < end <= soon for end in ends)
        found[asset.pk] = Standing([reason for reason in reasons if reason], given, licence, is_ending)
    return found


def likely_consents(town: Municipality, *, since: timedelta, at: datetime, besides: list[Consent]) -> list[Consent]:
    """Consents that may be about a new image: given, and entered lately; newest first."""
    given = Consent.objects.filter(municipality=town, state=Consent.State.GIVEN, entered_at__gte=at - since)
    return list(given.exclude(pk__in=[consent.pk for consent in besides]).order_by("-pk")[:50])
