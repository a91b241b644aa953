# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The signed PDF: ordered with the signature, made by the worker from its row, never changed afterwards.

A worker that dies leaves a lease that ends; the copy is made again from the same, unchangeable content
(docs/adr/0012).
"""

import hashlib
import logging
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models.signed import PublishedPaper, SignedCopy, SignedDocument
from accounts.signoff.kinds import KINDS, kind_of
from accounts.signoff.paper import signed_paper
from core.errors import AlreadyChanged, DomainError
from core.leases import give_back, held, take
from core.states import change_state

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
RETRY_AFTER = timedelta(hours=1)
AT_ONCE = 100


class CopyDamaged(DomainError):
    """The archived file is gone or no longer fits the fingerprint taken when it was made."""


def order_copy(document: SignedDocument) -> None:
    """Let the worker make the PDF, with the signatory's name as it reads now. One per document."""
    kind_of(document).copy_rows.get_or_create(document=document, defaults={"signatory": str(document.signed_by)[:120]})


def due_copies() -> list[tuple[str, int]]:
    """Kind and key of every copy still to be made that nobody holds."""
    return [
        (label, pk)
        for label, kind in KINDS.items()
        for pk in kind.copy_rows.due(now()).values_list("pk", flat=True)[:AT_ONCE]
    ]


def build_copy(copy: SignedCopy) -> None:
    """Claim, commit, render, store. Harmless if run twice; a void signature is never put on paper."""
    if not _claim(copy):
        return
    lease, document = held(copy), copy.document
    if not document.is_signature_valid:
        logger.warning("signed copy %s not made: the text has changed since it was signed", copy.pk)
        give_back(copy, due_at=now() + RETRY_AFTER, error="the text has changed since it was signed")
        return
    content = signed_paper(copy)
    sha256 = hashlib.sha256(content).hexdigest()
    stored = _store(copy, content, sha256)
    try:
        with transaction.atomic():
            change_state(
                copy,
                SignedCopy.State.BUILT,
                only_if=lease,
                pdf=stored,
                sha256=sha256,
                built_at=now(),
                lease_until=None,
                error="",
            )
            record(None, f"{document._meta.app_label}.copy_archived", document, sha256=copy.sha256)
    except AlreadyChanged:  # another worker was faster; its file stays, which mostly is this very one
        copy.refresh_from_db()
        if copy.state == SignedCopy.State.BUILT and copy.pdf.name != stored:
            copy.pdf.storage.delete(stored)


def _store(copy: SignedCopy, content: bytes, sha256: str) -> str:
    document = copy.document
    kind = slugify(document._meta.model_name)
    name = f"signed/{document.signed_at:%Y}/{document.municipality.slug}-{kind}-{document.version}-{sha256[:12]}.pdf"
    return store_archived(copy.pdf.storage, name, content)


def store_archived(storage: Storage, name: str, content: bytes) -> str:
    """Store ``content`` under ``name``, which only its content gives, and return the name.

    What a process stored that died before it booked it, whole or in part, is found here and used or replaced:
    no file is left over that belongs to no row.
    """
    if storage.exists(name):
        with storage.open(name, "rb") as file:
            if file.read() == content:
                return name
        storage.delete(name)
    return storage.save(name, ContentFile(content))


def read_copy(copy: SignedCopy | PublishedPaper) -> bytes:
    """The archived PDF, provided not a byte has changed. Raises ``CopyDamaged``."""
    try:
        with copy.pdf.storage.open(str(copy.pdf.name), "rb") as file:
            content: bytes = file.read()
    except OSError as error:
        raise CopyDamaged(_("The archived file cannot be read. Please tell your IT department.")) from error
    if hashlib.sha256(content).hexdigest() != copy.sha256:
        raise CopyDamaged(_("The archived file was changed after it was made. Please tell your IT department."))
    return content


def _claim(copy: SignedCopy) -> bool:
    copy.refresh_from_db()
    due = SignedCopy.State.DUE
    return copy.state == due and take(copy, LEASE, only_if={"state": due}, attempts=copy.attempts + 1)
