# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Changing the login address: the old one is told first and can stop it for 48 hours (docs/adr/0019).

Until a change is in force the new address exists in its row only: it neither signs in nor resets a password
nor signs. Each letter is posted in the transaction of its cause, before the audit entry.
"""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from accounts.audit import record
from accounts.mail.letters import post_letter
from accounts.models import AddressChange, Letter, User
from accounts.services.sessions import end_sessions
from accounts.tenancy.links import LinkInvalid, holder_of, open_link, seal_link
from core.errors import AlreadyChanged, Refused
from core.states import change_state, compare_and_set
from core.urls import absolute

State = AddressChange.State

STOP, CONFIRM = "address-stop", "address-confirm"
STOPPABLE_FOR = timedelta(hours=48)
LAPSES_AFTER = timedelta(days=14)
LOOK_AGAIN = timedelta(minutes=10)


def request_address_change(person: User, *, new_address: str) -> AddressChange:
    """Let ``new_address`` wait; tell the old address, and ask the new one whether it is read by the person.

    Whether somebody else has ``new_address`` is not told here, only to whoever opens its link. The caller has
    made sure that the person proved afresh who they are.
    """
    new_address = new_address.strip().lower()
    try:
        validate_email(new_address)
    except ValidationError as error:
        raise Refused(_("Please enter a complete e-mail address, for example name@stadt.de.")) from error
    if new_address == person.email.lower():
        raise Refused(_("This is the address you sign in with already."))
    if not person.municipalities:
        raise Refused(_("You belong to no town at the moment. Please ask your administrator for an invitation."))
    at = now()
    try:
        with transaction.atomic():
            change = AddressChange.objects.create(
                person=person,
                old_address=person.email,
                new_address=new_address,
                requested_at=at,
                due_at=at + STOPPABLE_FOR,
            )
            _post(change, change.old_address, "stop", _("Your login address is to be changed"), _link(change, STOP))
            _post(change, new_address, "confirm", _("Please confirm your new login address"), _link(change, CONFIRM))
            _record(change, person, "accounts.address_change_requested")
    except IntegrityError as error:
        raise AlreadyChanged(_("Another change of your address is waiting already. You can withdraw it.")) from error
    return change


def find_address_change(purpose: str, token: str) -> AddressChange:
    """The change a link speaks of. Raises ``LinkInvalid`` or ``LinkExpired``; nothing of somebody who left."""
    link = open_link(purpose, token)
    change = AddressChange.objects.select_related("person").filter(pk=link.subject, person=link.person).first()
    if change is None or holder_of(link) is None:
        raise LinkInvalid
    return change


@transaction.atomic
def confirm_new_address(change: AddressChange) -> None:
    """Note that the new address is read. It counts from ``due_at`` on, not from now."""
    compare_and_set(change, expected={"state": State.WAITING, "confirmed_at": None}, confirmed_at=now())
    _record(change, change.person, "accounts.address_change_confirmed")


@transaction.atomic
def stop_address_change(change: AddressChange) -> None:
    """Stop it from the old address, and end every session: somebody may sit where only the owner should."""
    change_state(change, State.STOPPED, settled_at=now())
    end_sessions(change.person)
    _record(change, None, "accounts.address_change_stopped")


@transaction.atomic
def withdraw_address_change(change: AddressChange, *, actor: User) -> None:
    """Take back one's own wish."""
    if change.person_id != actor.pk:
        raise Refused(_("Only the person concerned can withdraw a change of address."))
    change_state(change, State.WITHDRAWN, settled_at=now())
    _record(change, actor, "accounts.address_change_withdrawn")


def settle_address_change(pk: int) -> None:
    """Put a due change in force, let it lapse, or look again later. Harmless if run twice.

    In force only if the new address was confirmed and the old one was told 48 hours ago: the letter has really
    left, not only been written.
    """
    change = AddressChange.objects.select_related("person").get(pk=pk)
    at = now()
    if change.state != State.WAITING or change.due_at > at:
        return
    if not change.person.municipalities or change.requested_at + LAPSES_AFTER <= at:
        _lapse(change)
        return
    told_at = _told_at(change)
    is_stoppable_until = told_at + STOPPABLE_FOR if told_at else None
    if is_stoppable_until is None or is_stoppable_until > at or change.confirmed_at is None:
        expected = {"state": State.WAITING, "due_at": change.due_at}
        try:
            compare_and_set(change, expected=expected, due_at=max(is_stoppable_until or at, at + LOOK_AGAIN))
        except AlreadyChanged:
            return  # stopped, withdrawn or looked at by another worker
        return
    _put_in_force(change)


def _put_in_force(change: AddressChange) -> None:
    person = change.person
    try:
        with transaction.atomic():
            change_state(change, State.IN_FORCE, settled_at=now())
            compare_and_set(person, expected={"email": change.old_address}, email=change.new_address)
            EmailAddress.objects.filter(user=person).delete()
            EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
            end_sessions(person)
            for to, name in ((change.old_address, "old"), (change.new_address, "new")):
                _post(change, to, f"in_force_{name}", _("Your login address was changed"), template="address_in_force")
            _record(change, None, "accounts.address_changed")
    except AlreadyChanged:
        # Stopped at this very moment; or the address was changed past us, and the wish speaks of another one.
        fresh = AddressChange.objects.select_related("person").get(pk=change.pk)
        if fresh.state == State.WAITING:
            _lapse(fresh)
    except IntegrityError:
        _lapse(AddressChange.objects.select_related("person").get(pk=change.pk))  # somebody else has the address


def _lapse(change: AddressChange) -> None:
    try:
        with transaction.atomic():
            change_state(change, State.LAPSED, settled_at=now())
            _record(change, None, "accounts.address_change_lapsed")
    except AlreadyChanged:
        return  # stopped or withdrawn at this moment


def _told_at(change: AddressChange) -> datetime | None:
    """When the letter to the old address left; ``None`` while it has not."""
    with scope(municipality=change.person.municipalities):
        return (
            Letter.objects.filter(key=_key(change, "stop"), state=Letter.State.SENT)
            .values_list("sent_at", flat=True)
            .first()
        )


def _link(change: AddressChange, purpose: str) -> str:
    token = seal_link(
        purpose,
        town=change.person.municipalities[0].pk,
        person=change.person_id,
        subject=change.pk,
        until=change.requested_at + LAPSES_AFTER,
    )
    path = reverse(f"address_{purpose.removeprefix('address-')}", args=[token])
    return absolute(path)


def _key(change: AddressChange, occasion: str) -> str:
    return f"address:{change.pk}:{occasion}"


def _post(change: AddressChange, to: str, occasion: str, subject: Any, link: str = "", template: str = "") -> None:
    town = change.person.municipalities[0]
    with translation.override(settings.LANGUAGE_CODE), scope(municipality=town):
        context = {"change": change, "person": change.person, "town": town, "link": link, "hours": 48}
        text = render_to_string(f"accounts/email/{template or f'address_{occasion}'}.txt", context)
        post_letter(town, to=to, subject=str(subject), text=text, key=_key(change, occasion))


def _record(change: AddressChange, actor: User | None, action: str) -> None:
    """In the trail of each town of the person: its administrators have to know who signs in with what."""
    person = change.person
    for town in person.municipalities:
        with scope(municipality=town):
            record(
                actor,
                action,
                town,
                person=person.name,
                person_id=person.pk,
                before=change.old_address,
                after=change.new_address,
            )
