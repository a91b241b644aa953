# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The parts of a strategy that are rows, not prose: goals, groups, pillars, roles, approvals, money."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.scoping import ScopedManager
from strategy.models.document import Strategy


def _someone(label: object) -> models.ForeignKey:
    return models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)  # type: ignore[arg-type]


class Goal(models.Model):
    """What shall be reached, measured how, by when, and who looks after it."""

    class Metric(models.TextChoices):
        FOLLOWERS = "followers", _("Followers per 100 inhabitants")
        POSTS_PER_WEEK = "posts_per_week", _("Posts per week")
        ANSWERED = "answered", _("Questions answered, in percent")
        FIRST_RESPONSE = "first_response", _("Median first response in service hours")
        ACCESSIBLE = "accessible", _("Posts with alternative text, in percent")

    #: What the monthly report really counts. Followers are read per channel and not in the report: a goal on them,
    #: set before, stays readable, but no new one is offered.
    COLLECTED: ClassVar[tuple[str, ...]] = (
        Metric.POSTS_PER_WEEK,
        Metric.ANSWERED,
        Metric.FIRST_RESPONSE,
        Metric.ACCESSIBLE,
    )

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="goals")
    metric = models.CharField(_("Metric"), max_length=20, choices=Metric.choices)
    baseline = models.DecimalField(_("Start value"), max_digits=8, decimal_places=1, default=0)
    target = models.DecimalField(_("Target value"), max_digits=8, decimal_places=1)
    due_on = models.DateField(_("Reached by"))
    owner = _someone(_("Who looks after it"))

    objects = ScopedManager(municipality="strategy__municipality")


class TargetGroup(models.Model):
    """Whom the town wants to reach; ranked."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="target_groups")
    rank = models.PositiveSmallIntegerField(_("Rank"))
    name = models.CharField(_("Name"), max_length=80)
    age_from = models.PositiveSmallIntegerField(_("Age from"))
    age_to = models.PositiveSmallIntegerField(_("Age to"), null=True, blank=True)
    life_situation = models.CharField(_("Life situation"), max_length=200, blank=True)
    language = models.CharField(_("Language"), max_length=80, blank=True)
    place = models.CharField(_("Place"), max_length=120, blank=True)

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


class Pillar(models.Model):
    """A subject with its share of all posts in percent. One explains the town hall's own work (D25).

    That the quotas of a strategy add up to 100 is held by ``services.set_pillars``: no database
    constraint sees more than one row.
    """

    MOST: ClassVar[int] = 8

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="pillars")
    slot = models.PositiveSmallIntegerField()
    name = models.CharField(_("Pillar"), max_length=80)
    quota = models.PositiveSmallIntegerField(_("Share in percent"))
    belongs = models.CharField(_("What belongs to it"), max_length=500, blank=True)
    explains_own_work = models.BooleanField(default=False)

    objects = ScopedManager(municipality="strategy__municipality")

    class Meta:
        ordering = ["slot"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "slot"], name="one_pillar_per_slot"),
            models.UniqueConstraint(fields=["strategy", "name"], name="one_pillar_per_name"),
            models.UniqueConstraint(
                fields=["strategy"], condition=Q(explains_own_work=True), name="one_pillar_explains_own_work"
            ),
            models.CheckConstraint(condition=Q(slot__gte=1, slot__lte=8), name="at_most_eight_pillars"),
            models.CheckConstraint(condition=Q(quota__gte=1, quota__lte=100), name="pillar_quota_is_a_share"),
        ]


class RoleAssignment(models.Model):
    """Who does what, who steps in, and how many hours a week that takes (D13–D15, D19)."""

    class Kind(models.TextChoices):
        PLANNING = "planning", _("Planning and writing")
        ANSWERING = "answering", _("Answering comments")
        APPROVING = "approving", _("Approving posts")
        CRISIS_LEAD = "crisis_lead", _("Lead in a crisis")
        CRISIS_SPOKESPERSON = "crisis_speaker", _("Spokesperson in a crisis")
        CARE = "care", _("Care for the team")

    #: What must be settled before an outrage wave comes (D19).
    CRISIS_KINDS: ClassVar[tuple[str, ...]] = (Kind.CRISIS_LEAD, Kind.CRISIS_SPOKESPERSON, Kind.CARE)

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="role_assignments")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    person = _someone(_("Person"))
    deputy = _someone(_("Deputy"))
    hours_per_week = models.DecimalField(_("Hours per week"), max_digits=4, decimal_places=1, null=True, blank=True)

    objects = ScopedManager(municipality="strategy__municipality")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["strategy", "kind"], name="one_assignment_per_role"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(deputy__isnull=True) | ~Q(person=models.F("deputy")),
                name="role_deputy_is_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(hours_per_week__isnull=True) | Q(hours_per_week__gte=0), name="role_hours_not_negative"
            ),
        ]

    @property
    def is_covered(self) -> bool:
        """A person and a deputy are named."""
        return self.person_id is not None and self.deputy_id is not None


class ApprovalStep(models.Model):
    """Who approves posts of one risk class: nobody, one person, or the head; never two (D4)."""

    class Risk(models.TextChoices):
        """The risk classes of posts (``channels_mgmt.models.Post.Risk``; a test holds both equal)."""

        ROUTINE = "routine", _("Routine")
        SENSITIVE = "sensitive", _("Sensitive")
        CRISIS = "crisis", _("Crisis")

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="approval_steps")
    risk = models.CharField(max_length=10, choices=Risk.choices)
    approver = _someone(_("Approves"))
    deputy = _someone(_("Deputy"))
    deadline_hours = models.PositiveSmallIntegerField(_("Deadline in hours"), null=True, blank=True)

    objects = ScopedManager(municipality="strategy__municipality")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["strategy", "risk"], name="one_approver_per_risk"),
            models.CheckConstraint(
                condition=~Q(risk="routine")
                | Q(approver__isnull=True, deputy__isnull=True, deadline_hours__isnull=True),
                name="routine_needs_no_approver",
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | Q(deputy__isnull=True) | ~Q(approver=models.F("deputy")),
                name="approval_deputy_is_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(deadline_hours__isnull=True) | Q(deadline_hours__gte=1, deadline_hours__lte=240),
                name="approval_deadline_within_ten_days",
            ),
        ]

    @property
    def is_settled(self) -> bool:
        return None not in (self.approver_id, self.deputy_id, self.deadline_hours)


class BudgetLine(models.Model):
    """What a year costs, item by item, in euros. Where lines exist, the budget is their sum."""

    MOST: ClassVar[int] = 12

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="budget_lines")
    slot = models.PositiveSmallIntegerField()
    item = models.CharField(_("Item"), max_length=120)
    amount = models.DecimalField(_("Euros per year"), max_digits=9, decimal_places=2)

    objects = ScopedManager(municipality="strategy__municipality")

    class Meta:
        ordering = ["slot"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "slot"], name="one_budget_line_per_slot"),
            models.CheckConstraint(condition=Q(slot__gte=1, slot__lte=12), name="at_most_twelve_budget_lines"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_line_not_negative"),
        ]
