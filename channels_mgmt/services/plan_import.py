# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sheet is read in, shown as what it would do, and taken over whole or not at all.

New rows become drafts. What is approved loses its approval by the one mechanism there is (``edit_post``), and nothing
a sheet says approves, schedules or publishes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import zip_longest
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from channels_mgmt.domain.placing import Placing
from channels_mgmt.models import PlanImport, Post, PostTarget
from channels_mgmt.presenters.sheet import BY_KEY, key_of_heading
from channels_mgmt.queries.plan_import import NaturalKey, numbers_by_key, posts_by_number
from channels_mgmt.services.import_rows import Outcome, Reader, RowPlan
from channels_mgmt.services.planning import edit_post, plan_for
from channels_mgmt.services.writing_rights import keep_to_right
from core.cells import day_in, time_in, time_of_moment
from core.errors import AlreadyChanged, DomainError, Refused
from core.hashing import content_hash
from core.states import hold
from core.tables import Formula, UnreadableTable, read_table
from core.text import read_number

#: As many as the export gives.
MOST_ROWS = 20_000
#: What one sheet may write in one request: a new draft takes a fraction of a change, which may void an approval.
MOST_NEW, MOST_CHANGED = 5_000, 1_000
KEPT_FOR = timedelta(days=1)
PLACING = frozenset(Placing.__dataclass_fields__)
AT_ONCE = 500


@dataclass(frozen=True)
class ImportPlan:
    """What taking over a sheet would do, row by row. ``revision`` names exactly this."""

    rows: Sequence[RowPlan]
    left_out: Sequence[str] = ()

    def of(self, outcome: Outcome) -> list[RowPlan]:
        return [row for row in self.rows if row.outcome == outcome]

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(row.outcome for row in self.rows)

    @property
    def written(self) -> list[RowPlan]:
        return [row for row in self.rows if row.outcome in (Outcome.NEW, Outcome.CHANGED)]

    @property
    def too_many(self) -> tuple[int, int] | None:
        """How many there are and how many there may be, of new or of changed ones, where there are too many."""
        found = ((self.counts[Outcome.NEW], MOST_NEW), (self.counts[Outcome.CHANGED], MOST_CHANGED))
        return next(((count, most) for count, most in found if count > most), None)

    @cached_property
    def revision(self) -> str:
        told = [
            [row.number, row.outcome, row.post and [row.post.pk, row.post.revision, row.post.state], row.changed]
            for row in self.rows
            if row.outcome != Outcome.UNCHANGED
        ]
        return content_hash(told)


def read_sheet(town: Municipality, *, actor: User, content: bytes, file_name: str) -> PlanImport:
    """Keep what a file says until ``actor`` decides; it takes the place of what they had read in before.

    Raises ``UnreadableTable`` for what is no table in the columns of the export; then nothing is kept.
    """
    require(actor, "channels_mgmt.create_post", town)
    table = read_table(content, MOST_ROWS)
    if not table:
        raise UnreadableTable(_("The file is empty."))
    (_number, headings), *rows = table
    keys = [key_of_heading(heading) for heading in headings]
    known = [key for key in keys if key]
    if not {"title", "number"} & set(known):
        raise UnreadableTable(
            _("There is no column “%(topic)s” in the first row. Please use the headings of the file you can download.")
            % {"topic": BY_KEY["title"].label}
        )
    if len(known) != len(set(known)):
        twice = next(key for key, count in Counter(known).items() if count > 1)
        raise UnreadableTable(_("The column “%(name)s” stands there twice.") % {"name": BY_KEY[twice].label})
    left_out = [heading for heading, key in zip(headings, keys, strict=True) if not key and heading.strip()]
    cells = [
        [number, {key: _kept(cell) for key, cell in zip_longest(keys, row[: len(keys)], fillvalue="") if key}]
        for number, row in rows
    ]
    given: dict[str, Any] = {
        "file_name": file_name[:200],
        "headings": [known, left_out[:100]],
        "rows": cells,
        "read_at": now(),
    }
    stored, _is_new = PlanImport.objects.update_or_create(municipality=town, person=actor, defaults=given)
    return stored


def plan_of_import(stored: PlanImport, *, actor: User) -> ImportPlan:
    """What taking it over would do at this moment."""
    town = stored.municipality
    reader = Reader(town, actor)
    rows = [(number, {key: _told(cell) for key, cell in cells.items()}) for number, cells in stored.rows]
    numbers = {number: _post_number(cells) for number, cells in rows}
    keys = {number: _natural_key(cells) for number, cells in rows if not cells.get("number", "").strip()}
    by_key = numbers_by_key(town, keys.values())
    for number, key in keys.items():
        numbers[number] = by_key.get(key)
    posts = posts_by_number(town, {pk for pk in numbers.values() if pk})
    seen: dict[Any, int] = {}
    plans = []
    for number, cells in rows:
        said, pk = cells.pop("number", "").strip(), numbers[number]
        post = posts.get(pk) if pk else None
        row = reader.plan_of(number, cells, post)
        if said and post is None:
            row.problems = [_("There is no post with the number %(n)s.") % {"n": said[:20]}]
        about = post.pk if post else keys.get(number)
        first = number if about is None else seen.setdefault(about, number)
        if first != number:
            row.problems.append(_("It is about the same post as row %(n)s.") % {"n": first})
        plans.append(row)
    _known, left_out = stored.headings
    return ImportPlan(plans, left_out)


def apply_import(stored: PlanImport, *, actor: User, seen_revision: str) -> ImportPlan:
    """Take over a sheet whose preview was seen, the whole or nothing.

    Raises ``Refused`` for rows that are wrong or too many and ``AlreadyChanged`` when the preview is out of date; two
    who take over at once come one after the other.
    """
    town = stored.municipality
    require(actor, "channels_mgmt.create_post", town)
    with transaction.atomic():
        hold(town)
        plan = plan_of_import(stored, actor=actor)
        if plan.revision != seen_revision:
            raise AlreadyChanged(
                _("The plan has changed since this was shown. Nothing was taken over; please look once more.")
            )
        if plan.counts[Outcome.WRONG]:
            raise Refused(_("Some rows cannot be taken over. Nothing was taken over."))
        if plan.too_many:
            raise Refused(
                _("The sheet would write %(n)s posts. Please take over at most %(most)s at once.")
                % {"n": plan.too_many[0], "most": plan.too_many[1]}
            )
        removed, _by_model = PlanImport.objects.filter(pk=stored.pk, read_at=stored.read_at).delete()
        if not removed:
            raise AlreadyChanged(_("This sheet was taken over or discarded already."))
        new = plan.of(Outcome.NEW)
        if new:
            keep_to_right(town, [channel for row in new for channel in row.fields.get("channels", ())], actor=actor)
        for row in plan.of(Outcome.CHANGED):
            _change_post(row, actor)
        _create_drafts(town, new, actor)
        counts = {"new": plan.counts[Outcome.NEW], "changed": plan.counts[Outcome.CHANGED]}
        record(actor, "planning.plan_imported", town, file=stored.file_name, **counts)
    return plan


def discard_import(town: Municipality, *, actor: User) -> None:
    """Let go of what was read in; nothing of it was taken over."""
    PlanImport.objects.filter(municipality=town, person=actor).delete()


def forget_imports(at: datetime) -> int:
    """Delete what nobody has decided about for a day; how many there were. Needs all towns in scope."""
    removed, _by_model = PlanImport.objects.filter(read_at__lte=at - KEPT_FOR).delete()
    return removed


def _change_post(row: RowPlan, actor: User) -> None:
    """Content first: it takes the approval with it, and only then may the plan be changed like a draft's."""
    post, fields = row.post, dict(row.fields)
    assert post is not None  # noqa: S101  the row changes one
    placing = {name: fields.pop(name) for name in PLACING & fields.keys()}
    if placing:
        fields["placing"] = replace(post.placing, **placing)
    plan = {"wall": fields.pop("wall")} if "wall" in fields else {}
    try:
        if post.is_approved and plan:
            edit_post(post, actor=actor, **fields)
            edit_post(post, actor=actor, **plan)
        else:
            edit_post(post, actor=actor, **fields, **plan)
    except AlreadyChanged:
        raise
    except DomainError as error:
        raise Refused(_("Row %(n)s: %(why)s") % {"n": row.number, "why": error}) from error


def _create_drafts(town: Municipality, rows: Sequence[RowPlan], actor: User) -> None:
    """As ``create_post`` writes one, in few statements; each with an entry of its own in the trail."""
    at = now()
    posts = [
        Post(municipality=town, author=actor, edited_by=actor, edited_at=at, **_columns(town, row)) for row in rows
    ]
    stored = Post.objects.bulk_create(posts, batch_size=AT_ONCE)
    PostTarget.objects.bulk_create(
        [
            PostTarget(post=post, channel=channel, text=_own(row.fields["wordings"].get(channel.pk, ""), post.text))
            for post, row in zip(stored, rows, strict=True)
            for channel in row.fields.get("channels", ())
        ],
        batch_size=AT_ONCE,
    )
    for post in stored:
        record(actor, "planning.post_created", post)


def _columns(town: Municipality, row: RowPlan) -> dict[str, Any]:
    fields = {name: value for name, value in row.fields.items() if name not in ("channels", "wordings", "wall")}
    placing = Placing(**{name: fields.pop(name) for name in PLACING & fields.keys()})
    return fields | {"title": row.title} | asdict(placing) | plan_for(town, row.fields.get("wall"))


def _own(wording: str, text: str) -> str:
    return "" if wording == text.strip() else wording


def _kept(cell: str) -> str | list[str]:
    """A formula is kept as one."""
    return [str(cell)] if isinstance(cell, Formula) else cell


def _told(cell: str | list[str]) -> str:
    return cell if isinstance(cell, str) else Formula(cell[0])


def _post_number(cells: Mapping[str, str]) -> int | None:
    return read_number(cells.get("number", "").strip())


def _natural_key(cells: Mapping[str, str]) -> NaturalKey:
    day, hour = cells.get("day", ""), cells.get("time", "")
    return " ".join(cells.get("title", "").split()), day_in(day), time_in(hour) if hour.strip() else time_of_moment(day)
