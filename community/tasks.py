# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Alarm clocks of the dialogue. A lost or doubled message is harmless: what is due stands in the database."""

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from accounts.models import Municipality
from channels_mgmt.services.outbox.lanes import LANE_SECONDS, join, run_lane, share_out
from community.models import DepartmentQuestion, PublicSettings
from community.queries.transparency import transparency_of
from community.services import (
    actions,
    appeals,
    comment_import,
    danger,
    departments,
    gone,
    marking,
    messages,
    notice_messages,
    queue,
    reading,
    restricting,
    restrictions,
    retention,
    sending_parts,
)
from community.services.triage import refitting, scoring, separate
from core.errors import DomainError
from core.waking import wake

log = logging.getLogger(__name__)
Lane = list[tuple[int, int]]
#: So long one ring looks at comments before the next one may.
SCORING_TIME = timedelta(seconds=20)


@shared_task
def sync_channels() -> None:
    """Share out the channels whose replies are to be read; rung every few seconds."""
    with scopes_disabled():
        at = now()
        lanes = share_out(reading.due_channels(at), busy={}, width=settings.SYNC_LANES)
        free = settings.SYNC_LANES - reading.channels_being_read(at)
    for lane in join(lanes, at_most=max(free, 0)):
        wake(sync_lane, lane, expires=LANE_SECONDS)


@shared_task
def sync_lane(lane: Lane) -> None:
    run_lane(lane, reading.sync_channel)


@shared_task
def carry_out_due_actions() -> None:
    """Share out what is due and what has to be recovered."""
    with scopes_disabled():
        at = now()
        due = share_out(actions.due_actions(at), busy=actions.busy_servers(at), width=settings.OUTBOX_LANES)
        left = share_out(actions.sweep_actions(at), busy={}, width=settings.OUTBOX_LANES)
        due_parts = share_out(sending_parts.due_parts(at), busy={}, width=settings.OUTBOX_LANES)
        left_parts = share_out(sending_parts.sweep_parts(at), busy={}, width=settings.OUTBOX_LANES)
    for lane in due:
        wake(carry_out_actions, lane, expires=LANE_SECONDS)
    for lane in left:
        wake(recover_actions, lane, expires=LANE_SECONDS)
    for lane in due_parts:
        wake(carry_out_parts, lane, expires=LANE_SECONDS)
    for lane in left_parts:
        wake(recover_parts, lane, expires=LANE_SECONDS)


@shared_task
def carry_out_actions(lane: Lane) -> None:
    run_lane(lane, actions.carry_out_action)


@shared_task
def recover_actions(lane: Lane) -> None:
    run_lane(lane, actions.recover_action)


@shared_task
def carry_out_parts(lane: Lane) -> None:
    run_lane(lane, sending_parts.carry_out_part)


@shared_task
def recover_parts(lane: Lane) -> None:
    run_lane(lane, sending_parts.recover_part)


@shared_task
def send_notices() -> None:
    """Share out notices to citizens that are due or to be recovered; rung every few seconds."""
    with scopes_disabled():
        at = now()
        due = share_out(notice_messages.due_notices(at), busy={}, width=1)
        left = share_out(notice_messages.sweep_notices(at), busy={}, width=1)
    for lane in due:
        wake(carry_out_notices, lane, expires=LANE_SECONDS)
    for lane in left:
        wake(recover_notices, lane, expires=LANE_SECONDS)


@shared_task
def carry_out_notices(lane: Lane) -> None:
    run_lane(lane, notice_messages.carry_out_notice)


@shared_task
def recover_notices(lane: Lane) -> None:
    run_lane(lane, notice_messages.recover_notice)


@shared_task
def carry_out_restrictions() -> None:
    """End what is over, then share out the steps that are due or to be recovered; rung every minute."""
    with scopes_disabled():
        at = now()
        restrictions.end_what_is_over(at)
        due = share_out(restricting.due_steps(at), busy={}, width=1)
        left = share_out(restricting.sweep_steps(at), busy={}, width=1)
    for lane in due:
        wake(carry_out_steps, lane, expires=LANE_SECONDS)
    for lane in left:
        wake(recover_steps, lane, expires=LANE_SECONDS)


@shared_task
def carry_out_steps(lane: Lane) -> None:
    run_lane(lane, restricting.carry_out_restriction)


@shared_task
def recover_steps(lane: Lane) -> None:
    run_lane(lane, restricting.recover_restriction)


@shared_task
def release_expired_claims() -> None:
    with scopes_disabled():
        queue.release_expired_claims()
        gone.close_what_is_gone(now())
        marking.set_apart_late()


@shared_task
def score_comments() -> None:
    """Look at open comments, town by town in turn, for some seconds; the next ring goes on. Rung every few seconds.

    The worker of this queue does nothing else: publishing never waits for it.
    """
    ends_at = now() + SCORING_TIME
    while now() < ends_at:
        with scopes_disabled():
            towns = list(scoring.towns_with_comments_to_score())
        if not sum(_score(town) for town in towns):
            return


def _score(town: Municipality) -> int:
    with scope(municipality=town):
        try:
            return scoring.score_comments(town)
        except DomainError as error:
            # Rules suggest alone then, and the page of the town says why.
            log.warning("The learned version of %s is not used: %s", town.slug, error)
            refitting.refuse_version_in_use(town, str(error))
            return scoring.score_comments(town, models=scoring.NOTHING_LEARNED)


def is_a_comment_to_score() -> bool:
    with scopes_disabled():
        return scoring.towns_with_comments_to_score().exists()


@shared_task
def refit_models() -> None:
    """At night, town by town: learn anew in a process of its own that ends afterwards; rung every minute."""
    with scopes_disabled():
        towns = refitting.towns_to_refit(now())
    for town in towns[:1]:
        with scope(municipality=town):
            is_ours = refitting.take_night(town, now())
        if is_ours:
            separate.refit_apart(town)


def is_a_refit_due() -> bool:
    with scopes_disabled():
        return bool(refitting.towns_to_refit(now()))


@shared_task
def remind_departments() -> None:
    """Write departments on the morning of the day their answer is due; rung every few minutes."""
    with scopes_disabled():
        for asked in DepartmentQuestion.objects.to_remind(now()).select_related("municipality", "comment")[:500]:
            departments.remind_department(asked)


@shared_task
def ring_danger() -> None:
    """Tell people of comments that may mean danger; rung every few seconds."""
    with scopes_disabled():
        danger.ring(now())


@shared_task
def forget_comment_sheets() -> None:
    """Tables of comments that were read in and that nobody decided about go after a day."""
    with scopes_disabled():
        comment_import.forget_comment_sheets(now())


@shared_task
def forget_appeals() -> None:
    """Empty appeals whose time is over; rung once a day."""
    with scopes_disabled():
        appeals.forget_appeals(now())


@shared_task
def replace_authors() -> None:
    """Town by town, let go of private messages and names whose time is over; rung every hour, the next goes on."""
    with scopes_disabled():
        towns = list(Municipality.objects.order_by("pk"))
    for town in towns:
        with scope(municipality=town):
            messages.end_messages(town, now())
            retention.replace_authors(town, now())


@shared_task
def count_for_transparency() -> None:
    """Count the day anew for each town that publishes its figures; no work where that is done."""
    with scopes_disabled():
        for shown in PublicSettings.objects.filter(is_transparency_public=True).select_related("municipality"):
            town = shown.municipality
            transparency_of(town, town.local_day(), with_practice=settings.DEMO)
