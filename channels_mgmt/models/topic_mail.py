# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The mailbox to which departments write topics, what arrived there, and the photos that belong to a topic."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from channels_mgmt.models.fields import EncryptedJSONField
from channels_mgmt.models.images import MediaAsset
from channels_mgmt.models.topics import Topic
from core.leases import free
from core.scoping import ScopedManager


class TopicMailboxQuerySet(models.QuerySet["TopicMailbox"]):
    def due(self, at: datetime) -> QuerySet[TopicMailbox]:
        """Mailboxes to be read that nobody reads at ``at``, longest waiting first."""
        return self.filter(free(at), next_at__lte=at).order_by("next_at", "pk")


class TopicMailbox(models.Model):
    """How far the mailbox of a town was read. Where it is and its password stand in the settings alone.

    ``validity`` and ``last_uid`` are IMAP's (RFC 9051, 2.3.1.1): every message above the number is new.
    """

    municipality = models.OneToOneField(Municipality, models.PROTECT, related_name="topic_mailbox")
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    last_success_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)

    objects = ScopedManager(
        municipality="municipality", _manager_class=models.Manager.from_queryset(TopicMailboxQuerySet)
    )

    class Meta:
        verbose_name = _("mailbox for topics")

    def __str__(self) -> str:
        return gettext("Mailbox for topics")


class TopicMail(models.Model):
    """One message, once per town, known by the hash of its Message-ID.

    Of what became a topic only that stays. ``content`` is kept, encrypted, of what a person has to look at: sender,
    subject and words; for thirty days at most.
    """

    class State(models.TextChoices):
        TAKEN = "taken", _("Has become a topic")
        TO_LOOK_AT = "to_look_at", _("To be looked at")
        DISMISSED = "dismissed", _("Is no topic")

    class Reason(models.TextChoices):
        NONE = "", ""
        UNKNOWN = "unknown", pgettext_lazy("mail", "The sender is unknown")
        FORGED = "forged", pgettext_lazy("mail", "Your mail server doubts the sender")
        TOO_LARGE = "too_large", pgettext_lazy("mail", "Larger than 25 MB; only its subject was read")
        UNREADABLE = "unreadable", pgettext_lazy("mail", "It could not be read")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.TO_LOOK_AT: {State.TAKEN, State.DISMISSED},
        State.TAKEN: set(),
        State.DISMISSED: set(),
    }

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="topic_mails")
    key = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices)
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True, default="")
    content = EncryptedJSONField()
    photos_left_out = models.PositiveSmallIntegerField(default=0)
    topic = models.OneToOneField(Topic, models.SET_NULL, null=True, blank=True, related_name="mail")
    received_at = models.DateTimeField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("mail with a topic")
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="topic_mail_once")]
        indexes = [
            models.Index(
                fields=["municipality", "received_at"], condition=Q(state="to_look_at"), name="topic_mail_to_look_at"
            )
        ]

    def __str__(self) -> str:
        return gettext("Mail #%(number)s") % {"number": self.pk}


class TopicPhoto(models.Model):
    """A photo that came with a topic; in the media library like any other."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="photos")
    asset = models.ForeignKey(MediaAsset, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=1)

    objects = ScopedManager(municipality="topic__municipality")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["topic", "asset"], name="a_photo_once_per_topic")]
