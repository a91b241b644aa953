# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits because of the dialogue: comments, steps on a platform, unreadable entries, appeals."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Max, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.frame.waiting import MAX_LINES_PER_KIND, Case, WaitingItem, WaitingSource
from accounts.models import Municipality, Role, User
from accounts.templatetags.dorflinde import german_date
from accounts.tenancy.permissions import may
from community.models import PlatformAction
from community.queries.appeals import waiting_appeals
from community.queries.queue import COUNT_CAP, actions_to_settle
from community.queries.waiting import appeals_to_carry_out, unread_entries
from core.questions import question

DUE_SOON = timedelta(days=1)


def menu_rows(person: User, town: Municipality) -> Iterator[str]:
    """What the menu counts: overdue comments, to people who decide about them."""
    if may(person, "community.decide_comment", town):
        yield "comments.overdue"


def _comments(case: Case) -> Iterator[WaitingItem]:
    waiting, danger, overdue = (case.found[f"comments.{name}"] for name in ("open", "danger", "overdue"))
    urgency = 1 if danger or overdue else 2
    notes = []
    if danger > COUNT_CAP:
        notes.append(_("more than %(n)d possible threats") % {"n": COUNT_CAP})
    elif danger:
        notes.append(ngettext("%(n)d possible threat", "%(n)d possible threats", danger) % {"n": danger})
    if overdue > COUNT_CAP:
        notes.append(_("more than %(n)d overdue") % {"n": COUNT_CAP})
    elif overdue:
        notes.append(ngettext("%(n)d overdue", "%(n)d overdue", overdue) % {"n": overdue})
    yield WaitingItem(
        cause=f"comments:{'urgent' if urgency == 1 else 'waiting'}",
        urgency=urgency,
        icon="dialog",
        text=_("More than %(n)d comments wait.") % {"n": COUNT_CAP}
        if waiting > COUNT_CAP
        else ngettext("%(n)d comment waits.", "%(n)d comments wait.", waiting) % {"n": waiting},
        path=reverse("dialog:queue", args=[case.town.slug]),
        action=_("Open the queue"),
        note=", ".join(notes),
    )


@question
def stuck_actions(town: Municipality) -> QuerySet[PlatformAction]:
    stuck = actions_to_settle(town).select_related("decision__comment__channel")
    return stuck.order_by("due_at")[:MAX_LINES_PER_KIND]


def _stuck_actions(case: Case) -> Iterator[WaitingItem]:
    for action in stuck_actions(case.town):
        comment = action.decision.comment
        yield WaitingItem(
            cause=f"action:{action.pk}:{action.state}",
            urgency=1,
            icon="uncertain" if action.is_uncertain else "failed",
            text=_("%(kind)s on %(channel)s: %(state)s")
            % {
                "kind": action.decision.get_kind_display(),
                "channel": comment.channel,
                "state": action.get_state_display(),
            },
            path=reverse("dialog:comment", args=[case.town.slug, comment.pk]),
            action=_("Settle"),
            since=action.due_at,
            note=action.error[:200],
        )


def _unread_entries(case: Case) -> Iterator[WaitingItem]:
    found = unread_entries(case.town).order_by().aggregate(number=Count("pk"), newest=Max("pk"), since=Min("read_at"))
    if found["number"]:
        text = ngettext(
            "%(n)d entry of a platform could not be read.",
            "%(n)d entries of platforms could not be read.",
            found["number"],
        )
        yield WaitingItem(
            cause=f"unread_entries:{found['newest']}",
            urgency=2,
            icon="dialog",
            text=text % {"n": found["number"]},
            path=reverse("dialog:unread", args=[case.town.slug]),
            action=_("Look at it"),
            since=found["since"],
        )


def _appeals(case: Case) -> Iterator[WaitingItem]:
    for appeal in waiting_appeals(case.person, case.town, case.at)[:MAX_LINES_PER_KIND]:
        is_overdue, is_due_soon = appeal.due_at <= case.at, appeal.due_at <= case.at + DUE_SOON
        day = german_date(appeal.due_at, case.town)
        yield WaitingItem(
            cause=f"appeal:{appeal.pk}:{'overdue' if is_overdue else 'soon' if is_due_soon else 'open'}",
            urgency=1 if is_overdue else 2 if is_due_soon else 3,
            icon="mail",
            text=_("Appeal %(reference)s waits for a second look.") % {"reference": appeal.reference},
            path=reverse("dialog:appeal", args=[case.town.slug, appeal.pk]),
            action=_("Look at it"),
            since=appeal.received_at,
            note=(_("overdue since %(day)s") if is_overdue else _("answer promised by %(day)s")) % {"day": day},
        )


def _upheld_appeals(case: Case) -> Iterator[WaitingItem]:
    for appeal in appeals_to_carry_out(case.town).order_by("decided_at")[:MAX_LINES_PER_KIND]:
        yield WaitingItem(
            cause=f"appeal:{appeal.pk}:carry_out",
            urgency=2,
            icon="undo",
            text=_("Appeal %(reference)s was upheld: take the measure back on the platform.")
            % {"reference": appeal.reference},
            path=reverse("dialog:appeal", args=[case.town.slug, appeal.pk]),
            action=_("Read how"),
            since=appeal.decided_at,
        )


DECIDING = frozenset({Role.MODERATOR, Role.COMMUNICATIONS})
SOURCES = (
    WaitingSource(120, DECIDING, _comments, ("comments.open", "comments.danger", "comments.overdue")),
    WaitingSource(130, DECIDING, _stuck_actions, ("actions.to_settle",)),
    WaitingSource(150, DECIDING | {Role.ADMINISTRATOR}, _unread_entries, ("entries.unread",)),
    WaitingSource(210, DECIDING | {Role.LEADERSHIP}, _appeals, ("appeals.to_judge",)),
    WaitingSource(220, DECIDING, _upheld_appeals, ("appeals.to_carry_out",)),
)
