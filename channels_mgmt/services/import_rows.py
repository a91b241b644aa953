# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a row of a sheet would do to the plan: nothing, change a post, write a draft, or why it cannot be taken over.

A cell changes something only if it differs from what the export would write there: a sheet that was exported changes
nothing when it comes back, whatever the cells are made of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from accounts.models import Municipality, User
from accounts.tenancy.permissions import may
from channels_mgmt.domain.sheet_cells import names_in, wordings_in
from channels_mgmt.models import Campaign, Channel, Post
from channels_mgmt.presenters.sheet import BY_KEY, called_in_every_language
from channels_mgmt.queries.channels import open_channels
from channels_mgmt.queries.writing_rights import writable_channels
from channels_mgmt.rules import writes_by_role
from core.cells import choice_in, day_in, time_in, time_of_moment
from core.localtime import NoSuchLocalTime, to_instant
from core.sheets import LONGEST_CELL
from core.tables import Formula, text_of

#: Column → the most characters it takes.
LENGTHS = {
    "title": 120,
    "pillar": 80,
    "target_group": 80,
    "citizen_benefit": 200,
    "alternative_url": 200,
    "contact": 160,
}
CONTENT = frozenset({"risk", "text", "alternative_url", "channels", "wordings"})
_ADDRESS = URLValidator(schemes=["https", "http"])
MOST_TEXT = 20_000
State = Post.State


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WRONG = "wrong"


@dataclass
class RowPlan:
    """What row ``number`` would do. ``fields`` are as ``edit_post`` and ``create_post`` take them."""

    number: int
    title: str
    post: Post | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    #: Whether an approval given or asked for stops counting, because what it covers would be another text.
    voids_approval: bool = False

    @property
    def outcome(self) -> Outcome:
        if self.problems:
            return Outcome.WRONG
        if self.post is None:
            return Outcome.NEW
        return Outcome.CHANGED if self.fields else Outcome.UNCHANGED

    @property
    def labels(self) -> list[str]:
        """The columns that change."""
        return [str(BY_KEY[key].label) for key in self.changed]


class Reader:
    """Reads rows for one person in one town."""

    def __init__(self, town: Municipality, actor: User) -> None:
        self.town, self.actor = town, actor
        self.today = town.local_day()

    @cached_property
    def channels(self) -> dict[int, Channel]:
        return {channel.pk: channel for channel in open_channels(self.town)}

    @cached_property
    def channel_names(self) -> dict[str, int]:
        return {channel.name.casefold(): pk for pk, channel in self.channels.items()}

    @cached_property
    def campaigns(self) -> dict[str, int]:
        named = Campaign.objects.filter(municipality=self.town).order_by("-pk").values_list("name", "pk")
        return {" ".join(name.split()).casefold(): pk for name, pk in named}

    def plan_of(self, number: int, cells: Mapping[str, str], post: Post | None) -> RowPlan:
        """``cells`` by the keys of their columns; those that are missing stay as they are."""
        title = " ".join(cells.get("title", "").split()) or (post.title if post else "")
        row = RowPlan(number, title[:120], post)
        differing = {key: cell for key, cell in cells.items() if post is None or _differs(key, cell, post)}
        for key, cell in differing.items():
            if isinstance(cell, Formula):
                row.problems.append(
                    _("“%(column)s” holds a formula. Please enter its value.") % {"column": BY_KEY[key].label}
                )
        if not row.problems:
            self._read(row, differing, post)
        if post is None and not row.problems:
            self._check_channels(row)
        if row.fields and post is not None:
            self._check_right(row, post)
            is_covered = post.state in (State.IN_REVIEW, State.APPROVED, State.FAILED)
            row.voids_approval = is_covered and bool(CONTENT & row.fields.keys())
        return row

    def _read(self, row: RowPlan, cells: Mapping[str, str], post: Post | None) -> None:
        for key in cells:
            if key in ("day", "time"):
                continue
            reads = getattr(self, f"_read_{key}", self._read_text)
            if key in ("channels", "wordings"):
                continue
            reads(row, key, cells[key], post)
        if {"channels", "wordings"} & cells.keys():
            self._read_targets(row, cells, post)
        if {"day", "time"} & cells.keys():
            self._read_plan(row, cells, post)
        if post is None and not row.title:
            row.problems.append(_("The topic is missing."))

    def _set(self, row: RowPlan, key: str, value: Any) -> None:
        row.fields[key] = value
        row.changed.append(key)

    def _read_text(self, row: RowPlan, key: str, cell: str, post: Post | None) -> None:
        value = cell.strip() if key == "text" else " ".join(cell.split())
        allowed = LENGTHS.get(key, MOST_TEXT)
        if len(value) > allowed:
            row.problems.append(
                _("“%(column)s” has more than %(n)s characters.") % {"column": BY_KEY[key].label, "n": allowed}
            )
        elif key == "title" and not value:
            row.problems.append(_("The topic is missing."))
        elif post is None or value != getattr(post, key):
            self._set(row, key, value)

    def _read_alternative_url(self, row: RowPlan, key: str, cell: str, post: Post | None) -> None:
        if address := cell.strip():
            try:
                _ADDRESS(address)
            except ValidationError:
                row.problems.append(_("“%(address)s” is no web address.") % {"address": address[:100]})
                return
        self._read_text(row, key, cell, post)

    def _read_kind(self, row: RowPlan, key: str, cell: str, post: Post | None) -> None:
        self._read_choice(row, key, cell, Post.Kind, post)

    def _read_risk(self, row: RowPlan, key: str, cell: str, post: Post | None) -> None:
        self._read_choice(row, key, cell, Post.Risk, post)

    def _read_choice(self, row: RowPlan, key: str, cell: str, choices: Any, post: Post | None) -> None:
        """An empty cell leaves a post as it is, and a new one as it begins."""
        if not cell.strip():
            return
        value = choice_in(cell, called_in_every_language(choices))
        if value is None:
            row.problems.append(
                _("“%(word)s” is unknown in “%(column)s”. Known: %(known)s.")
                % {"word": cell[:60], "column": BY_KEY[key].label, "known": ", ".join(map(str, choices.labels))}
            )
        elif post is None or value != getattr(post, key):
            self._set(row, key, value)

    def _read_campaign(self, row: RowPlan, key: str, cell: str, post: Post | None) -> None:
        """By its name; an empty cell takes the post out of its campaign."""
        name = " ".join(cell.split())
        found = self.campaigns.get(name.casefold()) if name else None
        if name and found is None:
            row.problems.append(
                _("There is no campaign “%(name)s”. Please enter it under Campaigns first.") % {"name": name[:60]}
            )
        elif post is None or found != post.campaign_id:
            row.fields["campaign_id"] = found
            row.changed.append(key)

    def _read_facts_as_of(self, row: RowPlan, key: str, cell: str, post: Post | None) -> None:
        day = self._day(row, key, cell)
        if not row.problems and (post is None or day != post.facts_as_of):
            self._set(row, key, day)

    def _day(self, row: RowPlan, key: str, cell: str) -> date | None:
        found = day_in(cell) if cell.strip() else None
        if found is None and cell.strip():
            row.problems.append(
                _("“%(word)s” in “%(column)s” is no day. Please write it like 30.11.2026.")
                % {"word": cell[:60], "column": BY_KEY[key].label}
            )
        return found

    def _read_targets(self, row: RowPlan, cells: Mapping[str, str], post: Post | None) -> None:
        """Channels and own wordings belong together; what the sheet does not say stays."""
        stored = {target.channel_id: target for target in post.targets.all()} if post else {}
        chosen = list(stored)
        if "channels" in cells:
            names = self.channel_names | {target.channel.name.casefold(): pk for pk, target in stored.items()}
            chosen, unknown = names_in(cells["channels"], names)
            if unknown:
                row.problems.append(
                    _("There is no channel “%(name)s”. There are: %(known)s.")
                    % {"name": unknown[0][:60], "known": ", ".join(c.name for c in self.channels.values()) or "–"}
                )
                return
        wordings = {pk: stored[pk].text for pk in chosen if pk in stored}
        if "wordings" in cells:
            known = {self._channel(pk, stored).name.casefold(): pk for pk in chosen}
            read = wordings_in(cells["wordings"], known)
            if read is None:
                row.problems.append(
                    _("Please begin each line of “%(column)s” with the name of a channel of this row and a colon.")
                    % {"column": BY_KEY["wordings"].label}
                )
                return
            wordings = read
        for key in ("channels", "wordings"):
            if key in cells and (post is not None or cells[key].strip()):
                row.changed.append(key)
        row.fields |= {"channels": [self._channel(pk, stored) for pk in chosen], "wordings": wordings}

    def _channel(self, pk: int, stored: Mapping[int, Any]) -> Channel:
        return self.channels.get(pk) or stored[pk].channel

    def _read_plan(self, row: RowPlan, cells: Mapping[str, str], post: Post | None) -> None:
        day = self._day(row, "day", cells["day"]) if "day" in cells else post and post.planned_day
        hour = self._time(row, cells, post)
        if row.problems:
            return
        if (day is None) != (hour is None):
            row.problems.append(_("Day and time belong together: please fill in both, or neither."))
            return
        wall = datetime.combine(day, hour) if day and hour else None
        if post is not None and wall == post.planned_wall:
            return
        if wall is None and post is None:
            return
        if wall is not None and wall.date() < self.today:
            row.problems.append(_("The day has passed."))
        elif post is not None and post.is_approved and not CONTENT & row.fields.keys():
            row.problems.append(_("The post is approved. Please move it in the plan, where it is scheduled anew."))
        elif wall is not None:
            try:
                to_instant(wall, self.town.timezone)
            except NoSuchLocalTime as error:
                row.problems.append(str(error))
        row.fields["wall"] = wall
        row.changed += [key for key in ("day", "time") if key in cells]

    def _time(self, row: RowPlan, cells: Mapping[str, str], post: Post | None) -> time | None:
        cell = cells.get("time", "")
        if "time" not in cells and post is not None:
            return post.planned_time
        if not cell.strip():
            return time_of_moment(cells.get("day", ""))
        found = time_in(cell)
        if found is None:
            row.problems.append(
                _("“%(word)s” in “%(column)s” is no time. Please write it like 09:30.")
                % {"word": cell[:60], "column": BY_KEY["time"].label}
            )
        return found

    def _check_channels(self, row: RowPlan) -> None:
        """Whoever writes by a right has to name a channel of it."""
        if writes_by_role(self.actor, self.town):
            return
        covered = writable_channels(self.actor, self.town)
        chosen = row.fields.get("channels", [])
        if not chosen or not {channel.pk for channel in chosen} <= {channel.pk for channel in covered}:
            row.problems.append(
                _("You may write for %(known)s only. Please name it in the row.")
                % {"known": ", ".join(channel.name for channel in covered) or "–"}
            )

    def _check_right(self, row: RowPlan, post: Post) -> None:
        if post.is_public:
            row.problems.append(_("The post is public and stays as it is."))
        elif not may(self.actor, "channels_mgmt.edit_post", post):
            row.problems.append(_("You may not change this post."))


def _differs(key: str, cell: str, post: Post) -> bool:
    """Whether the export would write something else into this cell."""
    if isinstance(cell, Formula):
        return True
    exported = text_of(BY_KEY[key].value(post)).strip()
    said = cell.strip()
    return said != exported and said != exported[:LONGEST_CELL].strip()
