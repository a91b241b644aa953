# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits because of the dialogue: comments, steps on a platform, unreadable entries, appeals."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.frame.counting import COUNT_CAP as MENU_CAP
from accounts.frame.waiting import DANGER, MAX_LINES_PER_KIND, Case, WaitingItem, WaitingSource
from accounts.models import Municipality, Role, User
from accounts.tenancy.permissions import may
from community.models import Comment, DangerCall, Decision, PlatformAction
from community.presenters.notices import notice_state
from community.queries.appeals import waiting_appeals
from community.queries.faq import expired_faq
from community.queries.notices import notices_to_settle
from community.queries.queue import COUNT_CAP, actions_to_settle
from community.queries.replying import answers_to_release
from community.queries.restrictions import restrictions_to_decide, restrictions_to_look_at
from community.queries.snippets import expired_snippets
from community.queries.waiting import appeals_to_carry_out, dangerous_comments, overdue_departments
from core.moments import german_date, german_datetime
from core.questions import question, question_planned_once
from core.sight import sight
from core.text import at_most
from staffing.queries import SHIFTS_NOW

DUE_SOON = timedelta(days=1)


def menu_rows(person: User, town: Municipality) -> Iterator[str]:
    """What the menu counts: overdue comments, to people who decide about them."""
    if may(person, "community.decide_comment", town):
        yield "comments.overdue"


@question_planned_once
def first_threats(town: Municipality) -> QuerySet[Comment]:
    rings = DangerCall._base_manager.filter(comment=OuterRef("pk"), over_at=None)
    with sight(True):  # a line without words; the page behind it says who reads them
        found = dangerous_comments(town)
    return found.annotate(rings=Exists(rings)).order_by("due_at", "pk")[:1]


def _threats(case: Case) -> Iterator[WaitingItem]:
    """Above everything else; due on the clock of the wall."""
    danger = case.found["comments.danger"]
    for comment in first_threats(case.town):
        is_late = comment.due_at <= case.at
        words = _("overdue since %(moment)s") if is_late else _("to be looked at by %(moment)s")
        notes = [words % {"moment": german_datetime(comment.due_at, case.town)}]
        if not case.found[SHIFTS_NOW]:
            notes.append(_("Nobody is on call now."))
        text = (
            _("More than %(n)d comments may be threats.") % {"n": COUNT_CAP}
            if danger > COUNT_CAP
            else ngettext("%(n)d comment may be a threat.", "%(n)d comments may be threats.", danger) % {"n": danger}
        )
        yield WaitingItem(
            cause=f"danger:{comment.pk}",
            urgency=DANGER,
            icon="danger",
            text=text,
            path=reverse("dialog:comment", args=[case.town.slug, comment.pk]),
            action=_("Read it now"),
            since=comment.received_at,
            note=" · ".join(notes),
            is_mailed=comment.rings,  # type: ignore[attr-defined]  # annotated
        )


def _comments(case: Case) -> Iterator[WaitingItem]:
    waiting, danger, overdue = (case.found[f"comments.{name}"] for name in ("open", "danger", "overdue"))
    if waiting <= danger <= COUNT_CAP:
        return  # the line of the threats says it all
    urgency = 1 if overdue else 2
    notes = []
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
            urgency=2 if action.is_handed_over else 1,
            icon="user" if action.is_handed_over else "uncertain" if action.is_uncertain else "failed",
            text=_("%(kind)s on %(channel)s: %(state)s")
            % {
                "kind": action.decision.get_kind_display(),
                "channel": comment.channel,
                "state": _("To be done by hand") if action.is_handed_over else action.get_state_display(),
            },
            path=reverse("dialog:comment", args=[case.town.slug, comment.pk]),
            action=_("Do it") if action.is_handed_over else _("Settle"),
            since=action.due_at,
            note=action.error[:200],
        )


def _stuck_notices(case: Case) -> Iterator[WaitingItem]:
    rows = notices_to_settle(case.town).select_related("decision__comment__channel")[:MAX_LINES_PER_KIND]
    for message in rows:
        yield WaitingItem(
            cause=f"notice:{message.pk}:{message.state}",
            urgency=2,
            icon="uncertain" if message.is_uncertain else "failed",
            text=_("Notice to a citizen on %(channel)s: %(state)s")
            % {
                "channel": message.decision.comment.channel,
                "state": notice_state(message, None, "").label,
            },
            path=reverse("dialog:give_notice", args=[case.town.slug, message.decision_id]),
            action=_("Settle"),
            since=message.due_at,
            note=message.error[:200],
        )


def _unread_entries(case: Case) -> Iterator[WaitingItem]:
    number = case.found["entries.unread"]
    text = ngettext(
        "%(n)s entry of a platform could not be read.", "%(n)s entries of platforms could not be read.", number
    )
    yield WaitingItem(
        cause=f"unread_entries:{case.found['entries.newest']}",
        urgency=2,
        icon="dialog",
        text=text % {"n": at_most(number, MENU_CAP)},
        path=reverse("dialog:unread", args=[case.town.slug]),
        action=_("Look at it"),
        since=case.found["entries.since"],
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


def _late_departments(case: Case) -> Iterator[WaitingItem]:
    for asked in overdue_departments(case.town, case.at)[:MAX_LINES_PER_KIND]:
        yield WaitingItem(
            cause=f"department:{asked.pk}:overdue",
            urgency=2,
            icon="hourglass",
            text=_("%(department)s has not answered yet.") % {"department": asked.department},
            path=reverse("dialog:comment", args=[case.town.slug, asked.comment_id]),
            action=_("To the comment"),
            since=asked.due_at,
            note=_("due on %(day)s") % {"day": german_date(asked.due_at, case.town)},
        )


def _expired_texts(case: Case) -> Iterator[WaitingItem]:
    today = case.town.local_day(case.at)
    for text in expired_snippets(case.town, case.person, today)[:MAX_LINES_PER_KIND]:
        yield WaitingItem(
            cause=f"text:{text.pk}:{text.valid_until}",
            urgency=3,
            icon="reply",
            text=_("The text “%(name)s” was valid until %(day)s.")
            % {"name": text.name, "day": german_date(text.valid_until, case.town)},
            path=reverse("dialog:text_edit", args=[case.town.slug, text.pk]),
            action=_("Look at it"),
        )


@question
def first_to_release(town: Municipality, person: User) -> QuerySet[Decision]:
    return answers_to_release(town, person).select_related("actor")[:MAX_LINES_PER_KIND]


def _answers_to_release(case: Case) -> Iterator[WaitingItem]:
    for decision in first_to_release(case.town, case.person):
        yield WaitingItem(
            cause=f"release:{decision.pk}",
            urgency=1,
            icon="hourglass",
            text=_("An answer by %(person)s waits for your release.") % {"person": decision.actor},
            path=reverse("dialog:comment", args=[case.town.slug, decision.comment_id]),
            action=_("Read it"),
            since=decision.decided_at,
        )


def _expired_faq(case: Case) -> Iterator[WaitingItem]:
    today = case.town.local_day(case.at)
    for entry in expired_faq(case.town, case.person, today)[:MAX_LINES_PER_KIND]:
        yield WaitingItem(
            cause=f"faq:{entry.pk}:{entry.valid_until}",
            urgency=3,
            icon="ask",
            text=_("Everybody reads an answer that was to be looked at by %(day)s: %(question)s")
            % {"day": german_date(entry.valid_until, case.town), "question": entry.question},
            path=reverse("dialog:faq_edit", args=[case.town.slug, entry.pk]),
            action=_("Look at it"),
        )


def _restrictions(case: Case) -> Iterator[WaitingItem]:
    for asked in restrictions_to_decide(case.town, case.person)[:MAX_LINES_PER_KIND]:
        yield WaitingItem(
            cause=f"restriction:{asked.pk}:requested",
            urgency=2,
            icon="lock",
            text=_("A restriction of an account waits for a second person."),
            path=reverse("dialog:restriction", args=[case.town.slug, asked.pk]),
            action=_("Decide"),
            since=asked.requested_at,
        )


def _restrictions_to_look_at(case: Case) -> Iterator[WaitingItem]:
    for found in restrictions_to_look_at(case.town, case.at)[:MAX_LINES_PER_KIND]:
        day = german_date(found.ends_at, case.town) if found.ends_at else ""
        yield WaitingItem(
            cause=f"restriction:{found.pk}:{'review' if found.is_to_review(case.at) else 'step'}",
            urgency=2,
            icon="lock",
            text=_("A restriction of an account needs a look."),
            path=reverse("dialog:restriction", args=[case.town.slug, found.pk]),
            action=_("Look at it"),
            since=found.decided_at,
            note=_("ends on %(day)s") % {"day": day} if day and found.is_in_force else "",
        )


DECIDING = frozenset({Role.MODERATOR, Role.COMMUNICATIONS})
SOURCES = (
    WaitingSource(115, DECIDING, _threats, ("comments.danger",), (SHIFTS_NOW,)),
    WaitingSource(120, DECIDING, _comments, ("comments.open", "comments.danger", "comments.overdue")),
    WaitingSource(130, DECIDING, _stuck_actions, ("actions.to_settle",)),
    WaitingSource(131, DECIDING, _stuck_notices, ("notices.to_settle",)),
    WaitingSource(141, DECIDING | {Role.LEADERSHIP}, _restrictions, ("restrictions.to_decide",)),
    WaitingSource(142, DECIDING, _restrictions_to_look_at, ("restrictions.to_look_at",)),
    WaitingSource(145, DECIDING, _late_departments, ("departments.overdue",)),
    WaitingSource(132, DECIDING, _answers_to_release, ("answers.to_release",)),
    WaitingSource(147, DECIDING, _expired_faq, ("faq.dated",)),
    WaitingSource(148, DECIDING, _expired_texts, ("texts.dated",)),
    WaitingSource(
        150, DECIDING | {Role.ADMINISTRATOR}, _unread_entries, ("entries.unread",), ("entries.newest", "entries.since")
    ),
    WaitingSource(210, DECIDING | {Role.LEADERSHIP}, _appeals, ("appeals.to_judge",)),
    WaitingSource(220, DECIDING, _upheld_appeals, ("appeals.to_carry_out",)),
)
