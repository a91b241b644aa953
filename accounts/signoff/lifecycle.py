# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Submitting, signing, returning a document and taking a signature back: the same steps for every kind (D3, D20).

What is particular about a kind stands in its ``DocumentKind``. Each step holds the row of the document until the
commit, so that what is checked, shown or hashed is what is submitted, returned or signed.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.models.signed import SignedDocument, SignOffState
from accounts.services import confirm_identity
from accounts.signoff.copies import order_copy
from accounts.signoff.kinds import DocumentKind, kind_of
from accounts.signoff.letters import announce_return, announce_revocation, announce_signature, announce_submission
from accounts.tenancy.permissions import require
from core.errors import AlreadyChanged, IllegalTransition, Refused
from core.states import change_state, hold

Document = TypeVar("Document", bound=SignedDocument)


@transaction.atomic
def submit_document(document: SignedDocument, *, actor: User) -> None:
    """Hand a complete draft to the head of the authority, who gets a letter with a link of their own.

    ``Refused.gaps`` lists what is missing. Raises ``AlreadyChanged`` when it is no longer the text that was read.
    """
    kind = kind_of(document)
    require(actor, kind.permission("submit"), document)
    fresh = _held(document)
    if gaps := kind.gaps(fresh):
        raise Refused(kind.incomplete, gaps)
    change_state(
        document,
        SignOffState.SUBMITTED,
        only_if=document.as_read,
        submitted_by=actor,
        submitted_at=now(),
        returned_by=None,
        returned_at=None,
        return_reason="",
        return_parts={},
    )
    announce_submission(document)
    record(actor, kind.action("submitted"), document, hash=fresh.current_hash())


def sign_document(
    document: SignedDocument,
    *,
    actor: User,
    password: str,
    code: str = "",
    passkey_at: datetime | None = None,
    statement: str = "",
    seen_hash: str = "",
) -> None:
    """Sign a submitted document. It replaces the one in force, at its hour where the kind plans one, else at once.

    The signatory has not written it (each kind says what that means), confirms the identity again, and signs exactly
    the text with ``seen_hash`` (the text as it reads now, when left out). The PDF is ordered with it. Two signatures
    at the same moment leave one.
    """
    kind = kind_of(document)
    require(actor, kind.permission("sign"), document)
    if not document.awaits_signature:
        raise IllegalTransition(_("This version does not wait for a signature."))
    confirm_identity(actor, password=password, code=code, passkey_at=passkey_at)
    statement = statement.strip()
    try:
        with transaction.atomic():
            fresh = _held(document, seen_hash)
            if not fresh.awaits_signature:
                raise AlreadyChanged(_("Somebody else was faster: this version no longer waits for a signature."))
            signed_hash = fresh.current_hash()
            signature = {"signed_by": actor, "signed_hash": signed_hash, "statement": statement}
            recorded = kind.put_in_force(fresh, actor=actor, signature=signature)
            order_copy(fresh)
            announce_signature(fresh)
            record(actor, kind.action("signed"), fresh, hash=signed_hash, statement=statement, **recorded)
    except IntegrityError:
        raise AlreadyChanged(_("Another version was signed at the same moment. Please look at it first.")) from None
    document.refresh_from_db()
    kind.after_commit(document)


@transaction.atomic
def return_document(
    document: SignedDocument,
    *,
    actor: User,
    reason: str = "",
    parts: Mapping[str, str] | None = None,
    seen_hash: str = "",
) -> None:
    """Give a submitted document back to its author, saying what should change.

    ``parts`` are remarks by the key of a part; one of them, or ``reason``, is needed. With ``seen_hash``
    only the text that was read is returned, not one handed in meanwhile.
    """
    kind = kind_of(document)
    require(actor, kind.permission("return"), document)
    remarks = {key: text.strip() for key, text in (parts or {}).items() if text.strip()}
    if not reason.strip() and not remarks:
        raise Refused(_("Please say what should be changed."))
    named = _by_title(kind, _held(document, seen_hash), remarks)
    general = reason.strip() or _("See the remarks on: %(parts)s") % {
        "parts": ", ".join(title for title, _text in named)
    }
    change_state(
        document,
        SignOffState.DRAFT,
        returned_by=actor,
        returned_at=now(),
        return_reason=general,
        return_parts=remarks,
    )
    announce_return(document, remarks=named)
    record(actor, kind.action("returned"), document, reason=general, parts=remarks)


def revoke_signature(
    document: SignedDocument,
    *,
    actor: User,
    reason: str,
    password: str,
    code: str = "",
    passkey_at: datetime | None = None,
) -> None:
    """Take the signature under the document in force back. None of its kind is in force afterwards.

    Only for kinds that say what follows from it (``DocumentKind.consequences``). Whoever rests on the document asks
    for it and stops by itself; nothing else is touched. The press office is told by letter.
    """
    kind = kind_of(document)
    if kind.consequences is None:
        raise IllegalTransition(_("This signature cannot be withdrawn."))
    require(actor, kind.permission("revoke"), document)
    if not reason.strip():
        raise Refused(_("Please say why you withdraw it."))
    if not document.is_in_force:
        raise IllegalTransition(_("This version is not in force; there is nothing to withdraw."))
    confirm_identity(actor, password=password, code=code, passkey_at=passkey_at)
    with transaction.atomic():
        change_state(document, SignOffState.RETIRED, revoked_by=actor, revoked_at=now(), revoke_reason=reason.strip())
        announce_revocation(document, consequences=kind.consequences())
        record(actor, kind.action("revoked"), document, reason=reason.strip())
    kind.after_commit(document)


def _held(document: Document, seen_hash: str = "") -> Document:
    """The document as it reads now, its row held until the commit: nobody writes in it meanwhile.

    Raises ``AlreadyChanged`` unless its text is the one with ``seen_hash``.
    """
    hold(document)
    fresh = type(document)._default_manager.get(pk=document.pk)
    if seen_hash and seen_hash != fresh.current_hash():
        raise AlreadyChanged(_("The text has changed since you opened this page. Please read it again."))
    return fresh


def _by_title(kind: DocumentKind, document: SignedDocument, remarks: Mapping[str, str]) -> list[tuple[str, str]]:
    """The remarks with the titles of their parts, as the letter lists them."""
    titles = {part.anchor: str(part.title) for part in kind.page(document).parts}
    if not remarks.keys() <= titles.keys():
        raise Refused(_("The document has no such part."))
    return [(titles[key], text) for key, text in remarks.items()]
