# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one way a row changes its state: compare-and-set. And the one way it is held as it is.

``SELECT … FOR UPDATE SKIP LOCKED`` silently takes no lock on SQLite, so concurrency rests on
conditional UPDATEs on both databases (docs/adr/0002).
"""

from typing import Any

from django.db.models import F, Model, QuerySet
from django.utils.translation import gettext as _

from core.errors import AlreadyChanged, IllegalTransition
from core.folded import folded_with
from core.statements import Unfit, held_columns, matching, update_row


def change_state(obj: Model, to: str, *, only_if: dict[str, Any] | None = None, **changes: Any) -> None:
    """Move ``obj`` to state ``to`` and set ``changes`` in the same UPDATE.

    The model declares ``TRANSITIONS: dict[state, set[state]]``. ``only_if`` adds conditions
    to the UPDATE, for example the revision the caller has read.

    Raises ``IllegalTransition`` when the table knows no such step and ``AlreadyChanged`` when
    the row has left its state, or no longer meets ``only_if``, since ``obj`` was read. In both
    cases neither row nor object is changed.
    """
    came_from = obj.state  # type: ignore[attr-defined]
    _check_step(obj, came_from, to)
    compare_and_set(obj, expected={"state": came_from, **(only_if or {})}, state=to, **changes)


def change_states(rows: QuerySet[Any], came_from: str, to: str, **changes: Any) -> int:
    """Move those of ``rows`` that are in ``came_from`` in one UPDATE; returns how many.

    Whatever has left the state meanwhile stays as it is. Raises ``IllegalTransition`` as ``change_state``.
    """
    _check_step(rows.model, came_from, to)
    return rows.filter(state=came_from).update(state=to, **changes)


def hold(row: Model, **expected: Any) -> None:
    """Let nobody else write ``row`` until the transaction ends; who comes second waits, then reads what we did.

    Raises ``AlreadyChanged`` unless the stored row equals ``expected``, which ``row`` says as well afterwards.
    """
    # An UPDATE that changes nothing: SQLite, too, keeps everybody else out by it.
    unmoved = next(field.name for field in row._meta.concrete_fields if not (field.primary_key or field.is_relation))
    related, own = _divided(row, expected)
    if not matching(type(row), row.pk, own, related).update(**{unmoved: F(unmoved)}):
        raise AlreadyChanged(_("Somebody else changed this in the meantime. Please look at the current version."))
    for name, value in expected.items():
        setattr(row, name, value)


def hold_and_read(row: Model, *names: str) -> None:
    """Hold ``row`` likewise, and mirror how these columns stand once it is ours; one statement for both."""
    found = held_columns(row, names)
    if found is None:
        raise AlreadyChanged(_("Somebody else changed this in the meantime. Please look at the current version."))
    for name, value in zip(names, found, strict=True):
        setattr(row, name, value)


def compare_and_set(obj: Model, *, expected: dict[str, Any], **changes: Any) -> None:
    """Set ``changes`` if the stored row still equals ``expected``; mirror them, and the folded words, on ``obj``.

    ``expected`` may look at related rows (``channel__state``), and under a name of its own at what must not be there
    (``core.statements.Absent``). Raises ``AlreadyChanged`` when it does not hold.
    """
    related, own = _divided(obj, expected)
    changes |= folded_with(obj, changes)
    try:
        is_unchanged = update_row(obj, own=own, related=related, changes=changes)
    except Unfit:
        is_unchanged = bool(matching(type(obj), obj.pk, own, related).update(**changes))
    if not is_unchanged:
        raise AlreadyChanged(_("Somebody else changed this in the meantime. Please look at the current version."))
    for name, value in changes.items():
        setattr(obj, name, value)


def _check_step(of: Any, came_from: str, to: str) -> None:
    if to not in of.TRANSITIONS[came_from]:
        raise IllegalTransition(
            _("This step is not possible: %(came_from)s → %(to)s.") % {"came_from": came_from, "to": to}
        )


def _divided(obj: Model, expected: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is expected of related rows, and of the row itself."""
    related = {name: value for name, value in expected.items() if _crosses_relation(obj, name)}
    return related, {name: value for name, value in expected.items() if name not in related}


def _crosses_relation(obj: Model, lookup: str) -> bool:
    name, _separator, rest = lookup.partition("__")
    return bool(rest) and rest not in ("isnull", "in") and obj._meta.get_field(name).is_relation
