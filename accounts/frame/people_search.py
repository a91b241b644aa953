# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""People of the town in the one search, for those who may see their list; and the pages of the settings."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.frame.search import Hit, Row, SearchPage, SearchSource, Wanted, row_of
from accounts.models import Membership, Municipality, Role
from accounts.tenancy.permissions import may


def rows(town: Municipality, today: date) -> QuerySet[Any, Any]:
    """A row for each role somebody holds, found by the name."""
    held = Membership.objects.current(today).filter(municipality=town, user__is_active=True)
    return row_of(
        held, "personen", number="user_id", title="user__name", text="user__email", key="user__email", more="role"
    )


def hits(wanted: Wanted, found: list[Row]) -> list[Hit]:
    roles: dict[Row, list[str]] = {}
    for row in found:
        roles.setdefault(row._replace(more=""), []).append(str(Role(row.more).label))
    may_manage = may(wanted.person, "accounts.manage_people", wanted.town)
    slug = wanted.town.slug
    return [
        Hit(
            url=reverse("settings:person", args=[slug, row.number])
            if may_manage
            else reverse("settings:people", args=[slug]),
            title=row.title or row.text,
            text=row.text if row.title else "",
            note=", ".join(sorted(held)),
            icon="user",
        )
        for row, held in sorted(roles.items(), key=lambda one: one[0].title)
    ]


SOURCES = (
    SearchSource("personen", gettext_lazy("People"), "people", 40, "accounts.view_people", rows=rows, hits=hits),
)
PAGES = (
    SearchPage(
        pgettext_lazy("noun", "Help"), "help:contents", "help", gettext_lazy("handbook manual keys shortcuts tour")
    ),
    SearchPage(
        gettext_lazy("People"),
        "settings:people",
        "people",
        gettext_lazy("users roles rights invite colleagues"),
        "accounts.view_people",
    ),
    SearchPage(
        gettext_lazy("Invite a person"), "settings:invite", "add", gettext_lazy("new account"), "accounts.manage_people"
    ),
    SearchPage(
        gettext_lazy("Audit trail"), "settings:audit", "history", gettext_lazy("log changes"), "accounts.view_audit"
    ),
    SearchPage(
        gettext_lazy("My account"),
        "settings:account",
        "user",
        gettext_lazy("password second factor passkey e-mail address sessions"),
    ),
    SearchPage(
        gettext_lazy("Plan in one’s own calendar"),
        "settings:feeds",
        "planning",
        gettext_lazy("calendar subscribe iCalendar ICS Outlook phone feed address"),
    ),
    SearchPage(gettext_lazy("Keys"), "settings:keys", "keyboard", gettext_lazy("keys letters switch off")),
    SearchPage(
        gettext_lazy("Town"),
        "settings:town",
        "building",
        gettext_lazy("name website imprint contact population holidays"),
        "accounts.change_town",
    ),
    SearchPage(
        gettext_lazy("Mails that did not leave"),
        "settings:letters",
        "mail",
        gettext_lazy("mail post undelivered"),
        "accounts.manage_letters",
    ),
)
