# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The strategy a town signs, part by part."""

from __future__ import annotations

from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.models.signed import SignedDocument, SignOffState, signed_document_constraints
from core.scoping import ScopedManager

if TYPE_CHECKING:
    from strategy.models.parts import Goal
    from strategy.models.platforms import PlatformAnalysis, PlatformDecision


class StrategyQuerySet(models.QuerySet["Strategy"]):
    """Strategies with what is in them."""

    #: Relations that make the document, with the people their rows name.
    PARTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "sections": (),
        "goals": ("owner",),
        "target_groups": (),
        "platform_decisions": (),
        "pillars": (),
        "role_assignments": ("person", "deputy"),
        "approval_steps": ("approver", "deputy"),
        "budget_lines": (),
    }

    def with_parts(self) -> StrategyQuerySet:
        """All parts read at once (nine queries more, analyses included); whoever reads them later asks nothing.

        For reading only: what is changed afterwards such an object does not see.
        """
        parts = [self._part(name, people) for name, people in self.PARTS.items()]
        analyses = Prefetch(
            "analyses", self._related("analyses").defer("result", "weights", "scores", "groups", "town")
        )
        return self.select_related("municipality", "answer_deputy").prefetch_related(*parts, analyses)

    def _part(self, name: str, people: tuple[str, ...]) -> Any:
        return Prefetch(name, self._related(name).select_related(*people)) if people else name

    def _related(self, name: str) -> Any:
        related: Any = self.model._meta.get_field(name).related_model
        return related._base_manager.order_by(*related._meta.ordering or ["pk"])


class Strategy(SignedDocument):
    """The signed mandate: what the town wants to reach, for whom, where and by whom (D3)."""

    class State(models.TextChoices):
        DRAFT = SignOffState.DRAFT, _("Draft")
        SUBMITTED = SignOffState.SUBMITTED, _("Submitted for signature")
        IN_FORCE = "in_force", _("In force")
        RETIRED = SignOffState.RETIRED, _("Replaced")

    class Address(models.TextChoices):
        FORMAL = "formal", _("Sie")
        INFORMAL = "informal", _("du")

    class LanguageLevel(models.TextChoices):
        """How plain the town writes: what DIN 8581-1 and DIN SPEC 33429 call plain and easy language."""

        STANDARD = "standard", _("Everyday standard language")
        PLAIN = "plain", _("Plain language (Einfache Sprache, about B1)")
        EASY = "easy", _("Easy language (Leichte Sprache)")
        SIGNED = "signed", _("German sign language, in videos")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.DRAFT: {State.SUBMITTED},
        State.SUBMITTED: {State.DRAFT, State.IN_FORCE},
        State.IN_FORCE: {State.RETIRED},
        State.RETIRED: set(),
    }
    IN_FORCE = State.IN_FORCE

    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0)  # counts every change of content
    hours_per_week = models.DecimalField(_("Hours per week"), max_digits=5, decimal_places=1, null=True, blank=True)
    budget_per_year = models.DecimalField(
        _("Budget per year in euros"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    answer_promise_hours = models.PositiveSmallIntegerField(
        _("Promised answer time of the head in hours"), null=True, blank=True
    )
    answer_deputy = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Who answers while the head is away"),
    )
    review_on = models.DateField(_("Review date"), null=True, blank=True)
    address = models.CharField(_("Form of address"), max_length=10, choices=Address.choices, blank=True)
    language_levels = models.JSONField(_("Language levels"), default=list, blank=True)  # codes of LanguageLevel
    languages = models.CharField(_("Further languages"), max_length=200, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoke_reason = models.TextField(_("Reason for withdrawing"), blank=True)

    objects = ScopedManager(municipality="municipality", _manager_class=models.Manager.from_queryset(StrategyQuerySet))

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        ordering = ["-version"]
        constraints = [
            *signed_document_constraints("strategy", "in_force"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True)
                | (Q(state="retired", revoked_by__isnull=False) & ~Q(revoke_reason="")),
                name="strategy_revoked_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Social media strategy %(town)s, version %(version)s") % {
            "town": self.municipality,
            "version": self.version,
        }

    def content(self) -> dict[str, Any]:
        """What a signature covers. People count by their key: a new surname does not void a signature.

        Everything below ``analysis`` came later and is left out while empty, so that documents signed
        before keep their hash.
        """
        content = {
            "municipality": self.municipality.code_at(self.signed_at),
            "version": self.version,
            "hours_per_week": _number(self.hours_per_week),
            "budget_per_year": _number(self.budget_per_year),
            "answer_promise_hours": self.answer_promise_hours,
            "review_on": self.review_on,
            "sections": sorted([s.key, s.text] for s in self.sections.all()),
            "goals": [],
            "target_groups": [],
            "platforms": [],
            "analysis": [a.result_hash for a in sorted(self.analyses.all(), key=attrgetter("pk")) if a.result_hash],
        }
        goals = self.goals_in_order()
        groups = sorted(self.target_groups.all(), key=attrgetter("rank"))
        decisions = sorted(self.platform_decisions.all(), key=attrgetter("platform"))
        content["goals"] = [[g.metric, _number(g.baseline), _number(g.target), g.due_on] for g in goals]
        content["target_groups"] = [[g.rank, g.name, g.age_from, g.age_to, g.life_situation] for g in groups]
        content["platforms"] = [[d.platform, d.slot, d.reason] for d in decisions]
        later = {
            "answer_deputy": self.answer_deputy_id,
            "tone": [self.address, sorted(self.language_levels), self.languages]
            if self.address or self.language_levels or self.languages
            else [],
            "goal_owners": [[n, g.owner_id] for n, g in enumerate(goals, 1) if g.owner_id],
            "group_details": [[g.rank, g.language, g.place] for g in groups if g.language or g.place],
            "exit_plans": [[d.platform, d.exit_plan] for d in decisions if d.exit_plan],
            "pillars": [[p.slot, p.name, p.quota, p.belongs, p.explains_own_work] for p in self.pillars.all()],
            "roles": [
                [r.kind, r.person_id, r.deputy_id, _number(r.hours_per_week)]
                for r in sorted(self.role_assignments.all(), key=attrgetter("kind"))
            ],
            "approvals": [
                [a.risk, a.approver_id, a.deputy_id, a.deadline_hours]
                for a in sorted(self.approval_steps.all(), key=attrgetter("risk"))
            ],
            "budget": [[line.slot, line.item, _number(line.amount)] for line in self.budget_lines.all()],
        }
        return {**content, **{name: value for name, value in later.items() if value}}

    def goals_in_order(self) -> list[Goal]:
        """As they were set."""
        return sorted(self.goals.all(), key=attrgetter("pk"))

    def newest_result(self) -> PlatformAnalysis | None:
        """The last analysis that came to a result."""
        return next((analysis for analysis in self.analyses.all() if analysis.result_hash), None)

    def chosen_platforms(self) -> list[PlatformDecision]:
        """The one or two decided for, first choice first."""
        return [decision for decision in self.decisions_in_order() if decision.is_chosen]

    def decisions_in_order(self) -> list[PlatformDecision]:
        """The chosen platforms, first choice first, then the others by name."""
        return sorted(self.platform_decisions.all(), key=lambda d: (d.slot is None, d.slot or 0, d.platform))

    @property
    def as_read(self) -> dict[str, Any]:
        return {"revision": self.revision}

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None


def _number(value: Any) -> str | None:
    """One spelling per number, whether it was just typed or read back from the database."""
    return None if value is None else f"{Decimal(str(value)):.2f}"


class StrategySection(models.Model):
    """One part of the document, edited by itself; ``revision`` guards against overwriting."""

    class Key(models.TextChoices):
        MANDATE = "mandate", _("Mandate")
        TONE = "tone", _("Tone")
        ROLES = "roles", _("Roles and deputies")
        DIRECT_LINE = "direct_line", _("Direct line to the head")
        PILLARS = "pillars", _("Content pillars")
        CRISIS = "crisis", _("Crisis preparation")
        ACCESSIBILITY = "accessibility", _("Accessibility")

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="sections")
    key = models.CharField(max_length=20, choices=Key.choices)
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True)

    objects = ScopedManager(municipality="strategy__municipality")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["strategy", "key"], name="one_section_per_key")]

    @property
    def municipality(self) -> Any:
        return self.strategy.municipality
