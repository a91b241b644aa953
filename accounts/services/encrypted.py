# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that lies encrypted, and bringing it under the newest key, so that an old key can go one day.

Apps say at their start what lies encrypted with them. Each piece is renewed by itself and only where it still is what
was read: a token that a worker stores meanwhile stays, and whoever is interrupted goes on where they were.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core.files.base import ContentFile
from django.db.models import F, Model, TextField, Value
from django.db.models.functions import Cast
from django_scopes import scope

from accounts.audit.checkpoints import checkpoints_of, has_valid_signature, renew_signatures, signature_of
from accounts.models import Municipality
from core.encryption import is_current, renewed


@dataclass
class Outcome:
    """Of one kind: how many pieces lie under the newest key, under older ones or under none, and which lack their file.

    ``renewed`` are those of ``older`` that no longer do.
    """

    current: int = 0
    older: int = 0
    renewed: int = 0
    unreadable: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


Renewal = Callable[[bool], Outcome]
"""Looks at every piece of its kind, and renews it if told so."""

_kinds: dict[str, Renewal] = {}


def register_encrypted(kinds: Mapping[str, Renewal]) -> None:
    """By the name that administrators read: app, model and field."""
    _kinds.update(kinds)


def registered_kinds() -> list[str]:
    return sorted(_kinds)


def renew_encryption(*, writes: bool) -> dict[str, Outcome]:
    """What became of each kind. Without ``writes`` it is only looked at."""
    return {name: _kinds[name](writes) for name in registered_kinds()}


def column(model: type[Model], name: str) -> Renewal:
    """The pieces are the values of a column, each of them a token as text."""

    def renew(writes: bool) -> Outcome:
        found = Outcome()
        rows = model._base_manager.annotate(lies=Cast(F(name), TextField()))
        for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
            for lies in rows.filter(pk=pk).values_list("lies", flat=True):
                new = _looked_at(lies.encode(), f"#{pk}", found)
                if new is not None and writes:
                    told = {name: Value(new.decode(), output_field=TextField())}
                    found.renewed += rows.filter(pk=pk, lies=lies).update(**told)
        return found

    return renew


def file(model: type[Model], name: str) -> Renewal:
    """The pieces are files that rows name. The new one is whole on the disk before the row names it."""

    def renew(writes: bool) -> Outcome:
        found = Outcome()
        rows = model._base_manager.exclude(**{name: ""})
        for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
            row = rows.filter(pk=pk).first()
            if row is None:
                continue
            lies = getattr(row, name)
            try:
                with lies.storage.open(lies.name, "rb") as opened:
                    content = opened.read()
            except OSError:
                found.missing.append(f"#{pk}")
                continue
            new = _looked_at(content, f"#{pk}", found)
            if new is not None and writes:
                found.renewed += _exchanged(row, name, new)
        return found

    return renew


def _exchanged(row: Model, name: str, content: bytes) -> int:
    """Put ``content`` in the place of the file; the one that no row names afterwards goes."""
    lies = getattr(row, name)
    wanted = lies.field.generate_filename(row, "file.bin")
    saved = lies.storage.save(wanted, ContentFile(content))
    changed = type(row)._base_manager.filter(**{"pk": row.pk, name: lies.name}).update(**{name: saved})
    lies.storage.delete(lies.name if changed else saved)
    return changed


def _looked_at(token: bytes, place: str, found: Outcome) -> bytes | None:
    """Count the piece; what it has to become, if anything."""
    if is_current(token):
        found.current += 1
        return None
    try:
        new = renewed(token)
    except InvalidToken:
        found.unreadable.append(place)
        return None
    found.older += 1
    return new


def second_factors(writes: bool) -> Outcome:
    """Secrets of authenticator apps and seeds of recovery codes, each a value within the JSON of its row."""
    found = Outcome()
    for pk, kept in Authenticator.objects.order_by("pk").values_list("pk", "data"):
        changed: dict[str, Any] = {}
        for name in ("secret", "seed"):
            if name in kept:
                new = _looked_at(kept[name].encode(), f"#{pk}", found)
                changed |= {name: new.decode()} if new is not None else {}
        if changed and writes:
            found.renewed += Authenticator.objects.filter(pk=pk, data=kept).update(data=kept | changed)
    return found


def checkpoints(writes: bool) -> Outcome:
    """Signatures under checkpoints of the trail (docs/adr/0045)."""
    found = Outcome()
    for town in Municipality.objects.order_by("pk"):
        with scope(municipality=town):
            for checkpoint in checkpoints_of(town):
                if checkpoint.signature == signature_of(checkpoint):
                    found.current += 1
                elif has_valid_signature(checkpoint):
                    found.older += 1
                else:
                    found.unreadable.append(f"#{checkpoint.pk}")
            found.renewed += renew_signatures(town) if writes else 0
    return found


ENCRYPTED = {"mfa.Authenticator.data": second_factors, "accounts.AuditCheckpoint.signature": checkpoints}
