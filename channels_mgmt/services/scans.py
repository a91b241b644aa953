# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The paper of a consent: taken in by what it is, encrypted on the disk, shown to few and never without a record."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import InvalidToken
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.tenancy.permissions import require
from channels_mgmt.domain.image_files import JPEG, PNG, UnfitImage, header_of, type_of
from channels_mgmt.models import Consent
from core.encryption import decrypt_bytes, encrypt_bytes
from core.errors import Refused

MAX_SCAN_BYTES = 10_000_000
PDF = "application/pdf"
SUFFIXES = {PDF: "pdf", JPEG: "jpg", PNG: "png"}


class UnfitScan(Refused):
    """The file cannot be kept as a scan. Nothing was stored."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A file that may be kept: its type, as its content says."""

    content: bytes
    media_type: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read_scan(upload: Any) -> Scan:
    """Raises ``UnfitScan`` for what is too large (unread) or neither a PDF nor a whole JPEG or PNG.

    Departments answer with such files, too (``community.services.department_files``).
    """
    if upload.size > MAX_SCAN_BYTES:
        raise UnfitScan(
            _("The file has %(size)d MB, at most %(allowed)d are possible. Scan in black and white with 200 dpi.")
            % {"size": math.ceil(upload.size / 1_000_000), "allowed": MAX_SCAN_BYTES // 1_000_000}
        )
    upload.seek(0)
    content = upload.read()
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise UnfitScan(_("The PDF is incomplete. Please save or scan it once more."))
        return Scan(content, PDF)
    try:
        media_type = type_of(content)
        if media_type not in SUFFIXES:
            raise _wrong_type()
        header_of(content, media_type)
    except UnfitImage as error:
        raise (UnfitScan(str(error)) if content.startswith((b"\xff\xd8\xff", b"\x89PNG")) else _wrong_type()) from None
    return Scan(content, media_type)


def _wrong_type() -> UnfitScan:
    return UnfitScan(_("This is neither a PDF nor a photo as JPEG or PNG. Please choose such a file."))


def keep_scan(consent: Consent, scan: Scan) -> None:
    """Put the encrypted scan on the disk and name it in ``consent``, which the caller saves."""
    consent.scan_type, consent.scan_sha256 = scan.media_type, scan.sha256
    consent.scan.save("scan.bin", ContentFile(encrypt_bytes(scan.content)), save=False)


@transaction.atomic
def open_scan(consent: Consent, *, actor: User) -> Scan:
    """The paper as it was taken in. That ``actor`` looked at it is on record."""
    require(actor, "channels_mgmt.view_scan", consent)
    if not consent.scan:
        raise Refused(_("No paper is kept with this consent."))
    try:
        with consent.scan.open("rb") as file:
            content = decrypt_bytes(file.read())
    except (OSError, InvalidToken):
        raise Refused(
            _("The paper can no longer be read. Please tell your IT; the consent itself still holds.")
        ) from None
    record(actor, "media.scan_viewed", consent)
    return Scan(content, consent.scan_type)
