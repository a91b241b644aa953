# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one way a row changes its state: compare-and-set.

``SELECT … FOR UPDATE SKIP LOCKED`` silently takes no lock on SQLite, so concurrency rests on
conditional UPDATEs on both databases (docs/adr/0002).
"""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from core.errors import AlreadyChanged, IllegalTransition
from core.statements import Unfit, matching, update_row


def change_state(obj: Model, to: str, *, only_if: dict[str, Any] | None = None, **changes: Any) -> None:
    """Move ``obj`` to state ``to`` and set ``changes`` in the same UPDATE.

    The model declares ``TRANSITIONS: dict[state, set[state]]``. ``only_if`` adds conditions
    to the UPDATE, for example the revision the caller has read.

    Raises ``IllegalTransition`` when the table knows no such step and ``AlreadyChanged`` when
    the row has left its state, or no longer meets ``only_if``, since ``obj`` was read. In both
    cases neither row nor object is changed.
    """
    came_from = obj.state  # type: ignore[attr-defined]
    if to not in obj.TRANSITIONS[came_from]:  # type: ignore[attr-defined]
        raise IllegalTransition(
            _("This step is not possible: %(came_from)s → %(to)s.") % {"came_from": came_from, "to": to}
        )
    compare_and_set(obj, expected={"state": came_from, **(only_if or {})}, state=to, **changes)


def compare_and_set(obj: Model, *, expected: dict[str, Any], **changes: Any) -> None:
    """Set ``changes`` if the stored row still equals ``expected``; mirror them on ``obj``.

    ``expected`` may look at related rows (``channel__state``). Raises ``AlreadyChanged`` when it
    does not hold.
    """
    related = {name: value for name, value in expected.items() if _crosses_relation(obj, name)}
    own = {name: value for name, value in expected.items() if name not in related}
    try:
        is_unchanged = update_row(obj, own=own, related=related, changes=changes)
    except Unfit:
        is_unchanged = bool(matching(type(obj), obj.pk, own, related).update(**changes))
    if not is_unchanged:
        raise AlreadyChanged(_("Somebody else changed this in the meantime. Please look at the current version."))
    for name, value in changes.items():
        setattr(obj, name, value)


def _crosses_relation(obj: Model, lookup: str) -> bool:
    name, _separator, rest = lookup.partition("__")
    return bool(rest) and rest not in ("isnull", "in") and obj._meta.get_field(name).is_relation
