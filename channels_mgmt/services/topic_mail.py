# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Topics by mail (docs/adr/0053): reading the town's mailbox, and what a person decides about mails of strangers.

A message is one row for ever, whoever reads it how often: who dies between fetching and booking reads it again and
finds the row. In the mailbox itself nothing is changed.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Membership, Municipality, Role, User
from accounts.tenancy.permissions import require
from channels_mgmt.connectors.contract import Rejected, TryLater
from channels_mgmt.domain.image_files import UnfitImage
from channels_mgmt.domain.topic_letters import Photo, TopicLetter, read_letter
from channels_mgmt.models import DepartmentLink, MediaAsset, Topic, TopicMail, TopicMailbox, TopicPhoto
from channels_mgmt.queries.register import department_at
from channels_mgmt.services.media import take_image
from channels_mgmt.services.topics import NOTE_LENGTH, TITLE_LENGTH
from core.errors import AlreadyChanged
from core.leases import give_back, held, take
from core.states import change_state, compare_and_set

State, Reason = TopicMail.State, TopicMail.Reason
LEASE = timedelta(minutes=5)
EVERY, AT_MOST = timedelta(minutes=2), timedelta(hours=2)
MOST_MESSAGES = 20
KEPT_FOR = timedelta(days=30)
#: So far back a mailbox is read again whose numbers the server has given anew.
OVERLAP = timedelta(days=1)
MOST_TEXT = 20_000


# -- reading -----------------------------------------------------------------------------------------


def is_mailbox_due(at: datetime) -> bool:
    """Whether ``due_mailboxes`` would find any. Needs all towns in scope."""
    return bool(settings.TOPIC_MAILBOX) and (_new_mailboxes().exists() or TopicMailbox.objects.due(at).exists())


def due_mailboxes(at: datetime) -> list[tuple[int, int]]:
    """Row and town of what the settings name. Needs all towns in scope."""
    for town in _new_mailboxes():
        TopicMailbox.objects.get_or_create(municipality=town, defaults={"next_at": at})
    named = TopicMailbox.objects.due(at).filter(municipality__slug__in=settings.TOPIC_MAILBOX)
    return list(named.values_list("pk", "municipality_id"))


def _new_mailboxes() -> Any:
    return Municipality.objects.filter(slug__in=settings.TOPIC_MAILBOX, topic_mailbox__isnull=True)


def read_mailbox(pk: int) -> bool:
    """Take in what is new in mailbox ``pk`` if it is due; false when somebody else does."""
    from channels_mgmt.connectors.mailbox import Place, open_mailbox  # slow

    at = now()
    row = TopicMailbox.objects.due(at).filter(pk=pk).select_related("municipality").first()
    place = settings.TOPIC_MAILBOX.get(row.municipality.slug) if row else None
    if row is None or place is None or not take(row, LEASE):
        return False
    try:
        with open_mailbox(Place(**place)) as mailbox:
            is_more = _read(row, mailbox, at)
    except (TryLater, Rejected) as error:
        wait = min(EVERY * 2 ** min(row.failures, 6), AT_MOST)
        _book(row, error=str(error)[:300], failures=row.failures + 1, next_at=at + wait)
        return True
    except AlreadyChanged:  # the lease has run out, and somebody else reads on
        return False
    _book(row, error="", failures=0, last_success_at=now(), next_at=at if is_more else at + EVERY)
    return True


def _read(row: TopicMailbox, mailbox: Any, at: datetime) -> bool:
    """Whether more is waiting. What lay in the mailbox before it was read for the first time is left alone."""
    if row.validity == mailbox.validity:
        numbers = mailbox.after(row.last_uid, most=MOST_MESSAGES + 1)
    else:
        # Numbers given anew say nothing of what was read: all of the last days is looked at, and known by its key.
        numbers = mailbox.since(((row.last_success_at or at) - OVERLAP).date()) if row.validity else []
        for number in numbers:
            _take_in(row, mailbox, number)
        _renew(row, validity=mailbox.validity, last_uid=max(0, mailbox.next_uid - 1, *numbers))
        return False
    for number in numbers[:MOST_MESSAGES]:
        _take_in(row, mailbox, number)
    return len(numbers) > MOST_MESSAGES


def _take_in(row: TopicMailbox, mailbox: Any, number: int) -> None:
    """First the row of the message, then how far was read: between the two somebody may die."""
    fetched = mailbox.fetch(number)
    if fetched is not None:
        take_in_message(row.municipality, fetched.raw, is_whole=fetched.is_whole)
    _renew(row, last_uid=number)


def _renew(row: TopicMailbox, **changes: Any) -> None:
    """Hold on, and note how far it was read. Raises ``AlreadyChanged`` when the lease has run out."""
    compare_and_set(row, expected=held(row), lease_until=now() + LEASE, **changes)


def _book(row: TopicMailbox, **changes: Any) -> None:
    try:
        give_back(row, **changes)
    except AlreadyChanged:
        return


def take_in_message(town: Municipality, raw: bytes, *, is_whole: bool = True) -> TopicMail | None:
    """Make a topic of a message whose sender is known, else keep it for a person; nothing for automatic replies.

    The same message again is the row of before.
    """
    try:
        letter = read_letter(raw)
    except Exception:  # a person looks at what no program can read
        key = hashlib.sha256(raw).hexdigest()
        return _kept(town, TopicLetter(key, "", "", _("(unreadable)")), Reason.UNREADABLE)
    known = TopicMail.objects.filter(municipality=town, key=letter.key).first()
    if known is not None:
        return known
    if letter.is_automatic:
        return None
    if not is_whole:
        return _kept(town, letter, Reason.TOO_LARGE)
    if letter.is_doubted:
        return _kept(town, letter, Reason.FORGED)
    link, person = _sender(town, letter.sender)
    if link is None and person is None:
        return _kept(town, letter, Reason.UNKNOWN)
    return _topic_of(town, letter, link, person)


def _sender(town: Municipality, address: str) -> tuple[DepartmentLink | None, User | None]:
    """The department whose link is open, by any of its addresses, or the person who works for the town today."""
    if not address:
        return None, None
    department = department_at(town, address)
    if department is not None and not department.is_paused:
        links = DepartmentLink.objects.filter(municipality=town, withdrawn_at=None, until__gt=now())
        links = links.annotate(address=Lower("email")).filter(address__in=department.addresses)
        if link := links.select_related("created_by").order_by("-until", "-pk").first():
            return link, None
    held = Membership.objects.current(town.local_day()).filter(municipality=town, user__is_active=True)
    inside = held.filter(user__email__iexact=address).exclude(role=Role.EXTERNAL).select_related("user").first()
    return None, inside.user if inside else None


@transaction.atomic
def _kept(town: Municipality, letter: TopicLetter, reason: str) -> TopicMail:
    content = {"sender": letter.sender, "name": letter.name, "subject": letter.subject, "text": letter.text[:MOST_TEXT]}
    files = len(letter.photos) + letter.left_out
    fields = {
        "state": State.TO_LOOK_AT,
        "reason": reason,
        "content": content,
        "photos_left_out": files,
        "received_at": now(),
    }
    mail, is_new = TopicMail.objects.get_or_create(municipality=town, key=letter.key, defaults=fields)
    if is_new:
        record(None, "planning.topic_mail_kept", mail, reason=reason)
    return mail


def _topic_of(town: Municipality, letter: TopicLetter, link: DepartmentLink | None, person: User | None) -> TopicMail:
    """Photos first, outside of the transaction: to decode one takes a second. Alone they are harmless."""
    uploader = person if link is None else link.created_by
    assets: dict[int, MediaAsset] = {}
    for photo in letter.photos:
        if uploader is not None and (asset := _taken(town, uploader, photo)) is not None:
            assets[asset.pk] = asset
    left_out = letter.left_out + len(letter.photos) - len(assets)
    try:
        with transaction.atomic():
            mail = TopicMail.objects.create(
                municipality=town,
                key=letter.key,
                state=State.TAKEN,
                content={},
                photos_left_out=left_out,
                received_at=now(),
            )
            about: dict[str, Any] = {"source": Topic.Source.STAFF, "suggested_by": person}
            if link is not None:
                contact = f"{letter.name or link.name}, {letter.sender}"[:160]
                about = {"source": Topic.Source.DEPARTMENT, "department": link, "contact": contact}
            topic = Topic.objects.create(municipality=town, **_said(letter), **about)
            add_photos(topic, list(assets.values()))
            TopicMail.objects.filter(pk=mail.pk).update(topic=topic)
            mail.topic = topic
            record(person, "planning.topic_mailed", topic, department=link.name if link else "")
    except IntegrityError:  # another worker was faster
        return TopicMail.objects.get(municipality=town, key=letter.key)
    return mail


def _said(letter: TopicLetter) -> dict[str, str]:
    first = next((line for line in letter.text.split("\n") if line.strip()), "")
    title = (letter.subject or " ".join(first.split()) or _("Mail without words"))[:TITLE_LENGTH]
    return {"title": title, "note": shortened(letter.text)}


def shortened(text: str) -> str:
    return text if len(text) <= NOTE_LENGTH else f"{text[: NOTE_LENGTH - 2].rstrip()} …"


def _taken(town: Municipality, uploader: User, photo: Photo) -> MediaAsset | None:
    """The photo made fit, without place and device; nothing for what is none."""
    file = BytesIO(photo.content)
    file.name, file.size = photo.name, len(photo.content)  # type: ignore[attr-defined]  # as uploads have it
    try:
        return take_image(town, uploader=uploader, upload=file)
    except UnfitImage:
        return None


def add_photos(topic: Topic, assets: list[MediaAsset]) -> None:
    TopicPhoto.objects.bulk_create(
        [TopicPhoto(topic=topic, asset=asset, position=number) for number, asset in enumerate(assets, 1)]
    )


# -- what a person decides -----------------------------------------------------------------------------


@transaction.atomic
def accept_mail(mail: TopicMail, *, actor: User) -> Topic:
    """Make a topic of a mail that was kept to be looked at; its files stay in the mailbox.

    Of the sender nothing is kept. Raises ``AlreadyChanged`` when somebody else was faster.
    """
    require(actor, "channels_mgmt.settle_topic", mail)
    said = mail.content
    _refuse_settled(mail)
    letter = TopicLetter(mail.key, "", "", said.get("subject", ""), said.get("text", ""))
    topic = Topic.objects.create(
        municipality=mail.municipality, source=Topic.Source.STAFF, suggested_by=actor, **_said(letter)
    )
    change_state(mail, State.TAKEN, topic=topic, content={})
    record(actor, "planning.topic_mail_accepted", topic)
    return topic


@transaction.atomic
def dismiss_mail(mail: TopicMail, *, actor: User) -> None:
    """Let go of a mail; its words are gone here, the message stays in the mailbox."""
    require(actor, "channels_mgmt.settle_topic", mail)
    _refuse_settled(mail)
    change_state(mail, State.DISMISSED, content={})
    record(actor, "planning.topic_mail_dismissed", mail)


def _refuse_settled(mail: TopicMail) -> None:
    if mail.state != State.TO_LOOK_AT:
        raise AlreadyChanged(_("Somebody else has dealt with this mail already."))


def forget_mails(at: datetime) -> int:
    """Let go of what nobody has looked at for thirty days. Needs all towns in scope."""
    old = TopicMail.objects.filter(state=State.TO_LOOK_AT, received_at__lte=at - KEPT_FOR)
    removed, _by_model = old.delete()
    return removed
