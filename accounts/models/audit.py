# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The record of what was done, a chain of sealed entries for each town."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Municipality, User
from core.once import WrittenOnce
from core.scoping import ScopedManager


class AuditHead(models.Model):
    """The end of a town's audit chain; its row serialises writers until they commit."""

    municipality = models.OneToOneField(Municipality, models.PROTECT, related_name="audit_head")
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="", blank=True)

    objects = ScopedManager(municipality="municipality")


class AuditEntry(WrittenOnce):
    """Who did what to what, when and why. Written once; each entry seals the one before it."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="audit_entries")
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    actor_label = models.CharField(max_length=160)
    action = models.CharField(max_length=80)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    object_label = models.CharField(max_length=200)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["municipality", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "sequence"], name="one_audit_entry_per_sequence"),
        ]
        indexes = [models.Index(fields=["municipality", "object_type", "object_id"], name="audit_by_object")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class AuditCheckpoint(WrittenOnce):
    """Where a town's chain begins since old entries went: sealed, signed, and sealing the checkpoint before it.

    ``kept``: number and hash of each entry up to ``last_sequence`` that stays (``accounts.audit.keeping``).
    ``first_at`` and ``last_at`` span what was let go of with this step.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="audit_checkpoints")
    number = models.PositiveIntegerField()
    last_sequence = models.PositiveBigIntegerField()
    last_hash = models.CharField(max_length=64)
    removed = models.PositiveIntegerField()
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    years = models.PositiveSmallIntegerField()
    kept = models.JSONField(default=list)
    created_at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    signature = models.CharField(max_length=64)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("checkpoint of the audit trail")
        ordering = ["municipality", "number"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="one_checkpoint_per_number"),
            models.CheckConstraint(condition=Q(number__gte=1, last_sequence__gte=1), name="checkpoint_counts_from_one"),
            models.CheckConstraint(
                condition=Q(removed=0, first_at=None, last_at=None)
                | Q(removed__gte=1, first_at__isnull=False, last_at__gte=F("first_at")),
                name="checkpoint_says_from_when_to_when",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number} (1–{self.last_sequence})"
