# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The kinds of documents a town signs. Apps register theirs in ``AppConfig.ready``; nothing here knows an app.

Letters, sign-off links, the signed PDF and the public check work for every kind alike.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Municipality, User
from accounts.models.signed import PublishedPaper, SignedCopy, SignedDocument
from accounts.queries import people_with_role
from accounts.signoff.page import SignOffPage
from accounts.tenancy.permissions import may
from core.gaps import Gap


class PutInForce(Protocol):
    def __call__(self, document: Any, *, actor: User, signature: dict[str, Any]) -> dict[str, Any]: ...


def nothing_more(document: Any) -> None:
    """For kinds in which nothing else follows from a signature."""


@dataclass(frozen=True)
class Period:
    """When a version counted. ``since`` is empty while its day has not come, ``until`` while it counts;
    ``successor`` is the number of the version that replaced it."""

    since: datetime | None
    until: datetime | None = None
    successor: int | None = None


@dataclass(frozen=True)
class DocumentKind:
    """What is particular about one kind of document; ``lifecycle`` does the rest, alike for all.

    ``permission`` names ``APP.submit_MODEL``, ``sign_``, ``return_`` and ``revoke_``, which the app's rules declare.
    """

    name: Any
    model: type[SignedDocument]
    copies: type[SignedCopy]
    page: Callable[[Any], SignOffPage]
    """What the signatory reads."""
    town_url: Callable[[Any], str]
    """Where the town reads it."""
    gaps: Callable[[Any], list[Gap]]
    """What is missing before it may be submitted."""
    incomplete: Any
    """The sentence above the gaps."""
    put_in_force: PutInForce
    """Sets ``signature`` and the instant of signing with the change of state; returns what the record says besides."""
    signed_message: Callable[[Any], Any]
    """What the signatory is told afterwards."""
    withdrawals: tuple[str, ...] = ()
    """The audit actions by which an author takes a submitted text back."""
    consequences: Callable[[], list[str]] | None = None
    """What taking the signature back means, one sentence each; ``None``: it cannot be taken back."""
    papers: type[PublishedPaper] | None = None
    """The files everybody can download, where a kind has such."""
    period: Callable[[Any], Period] | None = None
    """When a version counted, where its row alone does not say so."""
    after_commit: Callable[[Any], None] = nothing_more
    """What the app forgets after a signature or its withdrawal."""

    def permission(self, verb: str) -> str:
        return f"{self.model._meta.app_label}.{verb}_{self.model._meta.model_name}"

    def action(self, done: str) -> str:
        """The word of the audit trail."""
        return f"{self.model._meta.app_label}.{done}"

    @property
    def can_be_revoked(self) -> bool:
        return self.consequences is not None

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def rows(self) -> Any:
        return self.model._default_manager

    @property
    def copy_rows(self) -> Any:
        return self.copies._default_manager

    @property
    def paper_rows(self) -> Any:
        """The published files; ``None`` for a kind without."""
        return self.papers._default_manager if self.papers is not None else None

    def signoff_url(self, document: SignedDocument) -> str:
        """The page of the admin view on which it is signed or returned."""
        name = f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}_change"
        return reverse(name, args=[document.pk])

    def signatories(self, document: SignedDocument, town: Municipality) -> list[User]:
        """The head of the authority and the deputies, without those whom four eyes forbid to sign."""
        heads = people_with_role(town, "leadership")
        return [head for head in heads if may(head, self.permission("sign"), document)]

    def copy_url(self, document: SignedDocument) -> str:
        """Where people of the town get the signed PDF."""
        name = f"{self.model._meta.app_label}:signed_copy"
        return reverse(name, args=[document.municipality.slug, document.version])


KINDS: dict[str, DocumentKind] = {}


def kind_of(document: SignedDocument) -> DocumentKind:
    return KINDS[document._meta.label_lower]


def tell_who_was_asked(request: HttpRequest, document: SignedDocument) -> None:
    """After a submission: to whom the letter went, or that there is nobody who could sign."""
    asked = kind_of(document).signatories(document, document.municipality)
    if asked:
        names = ", ".join(str(person) for person in asked)
        messages.success(request, _("Submitted. A mail asks for the signature: %(names)s.") % {"names": names})
    else:
        messages.warning(
            request,
            _(
                "Submitted, but nobody can sign it yet: no head of the authority or deputy has an account besides "
                "the author. Your administrator can invite one."
            ),
        )
