# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Alarm clocks of publishing. A lost or doubled message is harmless: what is due stands in the database."""

import time

from celery import shared_task
from django.conf import settings
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from accounts.models import Municipality
from channels_mgmt.queries.likeness import not_compared
from channels_mgmt.queries.series import active_series
from channels_mgmt.services import (
    approval_requests,
    council,
    departments,
    emergencies,
    figures,
    likeness,
    plan_import,
    presence,
    publishing,
    reach,
    renewals,
    series,
    sign_ins,
    stops,
    topic_mail,
    video_work,
    withdrawals,
)
from channels_mgmt.services.outbox.lanes import LANE_SECONDS, run_lane, share_out
from core.waking import wake

SERIES_AT_ONCE = 100
LONGEST_VIDEO_WORK = 5 * 3600
"""Seconds; a program that hangs is ended long before (``services.ffmpeg``)."""


def is_a_delivery_due() -> bool:
    """Asked by beat every second: one look into the index of due rows."""
    with scopes_disabled():
        return publishing.is_anything_due(now())


@shared_task
def publish_due_deliveries() -> None:
    """Share out what is due; rung every second in which something is.

    Emergencies go first, in lanes of their own beside those that are full.
    """
    with scopes_disabled():
        at, width = now(), settings.OUTBOX_LANES
        urgent = share_out(publishing.urgent_deliveries(at), busy={}, width=width)
        lanes = share_out(publishing.due_deliveries(at), busy=publishing.busy_servers(at), width=width)
    for lane in [*urgent, *lanes]:
        wake(publish_deliveries, lane, expires=LANE_SECONDS)


@shared_task
def publish_deliveries(lane: list[tuple[int, int]]) -> None:
    run_lane(lane, publishing.publish_delivery)


@shared_task
def sweep_deliveries() -> None:
    """Share out what a dead process or a silent platform left in the air; end stops whose end has come.

    Writes what has come due of emergency posts and approvals that nobody has decided about, and forgets what nobody
    has finished of signing in at a platform.
    """
    with scopes_disabled():
        stops.end_stops(now())
        emergencies.tell_heads(now())
        presence.forget_absent(now())
        departments.remind_departments(now())
        approval_requests.remind_of_approvals(now())
        sign_ins.forget_old_sign_ins(now())
        lanes = share_out(publishing.sweep_deliveries(now()), busy={}, width=settings.OUTBOX_LANES)
    for lane in lanes:
        wake(recover_deliveries, lane, expires=LANE_SECONDS)


@shared_task
def recover_deliveries(lane: list[tuple[int, int]]) -> None:
    run_lane(lane, publishing.recover_delivery)


@shared_task
def make_series_drafts() -> None:
    """Share out the series that may have drafts to be made. Made once however often this rings."""
    with scopes_disabled():
        rows = active_series()
    for start in range(0, len(rows), SERIES_AT_ONCE):
        wake(make_drafts_of_lane, rows[start : start + SERIES_AT_ONCE], expires=3600)


@shared_task
def make_drafts_of_lane(lane: list[tuple[int, int]]) -> None:
    run_lane(lane, series.make_drafts_of)


def is_a_council_due() -> bool:
    """Asked by beat before it rings."""
    with scopes_disabled():
        return council.is_source_due(now())


@shared_task
def read_councils() -> None:
    """Ask the council information systems that are due, each in a message of its own: one may hang."""
    with scopes_disabled():
        rows = council.due_sources(now())
    for row in rows:
        wake(read_councils_of_lane, [row], expires=60)


@shared_task
def read_councils_of_lane(lane: list[tuple[int, int]]) -> None:
    run_lane(lane, council.read_source)


def is_a_topic_mailbox_due() -> bool:
    """Asked by beat before it rings."""
    with scopes_disabled():
        return topic_mail.is_mailbox_due(now())


@shared_task
def read_topic_mailboxes() -> None:
    """Read the mailboxes that are due, each in a message of its own: one may hang."""
    with scopes_disabled():
        rows = topic_mail.due_mailboxes(now())
    for row in rows:
        wake(read_topic_mailboxes_of_lane, [row], expires=60)


@shared_task
def read_topic_mailboxes_of_lane(lane: list[tuple[int, int]]) -> None:
    run_lane(lane, topic_mail.read_mailbox)


@shared_task
def forget_topic_mails() -> None:
    with scopes_disabled():
        topic_mail.forget_mails(now())


def is_an_image_not_compared() -> bool:
    """Asked by beat before it rings."""
    with scopes_disabled():
        return bool(not_compared().exists())


@shared_task
def compare_images() -> None:
    """Look at images that came before images were compared; the next ring goes on."""
    with scopes_disabled():
        assets = list(not_compared().select_related("municipality")[: likeness.AT_ONCE])
    for asset in assets:
        likeness.compare_image(asset)


@shared_task
def forget_consents() -> None:
    """Town by town, let consents go whose time is over; rung once a day."""
    with scopes_disabled():
        towns = list(Municipality.objects.order_by("pk"))
    for town in towns:
        with scope(municipality=town):
            withdrawals.forget_consents(town, now())


@shared_task
def plan_figures() -> None:
    """Note which posts and accounts are to be looked at, and when. Noted once however often this rings."""
    with scopes_disabled():
        figures.plan_figures(now())


def is_a_figure_due() -> bool:
    """Asked by beat before it rings."""
    with scopes_disabled():
        return figures.is_a_figure_due(now())


@shared_task
def read_figures() -> None:
    """Share out the looks that are due; a server that hangs delays its own alone."""
    with scopes_disabled():
        of_posts = share_out(figures.due_post_figures(now()), busy={}, width=1)
        of_channels = share_out(figures.due_channel_figures(now()), busy={}, width=1)
    for lane in of_posts:
        wake(read_post_figures, lane, expires=LANE_SECONDS)
    for lane in of_channels:
        wake(read_channel_figures, lane, expires=LANE_SECONDS)


@shared_task
def read_post_figures(lane: list[tuple[int, int]]) -> None:
    run_lane(lane, figures.read_post_figure)


@shared_task
def read_channel_figures(lane: list[tuple[int, int]]) -> None:
    run_lane(lane, figures.read_channel_figure)


def is_a_renewal_due() -> bool:
    """Asked by beat before it rings."""
    with scopes_disabled():
        return renewals.is_a_renewal_due(now())


@shared_task
def renew_accesses() -> None:
    """Share out the accesses that would end; each is renewed once however often this rings."""
    with scopes_disabled():
        lanes = share_out(renewals.due_renewals(now()), busy={}, width=1)
    for lane in lanes:
        wake(renew_accesses_of_lane, lane, expires=LANE_SECONDS)


@shared_task
def renew_accesses_of_lane(lane: list[tuple[int, int]]) -> None:
    run_lane(lane, renewals.renew_access)


@shared_task
def forget_plan_imports() -> None:
    """Sheets that were read in and that nobody decided about go after a day."""
    with scopes_disabled():
        plan_import.forget_imports(now())


def is_a_link_due() -> bool:
    """Asked by beat before it rings."""
    with scopes_disabled():
        return reach.is_a_link_due(now())


@shared_task
def look_at_links() -> None:
    """Look at the links of posts just scheduled; what is left when the time is over waits for the next bell."""
    ends_at = time.monotonic() + LANE_SECONDS
    with scopes_disabled():
        for pk in reach.due_links(now()):
            if time.monotonic() > ends_at:
                return
            reach.look_at_link(pk)


def is_a_video_due() -> bool:
    """Asked by beat before it rings."""
    with scopes_disabled():
        return video_work.is_a_video_due(now())


@shared_task
def work_on_videos() -> None:
    """Share out the videos that wait, as many as may be converted at once."""
    with scopes_disabled():
        items = video_work.due_videos(now())
    for item in items:
        wake(work_on_video, [(item.pk, item.municipality_id)], expires=60)


@shared_task(time_limit=LONGEST_VIDEO_WORK, soft_time_limit=LONGEST_VIDEO_WORK - 60)
def work_on_video(lane: list[tuple[int, int]]) -> None:
    run_lane(lane, video_work.work_on_video)
