# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Changing the installation's table of platform use in the browser, figure by figure or as a file.

The table belongs to no town; a change is recorded in the town through which it was made. Frozen analyses
keep the figures they were computed with. Whoever writes first updates the one row of ``UsageTable``, so
that two changes at once are checked one after the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from core.errors import AlreadyChanged, Refused
from core.hashing import content_hash
from strategy.domain.usage import COLUMNS, OPTIONAL_COLUMNS, UsageRow, first_flaw, parse_usage
from strategy.models import PlatformUsage, UsageTable
from strategy.rules import require_reference_editor

FIELDS = (*COLUMNS, *OPTIONAL_COLUMNS)
MOST_RECORDED = 200


def row_of(figure: PlatformUsage) -> UsageRow:
    """A stored figure as a line of the table."""
    return UsageRow(**{name: getattr(figure, name) for name in FIELDS})


def key_of(row: UsageRow) -> tuple[Any, ...]:
    """What makes a figure the same figure with another value."""
    return (row.platform, row.metric, row.base, row.year, row.age_from, row.age_to)


def fingerprint(figure: PlatformUsage) -> str:
    """Changes with every value of the figure: what a form has seen."""
    return content_hash(_plain(row_of(figure)))


def _plain(row: UsageRow) -> dict[str, Any]:
    return {**vars(row), "percent": f"{row.percent:.2f}"}


def table_revision() -> int:
    """Counts up with every change of the table."""
    return UsageTable.objects.get_or_create(pk=UsageTable.THE_ONLY)[0].revision


def take_turn(*, seen_revision: int | None = None) -> None:
    """Count a change of the table and hold it until the commit.

    Raises ``AlreadyChanged`` when it no longer is the table of ``seen_revision``.
    """
    UsageTable.objects.get_or_create(pk=UsageTable.THE_ONLY)
    turns = UsageTable.objects.filter(pk=UsageTable.THE_ONLY)
    if seen_revision is not None:
        turns = turns.filter(revision=seen_revision)
    if not turns.update(revision=F("revision") + 1, changed_at=timezone.now()):
        raise AlreadyChanged(
            _("Somebody else changed the table meanwhile. Nothing was taken over; please look at the preview again.")
        )


@transaction.atomic
def add_figure(municipality: Municipality, *, actor: User, row: UsageRow) -> PlatformUsage:
    """Add one published figure. Refused when it stands there already, overlaps, or leaves a gap."""
    require_reference_editor(actor, municipality)
    take_turn()
    before = _neighbours(row)
    _refuse_new_flaw(before, [*before, row])
    figure = PlatformUsage.objects.create(**vars(row), changed_at=timezone.now())
    record(actor, "strategy.usage_figure_added", municipality, figure=_plain(row))
    return figure


@transaction.atomic
def change_figure(
    figure: PlatformUsage, *, actor: User, municipality: Municipality, row: UsageRow, seen: str
) -> PlatformUsage:
    """Replace one figure by ``row``. ``seen`` is the ``fingerprint`` its editor has read."""
    require_reference_editor(actor, municipality)
    take_turn()
    current = _current(figure, seen)
    before = row_of(current)
    if before == row:
        return current
    _refuse_new_flaw(_neighbours(row), [*_neighbours(row, without=current), row])
    if _series(before) != _series(row):
        _refuse_new_flaw(_neighbours(before), _neighbours(before, without=current), gone=before)
    PlatformUsage.objects.filter(pk=current.pk).update(**vars(row), changed_at=timezone.now())
    record(actor, "strategy.usage_figure_changed", municipality, before=_plain(before), after=_plain(row))
    return current


@transaction.atomic
def remove_figure(figure: PlatformUsage, *, actor: User, municipality: Municipality, seen: str) -> None:
    """Take one figure out. Refused when it would leave a gap between the others."""
    require_reference_editor(actor, municipality)
    take_turn()
    current = _current(figure, seen)
    row = row_of(current)
    _refuse_new_flaw(_neighbours(row), _neighbours(row, without=current), gone=row)
    current.delete()
    record(actor, "strategy.usage_figure_removed", municipality, figure=_plain(row))


def _current(figure: PlatformUsage, seen: str) -> PlatformUsage:
    current = PlatformUsage.objects.filter(pk=figure.pk).first()
    if current is None or fingerprint(current) != seen:
        raise AlreadyChanged(_("Somebody else changed this figure meanwhile. Please look at the current one."))
    return current


def _neighbours(row: UsageRow, *, without: PlatformUsage | None = None) -> list[UsageRow]:
    """The stored figures of the same platform in the same series."""
    figures = PlatformUsage.objects.filter(platform=row.platform, metric=row.metric, base=row.base)
    return [row_of(f) for f in figures.order_by("pk") if without is None or f.pk != without.pk]


def _refuse_new_flaw(before: Sequence[UsageRow], after: Sequence[UsageRow], *, gone: UsageRow | None = None) -> None:
    """Refuse what makes a series wrong; what was wrong already may be mended step by step."""
    flaw, known = first_flaw(after), first_flaw(before)
    if flaw is None or (known and known.reason == flaw.reason):
        return
    if gone:
        raise Refused(
            _("Without the figure for %(band)s there is a gap. Please change the figure instead of removing it.")
            % {"band": gone.band}
        )
    raise Refused(flaw.reason)


def _series(row: UsageRow) -> tuple[str, str, str]:
    return (row.platform, row.metric, row.base)


# -- files ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TableChange:
    """What a new table would change; ``revision`` is the state of the table it was compared with."""

    rows: Sequence[UsageRow]
    revision: int
    added: Sequence[UsageRow]
    changed: Sequence[tuple[UsageRow, UsageRow]]
    removed: Sequence[UsageRow]
    unchanged: int

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.removed)


def compare_table(lines: Iterable[str], *, one_series: bool) -> TableChange:
    """Read a new table and compare it with the present one, changing nothing. Raises ``DamagedFile``.

    With ``one_series`` only figures of the metric and base of the new ones are replaced, else all.
    """
    revision = table_revision()
    rows = parse_usage(lines, one_series=one_series)
    present = {key_of(row): row for row in map(row_of, _replaced(rows, one_series))}
    new = {key_of(row): row for row in rows}
    return TableChange(
        rows=rows,
        revision=revision,
        added=[row for key, row in new.items() if key not in present],
        changed=[(present[key], row) for key, row in new.items() if key in present and present[key] != row],
        removed=[row for key, row in present.items() if key not in new],
        unchanged=sum(present.get(key) == row for key, row in new.items()),
    )


def _replaced(rows: Sequence[UsageRow], one_series: bool) -> Any:
    figures = PlatformUsage.objects.order_by("pk")
    return figures.filter(metric=rows[0].metric, base=rows[0].base) if one_series else figures


@transaction.atomic
def replace_table(
    municipality: Municipality, *, actor: User, lines: Iterable[str], one_series: bool, seen_revision: int
) -> TableChange:
    """Take over a table whose preview was seen, the whole or nothing.

    Raises ``DamagedFile`` for a wrong table and ``AlreadyChanged`` when the preview is out of date.
    """
    require_reference_editor(actor, municipality)
    take_turn(seen_revision=seen_revision)
    change = compare_table(lines, one_series=one_series)
    if change.is_empty:
        raise Refused(_("The new table equals the present one; there is nothing to take over."))
    at = timezone.now()
    figures = {key_of(row_of(figure)): figure for figure in _replaced(change.rows, one_series)}
    gone = [*change.removed, *(before for before, _after in change.changed)]
    PlatformUsage.objects.filter(pk__in=[figures[key_of(row)].pk for row in gone]).delete()
    fresh = [*change.added, *(after for _before, after in change.changed)]
    PlatformUsage.objects.bulk_create([PlatformUsage(**vars(row), changed_at=at) for row in fresh], batch_size=500)
    series: Mapping[str, str] = (
        {"metric": change.rows[0].metric, "base": change.rows[0].base} if one_series else {"metric": "*", "base": "*"}
    )
    record(
        actor,
        "strategy.usage_table_replaced",
        municipality,
        **series,
        counts={"added": len(change.added), "changed": len(change.changed), "removed": len(change.removed)},
        added=[_plain(row) for row in change.added[:MOST_RECORDED]],
        changed=[[_plain(before), _plain(after)] for before, after in change.changed[:MOST_RECORDED]],
        removed=[_plain(row) for row in change.removed[:MOST_RECORDED]],
        table_hash=content_hash([_plain(row) for row in change.rows]),
    )
    return change
