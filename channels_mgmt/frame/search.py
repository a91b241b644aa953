# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Posts in the one search, and the pages of planning that are no entry of the menu."""

from datetime import datetime

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.frame.search import NOTHING, Found, Hit, SearchPage, SearchSource, Wanted
from channels_mgmt.models import Post
from channels_mgmt.queries.calendar import status_of
from channels_mgmt.queries.found import MOST, posts_with
from core.folded import asked
from core.moments import german_date, german_datetime
from core.platforms import Platform
from core.text import read_number


def find(wanted: Wanted) -> Found:
    skipped = read_number(wanted.after, most=MOST) or 0
    skipped -= skipped % wanted.limit
    posts = posts_with(wanted.town, asked(wanted.question), limit=wanted.limit + 1, skipped=skipped)
    if not posts:
        return NOTHING
    total = posts[0].found  # type: ignore[attr-defined]  # annotated
    address = reverse("planning:post_detail", args=[wanted.town.slug, 0]).removesuffix("0/")
    shown = posts[: wanted.limit]
    return Found(
        [_hit(post, address) for post in shown],
        min(total, MOST),
        is_more=total > MOST,
        after=str(skipped + wanted.limit) if len(posts) > wanted.limit else "",
    )


def _hit(post: Post, address: str) -> Hit:
    status = status_of(post)
    return Hit(
        url=f"{address}{post.pk}/",
        title=post.title,
        text=post.text,
        note=f"{_planned(post)} · {post.author}",
        icon=status.icon,
        state=str(status.label),
    )


def _planned(post: Post) -> str:
    """As people said it: the day, and the hour of the town's clock."""
    if post.planned_day is None:
        return _("without a date")
    if post.planned_time is None:
        return german_date(post.planned_day)
    return german_datetime(datetime.combine(post.planned_day, post.planned_time))


SOURCES = (SearchSource("beitraege", gettext_lazy("Posts"), "planning", 10, "channels_mgmt.view_plan", find=find),)
PLAN, CHANNELS = "channels_mgmt.view_plan", "channels_mgmt.view_channels"
PAGES = (
    SearchPage(
        gettext_lazy("Read in a sheet"),
        "planning:plan_import",
        "upload",
        gettext_lazy("import Excel CSV XLSX table editorial calendar"),
        "channels_mgmt.create_post",
    ),
    SearchPage(
        gettext_lazy("New post"),
        "planning:post_create",
        "add",
        gettext_lazy("write publish contribution"),
        "channels_mgmt.create_post",
    ),
    SearchPage(
        gettext_lazy("Capture with the phone"),
        "planning:capture",
        "camera",
        gettext_lazy("photo camera picture draft"),
        "channels_mgmt.create_post",
    ),
    SearchPage(gettext_lazy("All posts"), "planning:agenda", "planning", gettext_lazy("list posts"), PLAN),
    SearchPage(
        gettext_lazy("Series"),
        "planning:series_list",
        "planning",
        gettext_lazy("series recurring every week month"),
        PLAN,
    ),
    SearchPage(
        gettext_lazy("Rights to write"),
        "planning:writing_rights",
        "edit",
        gettext_lazy("talent delegate permission department series channel"),
        "channels_mgmt.delegate_writing",
    ),
    SearchPage(gettext_lazy("Campaigns"), "planning:campaign_list", "flag", gettext_lazy("campaign goal label"), PLAN),
    SearchPage(
        gettext_lazy("Plan and goals"),
        "planning:balance",
        "target",
        gettext_lazy("cadence gaps pillars quota mix"),
        PLAN,
    ),
    SearchPage(
        gettext_lazy("Approvals"), "planning:approvals", "check", gettext_lazy("approve release four eyes"), PLAN
    ),
    SearchPage(
        gettext_lazy("Topic backlog"),
        "planning:topics",
        "planning",
        gettext_lazy("ideas topics suggestions questions"),
        PLAN,
    ),
    SearchPage(
        gettext_lazy("Holidays and action days"),
        "planning:days",
        "today",
        gettext_lazy("school holidays calendar import ics"),
        PLAN,
    ),
    SearchPage(
        gettext_lazy("Media library"),
        "planning:media_library",
        "image",
        gettext_lazy("images photos media pictures doubles"),
        PLAN,
    ),
    SearchPage(
        gettext_lazy("Consents"),
        "planning:consents",
        "sign",
        gettext_lazy("consent withdrawal people children photo"),
        "channels_mgmt.view_consents",
    ),
    SearchPage(
        gettext_lazy("Licences"), "planning:licences", "document", gettext_lazy("licence rights author credit"), PLAN
    ),
    SearchPage(gettext_lazy("Board"), "planning:board", "planning", gettext_lazy("kanban columns status"), PLAN),
    SearchPage(
        gettext_lazy("Elections"), "planning:elections", "check", gettext_lazy("election window neutrality"), PLAN
    ),
    SearchPage(
        gettext_lazy("Council decisions"),
        "planning:decisions",
        "planning",
        gettext_lazy("council resolution OParl explain own work"),
        PLAN,
    ),
    SearchPage(
        gettext_lazy("Ways besides social media"),
        "planning:way_settings",
        "planning",
        gettext_lazy("website gazette notice board messenger"),
        PLAN,
    ),
    SearchPage(gettext_lazy("Week"), "planning:week", "planning", gettext_lazy("calendar week"), PLAN),
    SearchPage(
        gettext_lazy("Channels"),
        "channels:channel_list",
        "live",
        format_lazy("{words} {names}", words=gettext_lazy("platform account connect"), names=" ".join(Platform.labels)),
        CHANNELS,
    ),
)
