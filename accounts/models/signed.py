# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Documents the head of the authority signs: strategy and netiquette (D3, D20).

A signature is pinned to a SHA-256 over the content it covers. Whatever changes the content later,
through a service or past it, voids the signature. Of what was signed a PDF is kept (``SignedCopy``).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from core import leases
from core.hashing import content_hash
from core.once import WrittenOnce


class SignOffState:
    """The states every signed document knows; a subclass's ``State`` names them and adds its own."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETIRED = "retired"
    OPEN = (DRAFT, SUBMITTED)


class SignedDocument(models.Model):
    """Abstract: author, submission, return and signature of a versioned document.

    Subclasses declare ``State``, ``state``, ``TRANSITIONS``, ``IN_FORCE`` and ``content()``.
    """

    TRANSITIONS: ClassVar[dict[str, set[str]]]
    #: The state of the one version that counts.
    IN_FORCE: ClassVar[str]

    state: Any
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(_("Version"))
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Author"))
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(_("Reason for returning"), blank=True)
    # What the signatory wrote beside single parts, by the part's key; no part of the content.
    return_parts = models.JSONField(default=dict, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_hash = models.CharField(max_length=64, blank=True, db_index=True)
    statement = models.TextField(_("Statement of the signatory"), blank=True)

    class Meta:
        abstract = True

    def content(self) -> Any:
        """The canonical content a signature covers, as plain JSON types."""
        raise NotImplementedError(f"{type(self).__name__} declares what a signature covers")

    def current_hash(self) -> str:
        """SHA-256 of the content as it reads now."""
        return content_hash(self.content())

    @property
    def is_signature_valid(self) -> bool:
        """Signed, and not a character changed since."""
        return bool(self.signed_hash) and self.signed_hash == self.current_hash()

    @property
    def as_read(self) -> dict[str, Any]:
        """What of the row has to be as it was read when it is submitted, where a kind counts its changes."""
        return {}

    @property
    def is_with_author(self) -> bool:
        return self.state == SignOffState.DRAFT

    @property
    def awaits_signature(self) -> bool:
        return self.state == SignOffState.SUBMITTED

    @property
    def is_in_force(self) -> bool:
        """As the row says; a kind with planned instants knows better in its queries."""
        return self.state == self.IN_FORCE

    @property
    def is_retired(self) -> bool:
        return self.state == SignOffState.RETIRED

    @property
    def is_revoked(self) -> bool:
        """Taken back by the head of the authority while it was in force. Kinds that know this say so."""
        return False

    @property
    def is_taken_back(self) -> bool:
        """Signed, and taken back: while it was in force or before. Kinds that know the latter say so."""
        return self.is_revoked

    @property
    def is_signed_for_later(self) -> bool:
        """Signed, and its day has not come, or nobody has booked yet that it has."""
        return self.signed_at is not None and not (self.is_in_force or self.is_retired or self.is_taken_back)


def signed_document_constraints(prefix: str, in_force_state: str) -> list[models.BaseConstraint]:
    """What must never be false for any signed document; ``prefix`` makes the names unique."""
    return [
        models.UniqueConstraint(fields=["municipality", "version"], name=f"one_{prefix}_per_version"),
        models.UniqueConstraint(
            fields=["municipality"], condition=Q(state=in_force_state), name=f"one_{prefix}_in_force"
        ),
        models.UniqueConstraint(
            fields=["municipality"], condition=Q(state__in=list(SignOffState.OPEN)), name=f"one_open_{prefix}"
        ),
        models.CheckConstraint(
            condition=Q(signed_by__isnull=True) | ~Q(signed_by=models.F("author")), name=f"{prefix}_four_eyes"
        ),
        models.CheckConstraint(
            condition=~Q(state=in_force_state) | (Q(signed_at__isnull=False) & ~Q(signed_hash="")),
            name=f"{prefix}_in_force_is_signed",
        ),
    ]


class SignedCopyQuerySet(models.QuerySet["SignedCopy"]):
    def due(self, at: datetime) -> SignedCopyQuerySet:
        """Copies still to be made that no living worker holds, oldest first."""
        return self.filter(leases.free(at), state=SignedCopy.State.DUE, due_at__lte=at).order_by("due_at", "pk")


class SignedCopy(WrittenOnce):
    """Abstract: the PDF of a signed document, made once by the worker and never changed afterwards.

    Subclasses add ``document``, a one-to-one key to what was signed. Names are kept as printed.
    """

    class State(models.TextChoices):
        DUE = "due", _("Being made")
        BUILT = "built", _("Built")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {State.DUE: {State.BUILT}, State.BUILT: set()}

    document: Any
    signatory = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DUE)
    pdf = models.FileField(upload_to="signed/%Y/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    due_at = models.DateTimeField(default=now)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    built_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.document)

    @property
    def is_built(self) -> bool:
        return self.state == self.State.BUILT

    @property
    def municipality(self) -> Municipality:
        town: Municipality = self.document.municipality
        return town


def signed_copy_constraints(prefix: str) -> list[models.BaseConstraint]:
    """A copy that is there has a file and its fingerprint."""
    return [
        models.CheckConstraint(
            condition=~Q(state="built") | (~Q(pdf="") & ~Q(sha256="") & Q(built_at__isnull=False)),
            name=f"{prefix}_copy_built_has_file",
        )
    ]


class PublishedPaper(WrittenOnce):
    """Abstract: the PDF of a signed document as everybody can download it, in one language; written once.

    Subclasses add ``document``, a key to what was signed, with the related name ``papers``.
    """

    document: Any
    language = models.CharField(max_length=20)
    pdf = models.FileField(upload_to="published/%Y/")
    sha256 = models.CharField(max_length=64, db_index=True)
    built_at = models.DateTimeField(default=now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.document} ({self.language})"

    @property
    def language_name(self) -> Any:
        """What the language is called; kinds that know languages say so."""
        return self.language

    @property
    def municipality(self) -> Municipality:
        town: Municipality = self.document.municipality
        return town
