# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits for one person, most urgent first: the start page shows it, reminders are made of it.

Each item names a cause. A reminder is obsolete as soon as its cause is no longer in this list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import OFFICES, Municipality, Role, User
from accounts.models.signed import SignedDocument
from accounts.queries import undelivered_letters
from accounts.templatetags.dorflinde import german_date, german_datetime
from channels_mgmt.models import Credential, Delivery, Post
from channels_mgmt.queries.posts import approvals_waiting_for, posts_awaiting
from community.models import Appeal, Comment, PlatformAction
from community.queries.appeals import waiting_appeals
from core.questions import question
from netiquette.models import Netiquette
from reporting.queries.server import media_room, size_words
from reporting.queries.waiting_channels import channel_documents, channel_links, posts_by_hand, unread_entries
from reporting.queries.waiting_item import MAX_LINES_PER_KIND, WaitingItem
from reporting.queries.waiting_offices import office_requests
from strategy.models import DirectQuestion, Strategy
from strategy.queries import open_strategy, renewal_of, today_in

DUE_SOON = timedelta(days=1)


def waiting_for(person: User, town: Municipality, at: datetime) -> list[WaitingItem]:
    """Everything that waits for ``person`` in ``town`` at the instant ``at``; at most one query per kind."""
    roles = person.roles_in(town)
    items = [item for source, needed in SOURCES if roles & needed for item in source(person, town, at)]
    return sorted(items, key=lambda item: (item.urgency, item.since or at))


def _documents(person: User, town: Municipality, at: datetime) -> Iterator[WaitingItem]:
    sources: tuple[tuple[type[SignedDocument], str], ...] = (
        (Strategy, "admin:strategy_strategy_change"),
        (Netiquette, "admin:netiquette_netiquette_change"),
    )
    for model, url_name in sources:
        manager: Any = model._default_manager
        waiting = manager.filter(municipality=town, state="submitted").exclude(author=person)
        for document in waiting.select_related("submitted_by").exclude(submitted_by=person):
            yield WaitingItem(
                cause=f"{model._meta.label_lower}:{document.pk}:sign",
                urgency=2,
                icon="sign",
                text=_("%(document)s – version %(number)s waits for your signature.")
                % {"document": model._meta.verbose_name, "number": document.version},
                path=reverse(url_name, args=[document.pk]),
                action=_("Read and sign"),
                since=document.submitted_at,
                note=_("submitted by %(person)s") % {"person": document.submitted_by},
            )


def _returned_documents(person: User, town: Municipality, at: datetime) -> Iterator[WaitingItem]:
    sources: tuple[tuple[type[SignedDocument], str], ...] = (
        (Strategy, reverse("strategy:document", args=[town.slug])),
        (Netiquette, reverse("netiquette:edit", args=[town.slug])),
    )
    for model, path in sources:
        manager: Any = model._default_manager
        returned = manager.filter(municipality=town, state="draft", author=person)
        for document in returned.exclude(return_reason="").select_related("returned_by"):
            yield WaitingItem(
                cause=f"{model._meta.label_lower}:{document.pk}:returned",
                urgency=2,
                icon="undo",
                text=_("%(document)s came back to you.") % {"document": model._meta.verbose_name},
                path=path,
                action=_("Revise"),
                since=document.returned_at,
                note=document.return_reason,
            )


def _renewal(person: User, town: Municipality, at: datetime) -> Iterator[WaitingItem]:
    renewal, today = renewal_of(town), today_in(town, at)
    if renewal is None or not renewal.is_near(today) or open_strategy(town) is not None:
        return  # whoever writes the next version has begun the review
    yield WaitingItem(
        cause=f"strategy.renewal:{renewal.version}:{renewal.due_on}",
        urgency=2 if renewal.is_overdue(today) else 3,
        icon="strategy",
        text=_("The strategy should be looked at again by %(day)s.") % {"day": f"{renewal.due_on:%d.%m.%Y}"},
        path=reverse("strategy:document", args=[town.slug]),
        action=_("To the strategy"),
        note=_("Start a new version and have it signed. Until then the present one stays in force."),
    )


def _approvals(person: User, town: Municipality, at: datetime) -> Iterator[WaitingItem]:
    if not approvals_waiting_for(person, town):
        return  # counted for the menu anyway
    for post in posts_awaiting(person, town).select_related("submitted_by")[:MAX_LINES_PER_KIND]:
        yield WaitingItem(
            cause=f"post:{post.pk}:approve",
            urgency=1 if post.planned_at and post.planned_at <= at else 2,
            icon="check",
            text=_("“%(title)s” waits for your approval.") % {"title": post.title},
            path=reverse("planning:post_detail", args=[town.slug, post.pk]),
            action=_("Read and approve"),
            since=post.submitted_at,
            note=_("submitted by %(person)s") % {"person": post.submitted_by},
        )


@question
def returned_posts(town: Municipality, person: User) -> QuerySet[Post]:
    returned = Post.objects.filter(municipality=town, state=Post.State.DRAFT, author=person).exclude(return_reason="")
    return returned.order_by("edited_at")[:MAX_LINES_PER_KIND]


def _returned_posts(person: User, town: Municipality, at: datetime) -> Iterator[WaitingItem]:
    for post in returned_posts(town, person):
        yield WaitingItem(
            cause=f"post:{post.pk}:returned",
            urgency=2,
            icon="undo",
            text=_("“%(title)s” came back to you.") % {"title": post.title},
            path=reverse("planning:post_detail", args=[town.slug, post.pk]),
            action=_("Revise"),
            note=post.return_reason,
        )


@question
def stuck_deliveries(town: Municipality) -> QuerySet[Delivery]:
    # Withdrawn by the software itself: the approval was void when the hour had come.
    given_up = Q(state=Delivery.State.WITHDRAWN, post__state=Post.State.APPROVED) & ~Q(error="")
    needs_a_person = Q(state__in=[Delivery.State.REJECTED, Delivery.State.UNCERTAIN, Delivery.State.MISSED])
    stuck = Delivery.objects.filter(needs_a_person | given_up, post__municipality=town)
    return stuck.select_related("post", "channel").order_by("due_at")[:MAX_LINES_PER_KIND]


def _stuck_deliveries(person: User, town: Municipality, at: datetime) -> Iterator[WaitingItem]:
    for delivery in stuck_deliveries(town):
        yield WaitingItem(
            cause=f"delivery:{delivery.pk}:{delivery.state}",
            urgency=1,
            icon=str(delivery.state) if delivery.state == "uncertain" else "failed",
            text=_("“%(title)s” on %(channel)s: %(state)s")
            % {"title": delivery.post.title, "channel": delivery.channel, "state": delivery.get_state_display()},
            path=reverse("planning:post_detail", args=[town.slug, delivery.post_id]),
            action=_("Settle"),
            since=delivery.due_at,
            note=delivery.error[:200],
        )


def _broken_channels(person: User, town: Municipality, at: datetime) -> Iterator[WaitingItem]:
    broken = Credential.objects.filter(channel__municipality=town, broken_since__isnull=False)
    for credential in broken.exclude(channel__state="closed").select_related("channel"):
        yield WaitingItem(
            cause=f"channel:{credential.channel_id}:reconnect",
            urgency=1,
            icon="link",
            text=_("%(channel)s has lost the access to its account.") % {"channel": credential.channel},
            path=reverse("channels:channel_detail", args=[town.slug, credential.channel_id]),
            action=_("Connect again"),
            since=credential.broken_since,
        )


def _comments(person: User, town: Municipality, at: datetime) -> Iterator[WaitingItem]:
    counts = (
        Comment.objects.filter(municipality=town)
        .open()
        .aggregate(
            danger=Count("pk", filter=Q(urgency=Comment.Urgency.DANGER)),
            overdue=Count("pk", filter=Q(due_at__lte=at)),
            waiting=Count("pk"),
            oldest=Min("due_at"),
        )
    )
    if not counts["waiting"]:
        return
    urgency = 1 if counts["danger"] or counts["overdue"] else 2
    text = ngettext("%(n)d comment waits.", "%(n)d comments wait.", counts["waiting"]) % {"n": counts["waiting"]}
    notes = []
    if counts["danger"]:
        notes.append(
            ngettext("%(n)d possible threat", "%(n)d possible threats", counts["danger"]) % {"n": counts["danger"]}
        )
    if counts["overdue"]:
        notes.append(ngettext("%(n)d overdue", "%(n)d overdue", counts["overdue"]) % {"n": counts["overdue"]})
    yield WaitingItem(
        cause=f"comments:{'urgent' if urgency == 1 else 'waiting'}",
        urgency=urgency,
        icon="dialog",
        text=text,
        path=reverse("dialog:queue", args=[town.slug]),
        action=_("Open the queue"),
        note=", ".join(notes),
    )


@question
def stuck_actions(town: Municipality) -> QuerySet[PlatformAction]:
    stuck = PlatformAction.objects.needing_a_person().filter(decision__comment__municipality=town)
    return stuck.select_related("decision__comment__channel").order_by("due_at")[:MAX_LINES_PER_KIND]


def _stuck_actions(person: User, town: Municipality, at: datetime) -> Iterator[WaitingItem]:
    for action in stuck_actions(town):
        comment = action.decision.comment
        yield WaitingItem(
            cause=f"action:{action.pk}:{action.state}",
            urgency=1,
            icon="uncertain" if action.state == "uncertain" else "failed",
            text=_("%(kind)s on %(channel)s: %(state)s")
            % {
                "kind": action.decision.get_kind_display(),
                "channel": comment.channel,
                "state": action.get_state_display(),
            },
            path=reverse("dialog:comment", args=[town.slug, comment.pk]),
            action=_("Settle"),
            since=action.due_at,
            note=action.error[:200],
        )


def _undelivered_letters(person: User, town: Municipality, at: datetime) -> Iterator[WaitingItem]:
    found = undelivered_letters(town).aggregate(number=Count("pk"), newest=Max("pk"), since=Min("due_at"))
    if found["number"]:
        yield WaitingItem(
            cause=f"letters:{found['newest']}",
            urgency=2,
            icon="mail",
            text=ngettext("%(n)d mail did not leave.", "%(n)d mails did not leave.", found["number"])
            % {"n": found["number"]},
            path=reverse("settings:letters", args=[town.slug]),
            action=_("Look at it"),
            since=found["since"],
        )


def _appeals(person: User, town: Municipality, at: datetime) -> Iterator[WaitingItem]:
    for appeal in waiting_appeals(person, town, at)[:MAX_LINES_PER_KIND]:
        is_overdue, is_due_soon = appeal.due_at <= at, appeal.due_at <= at + DUE_SOON
        day = german_date(appeal.due_at, town)
        yield WaitingItem(
            cause=f"appeal:{appeal.pk}:{'overdue' if is_overdue else 'soon' if is_due_soon else 'open'}",
            urgency=1 if is_overdue else 2 if is_due_soon else 3,
            icon="mail",
            text=_("Appeal %(reference)s waits for a second look.") % {"reference": appeal.reference},
            path=reverse("dialog:appeal", args=[town.slug, appeal.pk]),
            action=_("Look at it"),
            since=appeal.received_at,
            note=(_("overdue since %(day)s") if is_overdue else _("answer promised by %(day)s")) % {"day": day},
        )


def _upheld_appeals(person: User, town: Municipality, at: datetime) -> Iterator[WaitingItem]:
    waiting = Appeal.objects.filter(municipality=town).to_be_carried_out()
    for appeal in waiting.order_by("decided_at")[:MAX_LINES_PER_KIND]:
        yield WaitingItem(
            cause=f"appeal:{appeal.pk}:carry_out",
            urgency=2,
            icon="undo",
            text=_("Appeal %(reference)s was upheld: take the measure back on the platform.")
            % {"reference": appeal.reference},
            path=reverse("dialog:appeal", args=[town.slug, appeal.pk]),
            action=_("Read how"),
            since=appeal.decided_at,
        )


def _questions_to_the_head(person: User, town: Municipality, at: datetime) -> Iterator[WaitingItem]:
    waiting = DirectQuestion.objects.filter(municipality=town).open().exclude(asked_by=person)
    for asked in waiting.select_related("asked_by")[:MAX_LINES_PER_KIND]:
        is_late = asked.is_late(at)
        words = _("overdue since %(moment)s") if is_late else _("answer until %(moment)s")
        yield WaitingItem(
            cause=f"question:{asked.pk}:{'late' if is_late else 'answer'}",
            urgency=1 if is_late else 2,
            icon="ask",
            text=_("%(name)s asks: %(question)s") % {"name": asked.asked_by, "question": asked.question},
            path=reverse("strategy:question", args=[town.slug, asked.pk]),
            action=_("Give an answer"),
            since=asked.asked_at,
            note=words % {"moment": german_datetime(asked.due_at, town)},
            is_mailed=not is_late,
        )


def _own_questions(person: User, town: Municipality, at: datetime) -> Iterator[WaitingItem]:
    state = DirectQuestion.State
    answered = Q(state=state.ANSWERED, read_at__isnull=True)
    late = Q(state=state.ASKED, due_at__lte=at)
    own = DirectQuestion.objects.filter(answered | late, municipality=town, asked_by=person).order_by("due_at", "pk")
    for asked in own[:MAX_LINES_PER_KIND]:
        is_answered = asked.state == state.ANSWERED
        yield WaitingItem(
            cause=f"question:{asked.pk}:{'answered' if is_answered else 'overdue'}",
            urgency=2,
            icon="success" if is_answered else "hourglass",
            text=_("The answer is there: %(answer)s") % {"answer": asked.chosen_text}
            if is_answered
            else _("Your question to the head is overdue. Please call."),
            path=reverse("strategy:question", args=[town.slug, asked.pk]),
            action=_("Read the answer") if is_answered else _("Look at it"),
            since=asked.answered_at or asked.due_at,
            note=asked.question,
            is_mailed=is_answered,
        )


def _little_room(person: User, town: Municipality, at: datetime) -> Iterator[WaitingItem]:
    room = media_room()
    if room is not None and room.is_short:
        yield WaitingItem(
            cause="server:room",
            urgency=1,
            icon="warning",
            text=_("The server has only %(free)s left for photos and evidence.") % {"free": size_words(room)},
            path=reverse("today:readiness", args=[town.slug]) + "#server",
            action=_("Look at it"),
        )


Source = Callable[[User, Municipality, datetime], Iterator[WaitingItem]]
AUTHORS = {Role.EDITOR, Role.COMMUNICATIONS, Role.LEADERSHIP, Role.DEPARTMENT, Role.EXTERNAL}
ANSWERING_FOR_CHANNELS = set(Role) - {Role.EXTERNAL, Role.DEPARTMENT}
SOURCES: tuple[tuple[Source, set[Role]], ...] = (
    (_documents, {Role.LEADERSHIP}),
    (_returned_documents, {Role.COMMUNICATIONS, Role.EDITOR}),
    (_renewal, {Role.LEADERSHIP, Role.COMMUNICATIONS}),
    (_questions_to_the_head, {Role.LEADERSHIP}),
    (_own_questions, {Role.COMMUNICATIONS, Role.EDITOR, Role.MODERATOR}),
    (_approvals, {Role.COMMUNICATIONS, Role.LEADERSHIP}),
    (_returned_posts, AUTHORS),
    (_stuck_deliveries, {Role.COMMUNICATIONS, Role.EDITOR}),
    (_broken_channels, {Role.COMMUNICATIONS, Role.ADMINISTRATOR}),
    (_comments, {Role.MODERATOR, Role.COMMUNICATIONS}),
    (_stuck_actions, {Role.MODERATOR, Role.COMMUNICATIONS}),
    (posts_by_hand, set(Role) - {Role.EXTERNAL}),
    (unread_entries, {Role.MODERATOR, Role.COMMUNICATIONS, Role.ADMINISTRATOR}),
    (channel_links, ANSWERING_FOR_CHANNELS),
    (channel_documents, {Role.COMMUNICATIONS, Role.READER}),
    (_undelivered_letters, {Role.ADMINISTRATOR}),
    (_little_room, {Role.ADMINISTRATOR}),
    (office_requests, set(OFFICES)),
    (_appeals, {Role.MODERATOR, Role.COMMUNICATIONS, Role.LEADERSHIP}),
    (_upheld_appeals, {Role.MODERATOR, Role.COMMUNICATIONS}),
)
