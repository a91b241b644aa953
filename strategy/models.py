# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The strategy a town signs, the figures it rests on and the platforms it decides for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from accounts.models import User
from accounts.signing import SignedDocument, signed_document_constraints
from core.platforms import Platform

AGE_FIELDS = (
    "age_0_2",
    "age_3_5",
    "age_6_9",
    "age_10_15",
    "age_16_18",
    "age_19_24",
    "age_25_39",
    "age_40_59",
    "age_60_66",
    "age_67_74",
    "age_75_plus",
)


class AgeProfile(models.Model):
    """Age structure of a municipality, a state or the country (Zensus 2022). Installation-wide."""

    class Level(models.TextChoices):
        MUNICIPALITY = "municipality", _("Municipality")
        STATE = "state", _("Federal state")
        COUNTRY = "country", _("Country")

    code = models.CharField(_("Official code"), max_length=8, unique=True)
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.MUNICIPALITY)
    name = models.CharField(max_length=120, db_index=True)
    district_name = models.CharField(max_length=120, blank=True)
    population = models.PositiveIntegerField()
    census_year = models.PositiveSmallIntegerField(default=2022)
    age_0_2 = models.PositiveIntegerField(null=True)
    age_3_5 = models.PositiveIntegerField(null=True)
    age_6_9 = models.PositiveIntegerField(null=True)
    age_10_15 = models.PositiveIntegerField(null=True)
    age_16_18 = models.PositiveIntegerField(null=True)
    age_19_24 = models.PositiveIntegerField(null=True)
    age_25_39 = models.PositiveIntegerField(null=True)
    age_40_59 = models.PositiveIntegerField(null=True)
    age_60_66 = models.PositiveIntegerField(null=True)
    age_67_74 = models.PositiveIntegerField(null=True)
    age_75_plus = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("age profile")

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def has_ages(self) -> bool:
        return self.age_25_39 is not None


class PlatformUsage(models.Model):
    """One published figure: share of an age band that uses a platform. Installation-wide."""

    class Status(models.TextChoices):
        SOURCED = "sourced", _("sourced")
        BOUND = "bound", _("bound")
        ESTIMATE = "estimate", _("estimate")

    platform = models.CharField(max_length=40)
    age_from = models.PositiveSmallIntegerField()
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    metric = models.CharField(max_length=80)
    base = models.CharField(max_length=160)
    year = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices)
    sample_size = models.PositiveIntegerField(null=True, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("figure of platform use")
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "age_from", "age_to", "metric", "base", "year"], name="one_usage_figure"
            ),
            models.UniqueConstraint(
                fields=["platform", "age_from", "metric", "base", "year"],
                condition=Q(age_to__isnull=True),
                name="one_open_ended_usage_figure",
            ),
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=100), name="usage_is_a_percentage"),
        ]


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


class PlatformAnalysis(models.Model):
    """A dated, frozen comparison of platforms. Weights are frozen before any result exists (D12)."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="analyses")
    profile_code = models.CharField(max_length=8)
    metric = models.CharField(max_length=80)
    base = models.CharField(max_length=160)
    weights = models.JSONField(default=dict)
    scores = models.JSONField(default=dict)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    weights_frozen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    weights_frozen_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    result_hash = models.CharField(max_length=64, blank=True)
    computed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(municipality="strategy__municipality")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result__isnull=True) | Q(weights_frozen_at__isnull=False), name="weights_before_result"
            )
        ]


class PlatformDecision(models.Model):
    """Chosen platforms stand in slot 1 or 2, rejected ones keep their reason. Never a third (D11)."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="platform_decisions")
    platform = models.CharField(_("Platform"), max_length=20, choices=Platform.choices)
    slot = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField(_("Reason"), blank=True)

    objects = ScopedManager(municipality="strategy__municipality")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["strategy", "platform"], name="one_decision_per_platform"),
            models.UniqueConstraint(fields=["strategy", "slot"], name="one_platform_per_slot"),
            models.CheckConstraint(condition=Q(slot__isnull=True) | Q(slot__in=[1, 2]), name="at_most_two_platforms"),
        ]

    @property
    def is_chosen(self) -> bool:
        return self.slot is not None
