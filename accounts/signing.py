# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Documents the head of the authority signs: strategy and netiquette (D3, D20).

A signature is pinned to a SHA-256 over the content it covers. Whatever changes the content later,
through a service or past it, voids the signature.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from core.hashing import content_hash


class SignedDocument(models.Model):
    """Abstract: author, submission, return and signature of a versioned document.

    Subclasses declare ``State``, ``TRANSITIONS``, ``content()`` and ``missing_parts()``.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(_("Version"))
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Author"))
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(_("Reason for returning"), blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_hash = models.CharField(max_length=64, blank=True)
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


def signed_document_constraints(prefix: str, in_force_state: str) -> list[models.BaseConstraint]:
    """What must never be false for any signed document; ``prefix`` makes the names unique."""
    return [
        models.UniqueConstraint(fields=["municipality", "version"], name=f"one_{prefix}_per_version"),
        models.UniqueConstraint(
            fields=["municipality"], condition=Q(state=in_force_state), name=f"one_{prefix}_in_force"
        ),
        models.UniqueConstraint(
            fields=["municipality"], condition=Q(state__in=["draft", "submitted"]), name=f"one_open_{prefix}"
        ),
        models.CheckConstraint(
            condition=Q(signed_by__isnull=True) | ~Q(signed_by=models.F("author")), name=f"{prefix}_four_eyes"
        ),
        models.CheckConstraint(
            condition=~Q(state=in_force_state) | (Q(signed_at__isnull=False) & ~Q(signed_hash="")),
            name=f"{prefix}_in_force_is_signed",
        ),
    ]
