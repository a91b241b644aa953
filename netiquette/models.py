# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Versions of the netiquette and their numbered clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from accounts.signing import (
    SignedCopy,
    SignedCopyQuerySet,
    SignedDocument,
    signed_copy_constraints,
    signed_document_constraints,
)
from core.hashing import content_hash

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Netiquette(SignedDocument):
    """The rules of conversation a town signs and publishes (D20)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted for signature")
        PUBLISHED = "published", _("Published")
        RETIRED = "retired", _("Replaced")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.DRAFT: {State.SUBMITTED},
        State.SUBMITTED: {State.DRAFT, State.PUBLISHED},
        State.PUBLISHED: {State.RETIRED},
        State.RETIRED: set(),
    }

    clauses: RelatedManager[Clause]
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    introduction = models.TextField(_("Introduction"), blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("netiquette")
        verbose_name_plural = _("netiquettes")
        ordering = ["-version"]
        constraints = signed_document_constraints("netiquette", "published")

    def __str__(self) -> str:
        version = gettext("Version %(number)s") % {"number": self.version}
        return f"{_('Netiquette')} {self.municipality} – {version}"

    def content(self) -> Any:
        return {
            "version": self.version,
            "introduction": self.introduction,
            "clauses": [
                [c.number, c.key, c.title, c.text, c.is_ground_for_measures]
                for c in sorted(self.clauses.all(), key=lambda c: c.number)
            ],
        }

    @property
    def is_open(self) -> bool:
        """Whether its text may still be changed."""
        return self.state in {self.State.DRAFT, self.State.SUBMITTED}


class Clause(models.Model):
    """One numbered rule. ``key`` stays the same across versions and is the page's anchor."""

    netiquette = models.ForeignKey(Netiquette, models.PROTECT, related_name="clauses")
    number = models.PositiveSmallIntegerField(_("Number"))
    key = models.SlugField(_("Anchor"), max_length=40)
    title = models.CharField(_("Title"), max_length=120)
    text = models.TextField(_("Wording"))
    is_ground_for_measures = models.BooleanField(
        _("Measures may rest on it"),
        default=True,
        help_text=_("Only such clauses can be cited when a comment is hidden or deleted."),
    )

    objects = ScopedManager(municipality="netiquette__municipality")

    class Meta:
        verbose_name = _("clause")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["netiquette", "number"], name="one_clause_per_number"),
            models.UniqueConstraint(fields=["netiquette", "key"], name="one_clause_per_key"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def municipality(self) -> Any:
        return self.netiquette.municipality

    @property
    def fingerprint(self) -> str:
        """Changes with every change of the clause; forms carry it to notice that somebody was faster."""
        return content_hash([self.title, self.text, self.is_ground_for_measures])


class NetiquetteCopy(SignedCopy):
    """The PDF of a signed netiquette."""

    document = models.OneToOneField(Netiquette, models.PROTECT, related_name="signed_copy")

    objects = ScopedManager(
        municipality="document__municipality", _manager_class=models.Manager.from_queryset(SignedCopyQuerySet)
    )

    class Meta:
        verbose_name = _("signed PDF of a netiquette")
        constraints = signed_copy_constraints("netiquette")
