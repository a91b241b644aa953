# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Clauses in the one search: of the version in force, of one that is signed for later, and of the one in work."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.frame.search import Hit, Row, SearchPage, SearchSource, Wanted, row_of
from accounts.models import Municipality
from netiquette.models import Clause, Netiquette

State = Netiquette.State
CURRENT = (State.PUBLISHED, State.SCHEDULED, State.SUBMITTED, State.DRAFT)
VIEW = "netiquette.view_netiquette"


def rows(town: Municipality, _today: date) -> QuerySet[Any, Any]:
    clauses = Clause.objects.filter(netiquette__municipality=town, netiquette__state__in=CURRENT)
    return row_of(clauses, "klauseln", number="number", key="key", title="title", text="text", more="netiquette__state")


def hits(wanted: Wanted, found: list[Row]) -> list[Hit]:
    """A clause that reads the same in several versions is named once, where it stands in force."""
    slug = wanted.town.slug
    public, editing = reverse("netiquette:netiquette", args=[slug]), reverse("netiquette:edit", args=[slug])
    first: dict[tuple[str, str, str], Row] = {}
    for row in sorted(found, key=lambda row: (CURRENT.index(State(row.more)), row.number)):
        first.setdefault((row.key, row.title, row.text), row)
    return [
        Hit(
            url=f"{public if row.more == State.PUBLISHED else editing}#{row.key}",
            title=row.title,
            text=row.text,
            note=_("in force") if row.more == State.PUBLISHED else str(State(row.more).label),
            icon="netiquette",
        )
        for row in first.values()
    ]


SOURCES = (SearchSource("klauseln", gettext_lazy("Clauses"), "netiquette", 30, VIEW, rows=rows, hits=hits),)
PAGES = (
    SearchPage(
        gettext_lazy("Library of clauses"),
        "netiquette:library",
        "document",
        gettext_lazy("examples templates rules"),
        VIEW,
    ),
    SearchPage(
        gettext_lazy("Languages of the netiquette"),
        "netiquette:languages",
        "alt-text",
        gettext_lazy("translation"),
        VIEW,
    ),
    SearchPage(gettext_lazy("Versions of the netiquette"), "netiquette:versions", "history", "", VIEW),
)
