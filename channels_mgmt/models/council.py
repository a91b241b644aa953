# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the council has decided, until somebody has explained it or says that it is nothing for the channels."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from channels_mgmt.models.posts import Post
from core.folded import FoldedField
from core.leases import free
from core.scoping import ScopedManager


class CouncilSourceQuerySet(models.QuerySet["CouncilSource"]):
    def due(self, at: datetime) -> QuerySet[CouncilSource]:
        """Systems to be asked that nobody asks at ``at``, longest waiting first."""
        return self.filter(free(at), next_at__lte=at).order_by("next_at", "pk")


class CouncilSource(models.Model):
    """The council information system of a town. The row is the queue: when it is asked next, and by whom now."""

    municipality = models.OneToOneField(Municipality, models.PROTECT, related_name="council_source")
    url = models.CharField(_("Address of the OParl interface"), max_length=500)
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    # Everything changed before it has been read; ``rest`` is the page a reading that ran out of time goes on with.
    read_until = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    rest = models.CharField(max_length=500, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    unreadable = models.PositiveIntegerField(default=0)

    objects = ScopedManager(
        municipality="municipality", _manager_class=models.Manager.from_queryset(CouncilSourceQuerySet)
    )

    class Meta:
        verbose_name = _("council information system")
        indexes = [models.Index(fields=["next_at"], name="council_source_by_next")]

    def __str__(self) -> str:
        return self.url


class CouncilDecision(models.Model):
    """A decision in the council's own words. Of one that was deleted at its source only the number stays."""

    class State(models.TextChoices):
        NEW = "new", _("New")
        EXPLAINED = "explained", _("Is being explained")
        SET_ASIDE = "set_aside", _("Not for us")
        GONE = "gone", _("Deleted at its source")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.NEW: {State.EXPLAINED, State.SET_ASIDE, State.GONE},
        State.EXPLAINED: {State.NEW, State.GONE},
        State.SET_ASIDE: {State.NEW, State.GONE},
        State.GONE: {State.NEW},
    }

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="council_decisions")
    # Empty for what a person has pasted.
    oparl_id = models.CharField(max_length=500, blank=True)
    meeting_id = models.CharField(max_length=500, blank=True)
    title = models.CharField(_("Subject"), max_length=300, blank=True)
    text = models.TextField(_("Decision"), blank=True)
    result = models.CharField(max_length=300, blank=True)
    body = models.CharField(_("Who decided"), max_length=300, blank=True)
    decided_on = models.DateField(_("Day of the decision"), null=True, blank=True)
    web = models.CharField(_("Web page of the decision"), max_length=200, blank=True)
    searchable = FoldedField("all_words", of=("title", "text"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    # Changed or deleted at its source after a post was made of it.
    is_outdated = models.BooleanField(default=False)
    post = models.OneToOneField(Post, models.PROTECT, null=True, blank=True, related_name="council_decision")
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    noted_at = models.DateTimeField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("council decision")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "oparl_id"], condition=~Q(oparl_id=""), name="one_row_per_council_decision"
            ),
            models.CheckConstraint(
                condition=Q(state="explained", post__isnull=False) | ~Q(state="explained") & Q(post__isnull=True),
                name="explained_decisions_have_a_post",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "state", "-decided_on"], name="decision_by_state")]

    def __str__(self) -> str:
        return self.title or str(_("Deleted at its source"))

    @property
    def all_words(self) -> str:
        """What it is searched by."""
        return f"{self.title}\n{self.text}"

    @property
    def is_new(self) -> bool:
        return self.state == self.State.NEW

    @property
    def is_set_aside(self) -> bool:
        return self.state == self.State.SET_ASIDE
