# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Versions of the netiquette and their numbered clauses, each with its translations."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models.signed import (
    PublishedPaper,
    SignedCopy,
    SignedCopyQuerySet,
    SignedDocument,
    SignOffState,
    signed_copy_constraints,
    signed_document_constraints,
)
from core.hashing import content_hash
from core.scoping import ScopedManager
from netiquette.domain.languages import GERMAN, TRANSLATIONS, Language

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Translated(models.Model):
    """Abstract: a German master text and its translations.

    ``translations`` maps a language code to ``{"title", "text", "of"}``; ``of`` is the fingerprint of the
    master the translation was made from. It lies in the row, so that it is signed, copied and read with it.
    """

    translations = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    @property
    def master_fingerprint(self) -> str:
        """Changes with every change of the words that translators work from."""
        raise NotImplementedError(f"{type(self).__name__} declares its master text")

    def translation(self, language: str) -> dict[str, str]:
        """Title and text in ``language``; both empty where there is none."""
        stored = self.translations.get(language, {})
        return {"title": stored.get("title", ""), "text": stored.get("text", "")}

    def translation_fingerprint(self, language: str) -> str:
        """Changes with every change of the translation; forms carry it to notice that somebody was faster."""
        return content_hash(self.translation(language))

    def is_translated(self, language: str) -> bool:
        return bool(self.translation(language)["text"])

    def is_stale(self, language: str) -> bool:
        """Whether the master reads differently from the one this translation was made from."""
        return self.is_translated(language) and self.translations[language].get("of") != self.master_fingerprint


class Netiquette(Translated, SignedDocument):
    """The rules of conversation a town signs and publishes (D20).

    Which version is in force is a question about time (``queries.published_netiquette``): a signed version
    whose planned instant has come is in force, although its row still says ``scheduled``.
    """

    class State(models.TextChoices):
        DRAFT = SignOffState.DRAFT, _("Draft")
        SUBMITTED = SignOffState.SUBMITTED, _("Submitted for signature")
        SCHEDULED = "scheduled", _("Signed, takes effect later")
        PUBLISHED = "published", _("Published")
        RETIRED = SignOffState.RETIRED, _("Replaced")
        WITHDRAWN = "withdrawn", _("Withdrawn before it took effect")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.DRAFT: {State.SUBMITTED},
        State.SUBMITTED: {State.DRAFT, State.SCHEDULED, State.PUBLISHED},
        State.SCHEDULED: {State.PUBLISHED, State.WITHDRAWN},
        State.PUBLISHED: {State.RETIRED},
        State.RETIRED: set(),
        State.WITHDRAWN: set(),
    }
    IN_FORCE = State.PUBLISHED

    clauses: RelatedManager[Clause]
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    introduction = models.TextField(_("Introduction"), blank=True)
    planned_for = models.DateTimeField(_("Takes effect"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("netiquette")
        verbose_name_plural = _("netiquettes")
        ordering = ["-version"]
        constraints = [
            *signed_document_constraints("netiquette", "published"),
            models.UniqueConstraint(
                fields=["municipality"], condition=Q(state="scheduled"), name="one_scheduled_netiquette"
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled")
                | (Q(planned_for__isnull=False) & Q(signed_at__isnull=False) & ~Q(signed_hash="")),
                name="scheduled_netiquette_is_signed_and_planned",
            ),
        ]

    def __str__(self) -> str:
        version = gettext("Version %(number)s") % {"number": self.version}
        name = gettext("Netiquette")
        return f"{name} {self.municipality} – {version}"

    def content(self) -> Any:
        """What a signature covers. Parts that came later are left out when empty: old signatures stay valid."""
        covered: dict[str, Any] = {
            "version": self.version,
            "introduction": self.introduction,
            "clauses": [c.content() for c in sorted(self.clauses.all(), key=lambda c: c.number)],
        }
        if self.translations:
            covered["translations"] = self.translations
        if self.planned_for:
            covered["planned_for"] = self.planned_for.timestamp()
        return covered

    @property
    def master_fingerprint(self) -> str:
        return content_hash([self.introduction])

    @property
    def is_open(self) -> bool:
        """Whether its text may still be changed."""
        return self.state in SignOffState.OPEN

    @property
    def is_taken_back(self) -> bool:
        return self.state == self.State.WITHDRAWN

    @property
    def in_force_from(self) -> datetime | None:
        """Since or from when it is in force; ``None`` for what is not signed."""
        return self.published_at or (self.planned_for if self.state == self.State.SCHEDULED else None)

    @property
    def is_planned(self) -> bool:
        """Signed for an instant that has not come."""
        return self.state == self.State.SCHEDULED and not self.is_due()

    def is_due(self, at: datetime | None = None) -> bool:
        """Signed for an instant that has come, whether or not a worker has noticed."""
        at = at or timezone.now()
        return self.state == self.State.SCHEDULED and self.planned_for is not None and self.planned_for <= at

    @property
    def is_late(self) -> bool:
        """Planned for an instant that passed before the signature: it takes effect with it."""
        return self.planned_for is not None and self.planned_for <= timezone.now()

    @property
    def languages(self) -> list[Language]:
        """Languages in which at least one clause or the introduction is there, in their usual order."""
        used = {code for part in (self, *self.clauses.all()) for code in part.translations if part.is_translated(code)}
        return [language for code, language in TRANSLATIONS.items() if code in used]


class Clause(Translated):
    """One numbered rule. ``key`` stays the same across versions and is the page's anchor."""

    class Measure(models.TextChoices):
        """The ladder, mildest first (DOMAIN § 3)."""

        LEAVE = "leave", _("Leave it, point to the rule at most")
        REPLY = "reply", _("Reply")
        HIDE = "hide", _("Hide")
        DELETE = "delete", _("Delete")
        RESTRICT = "restrict", _("Restrict for a time")
        BLOCK = "block", _("Block")

    #: Names of the fields that were added to number, key, title, text and ground; signed when filled.
    DETAILS = ("purpose", "examples_allowed", "examples_not_allowed", "legal_basis", "strongest_measure")
    #: From here on a measure touches freedom of speech and needs a clause to rest on.
    NEEDS_GROUND = frozenset({Measure.HIDE, Measure.DELETE, Measure.RESTRICT, Measure.BLOCK})

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
    strongest_measure = models.CharField(_("Strongest measure"), max_length=10, choices=Measure.choices, blank=True)
    purpose = models.TextField(_("Purpose"), blank=True)
    examples_allowed = models.TextField(_("Examples: allowed"), blank=True)
    examples_not_allowed = models.TextField(_("Examples: not allowed"), blank=True)
    legal_basis = models.CharField(_("Legal basis"), max_length=300, blank=True)

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
    def details(self) -> dict[str, str]:
        """The filled ones among ``DETAILS``."""
        return {name: value for name in self.DETAILS if (value := getattr(self, name))}

    def content(self) -> list[Any]:
        """Its part of what a signature covers."""
        more = self.details | ({"translations": self.translations} if self.translations else {})
        return [self.number, self.key, self.title, self.text, self.is_ground_for_measures, *([more] if more else [])]

    @property
    def fingerprint(self) -> str:
        """Changes with every change of the German clause; forms carry it to notice that somebody was faster."""
        return content_hash([self.title, self.text, self.is_ground_for_measures, self.details])

    @property
    def master_fingerprint(self) -> str:
        return content_hash([self.title, self.text])

    @property
    def allowed(self) -> list[str]:
        return _lines(self.examples_allowed)

    @property
    def not_allowed(self) -> list[str]:
        return _lines(self.examples_not_allowed)

    def supports(self, measure: str) -> bool:
        """Whether ``measure`` may rest on this clause: it is a ground, and its ladder goes so far or is not said."""
        steps = self.Measure.values
        last = self.strongest_measure or steps[-1]
        return self.is_ground_for_measures and steps.index(measure) <= steps.index(last)

    @property
    def ladder(self) -> list[tuple[str, bool]]:
        """Every step with whether this clause supports it; empty when the clause says nothing about it."""
        if not self.strongest_measure:
            return []
        steps = list(self.Measure)
        last = steps.index(self.Measure(self.strongest_measure))
        return [(str(step.label), position <= last) for position, step in enumerate(steps)]


class NetiquetteCopy(SignedCopy):
    """The PDF of a signed netiquette."""

    document = models.OneToOneField(Netiquette, models.PROTECT, related_name="signed_copy")

    objects = ScopedManager(
        municipality="document__municipality", _manager_class=models.Manager.from_queryset(SignedCopyQuerySet)
    )

    class Meta:
        verbose_name = _("signed PDF of a netiquette")
        constraints = signed_copy_constraints("netiquette")


class NetiquettePaper(PublishedPaper):
    """The PDF of a netiquette that was in force, in one of its languages, as citizens download it."""

    document = models.ForeignKey(Netiquette, models.PROTECT, related_name="papers")

    objects = ScopedManager(municipality="document__municipality")

    @property
    def language_name(self) -> Any:
        return GERMAN.label if self.language == GERMAN.code else TRANSLATIONS[self.language].label

    class Meta:
        verbose_name = _("published PDF of a netiquette")
        constraints = [
            models.UniqueConstraint(fields=["document", "language"], name="one_netiquette_paper_per_language"),
            models.CheckConstraint(condition=~Q(pdf="") & ~Q(sha256=""), name="netiquette_paper_has_file"),
        ]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
