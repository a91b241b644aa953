# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What software suggests about comments, what people answer to that, and what a town's own answers taught it.

Labels are named in ``community.triage.labels``. Nothing here decides anything, and nothing names who answered.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Municipality, User
from community.models.comments import Comment
from community.models.decisions import Decision
from community.models.sight import GuardedManager
from core.scoping import ScopedManager


class TriageSettings(models.Model):
    """Without a row: switched on, no words of the town's own.

    ``edition`` grows with whatever changes a suggestion; comments that carry an older one are looked at again.
    ``figures`` is what the last nightly run counted of labels and rules.
    """

    municipality = models.OneToOneField(Municipality, models.PROTECT, related_name="triage")
    is_on = models.BooleanField(_("Software suggests"), default=True)
    own_words = models.JSONField(default=dict, blank=True)
    edition = models.PositiveIntegerField(default=1)
    figures = models.JSONField(default=dict, blank=True)
    # The night for which models were begun to be made anew; whoever sets it does it.
    refitted_on = models.DateField(null=True, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("settings of suggestions")

    def __str__(self) -> str:
        return f"{self.municipality}"


class TriageModel(models.Model):
    """What was learned from one town's decisions, as a signed file; ``judged`` says by label how good it was found."""

    class State(models.TextChoices):
        SHADOW = "shadow", _("On trial")
        ACTIVE = "active", pgettext_lazy("model", "In use")
        RETIRED = "retired", _("No longer in use")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.SHADOW: {State.ACTIVE, State.RETIRED},
        State.ACTIVE: {State.RETIRED},
        State.RETIRED: {State.ACTIVE},
    }

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.SHADOW)
    judged = models.JSONField(default=dict)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    # Of the answers it was made from; the same answers give the same version, so there is none to be made.
    examples_sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    activated_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("learned version")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "version"], name="one_model_per_version"),
            models.UniqueConstraint(
                fields=["municipality"], condition=Q(state="active"), name="one_model_in_use_per_town"
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(activated_at__isnull=False), name="model_in_use_says_since_when"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Version %(number)s") % {"number": self.version})

    @property
    def is_in_use(self) -> bool:
        return self.state == self.State.ACTIVE


class TriageScore(models.Model):
    """A label that rules or a learned model found in a comment as it then read; no row for what reached no band.

    ``words`` are those it rests on, as they stand in the comment. ``shows_band``: enough was decided for the band to
    mean something; until then it only sorts.
    """

    class Band(models.TextChoices):
        RULE = "rule", _("seen by a rule")
        MID = "mid", _("possible")
        HIGH = "high", _("likely")

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="scores")
    label = models.CharField(max_length=16)
    revision = models.PositiveIntegerField()
    band = models.CharField(max_length=4, choices=Band.choices)
    score = models.FloatField(null=True, blank=True)
    is_by_rule = models.BooleanField(default=False)
    is_capped = models.BooleanField(default=False)
    shows_band = models.BooleanField(default=False)
    words = models.JSONField(default=list)

    objects = GuardedManager("comment__", municipality="comment__municipality")

    class Meta:
        verbose_name = _("suggestion")
        constraints = [
            models.UniqueConstraint(fields=["comment", "label"], name="one_score_per_label"),
            models.CheckConstraint(
                condition=~Q(band="rule") | Q(is_by_rule=True), name="band_of_a_rule_comes_from_a_rule"
            ),
            models.CheckConstraint(condition=Q(is_capped=False) | ~Q(band="high"), name="capped_score_is_not_high"),
        ]

    def __str__(self) -> str:
        return f"#{self.comment_id}: {self.label}"


class TriageLabel(models.Model):
    """What a person's act says of one label of a comment. Nobody's name: who answered how is no figure.

    ``was_suggested``: software had a suggestion. ``was_shown``: it was on the screen; false in the blind sample.
    """

    class Source(models.TextChoices):
        ANSWER = "answer", _("answer to a suggestion")
        KIND = "kind", _("chosen by a person")
        MEASURE = "measure", _("clause of a measure")
        LEFT = "left", _("left standing")
        SPAM = "spam", _("marked as advertising")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="labels")
    label = models.CharField(max_length=16)
    revision = models.PositiveIntegerField()
    value = models.BooleanField()
    source = models.CharField(max_length=7, choices=Source.choices)
    was_suggested = models.BooleanField(default=False)
    was_shown = models.BooleanField(default=False)
    decision = models.ForeignKey(Decision, models.CASCADE, null=True, blank=True, related_name="labels")
    given_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("classification by a person")
        constraints = [
            models.UniqueConstraint(fields=["comment", "label"], name="one_answer_per_label"),
            models.CheckConstraint(
                condition=Q(was_shown=False) | Q(was_suggested=True), name="what_was_shown_was_suggested"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "label", "-given_at"], name="triage_label_by_time")]

    def __str__(self) -> str:
        return f"#{self.comment_id}: {self.label}"

    @property
    def was_changed(self) -> bool:
        """Whether the person saw it otherwise than software."""
        return self.value != self.was_suggested
