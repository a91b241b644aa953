# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What consents and licences say: about an image or a film, about a post, and what has to be done because of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Municipality
from channels_mgmt.models import (
    AssetConsent,
    Channel,
    Consent,
    Delivery,
    Licence,
    MediaAsset,
    People,
    Post,
    PostMedia,
    Video,
    VideoConsent,
    WithdrawalTask,
)
from core.folding import fold_words
from core.gaps import Gap
from core.moments import german_date

RIGHTS = "rights_"
"""How the part of a gap begins that is mended on the page of an image, whose key follows."""
SOON = timedelta(days=30)
"""How long beforehand the end of a consent or a licence stands on *Heute*."""
KEPT = timedelta(days=3 * 365 + 1)
"""How long after the last publication a consent is kept (DOMAIN: publication and three years)."""


# -- what keeps an image back ---------------------------------------------------------------------


def consents_of(assets: Iterable[int]) -> dict[int, list[Consent]]:
    """Key of an image → the consents about it, oldest first; one question."""
    found: dict[int, list[Consent]] = defaultdict(list)
    for link in AssetConsent.objects.filter(asset__in=list(assets)).select_related("consent").order_by("consent"):
        found[link.asset_id].append(link.consent)
    return found


def consents_of_film(video: Video) -> list[Consent]:
    """The consents about a film, oldest first."""
    links = VideoConsent.objects.filter(video=video).select_related("consent")
    return [link.consent for link in links.order_by("consent")]


def licences_of(assets: Iterable[MediaAsset]) -> dict[int, Licence]:
    """Key of a licence → the licence; no question where no image has one."""
    keys = {asset.licence_id for asset in assets if asset.licence_id is not None}
    return Licence.objects.in_bulk(keys) if keys else {}


def why_no_consent(shown: MediaAsset | Video, consents: Sequence[Consent], day: date) -> list[str]:
    """What forbids showing it on ``day`` anywhere, one sentence each."""
    if not consents:
        if shown.people != People.AGREED:
            return []
        return [_("everybody has agreed, it says, but no consent is on record. Please enter it.")]
    reasons = []
    for consent in consents:
        named: dict[str, object] = {"consent": consent}
        if consent.is_withdrawn:
            reasons.append(_("%(consent)s was withdrawn. Please take the photo or video out.") % named)
        elif consent.is_forgotten:
            reasons.append(
                _("the proof of %(consent)s was deleted after its time. Please ask the people again.") % named
            )
        elif consent.has_ended(day) and consent.valid_until is not None:
            ended = _("%(consent)s ended on %(day)s. Please ask the people again or take the photo or video out.")
            reasons.append(ended % (named | {"day": german_date(consent.valid_until)}))
    return reasons


def why_no_licence(licence: Licence | None, day: date) -> str:
    """What forbids using what ``licence`` is about on ``day``; empty when nothing does."""
    if licence is None or not licence.has_ended(day) or licence.valid_until is None:
        return ""
    return _("the licence “%(licence)s” ended on %(day)s. Please renew it or take the photo or video out.") % {
        "licence": licence,
        "day": german_date(licence.valid_until),
    }


def rights_gaps(
    images: Sequence[tuple[MediaAsset, str]], wordings: Sequence[tuple[Channel, str]], day: date
) -> list[Gap]:
    """What keeps these images with these words from going out on ``day``. Asks nothing without images."""
    if not images:
        return []
    assets = [asset for asset, _alt_text in images]
    consents, licences = consents_of([asset.pk for asset in assets]), licences_of(assets)
    gaps = []
    for number, asset in enumerate(assets, 1):
        given, licence = consents.get(asset.pk, []), licences.get(asset.licence_id or 0)
        reasons = why_no_consent(asset, given, day)
        reasons += [_not_covered(consent, wordings) for consent in given if consent.is_given]
        reasons += [why_no_licence(licence, day), _without_credit(licence, wordings)]
        gaps += [
            Gap(_("Photo %(n)d: %(reason)s") % {"n": number, "reason": reason}, f"{RIGHTS}{asset.pk}")
            for reason in reasons
            if reason
        ]
    return gaps


def film_rights_gaps(video: Video, wordings: Sequence[tuple[Channel, str]], day: date) -> list[str]:
    """The same for the film of a post, one sentence each."""
    given = consents_of_film(video)
    licence = video.licence
    reasons = why_no_consent(video, given, day)
    reasons += [_not_covered(consent, wordings) for consent in given if consent.is_given]
    reasons += [why_no_licence(licence, day), _without_credit(licence, wordings)]
    return [_("Video: %(reason)s") % {"reason": reason} for reason in reasons if reason]


def _not_covered(consent: Consent, wordings: Sequence[tuple[Channel, str]]) -> str:
    names = [channel.name for channel, _wording in wordings if not consent.covers(channel.platform)]
    if not names:
        return ""
    return _("%(consent)s does not cover %(channels)s.") % {"consent": consent, "channels": ", ".join(names)}


def _without_credit(licence: Licence | None, wordings: Sequence[tuple[Channel, str]]) -> str:
    if licence is None or not licence.credit_line.strip():
        return ""
    wanted = fold_words(licence.credit_line)
    names = [channel.name for channel, wording in wordings if wanted not in fold_words(wording)]
    if not names:
        return ""
    return _("the licence asks for the words “%(credit)s”; they are missing on %(channels)s.") % {
        "credit": licence.credit_line,
        "channels": ", ".join(names),
    }


# -- what has to be done --------------------------------------------------------------------------


def posts_with(assets: Iterable[int], videos: Iterable[int] = ()) -> QuerySet[Post]:
    """Every post that shows one of these images or films, the newest plan first."""
    uses = Q(Exists(PostMedia.objects.filter(post=OuterRef("pk"), asset__in=list(assets))))
    if films := [pk for pk in videos if pk is not None]:
        uses |= Q(film__video__in=films)
    return Post.objects.filter(uses).order_by(F("planned_at").desc(nulls_last=True), "-pk")


def open_tasks(town: Municipality) -> QuerySet[WithdrawalTask]:
    """Posts that still show, or showed in public, what somebody no longer agrees to; nobody has seen to them."""
    shows = PostMedia.objects.filter(post=OuterRef("post"), asset__consent_links__consent=OuterRef("consent"))
    plays = VideoConsent.objects.filter(video__films__post=OuterRef("post"), consent=OuterRef("consent"))
    went_out = Delivery.objects.filter(post=OuterRef("post")).exclude(state=Delivery.State.WITHDRAWN)
    tasks = WithdrawalTask.objects.filter(consent__municipality=town, settled_at__isnull=True)
    return tasks.filter(Exists(shows) | Exists(plays) | Exists(went_out))


def consents_to_settle(town: Municipality) -> QuerySet[Consent]:
    """Withdrawn consents with tasks that are open."""
    return Consent.objects.filter(municipality=town, pk__in=open_tasks(town).values("consent"))


def ending_consents(town: Municipality, at: datetime) -> QuerySet[Consent]:
    """What ends within ``SOON`` after ``at`` and is about an image or a film of the town."""
    used = Q(Exists(AssetConsent.objects.filter(consent=OuterRef("pk"))))
    used |= Q(Exists(VideoConsent.objects.filter(consent=OuterRef("pk"), video__isnull=False)))
    near = ExpressionWrapper(F("ends_at") - SOON, output_field=DateTimeField())
    given = Consent.objects.filter(municipality=town, state=Consent.State.GIVEN, ends_at__gt=at)
    return given.filter(used).alias(near=near).filter(near__lte=at)


def ending_licences(town: Municipality, at: datetime) -> QuerySet[Licence]:
    used = Q(Exists(MediaAsset.objects.filter(licence=OuterRef("pk"))))
    used |= Q(Exists(Video.objects.filter(licence=OuterRef("pk"))))
    near = ExpressionWrapper(F("ends_at") - SOON, output_field=DateTimeField())
    return Licence.objects.filter(used, municipality=town, ends_at__gt=at).alias(near=near).filter(near__lte=at)


def consents_to_forget(town: Municipality, at: datetime) -> QuerySet[Consent]:
    """Entered and last published more than ``KEPT`` ago; none whose tasks are open."""
    limit = at - KEPT
    published = Delivery.objects.filter(
        post__media__asset__consent_links__consent=OuterRef("pk"), published_at__gte=limit
    )
    old = Consent.objects.filter(municipality=town, entered_at__lt=limit).exclude(state=Consent.State.FORGOTTEN)
    played = Delivery.objects.filter(post__film__video__consent_links__consent=OuterRef("pk"), published_at__gte=limit)
    return old.filter(~Exists(published), ~Exists(played)).exclude(pk__in=open_tasks(town).values("consent"))
