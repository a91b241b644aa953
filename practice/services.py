# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that writes on the practice platform.

Two kinds of callers: people of the town, who need a permission and leave an audit entry; and the
connector, for which this is a foreign server. To the connector the platform keeps its own rules
only (one post per key, own posts only), because permission and audit happen where the post does.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import nullcontext

from django.core.files.base import ContentFile, File
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from core.errors import DomainError
from core.platforms import Platform
from core.questions import town_in_scope
from core.statements import insert_row
from core.storage import all_files_or_none
from core.text import plain_lines, read_number
from practice import queries
from practice.domain.pictures import sample_picture
from practice.domain.platform import (
    CITIZENS,
    FILM_TYPE,
    AccessExpired,
    Citizen,
    Extras,
    FilmUpload,
    Gibberish,
    InternalError,
    NoAnswer,
    NoSuchPost,
    Throttled,
    Upload,
)
from practice.models import Fault, PracticeAccount, PracticeImage, PracticePost

REPLY_LENGTH = 1000
SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


# -- what people of the town do -----------------------------------------------------------------


@transaction.atomic
def open_town_account(municipality: Municipality, *, actor: User, emulates: str) -> PracticeAccount:
    """The town's practice account with the limits of platform ``emulates``; opened at the first call."""
    require(actor, "practice.open_account", municipality)
    account, is_new = PracticeAccount.objects.get_or_create(
        municipality=municipality,
        handle=f"{municipality.slug[:40]}-{emulates}",
        defaults={"display_name": municipality.name, "emulates": Platform(emulates), "is_town": True},
    )
    if is_new:
        record(actor, "practice.account_opened", account, emulates=emulates)
    return account


@transaction.atomic
def set_fault(account: PracticeAccount, *, actor: User, fault: str, fault_count: int = 0) -> None:
    """Let the platform misbehave towards ``account``: the next ``fault_count`` posts, 0 means until changed."""
    require(actor, "practice.set_fault", account)
    account.fault = Fault(fault)
    account.fault_count = fault_count if account.fault else 0
    account.save(update_fields=["fault", "fault_count"])
    record(actor, "practice.fault_set", account, fault=fault, fault_count=account.fault_count)


@transaction.atomic
def reply_as_citizen(
    post: PracticePost,
    *,
    actor: User,
    citizen: str,
    text: str,
    warning: str = "",
    poll_options: Sequence[str] = (),
    is_private: bool = False,
    has_picture: bool = False,
    picture_alt: str = "",
) -> PracticePost:
    """Let the invented person with handle ``citizen`` answer ``post``.

    The reply may carry a content warning, a poll of at least two options and a sample picture, described or not,
    and be meant for the town alone.
    """
    require(actor, "practice.reply_as_citizen", post)
    if post.deleted_at:
        raise DomainError(_("This post has been deleted. It can no longer be answered."))
    text = plain_lines(text).strip()
    options = tuple(option.strip() for option in poll_options if option.strip())
    if not text and not has_picture and not options:
        raise DomainError(_("Please write what the invented person says."))
    if len(text) > REPLY_LENGTH:
        raise DomainError(_("The reply is longer than %(allowed)d characters.") % {"allowed": REPLY_LENGTH})
    if len(options) == 1:
        raise DomainError(_("A poll needs at least two options, one per line."))
    account = _account_of(_citizen(citizen), post.municipality)
    if account.blocked_at:
        raise DomainError(_("This invented person is blocked and cannot answer."))
    images = (sample_picture(picture_alt.strip()),) if has_picture else ()
    extras = Extras(warning.strip(), options, is_private, images)
    reply = _create(account, f"{now().timestamp():.6f}", text, post, extras)
    record(actor, "practice.replied", reply, citizen=account.handle)
    return reply


def _citizen(handle: str) -> Citizen:
    for citizen in CITIZENS:
        if citizen.handle == handle:
            return citizen
    raise DomainError(_("Please choose one of the invented people."))


def _account_of(citizen: Citizen, municipality: Municipality) -> PracticeAccount:
    account, _is_new = PracticeAccount.objects.get_or_create(
        municipality=municipality, handle=citizen.handle, defaults={"display_name": citizen.name}
    )
    return account


# -- what the connector does --------------------------------------------------------------------


def open_session(remote_id: str) -> PracticeAccount:
    """The town's account with this id. Raises ``AccessExpired`` when there is none or it is locked out."""
    town = town_in_scope()
    return _usable(queries.town_account.one(town, _number(remote_id)), town)


def open_to_publish(remote_id: str, *, key: str) -> PracticeAccount:
    """The same for publishing with ``key``; whether that was done before is asked in one breath."""
    town = town_in_scope()
    account = _usable(queries.town_account_with.one(town, _number(remote_id), key), town)
    account.unused_key = "" if account.has_used_key else key  # type: ignore[attr-defined]  # annotated
    return account


def _usable(account: PracticeAccount | None, town: Municipality) -> PracticeAccount:
    if account is None or account.fault == Fault.EXPIRED_TOKEN:
        raise AccessExpired
    account.municipality = town
    return account


def publish_post(
    account: PracticeAccount,
    *,
    key: str,
    text: str,
    images: Sequence[Upload] = (),
    film: FilmUpload | None = None,
    reply_to: str = "",
    is_private: bool = False,
) -> PracticePost:
    """Publish once per ``key``; the same key again returns the first post. Raises ``PlatformTrouble``.

    ``account`` is a session opened for this very request: its fault is the one that is met.
    """
    fault = _take_fault(account)
    if fault == Fault.EXPIRED_TOKEN:
        raise AccessExpired
    if fault == Fault.THROTTLED:
        raise Throttled
    if fault == Fault.SERVER_ERROR:
        raise InternalError
    if fault == Fault.TIMEOUT_BEFORE:
        raise NoAnswer
    if fault == Fault.SLOW:
        time.sleep(account.slow_ms / 1000)
    extras = Extras(is_private=is_private, images=tuple(images), film=film)
    post = None if account.unused_key == key else find_post(account, key=key)
    post = post or _store_once(account, key, text, extras, reply_to)
    if fault == Fault.TIMEOUT_AFTER:
        raise NoAnswer
    if fault == Fault.MALFORMED:
        raise Gibberish
    return post


def find_post(account: PracticeAccount, *, key: str) -> PracticePost | None:
    """The post published with ``key``, if there is one."""
    return queries.post_by_key.one(account.municipality, account.pk, key)


def hide_reply(account: PracticeAccount, *, remote_id: str) -> None:
    """Take a reply in a thread of ``account`` out of what everybody sees. Repeatable."""
    _replies_to(account, remote_id, hidden_at=now())


def show_reply(account: PracticeAccount, *, remote_id: str) -> None:
    """Undo ``hide_reply``. Repeatable."""
    _replies_to(account, remote_id, hidden_at=None)


def delete_reply(account: PracticeAccount, *, remote_id: str) -> None:
    """Take a reply in a thread of ``account`` away for good, with what answers it. Repeatable."""
    gone = {_number(remote_id)}
    replies = PracticePost.objects.filter(root__account=account, deleted_at=None)
    below = gone
    while below := set(replies.filter(reply_to__in=below).values_list("pk", flat=True)) - gone:
        gone |= below
    replies.filter(pk__in=gone).update(deleted_at=now())


def block_account(account: PracticeAccount, *, remote_id: str, is_blocked: bool) -> None:
    """Keep an invented person from answering ``account``, or let them again. Repeatable."""
    people = PracticeAccount.objects.filter(pk=_number(remote_id), municipality=account.municipality, is_town=False)
    if not people.update(blocked_at=now() if is_blocked else None):
        raise NoSuchPost


def delete_post(account: PracticeAccount, *, remote_id: str) -> None:
    """Delete a post of ``account``; already gone is fine."""
    PracticePost.objects.filter(pk=_number(remote_id), account=account, deleted_at=None).update(deleted_at=now())


def _replies_to(account: PracticeAccount, remote_id: str, **changes: object) -> None:
    reply = PracticePost.objects.filter(pk=_number(remote_id), root__account=account, deleted_at=None)
    if not reply.update(**changes):
        raise NoSuchPost


def _store_once(account: PracticeAccount, key: str, text: str, extras: Extras, reply_to: str) -> PracticePost:
    # One row is whole by itself.
    is_one_row = not (extras.images or extras.film) and not connection.in_atomic_block
    try:
        with all_files_or_none(), nullcontext() if is_one_row else transaction.atomic():
            return _store(account, key, text, extras, reply_to)
    except IntegrityError:
        return PracticePost.objects.get(account=account, idempotency_key=key)


def _store(account: PracticeAccount, key: str, text: str, extras: Extras, reply_to: str) -> PracticePost:
    parent = None
    if reply_to:
        parent = PracticePost.objects.filter(pk=_number(reply_to), deleted_at=None).select_related("root").first()
        if parent is None:
            raise NoSuchPost
    return _create(account, key, text, parent, extras)


def _create(account: PracticeAccount, key: str, text: str, parent: PracticePost | None, extras: Extras) -> PracticePost:
    post = PracticePost(
        municipality=account.municipality,
        account=account,
        idempotency_key=key,
        text=text,
        warning=extras.warning,
        poll_options=list(extras.poll_options),
        is_private=extras.is_private,
        reply_to=parent,
        root=(parent.root or parent) if parent else None,
    )
    insert_row(post)
    _add_images(post, extras.images)
    if extras.film is not None:
        _add_film(post, extras.film)
    return post


def add_sample_picture(post: PracticePost, alt_text: str) -> None:
    """Attach the sample picture to ``post``, described by ``alt_text``; for the demo town."""
    _add_images(post, [sample_picture(alt_text)])


def _add_images(post: PracticePost, images: Sequence[Upload]) -> None:
    for position, upload in enumerate(images):
        image = PracticeImage(
            post=post,
            position=position,
            media_type=upload.media_type,
            alt_text=upload.alt_text,
            width=upload.width,
            height=upload.height,
        )
        image.file.save(f"image.{SUFFIXES[upload.media_type]}", ContentFile(upload.content), save=False)
        image.save()


def _add_film(post: PracticePost, film: FilmUpload) -> None:
    row = PracticeImage(
        post=post,
        position=0,
        media_type=FILM_TYPE,
        alt_text=film.alt_text,
        width=film.width,
        height=film.height,
        captions=film.captions,
    )
    with film.read() as content:
        row.file.save("film.mp4", File(content), save=False)
    row.save()


def _take_fault(account: PracticeAccount) -> str:
    """The fault this request meets; a counted fault is used up by it."""
    fault = account.fault
    if fault and account.fault_count:
        counted = PracticeAccount.objects.filter(pk=account.pk, fault=fault)
        counted.filter(fault_count__gt=0).update(fault_count=F("fault_count") - 1)
        counted.filter(fault_count=0).update(fault=Fault.NONE)
        account.refresh_from_db(fields=["fault", "fault_count"])
    return fault


def _number(remote_id: str) -> int:
    """A primary key, or -1 for what never was one."""
    found = read_number(remote_id)
    return -1 if found is None else found
