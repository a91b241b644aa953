# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The PDF of a published netiquette: drawn once for whoever asks first, then the same bytes for everybody.

So /pruefen/ knows every file that anybody can have downloaded, and a new version of the software changes none.
"""

import hashlib

from django.db import IntegrityError, transaction
from django.utils.translation import override

from accounts.audit import record
from accounts.signoff.copies import CopyDamaged, read_copy, store_archived
from netiquette.domain.languages import Language
from netiquette.models import Netiquette, NetiquettePaper
from netiquette.presenters import documents

__all__ = ["CopyDamaged", "published_pdf"]


def published_pdf(netiquette: Netiquette, language: Language) -> bytes:
    """The archived PDF of a version that is or was in force; the caller sees to that.

    Raises ``StillDrawing`` while somebody else draws it, ``CopyDamaged`` when the archived file is gone or changed.
    """
    known = NetiquettePaper.objects.filter(document=netiquette, language=language.code).first()
    if known is not None:
        return read_copy(known)
    with override(documents.frame_language(language)):
        content = documents.pdf_of("netiquette/netiquette_print.html", documents.paper_of(netiquette, language))
    return _archived(netiquette, language, content)


def _archived(netiquette: Netiquette, language: Language, content: bytes) -> bytes:
    """Keep ``content``, or give what somebody else has kept meanwhile."""
    sha256 = hashlib.sha256(content).hexdigest()
    town, storage = netiquette.municipality, NetiquettePaper._meta.get_field("pdf").storage
    name = f"published/{town.slug}-netiquette-{netiquette.version}-{language.code}-{sha256[:12]}.pdf"
    name = store_archived(storage, name, content)
    try:
        with transaction.atomic():
            NetiquettePaper.objects.create(document=netiquette, language=language.code, pdf=name, sha256=sha256)
            record(None, "netiquette.paper_archived", netiquette, language=language.code, sha256=sha256)
    except IntegrityError:  # another process was faster
        winner = NetiquettePaper.objects.get(document=netiquette, language=language.code)
        if winner.pdf.name != name:
            storage.delete(name)
        return read_copy(winner)
    return content
