# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits because of posts and channels: approvals, deliveries, accesses, links, documents."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.frame.waiting import MAX_LINES_PER_KIND, Case, WaitingItem, WaitingSource
from accounts.models import Municipality, Role, User
from accounts.queries import remembered
from channels_mgmt.models import (
    ApprovalRequest,
    Channel,
    ChannelCheck,
    Consent,
    Credential,
    Delivery,
    EmergencyRelease,
    Licence,
    Post,
    WritingRight,
)
from channels_mgmt.queries.access import access_to_review
from channels_mgmt.queries.documents import DocumentLine, documents_to_review
from channels_mgmt.queries.emergencies import releases_to_answer
from channels_mgmt.queries.links import links_to_see
from channels_mgmt.queries.posts import approval_rows, posts_to_approve, to_publish_by_hand
from channels_mgmt.queries.rights import consents_to_settle, ending_consents, ending_licences
from channels_mgmt.queries.series import drafts_left_behind, series_without_writer
from channels_mgmt.queries.waiting import accesses_to_mend, deliveries_to_settle, own_drafts_due, posts_returned
from channels_mgmt.queries.writing_rights import rights_held
from core.moments import german_date, german_datetime
from core.questions import question

REMEMBERED_SECONDS = 60


def menu_rows(person: User, town: Municipality) -> tuple[str, ...]:
    """What the menu counts: posts to approve."""
    return approval_rows(person, town)


@question
def first_to_approve(town: Municipality, person: User, at: datetime, *, with_crisis: bool) -> QuerySet[Post]:
    waiting = posts_to_approve(town, person, at, with_crisis=with_crisis).select_related("submitted_by")
    has_letters = ApprovalRequest.objects.filter(post=OuterRef("pk"), asked_at=OuterRef("submitted_at"))
    return waiting.annotate(has_letters=Exists(has_letters)).order_by("submitted_at", "pk")[:MAX_LINES_PER_KIND]


def _approvals(case: Case) -> Iterator[WaitingItem]:
    for post in first_to_approve(case.town, case.person, case.at, with_crisis=Role.LEADERSHIP in case.roles):
        yield WaitingItem(
            cause=f"post:{post.pk}:approve",
            urgency=1 if post.planned_at and post.planned_at <= case.at else 2,
            icon="check",
            text=_("“%(title)s” waits for your approval.") % {"title": post.title},
            path=reverse("planning:post_detail", args=[case.town.slug, post.pk]),
            action=_("Read and approve"),
            since=post.submitted_at,
            note=_("submitted by %(person)s") % {"person": post.submitted_by},
            is_mailed=post.has_letters,  # type: ignore[attr-defined]  # annotated
        )


@question
def first_emergencies(town: Municipality, person: User) -> QuerySet[EmergencyRelease]:
    open_ones = releases_to_answer(town, person).select_related("post", "released_by")
    return open_ones.order_by("confirm_until", "pk")[:MAX_LINES_PER_KIND]


def _emergencies(case: Case) -> Iterator[WaitingItem]:
    for release in first_emergencies(case.town, case.person):
        yield WaitingItem(
            cause=f"emergency:{release.pk}",
            urgency=1,
            icon="danger",
            text=_("The emergency post “%(title)s” waits for a second person.") % {"title": release.post.title},
            path=reverse("planning:post_detail", args=[case.town.slug, release.post_id]),
            action=_("Read and confirm"),
            since=release.released_at,
            note=_("released by %(person)s") % {"person": release.released_by},
            is_mailed=True,
        )


@question
def returned_posts(town: Municipality, person: User) -> QuerySet[Post]:
    return posts_returned(town, person).order_by("edited_at")[:MAX_LINES_PER_KIND]


def _returned_posts(case: Case) -> Iterator[WaitingItem]:
    for post in returned_posts(case.town, case.person):
        yield WaitingItem(
            cause=f"post:{post.pk}:returned",
            urgency=2,
            icon="undo",
            text=_("“%(title)s” came back to you.") % {"title": post.title},
            path=reverse("planning:post_detail", args=[case.town.slug, post.pk]),
            action=_("Revise"),
            note=post.return_reason,
        )


@question
def first_drafts(town: Municipality, person: User, at: datetime) -> QuerySet[Post]:
    return own_drafts_due(town, person, at).order_by("planned_at", "pk")[:MAX_LINES_PER_KIND]


def _own_drafts(case: Case) -> Iterator[WaitingItem]:
    for post in first_drafts(case.town, case.person, case.at):
        is_over = post.planned_at is not None and post.planned_at <= case.at
        words = _("was planned for %(moment)s") if is_over else _("planned for %(moment)s")
        yield WaitingItem(
            cause=f"post:{post.pk}:{'late' if is_over else 'unfinished'}",
            urgency=2,
            icon="draft",
            text=_("“%(title)s” is not finished.") % {"title": post.title},
            path=reverse("planning:post_edit", args=[case.town.slug, post.pk]),
            action=_("Go on writing"),
            note=words % {"moment": german_datetime(post.planned_at, case.town)},
        )


@question
def stuck_deliveries(town: Municipality) -> QuerySet[Delivery]:
    stuck = deliveries_to_settle(town).select_related("post", "channel")
    return stuck.order_by("due_at")[:MAX_LINES_PER_KIND]


def _stuck_deliveries(case: Case) -> Iterator[WaitingItem]:
    for delivery in stuck_deliveries(case.town):
        yield WaitingItem(
            cause=f"delivery:{delivery.pk}:{delivery.state}",
            urgency=1,
            icon="uncertain" if delivery.is_uncertain else "failed",
            text=_("“%(title)s” on %(channel)s: %(state)s")
            % {"title": delivery.post.title, "channel": delivery.channel, "state": delivery.get_state_display()},
            path=reverse("planning:post_detail", args=[case.town.slug, delivery.post_id]),
            action=_("Settle"),
            since=delivery.due_at,
            note=delivery.error[:200],
        )


def _broken_channels(case: Case) -> Iterator[WaitingItem]:
    for credential in accesses_to_mend(case.town, case.at).select_related("channel"):
        if credential.broken_since is None:
            yield _ending_access(case, credential)
            continue
        yield WaitingItem(
            cause=f"channel:{credential.channel_id}:reconnect",
            urgency=1,
            icon="link",
            text=_("%(channel)s has lost the access to its account.") % {"channel": credential.channel},
            path=reverse("channels:channel_detail", args=[case.town.slug, credential.channel_id]),
            action=_("Connect again"),
            since=credential.broken_since,
        )


def _ending_access(case: Case, credential: Credential) -> WaitingItem:
    """Told before it ends. What renews itself comes here only when that has failed for weeks."""
    words = _("The access of %(channel)s ends on %(day)s.")
    return WaitingItem(
        cause=f"channel:{credential.channel_id}:ends:{credential.ends_at:%Y-%m-%d}",
        urgency=2,
        icon="link",
        text=words % {"channel": credential.channel, "day": german_date(credential.ends_at, case.town)},
        path=reverse("channels:channel_connect", args=[case.town.slug, credential.channel_id]),
        action=_("Sign in again"),
    )


def _posts_by_hand(case: Case) -> Iterator[WaitingItem]:
    """Due posts on channels without software: for the editors, and for owner and deputy whatever their role is."""
    for delivery in to_publish_by_hand(case.person, case.town)[:MAX_LINES_PER_KIND]:
        yield WaitingItem(
            cause=f"delivery:{delivery.pk}:by_hand",
            urgency=1,
            icon="send",
            text=_("“%(title)s” is to be published by hand on %(channel)s.")
            % {"title": delivery.post.title, "channel": delivery.channel},
            path=reverse("planning:post_detail", args=[case.town.slug, delivery.post_id]),
            action=_("Publish and confirm"),
            since=delivery.due_at,
        )


def _series_without_writer(case: Case) -> Iterator[WaitingItem]:
    for series in series_without_writer(case.town, case.at).select_related("responsible")[:MAX_LINES_PER_KIND]:
        yield WaitingItem(
            cause=f"series:{series.pk}:without_writer",
            urgency=2,
            icon="user",
            text=_("Nobody answers for the series “%(name)s” any more.") % {"name": series.name},
            path=reverse("planning:series_edit", args=[case.town.slug, series.pk]),
            action=_("Name somebody"),
            note=_("%(person)s may not write posts here; no drafts are made.") % {"person": series.responsible},
        )


def _drafts_left(case: Case) -> Iterator[WaitingItem]:
    left = drafts_left_behind(case.town, case.at).order_by("planned_at", "pk")
    for post in left[:MAX_LINES_PER_KIND]:
        yield WaitingItem(
            cause=f"post:{post.pk}:left",
            urgency=2,
            icon="draft",
            text=_("“%(title)s” is left over from a series that has ended.") % {"title": post.title},
            path=reverse("planning:post_detail", args=[case.town.slug, post.pk]),
            action=_("Finish or delete it"),
            note=_("Who wrote it is gone; planned for %(moment)s")
            % {"moment": german_datetime(post.planned_at, case.town)},
        )


def _channel_links(case: Case) -> Iterator[WaitingItem]:
    runs_channels = Role.COMMUNICATIONS in case.roles
    for found in links_to_see(case.town, case.at):
        channel = found.channel
        if not runs_channels and case.person.pk not in (channel.owner_id, channel.deputy_id):
            continue
        if found.missing:
            text = _("%(channel)s: a link is missing in the profile.") % {"channel": channel}
        else:
            text = _("%(channel)s: are netiquette and imprint still linked?") % {"channel": channel}
        keys = (*found.missing, *(check.key for check in found.due))
        yield WaitingItem(
            cause=f"channel:{channel.pk}:links:{'missing' if found.missing else 'due'}",
            urgency=2 if found.missing else 3,
            icon="link",
            text=text,
            path=reverse("channels:links", args=[case.town.slug, channel.pk]),
            action=_("Look at the links"),
            since=found.since,
            note=", ".join(str(ChannelCheck.Key(key).label) for key in keys),
        )


LATE_REVIEW = timedelta(days=14)
"""How long a list of accesses may wait before it counts as something for today, and mails say so."""


def _access_lists(case: Case) -> Iterator[WaitingItem]:
    runs_channels = Role.COMMUNICATIONS in case.roles
    for found in access_to_review(case.town, case.at):
        channel = found.channel
        if not runs_channels and case.person.pk not in (channel.owner_id, channel.deputy_id):
            continue
        if found.is_empty:
            text = _("%(channel)s: nobody has noted yet who has access at the platform.") % {"channel": channel}
        else:
            text = _("%(channel)s: does everybody with access still need it?") % {"channel": channel}
        is_late = found.since is not None and found.since <= case.at - LATE_REVIEW
        yield WaitingItem(
            cause=f"channel:{channel.pk}:access:{'late' if is_late else 'due'}",
            urgency=2 if is_late else 3,
            icon="people",
            text=text,
            path=f"{reverse('channels:channel_health', args=[case.town.slug, channel.pk])}#access",
            action=_("Look through the list"),
            since=found.since,
        )


def _channel_documents(case: Case) -> Iterator[WaitingItem]:
    """The same for everybody, and dear to find out: nearly all facts of the town go into its documents."""
    changes = case.found["changes"] or 0
    lines = partial(_documents, case)
    yield from remembered(case.town, "documents", lines, seconds=REMEMBERED_SECONDS, changes=changes)


def _documents(case: Case) -> list[WaitingItem]:
    return [_document(case, line) for line in documents_to_review(case.town, case.at)[:MAX_LINES_PER_KIND]]


def _whose(line: DocumentLine) -> str:
    return f"channel:{line.place.pk}" if isinstance(line.place, Channel) else f"town:{line.place.pk}"


def _document(case: Case, line: DocumentLine) -> WaitingItem:
    if line.is_stale:
        text = _("%(document)s of %(channel)s is out of date.")
    else:
        text = _("%(document)s of %(channel)s was checked more than a year ago.")
    return WaitingItem(
        cause=f"{_whose(line)}:{line.kind}:{line.state}",
        urgency=3,
        icon="document",
        text=text % {"document": line.label, "channel": line.place},
        path=line.url,
        action=_("Look at it"),
        since=line.check.checked_at if line.check else None,
        note=", ".join(str(fact.label) for fact in line.changed),
    )


@question
def first_rights(town: Municipality, person: User, at: datetime) -> QuerySet[WritingRight]:
    held = rights_held(town, person, at).select_related("channel", "series")
    return held.order_by("until", "pk")[:MAX_LINES_PER_KIND]


def _writing_rights(case: Case) -> Iterator[WaitingItem]:
    """No work that waits, but what the person may do, and until when."""
    for right in first_rights(case.town, case.person, case.at):
        words = {"place": right.place, "moment": german_datetime(right.until, case.town)}
        address = "planning:post_create" if right.channel_id else "planning:agenda"
        yield WaitingItem(
            cause=f"writing_right:{right.pk}",
            urgency=3,
            icon="edit",
            text=_("You may write for %(place)s, until %(moment)s.") % words,
            path=reverse(address, args=[case.town.slug]),
            action=_("Write a post") if right.channel_id else _("To the plan"),
            note=_("The right ends by itself. The team approves what you write."),
            is_mailed=True,
        )


@question
def withdrawals_to_settle(town: Municipality) -> QuerySet[Consent]:
    return consents_to_settle(town).order_by("withdrawn_on", "pk")[:MAX_LINES_PER_KIND]


def _withdrawals(case: Case) -> Iterator[WaitingItem]:
    """Without the name: reminders are mailed."""
    for consent in withdrawals_to_settle(case.town):
        yield WaitingItem(
            cause=f"consent:{consent.pk}:withdrawn",
            urgency=1,
            icon="sign",
            text=_("%(consent)s was withdrawn. Posts that show the people wait for you.") % {"consent": consent},
            path=reverse("planning:consent", args=[case.town.slug, consent.pk]),
            action=_("See to the posts"),
            note=_("withdrawn on %(day)s") % {"day": german_date(consent.withdrawn_on)},
        )


@question
def consents_that_end(town: Municipality, at: datetime) -> QuerySet[Consent]:
    return ending_consents(town, at).order_by("ends_at", "pk")[:MAX_LINES_PER_KIND]


@question
def licences_that_end(town: Municipality, at: datetime) -> QuerySet[Licence]:
    return ending_licences(town, at).order_by("ends_at", "pk")[:MAX_LINES_PER_KIND]


def _ending_rights(case: Case) -> Iterator[WaitingItem]:
    if case.found["consents.ending"]:
        for consent in consents_that_end(case.town, case.at):
            text = _("%(consent)s ends on %(day)s.") % {"consent": consent, "day": german_date(consent.valid_until)}
            path = reverse("planning:consent", args=[case.town.slug, consent.pk])
            yield WaitingItem(f"consent:{consent.pk}:ends", 3, "sign", text, path, _("Look at it"))
    if case.found["licences.ending"]:
        for licence in licences_that_end(case.town, case.at):
            words = {"licence": licence, "day": german_date(licence.valid_until)}
            text = _("The licence “%(licence)s” ends on %(day)s.") % words
            path = reverse("planning:licence_edit", args=[case.town.slug, licence.pk])
            yield WaitingItem(f"licence:{licence.pk}:ends", 3, "document", text, path, _("Look at it"))


EDITORIAL = frozenset({Role.COMMUNICATIONS, Role.EDITOR})
WRITING_BY_RIGHT = frozenset({Role.MODERATOR, Role.READER, Role.ADMINISTRATOR})
INSIDE = frozenset(Role) - {Role.EXTERNAL}
TO_APPROVE = ("posts.to_approve", "posts.to_approve_without_crisis")
SOURCES = (
    WaitingSource(75, frozenset({Role.COMMUNICATIONS, Role.LEADERSHIP}), _emergencies, ("emergencies.to_answer",)),
    WaitingSource(80, frozenset({Role.COMMUNICATIONS, Role.LEADERSHIP}), _approvals, TO_APPROVE),
    WaitingSource(90, frozenset(Role), _returned_posts, ("posts.returned",)),
    WaitingSource(95, frozenset(Role), _own_drafts, ("posts.own_drafts_due",)),
    WaitingSource(182, WRITING_BY_RIGHT, _writing_rights, ("writing_rights.held",)),
    WaitingSource(97, EDITORIAL, _series_without_writer, ("series.without_writer",)),
    WaitingSource(98, EDITORIAL, _drafts_left, ("series.drafts_left",)),
    WaitingSource(100, EDITORIAL, _stuck_deliveries, ("deliveries.to_settle",)),
    WaitingSource(105, EDITORIAL | {Role.LEADERSHIP}, _withdrawals, ("consents.to_settle",)),
    WaitingSource(175, EDITORIAL, _ending_rights, ("consents.ending", "licences.ending")),
    WaitingSource(110, frozenset({Role.COMMUNICATIONS, Role.ADMINISTRATOR}), _broken_channels, ("channels.broken",)),
    WaitingSource(140, INSIDE, _posts_by_hand, ("deliveries.by_hand",)),
    WaitingSource(160, INSIDE - {Role.DEPARTMENT}, _channel_links, ("channels.links_to_see",)),
    WaitingSource(165, INSIDE - {Role.DEPARTMENT}, _access_lists, ("channels.access_to_review",)),
    WaitingSource(
        170, frozenset({Role.COMMUNICATIONS, Role.READER}), _channel_documents, ("documents.checked",), ("changes",)
    ),
)
