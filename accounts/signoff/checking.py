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
from accounts.signoff.kinds import KINDS, DocumentKind, Period


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
    #: The language of the published file that was checked; empty for any other.
    paper_language: str = ""
    language_name: Any = ""
    period: Period | None = None

    @property
    def is_german(self) -> bool:
        return self.paper_language == "de"


def find_signed(fingerprint: str) -> list[Finding]:
    """Signed documents whose content, archived PDF or published PDF has this SHA-256 (64 lower-case hex digits).

    More than one only where towns have signed the same words. Drafts are never found.
    """
    found = []
    with scopes_disabled():
        for kind in KINDS.values():
            is_meant = Q(signed_hash=fingerprint) | Q(signed_copy__sha256=fingerprint)
            if kind.paper_rows is not None:
                is_meant |= Q(pk__in=kind.paper_rows.filter(sha256=fingerprint).values("document"))
            rows = kind.rows.filter(is_meant, signed_at__isnull=False)
            for document in rows.select_related("municipality", "signed_by", "signed_copy").order_by("pk"):
                found.append(_finding(kind, document, fingerprint))
    return found


def _finding(kind: DocumentKind, document: SignedDocument, fingerprint: str) -> Finding:
    signed_copy = getattr(document, "signed_copy", None)
    period = kind.period(document) if kind.period is not None else None
    level, status, note = _standing(document, period)
    paper = None
    if kind.paper_rows is not None:
        paper = kind.paper_rows.filter(document=document, sha256=fingerprint).first()
    return Finding(
        town=document.municipality,
        name=kind.name,
        version=document.version,
        signatory=signed_copy.signatory if signed_copy else str(document.signed_by),
        signed_at=document.signed_at,
        level=level,
        status=status,
        status_note=note,
        is_file=paper is not None or (signed_copy is not None and signed_copy.sha256 == fingerprint),
        paper_language=paper.language if paper is not None else "",
        language_name=paper.language_name if paper is not None else "",
        period=period,
    )


def _standing(document: SignedDocument, period: Period | None) -> tuple[str, Any, Any]:
    if not document.is_signature_valid:
        return "danger", _("Void"), _("The text kept by the town was changed after it was signed.")
    if document.is_taken_back:
        return "danger", _("Signature withdrawn"), _("The town has taken this signature back.")
    counts = document.is_in_force if period is None else period.since is not None and period.until is None
    if counts:
        return "success", _("In force"), _("This is the version that counts today.")
    if document.is_retired or (period is not None and period.until is not None):
        return "warning", _("Replaced"), _("It was in force; a newer version has been signed since.")
    return "info", _("Signed, not in force yet"), _("It is signed and waits for its day.")
