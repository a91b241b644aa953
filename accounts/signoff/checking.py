# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a fingerprint belongs to a document that was signed in this installation, in whatever town.

A fingerprint has 256 bits: nobody meets one by trying. Only what is printed on the paper itself is said.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from accounts.models import Municipality
from accounts.models.signed import SignedDocument
from accounts.signoff.kinds import KINDS, DocumentKind


@dataclass(frozen=True)
class Finding:
    """A genuine document: what the paper says, and how it stands today."""

    town: Municipality
    name: Any
    version: int
    signatory: str
    signed_at: datetime | None
    level: str
    status: Any
    status_note: Any
    is_file: bool


def find_signed(fingerprint: str) -> list[Finding]:
    """Signed documents whose content, or whose archived PDF, has this SHA-256 (64 lower-case hex digits).

    More than one only where towns have signed the same words. Two queries per kind of document.
    """
    found = []
    with scopes_disabled():
        for kind in KINDS.values():
            is_meant = Q(signed_hash=fingerprint) | Q(signed_copy__sha256=fingerprint)
            rows = kind.rows.filter(is_meant, signed_at__isnull=False)
            for document in rows.select_related("municipality", "signed_by", "signed_copy").order_by("pk"):
                found.append(_finding(kind, document, fingerprint))
    return found


def _finding(kind: DocumentKind, document: SignedDocument, fingerprint: str) -> Finding:
    signed_copy = getattr(document, "signed_copy", None)
    level, status, note = _standing(document)
    return Finding(
        town=document.municipality,
        name=kind.name,
        version=document.version,
        signatory=signed_copy.signatory if signed_copy else str(document.signed_by),
        signed_at=document.signed_at,
        level=level,
        status=status,
        status_note=note,
        is_file=signed_copy is not None and signed_copy.sha256 == fingerprint,
    )


def _standing(document: SignedDocument) -> tuple[str, Any, Any]:
    if not document.is_signature_valid:
        return "danger", _("Void"), _("The text kept by the town was changed after it was signed.")
    if document.is_taken_back:
        return "danger", _("Signature withdrawn"), _("The town has taken this signature back.")
    if document.is_in_force:
        return "success", _("In force"), _("This is the version that counts today.")
    if document.is_retired:
        return "warning", _("Replaced"), _("It was in force; a newer version has been signed since.")
    return "info", _("Signed, not in force yet"), _("It is signed and waits for its day.")
