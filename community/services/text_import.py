# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Taking over texts from a file: all of them or none, and a second time without doubles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.tenancy.permissions import require
from community.domain.text_files import Entry
from community.models import Snippet
from community.services.snippets import change_snippet, create_snippet
from core.errors import DomainError, Refused


class TakenOver(NamedTuple):
    new: int
    changed: int
    unchanged: int


@transaction.atomic
def take_over_texts(town: Municipality, entries: Sequence[Entry], *, actor: User) -> TakenOver:
    """A text is known by its kind and name: with other words it becomes the next version.

    ``actor`` answers for it from then on.

    Raises ``Refused`` naming each row that cannot be taken; then nothing is.
    """
    require(actor, "community.manage_texts", town)
    new = changed = 0
    wrong: list[str] = []
    for entry in entries:
        there = Snippet.objects.filter(municipality=town, kind=entry.kind, name=entry.name).in_use().first()
        try:
            with transaction.atomic():
                if there is None:
                    create_snippet(
                        town,
                        actor=actor,
                        kind=entry.kind,
                        name=entry.name,
                        text=entry.text,
                        valid_until=entry.valid_until,
                    )
                    new += 1
                elif (there.text, there.valid_until) != (entry.text, entry.valid_until):
                    change_snippet(
                        there,
                        actor=actor,
                        seen_version=there.version,
                        name=there.name,
                        text=entry.text,
                        owner=actor,
                        valid_until=entry.valid_until,
                    )
                    changed += 1
        except DomainError as error:
            wrong.append(_("Row %(n)s: %(reason)s") % {"n": entry.row, "reason": error})
    if wrong:
        raise Refused(_("Nothing was taken over. These rows cannot be read in:"), wrong)
    record(actor, "community.texts_imported", town, new=new, changed=changed)
    return TakenOver(new, changed, len(entries) - new - changed)
