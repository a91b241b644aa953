# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody thinks the town should write about, until it is a post or set aside."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from channels_mgmt.models.departments import DepartmentLink
from channels_mgmt.models.posts import Post
from core.folded import FoldedField
from core.scoping import ScopedManager


class Topic(models.Model):
    """An idea of the staff or a department, or a question of citizens in the words of whoever noted it."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        PLANNED = "planned", _("Has become a post")
        SET_ASIDE = "set_aside", _("Was set aside")

    class Source(models.TextChoices):
        STAFF = "staff", _("From the house")
        CITIZENS = "citizens", _("Question of citizens")
        DEPARTMENT = "department", _("From a department")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.OPEN: {State.PLANNED, State.SET_ASIDE},
        State.PLANNED: {State.OPEN},
        State.SET_ASIDE: {State.OPEN},
    }

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="topics")
    title = models.CharField(_("Topic"), max_length=120)
    note = models.CharField(_("What should it say?"), max_length=1000, blank=True)
    searchable = FoldedField("all_words", of=("title", "note"))
    source = models.CharField(_("From whom"), max_length=10, choices=Source.choices, default=Source.STAFF)
    # The number of a comment, which lies in an app further left. No name of a citizen stands here.
    comment_number = models.PositiveBigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    post = models.OneToOneField(Post, models.PROTECT, null=True, blank=True, related_name="topic")
    reason = models.CharField(_("Why not?"), max_length=200, blank=True)
    # Of a department, by its link: whom to ask, and a day where there is a reason for one.
    department = models.ForeignKey(DepartmentLink, models.PROTECT, null=True, blank=True, related_name="topics")
    contact = models.CharField(_("Who can be asked?"), max_length=160, blank=True)
    wanted_day = models.DateField(_("When should it appear?"), null=True, blank=True)
    suggested_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    suggested_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("topic")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="planned", post__isnull=False) | ~Q(state="planned") & Q(post__isnull=True),
                name="planned_topics_have_a_post",
            ),
            models.CheckConstraint(
                condition=Q(state="set_aside") & ~Q(reason="") | ~Q(state="set_aside") & Q(reason=""),
                name="topics_are_set_aside_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(source="citizens", comment_number__isnull=False)
                | Q(source__in=["staff", "department"], comment_number__isnull=True),
                name="topics_of_citizens_name_their_comment",
            ),
            models.CheckConstraint(
                condition=Q(source="department", department__isnull=False, suggested_by__isnull=True)
                | ~Q(source="department") & Q(department__isnull=True, suggested_by__isnull=False),
                name="topics_have_a_person_or_a_department",
            ),
            models.UniqueConstraint(fields=["municipality", "comment_number"], name="one_topic_per_comment"),
        ]
        indexes = [models.Index(fields=["municipality", "state", "-suggested_at"], name="topic_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def all_words(self) -> str:
        """What it is searched by."""
        return f"{self.title}\n{self.note}"

    @property
    def audit_label(self) -> str:
        """Its number: a question may be in the words of a citizen."""
        return gettext("Topic #%(number)s") % {"number": self.pk}

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_set_aside(self) -> bool:
        return self.state == self.State.SET_ASIDE
