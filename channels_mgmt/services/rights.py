# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keeping who agreed to be shown, and on which terms images and films may be used."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from channels_mgmt.models import AssetConsent, Consent, Licence, MediaAsset, People, Video, VideoConsent
from channels_mgmt.queries.likeness import assets_like
from channels_mgmt.services.film_rights import share_film_consents
from channels_mgmt.services.likeness import share_consents
from channels_mgmt.services.scans import keep_scan, read_scan
from core.errors import AlreadyChanged, DomainError, Refused
from core.localtime import to_first_instant
from core.platforms import Platform
from core.states import hold
from core.storage import all_files_or_none

WHO_LENGTH, PURPOSE_LENGTH = 120, 200
Shown = MediaAsset | Video


def end_of(town: Municipality, valid_until: date | None) -> dict[str, Any]:
    """The last day, and the instant after it on the town's clock."""
    if valid_until is None:
        return {"valid_until": None, "ends_at": None}
    return {"valid_until": valid_until, "ends_at": to_first_instant(valid_until + timedelta(days=1), town.timezone)}


# -- people ---------------------------------------------------------------------------------------


@transaction.atomic
def state_people(shown: Shown, *, actor: User, people: str) -> None:
    """Note who can be recognised in an image or a film."""
    require(actor, "channels_mgmt.add_image", shown)
    if people not in People.values:
        raise Refused(_("Please choose who can be recognised."))
    type(shown).objects.filter(pk=shown.pk).update(people=people)
    shown.people = people
    record(actor, "media.people_stated", shown, people=people)


@all_files_or_none()
@transaction.atomic
def enter_consent(
    town: Municipality,
    *,
    actor: User,
    who: str,
    purpose: str,
    signed_by: str,
    given_on: date,
    platforms: Sequence[str] = (),
    valid_until: date | None = None,
    scan: Any = None,
    assets: Collection[Shown] = (),
) -> Consent:
    """Keep a consent with its paper; ``assets``, images or films, and what looks like them show people who agreed.

    Raises ``Refused`` without a name or a purpose and for days that do not fit, ``UnfitScan`` like ``read_scan``.
    """
    require(actor, "channels_mgmt.keep_consents", town)
    return _enter(
        town,
        actor,
        assets,
        scan,
        who=who,
        purpose=purpose,
        signed_by=signed_by,
        given_on=given_on,
        platforms=platforms,
        valid_until=valid_until,
    )


def enter_spoken_consent(shown: Shown, *, actor: User, purpose: str) -> Consent:
    """What somebody says who took a photo or a film: everybody in it has agreed. Call where that is stated."""
    town = shown.municipality
    who = (
        _("Everybody in the video, as %(name)s says")
        if isinstance(shown, Video)
        else _("Everybody in the photo, as %(name)s says")
    )
    with transaction.atomic():
        return _enter(
            town,
            actor,
            [shown],
            None,
            who=who % {"name": actor},
            purpose=purpose,
            signed_by=Consent.Signed.SPOKEN,
            given_on=town.local_day(),
            platforms=(),
            valid_until=None,
        )


def _enter(
    town: Municipality,
    actor: User,
    assets: Collection[Shown],
    scan: Any,
    *,
    who: str,
    purpose: str,
    signed_by: str,
    given_on: date,
    platforms: Sequence[str],
    valid_until: date | None,
) -> Consent:
    who, purpose = " ".join(who.split())[:WHO_LENGTH], " ".join(purpose.split())[:PURPOSE_LENGTH]
    if not who or not purpose:
        raise Refused(_("Please say who agreed, and for what."))
    if signed_by not in Consent.Signed.values or not set(platforms) <= set(Platform.values):
        raise Refused(_("Please choose from the list."))
    if given_on > town.local_day():
        raise Refused(_("A consent is entered once it is given: its day has not come yet."))
    if valid_until is not None and valid_until < given_on:
        raise Refused(_("The consent would end before it was given. Please look at both days."))
    consent = Consent(
        municipality=town,
        who=who,
        purpose=purpose,
        signed_by=signed_by,
        given_on=given_on,
        platforms=[code for code in Platform.values if code in platforms],
        entered_by=actor,
        entered_at=now(),
        **end_of(town, valid_until),
    )
    if scan is not None:
        keep_scan(consent, read_scan(scan))
    consent.save()
    record(actor, "media.consent_entered", consent, signed_by=signed_by, until=valid_until, paper=bool(scan))
    for asset in assets:
        _link(asset, consent, actor)
    return consent


@transaction.atomic
def link_consent(shown: Shown, consent: Consent, *, actor: User) -> None:
    """Let ``consent`` be about ``shown``, too, and about what looks like it."""
    require(actor, "channels_mgmt.keep_consents", consent)
    hold(consent, state=Consent.State.GIVEN)
    _link(shown, consent, actor)


def _link(shown: Shown, consent: Consent, actor: User) -> None:
    if shown.municipality_id != consent.municipality_id:
        raise DomainError(_("This belongs to another town."))
    if isinstance(shown, Video):
        VideoConsent.objects.update_or_create(video=shown, consent=consent, defaults={"sha256": shown.sha256})
        share_film_consents(shown)
    else:
        AssetConsent.objects.update_or_create(asset=shown, consent=consent, defaults={"by_likeness": False})
        share_consents([shown.pk, *assets_like(shown.municipality, shown.likeness, besides=shown.pk)])
    type(shown).objects.filter(pk=shown.pk).update(people=People.AGREED)
    shown.people = People.AGREED
    record(actor, "media.consent_linked", shown, consent=consent.pk)


@transaction.atomic
def unlink_consent(link: AssetConsent | VideoConsent, *, actor: User) -> None:
    """Say that an image or a film has nothing to do with a consent: it was chosen by mistake, or is another picture.

    A withdrawn consent stays with what a person has named.
    """
    require(actor, "channels_mgmt.keep_consents", link.consent)
    consent = link.consent
    shown: Shown | Consent = link.asset if isinstance(link, AssetConsent) else link.video or consent
    by_likeness = isinstance(link, AssetConsent) and link.by_likeness
    if not (by_likeness or consent.is_given):
        raise Refused(_("This consent was withdrawn, and it is about this. That can no longer be changed."))
    record(actor, "media.consent_unlinked", shown, consent=consent.pk, by_likeness=by_likeness)
    if isinstance(link, VideoConsent):  # all copies of the same film
        links = VideoConsent.objects.filter(consent=consent)
        same = Q(pk=link.pk) | Q(sha256=link.sha256) if link.sha256 else Q(pk=link.pk)
        removed, _rows = links.filter(same, consent__state=consent.state).delete()
    else:
        removed, _rows = AssetConsent.objects.filter(pk=link.pk, by_likeness=by_likeness).delete()
    if not removed:
        raise AlreadyChanged(_("Somebody else changed this in the meantime. Please look at the current version."))


# -- licences -------------------------------------------------------------------------------------


@transaction.atomic
def save_licence(
    town: Municipality,
    *,
    actor: User,
    licence: Licence | None = None,
    asset: Shown | None = None,
    source: str,
    terms: str,
    author: str = "",
    note: str = "",
    credit_line: str = "",
    url: str = "",
    valid_until: date | None = None,
) -> Licence:
    """Keep on which terms something may be used, for ``asset`` at once; or change what is kept."""
    require(actor, "channels_mgmt.keep_licences", town)
    said = {name: " ".join(value.split()) for name, value in {"source": source, "author": author}.items()}
    if not said["source"]:
        raise Refused(_("Please say where it comes from."))
    fields = {**said, "terms": terms, "note": note.strip(), "credit_line": " ".join(credit_line.split()), "url": url}
    if terms in (Licence.Terms.CC_BY, Licence.Terms.CC_BY_SA) and not fields["credit_line"]:
        raise Refused(_("This licence asks for the name: please enter the credit line."))
    fields |= end_of(town, valid_until)
    if licence is None:
        licence = Licence.objects.create(municipality=town, entered_by=actor, entered_at=now(), **fields)
    else:
        hold(licence)
        Licence.objects.filter(pk=licence.pk).update(**fields)
        licence.refresh_from_db()
    record(actor, "media.licence_saved", licence, until=valid_until, terms=terms)
    if asset is not None:
        set_licence(asset, licence, actor=actor)
    return licence


@transaction.atomic
def set_licence(shown: Shown, licence: Licence | None, *, actor: User) -> None:
    """Say on which terms ``shown`` is used; ``None`` takes that back."""
    require(actor, "channels_mgmt.keep_licences", shown)
    if licence is not None and licence.municipality_id != shown.municipality_id:
        raise DomainError(_("This licence belongs to another town."))
    try:
        with transaction.atomic():
            type(shown).objects.filter(pk=shown.pk).update(licence=licence)
    except IntegrityError:
        raise AlreadyChanged(
            _("Somebody else changed this in the meantime. Please look at the current version.")
        ) from None
    shown.licence = licence
    record(actor, "media.licence_set", shown, licence=licence.pk if licence else None)
