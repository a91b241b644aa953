# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Topics of departments by a link: no account, no look at anything; expires, can be withdrawn (accounts.tenancy.links).

A letter asks a department for a topic, with the link, and reminds once on the day before.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.services import post_letter, words_of
from accounts.tenancy.links import seal_link
from accounts.tenancy.permissions import require
from channels_mgmt.models import DepartmentLink, MediaAsset, Topic, TopicPhoto, TopicRequest
from channels_mgmt.services.register import note_department
from core.errors import AlreadyChanged, Refused
from core.localtime import to_instant
from core.states import compare_and_set, hold
from core.urls import absolute_address

PURPOSE = "department"
LONGEST = timedelta(days=366)
SAME_WITHIN = timedelta(days=1)
REMINDED_AT = time(9)

OFFERED = gettext_noop("Your link for topics of the department")
ASKED = gettext_noop("We need something from you until %(day)s")
REMINDED = gettext_noop("Still open until %(day)s: what we asked you for")


@transaction.atomic
def open_department_link(town: Municipality, *, actor: User, name: str, email: str, last_day: date) -> DepartmentLink:
    """Make the link that holds to the end of ``last_day``, and send it. Raises ``Refused`` for a day out of reach.

    The department stands in the register then; one that is paused there is refused.
    """
    require(actor, "channels_mgmt.manage_department_links", town)
    today = town.local_day()
    if not today <= last_day <= today + LONGEST:
        raise Refused(_("Please choose a day from today on and within a year."))
    until = to_instant(datetime.combine(last_day, time(23, 59)), town.timezone)
    note_department(town, actor=actor, name=name, email=email)
    link = DepartmentLink.objects.create(
        municipality=town, name=" ".join(name.split()), email=email, until=until, created_by=actor
    )
    record(actor, "planning.department_link_made", link, until=until.isoformat(timespec="minutes"))
    _write(link, "link", OFFERED, {})
    return link


@transaction.atomic
def withdraw_department_link(link: DepartmentLink, *, actor: User) -> None:
    """From now on the link opens nothing. Raises ``AlreadyChanged`` when somebody else was faster."""
    require(actor, "channels_mgmt.manage_department_links", link)
    compare_and_set(link, expected={"withdrawn_at": None}, withdrawn_at=now())
    record(actor, "planning.department_link_withdrawn", link)


@transaction.atomic
def ask_department(link: DepartmentLink, *, actor: User, question: str, due_on: date) -> TopicRequest:
    """Ask by letter; one reminder on the morning before ``due_on``. Raises ``Refused`` once the link opens nothing."""
    require(actor, "channels_mgmt.manage_department_links", link)
    town, at = link.municipality, now()
    hold(link, withdrawn_at=link.withdrawn_at)
    if not link.is_open(at):
        raise Refused(_("This link no longer opens anything. Please make a new one for the department first."))
    note_department(town, actor=actor, name=link.name, email=link.email)
    if due_on < town.local_day(at):
        raise Refused(_("This day has passed. Please choose a later one."))
    remind_at = to_instant(datetime.combine(due_on - timedelta(days=1), REMINDED_AT), town.timezone)
    if remind_at > link.until:
        raise Refused(_("The link ends before that day. Please make a new one for the department first."))
    request = TopicRequest.objects.create(
        link=link, question=" ".join(question.split()), due_on=due_on, remind_at=remind_at, asked_by=actor
    )
    if remind_at <= at:  # asked for tomorrow or today: the letter itself is reminder enough
        compare_and_set(request, expected={"reminded_at": None}, reminded_at=at)
    record(actor, "planning.department_asked", link, request=request.pk)
    _write_request(request, "asked", ASKED)
    return request


def remind_departments(at: datetime) -> int:
    """Post the reminders that are due; returns how many. Needs all towns in scope; harmless however often."""
    due = TopicRequest.objects.select_related("link__municipality").to_remind(at)
    return sum(_remind(request) for request in due)


@transaction.atomic
def _remind(request: TopicRequest) -> bool:
    try:
        compare_and_set(request, expected={"reminded_at": None, "answered_at": None}, reminded_at=now())
    except AlreadyChanged:
        return False  # answered meanwhile, or written by another worker
    _write_request(request, "reminded", REMINDED)
    return True


@transaction.atomic
def bring_topic(
    link: DepartmentLink,
    *,
    title: str,
    note: str,
    contact: str,
    wanted_day: date | None,
    request: TopicRequest | None,
    photo: MediaAsset | None = None,
) -> Topic:
    """Store what a department brings; the same once more within a day is the one of before.

    Answers ``request``, where the link was opened from its letter. Raises ``Refused`` once the link opens nothing.
    """
    hold(link, withdrawn_at=link.withdrawn_at)
    if not link.is_open(now()):
        raise Refused(_("This link is no longer valid. Nothing was sent. Please ask the press office for a new one."))
    said = {"title": " ".join(title.split()), "note": note.strip(), "contact": " ".join(contact.split())}
    same = link.topics.filter(**said, wanted_day=wanted_day, suggested_at__gt=now() - SAME_WITHIN).first()
    if same is not None:
        _add_photo(same, photo)
        return same
    topic = Topic.objects.create(
        municipality=link.municipality,
        source=Topic.Source.DEPARTMENT,
        department=link,
        wanted_day=wanted_day,
        **said,
    )
    _add_photo(topic, photo)
    record(None, "planning.topic_brought", topic, department=link.name)
    if request is not None:
        TopicRequest.objects.filter(pk=request.pk, link=link, answered_at=None).update(answered_at=now())
    return topic


def _add_photo(topic: Topic, photo: MediaAsset | None) -> None:
    if photo is not None and not topic.photos.filter(asset=photo).exists():
        TopicPhoto.objects.create(topic=topic, asset=photo, position=topic.photos.count() + 1)


def link_address(link: DepartmentLink, request: TopicRequest | None = None) -> str:
    """The address to hand to the department; with ``request`` the one in the letter that asks."""
    more = {"request": request.pk} if request else {}
    token = seal_link(PURPOSE, town=link.municipality_id, person=0, subject=link.pk, until=link.until, more=more)
    return absolute_address("topic_link:bring", token)


def _write_request(request: TopicRequest, kind: str, subject: str) -> None:
    _write(request.link, kind, subject, {"request": request, "address": link_address(request.link, request)})


def _write(link: DepartmentLink, kind: str, subject: str, context: dict[str, object]) -> None:
    request = context.get("request")
    with translation.override(settings.LANGUAGE_CODE):
        day = f"{request.due_on:%d.%m.%Y}" if isinstance(request, TopicRequest) else ""
        more = {
            "link": link,
            "town": link.municipality,
            "kind": kind,
            "address": link_address(link),
            "day": day,
        } | context
        number = request.pk if isinstance(request, TopicRequest) else 0
        post_letter(
            link.municipality,
            to=link.email,
            subject=f"{link.municipality.name}: {_(subject) % {'day': day}}",
            **words_of("channels_mgmt/email/department", more),
            key=f"department:{link.pk}:{kind}:{number}",
        )
