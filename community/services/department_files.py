# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files that come with the answer of a department: taken in by what they are, encrypted, and gone with the name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from cryptography.fernet import InvalidToken
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.services.encrypted import file
from accounts.tenancy.permissions import require
from channels_mgmt.services.scans import SUFFIXES, Scan, UnfitScan, read_scan
from community.domain.plain_text import one_line
from community.models import Comment, DepartmentFile, DepartmentQuestion
from community.models.departments import LONGEST_FILE_NAME, MOST_FILES
from core.encryption import decrypt_bytes, encrypt_bytes
from core.errors import Refused

ENCRYPTED = {"community.DepartmentFile.file": file(DepartmentFile, "file")}


class Attachment(NamedTuple):
    """A file that may be kept, and what the department calls it."""

    name: str
    scan: Scan


def read_attachments(uploads: Sequence[Any]) -> list[Attachment]:
    """Each as what its content says. Raises ``Refused`` with a sentence for each that cannot be kept."""
    if len(uploads) > MOST_FILES:
        raise Refused(_("At most %(n)s files can come with an answer. Please choose fewer.") % {"n": MOST_FILES})
    found, problems = [], []
    for upload in uploads:
        try:
            scan = read_scan(upload)
        except UnfitScan as error:
            problems.append(_("“%(name)s”: %(problem)s") % {"name": _stem(upload), "problem": error})
        else:
            found.append(Attachment(f"{_stem(upload)}.{SUFFIXES[scan.media_type]}", scan))
    if problems:
        raise Refused(problems[0], problems)
    return found


def keep_attachments(question: DepartmentQuestion, attachments: Sequence[Attachment]) -> None:
    """Encrypt and store; within the transaction of the answer and ``all_files_or_none``."""
    for position, (name, scan) in enumerate(attachments, 1):
        row = DepartmentFile(
            question=question,
            position=position,
            name=name,
            media_type=scan.media_type,
            size=len(scan.content),
            sha256=scan.sha256,
        )
        row.file.save("file.bin", ContentFile(encrypt_bytes(scan.content)), save=False)
        row.save()


@transaction.atomic
def open_department_file(row: DepartmentFile, *, actor: User) -> Scan:
    """The file as it came. That ``actor`` looked at it is on record. Raises ``Refused`` when it cannot be read."""
    require(actor, "community.view_queue", row.question)
    try:
        with row.file.open("rb") as file:
            content = decrypt_bytes(file.read())
    except (OSError, InvalidToken):
        raise Refused(
            _("The file can no longer be read. Please tell your IT; the answer of the department is here as text.")
        ) from None
    record(actor, "community.department_file_opened", row, comment=row.question.comment_id)
    return Scan(content, row.media_type)


def forget_department_files(comment: Comment) -> None:
    """Delete the files of all answers about ``comment``: the rows now, what lies on the disk with the commit."""
    for row in DepartmentFile._base_manager.filter(question__comment=comment):
        transaction.on_commit(partial(row.file.storage.delete, str(row.file)))
        row.delete()


def _stem(upload: Any) -> str:
    """The name without its ending, which says nothing; never a path, never a line end."""
    stem = one_line(str(upload.name)).rsplit(".", 1)[0].strip()
    return stem[: LONGEST_FILE_NAME - 5] or _("File")
