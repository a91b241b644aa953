# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Closing a channel that the public knows: what is to be done, by whom it was done, and who has signed it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from channels_mgmt.models.channels import Channel
from core.scoping import ScopedManager


class ChannelClosing(models.Model):
    """One closing of one channel, from the reason to the end or to its abandonment."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("in preparation")
        SIGNED = "signed", _("signed")
        DONE = "done", _("carried out")
        ABANDONED = "abandoned", _("given up")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.PREPARING: {State.SIGNED, State.DONE, State.ABANDONED},
        State.SIGNED: {State.DONE, State.ABANDONED},
        State.DONE: set(),
        State.ABANDONED: set(),
    }

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="closings")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARING)
    reason = models.CharField(_("Reason"), max_length=300)
    # Until then comments are read and answered; the access stays as long.
    answers_until = models.DateField(_("Comments are answered until"))
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="channel__municipality")

    class Meta:
        verbose_name = _("closing of a channel")
        constraints = [
            models.UniqueConstraint(
                fields=["channel"], condition=Q(state__in=["preparing", "signed"]), name="one_open_closing_per_channel"
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=models.F("begun_by")), name="closing_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_by__isnull=False), name="signed_closings_name_who_signed"
            ),
        ]

    def __str__(self) -> str:
        return str(self.channel)

    @property
    def municipality(self) -> Any:
        return self.channel.municipality

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.PREPARING, self.State.SIGNED)

    @property
    def is_preparing(self) -> bool:
        return self.state == self.State.PREPARING

    @property
    def is_signed(self) -> bool:
        return self.state == self.State.SIGNED


class ClosingStep(models.Model):
    """A settled line of a closing's checklist: done, or not needed for a reason."""

    class Key(models.TextChoices):
        LAST_POST = "last_post", _("A last post says why, until when, and where everything can be found from then on")
        PINNED = "pinned", _("A notice about it is pinned, and stands in the profile")
        ALTERNATIVE = "alternative", _("Everything that was only there is on the website")
        QUESTIONS = "questions", _("Open comments are answered or handed over; followers know where to ask from now on")
        ARCHIVE = "archive", _("Posts and comments were offered to the archive")
        ACCESS = "access", _("Everybody has handed back the access: devices, agencies, password store")
        ACCOUNT = "account", _("What becomes of the account is settled: deleted, or kept so that nobody takes the name")
        IMPRINT = "imprint", _("Website, imprint, printed matter and documents no longer name the channel")

    class Answer(models.TextChoices):
        DONE = "done", _("done")
        NOT_NEEDED = "not_needed", _("not needed")

    closing = models.ForeignKey(ChannelClosing, models.PROTECT, related_name="steps")
    key = models.CharField(max_length=12, choices=Key.choices)
    answer = models.CharField(max_length=10, choices=Answer.choices)
    note = models.CharField(_("Note"), max_length=300, blank=True)
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager(municipality="closing__channel__municipality")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["closing", "key"], name="one_answer_per_step_of_a_closing"),
            models.CheckConstraint(condition=~Q(answer="not_needed") | ~Q(note=""), name="steps_left_out_say_why"),
        ]

    @property
    def municipality(self) -> Any:
        return self.closing.municipality
