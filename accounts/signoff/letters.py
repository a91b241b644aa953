# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The letters around a signature: who is asked, who learns of the answer, who learns that it was taken back.

Each is posted in the transaction of its cause, before the audit entry.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.mail.letters import post_letter
from accounts.mail.writing import words_of
from accounts.models import Role, User
from accounts.models.signed import SignedDocument
from accounts.queries import people_with_role
from accounts.signoff.kinds import DocumentKind, kind_of
from accounts.tenancy.links import Link, open_link, seal_link
from core.urls import absolute, absolute_address

PURPOSE = "signoff"
LINK_DAYS = 14


def announce_submission(document: SignedDocument) -> list[User]:
    """Ask everybody who may sign ``document``, each with a link of their own. Returns whom.

    The key names this very submission, so that a text handed in again is announced again.
    """
    kind = kind_of(document)
    page = _page_of(kind, document)
    until = now() + timedelta(days=LINK_DAYS)
    asked = kind.signatories(document, document.municipality)
    for person in asked:
        context = {
            "page": page,
            "link": absolute_address("signoff:link", signoff_token(document, person, until)),
            "until": until,
        }
        subject = _("Please read and sign: %(title)s")
        _post(document, person, "submitted", document.submitted_at, "signoff_asked", subject, page.title, context)
    return asked


def signoff_token(document: SignedDocument, person: User, until: datetime) -> str:
    """The token of the link: for this person, this document, this text."""
    return seal_link(
        PURPOSE,
        town=document.municipality_id,
        person=person.pk,
        subject=document.pk,
        until=until,
        more={"kind": document._meta.label_lower, "hash": document.current_hash()},
    )


def open_signoff_link(token: str) -> Link:
    """What the link of a letter says. Raises ``LinkInvalid`` or ``LinkExpired``."""
    return open_link(PURPOSE, token)


def announce_signature(document: SignedDocument) -> None:
    """Tell the author and whoever submitted it that it is signed."""
    page = _page_of(kind_of(document), document)
    subject = _("Signed: %(title)s")
    for person in _writers(document, without=document.signed_by_id):
        _post(document, person, "signed", document.signed_at, "signoff_signed", subject, page.title, {"page": page})


def announce_return(document: SignedDocument, *, remarks: Iterable[tuple[Any, str]]) -> None:
    """Tell the author and whoever submitted it what should change: in general, and part by part."""
    page = _page_of(kind_of(document), document)
    subject = _("Returned: %(title)s")
    context = {"page": page, "remarks": list(remarks)}
    for person in _writers(document, without=document.returned_by_id):
        _post(document, person, "returned", document.returned_at, "signoff_returned", subject, page.title, context)


def announce_revocation(document: Any, *, consequences: Iterable[Any]) -> None:
    """Tell the press office that the mandate was taken back, why, and what that means for its work."""
    page = _page_of(kind_of(document), document)
    subject = _("Withdrawn: %(title)s")
    people = {person.pk: person for person in people_with_role(document.municipality, Role.COMMUNICATIONS)}
    people |= {person.pk: person for person in _writers(document, without=None)}
    context = {"page": page, "consequences": list(consequences)}
    for person in people.values():
        if person.pk != document.revoked_by_id:
            _post(document, person, "revoked", document.revoked_at, "signoff_revoked", subject, page.title, context)


def _writers(document: SignedDocument, *, without: int | None) -> list[User]:
    people = {document.author_id: document.author, document.submitted_by_id: document.submitted_by}
    return [person for pk, person in people.items() if person is not None and person.is_active and pk != without]


def _page_of(kind: DocumentKind, document: SignedDocument) -> Any:
    with translation.override(settings.LANGUAGE_CODE):
        return kind.page(document)


def _post(
    document: SignedDocument,
    person: User,
    occasion: str,
    at: datetime | None,
    template: str,
    subject: Any,
    title: Any,
    context: dict[str, Any],
) -> None:
    town, kind = document.municipality, kind_of(document)
    with translation.override(settings.LANGUAGE_CODE):
        words = words_of(
            f"accounts/email/{template}",
            {
                **context,
                "document": document,
                "town": town,
                "person": person,
                "url": absolute(kind.town_url(document)),
            },
        )
        subject = str(subject) % {"title": title}
    post_letter(
        town,
        to=person.email,
        subject=f"{subject} – {town.name}",
        **words,
        key=f"{kind.label}:{document.pk}:{occasion}:{at.isoformat() if at else ''}:person:{person.pk}",
    )
