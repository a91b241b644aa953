# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Connecting a channel by signing in at its platform: what is under way between two addresses."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from channels_mgmt.models.channels import Channel
from channels_mgmt.models.fields import EncryptedJSONField
from core.platforms import CodeField, Platform
from core.scoping import ScopedManager

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: Long enough for a second factor, short enough that a forgotten window opens nothing.
SIGN_IN_TIME = timedelta(minutes=15)


class PlatformApp(models.Model):
    """By what a server knows this town's installation; the server gave the keys when it was first asked."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="platform_apps")
    connector = CodeField(max_length=12, choices=Platform.choices)
    base_url = models.URLField()
    redirect_uri = models.URLField(max_length=300)
    keys = EncryptedJSONField()
    registered_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "connector", "base_url", "redirect_uri"], name="one_app_per_server"
            )
        ]

    def __str__(self) -> str:
        return self.base_url


class SignInQuerySet(models.QuerySet["SignInAttempt"]):
    def over(self, at: datetime) -> QuerySet[SignInAttempt]:
        """Whose time has run out at ``at``."""
        return self.filter(ends_at__lte=at)

    def open(self, at: datetime) -> QuerySet[SignInAttempt]:
        return self.filter(ends_at__gt=at)


class SignInAttempt(models.Model):
    """A person's way to the platform and back. The row ends with it, or with its quarter of an hour."""

    class State(models.TextChoices):
        BEGUN = "begun", _("Begun")
        EXCHANGING = "exchanging", _("Being exchanged")
        OPENED = "opened", _("Signed in")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.BEGUN: {State.EXCHANGING},
        State.EXCHANGING: {State.OPENED},
        State.OPENED: set(),
    }

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="sign_ins")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.BEGUN)
    # Fingerprints: who reads the table can neither return in somebody's name nor guess a session.
    token_hash = models.CharField(max_length=64, unique=True)
    session_hash = models.CharField(max_length=64)
    redirect_uri = models.URLField(max_length=300)
    # Address and verifier before the return, the opened accounts with their tokens after it.
    secrets = EncryptedJSONField()
    ends_at = models.DateTimeField()

    objects = ScopedManager(
        municipality="channel__municipality", _manager_class=models.Manager.from_queryset(SignInQuerySet)
    )

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="sign_in_by_end")]

    def __str__(self) -> str:
        return str(self.channel)

    @property
    def municipality(self) -> Any:
        return self.channel.municipality

    @property
    def is_begun(self) -> bool:
        return self.state == self.State.BEGUN

    @property
    def is_opened(self) -> bool:
        return self.state == self.State.OPENED
