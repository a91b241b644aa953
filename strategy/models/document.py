# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The strategy a town signs, part by part."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from accounts.models import User
from accounts.signing import SignedDocument, signed_document_constraints


@dataclass(frozen=True)
class MissingPart:
    """One gap: ``part`` is a section key or the name of a part, ``message`` a sentence about it."""

    part: str
    message: Any

    def __str__(self) -> str:
        return str(self.message)


class Strategy(SignedDocument):
    """The signed mandate: what the town wants to reach, for whom, where and by whom (D3)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted for signature")
        IN_FORCE = "in_force", _("In force")
        RETIRED = "retired", _("Replaced")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.DRAFT: {State.SUBMITTED},
        State.SUBMITTED: {State.DRAFT, State.IN_FORCE},
        State.IN_FORCE: {State.RETIRED},
        State.RETIRED: set(),
    }

    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0)  # counts every change of content
    hours_per_week = models.DecimalField(_("Hours per week"), max_digits=5, decimal_places=1, null=True, blank=True)
    budget_per_year = models.DecimalField(
        _("Budget per year in euros"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    answer_promise_hours = models.PositiveSmallIntegerField(
        _("Promised answer time of the head in hours"), null=True, blank=True
    )
    review_on = models.DateField(_("Review date"), null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        ordering = ["-version"]
        constraints = signed_document_constraints("strategy", "in_force")

    def __str__(self) -> str:
        return gettext("Social media strategy %(town)s, version %(version)s") % {
            "town": self.municipality,
            "version": self.version,
        }

    def content(self) -> dict[str, Any]:
        return {
            "municipality": self.municipality.municipality_code,
            "version": self.version,
            "hours_per_week": _number(self.hours_per_week),
            "budget_per_year": _number(self.budget_per_year),
            "answer_promise_hours": self.answer_promise_hours,
            "review_on": self.review_on,
            "sections": sorted([s.key, s.text] for s in self.sections.all()),
            "goals": [[g.metric, _number(g.baseline), _number(g.target), g.due_on] for g in self.goals.order_by("pk")],
            "target_groups": [
                [g.rank, g.name, g.age_from, g.age_to, g.life_situation] for g in self.target_groups.order_by("rank")
            ],
            "platforms": [[d.platform, d.slot, d.reason] for d in self.platform_decisions.order_by("platform")],
            "analysis": list(
                self.analyses.exclude(result_hash="").order_by("pk").values_list("result_hash", flat=True)
            ),
        }

    def missing_parts(self) -> list[MissingPart]:
        """What a submission still lacks, in the order of the document; empty when complete."""
        texts = {s.key: s.text.strip() for s in self.sections.all()}
        gaps = [
            MissingPart(key, _("The part “%(part)s” is still empty.") % {"part": StrategySection.Key(key).label})
            for key in StrategySection.Key.values
            if not texts.get(key)
        ]
        figures = (self.hours_per_week, self.budget_per_year, self.answer_promise_hours, self.review_on)
        if None in figures:
            gaps.append(
                MissingPart("figures", _("Hours, budget, promised answer time or review date are not filled in."))
            )
        if not self.goals.exists():
            gaps.append(MissingPart("goals", _("There is no goal yet.")))
        if not self.target_groups.exists():
            gaps.append(MissingPart("target_groups", _("There is no target group yet.")))
        if not self.analyses.exclude(result_hash="").exists():
            gaps.append(MissingPart("analysis", _("There is no platform analysis with a result yet.")))
        if not self.platform_decisions.filter(slot__isnull=False).exists():
            gaps.append(MissingPart("decision", _("No platform has been decided on yet.")))
        return gaps


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


class Goal(models.Model):
    """What shall be reached, measured how, by when."""

    class Metric(models.TextChoices):
        FOLLOWERS = "followers", _("Followers per 100 inhabitants")
        POSTS_PER_WEEK = "posts_per_week", _("Posts per week")
        ANSWERED = "answered", _("Questions answered, in percent")
        FIRST_RESPONSE = "first_response", _("Median first response in service hours")
        ACCESSIBLE = "accessible", _("Posts with alternative text, in percent")

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="goals")
    metric = models.CharField(_("Metric"), max_length=20, choices=Metric.choices)
    baseline = models.DecimalField(_("Start value"), max_digits=8, decimal_places=1, default=0)
    target = models.DecimalField(_("Target value"), max_digits=8, decimal_places=1)
    due_on = models.DateField(_("Reached by"))

    objects = ScopedManager(municipality="strategy__municipality")


class TargetGroup(models.Model):
    """Whom the town wants to reach; ranked."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="target_groups")
    rank = models.PositiveSmallIntegerField(_("Rank"))
    name = models.CharField(_("Name"), max_length=80)
    age_from = models.PositiveSmallIntegerField(_("Age from"))
    age_to = models.PositiveSmallIntegerField(_("Age to"), null=True, blank=True)
    life_situation = models.CharField(_("Life situation"), max_length=200, blank=True)

    objects = ScopedManager(municipality="strategy__municipality")

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "rank"], name="one_target_group_per_rank"),
            models.CheckConstraint(
                condition=Q(age_to__isnull=True) | Q(age_to__gte=models.F("age_from")),
                name="target_group_ages_in_order",
            ),
        ]
