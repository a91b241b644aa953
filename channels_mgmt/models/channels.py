# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Channels: a town's accounts on networks, at most two of them live (D11)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from channels_mgmt.models.fields import EncryptedJSONField
from core import leases
from core.platforms import CodeField, Platform
from core.scoping import ScopedManager

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

#: How long a look at the profile holds: half a year (DOMAIN § 3, Imprint).
LINKS_HOLD = timedelta(days=182)


class Channel(models.Model):
    """An account on a platform, with an owner and a deputy."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        LIVE = "live", _("Live")
        PAUSED = "paused", _("Paused")
        CLOSED = "closed", _("Closed")

    class Connector(models.TextChoices):
        """How we talk to it: a platform's own connector goes by its code, these two stand in for any platform.

        The practice platform is never public. By hand: no software talks to it; a person publishes what is due and
        confirms it with the link.
        """

        PRACTICE = "practice", _("Practice platform")
        MANUAL = "manual", _("By hand")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.PLANNED: {State.LIVE, State.CLOSED},
        State.LIVE: {State.PAUSED, State.CLOSED},
        State.PAUSED: {State.LIVE, State.CLOSED},
        State.CLOSED: set(),
    }

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="channels")
    platform = CodeField(_("Platform"), max_length=20, choices=Platform.choices)
    connector = CodeField(_("Connection"), max_length=12, choices=[*Platform.choices, *Connector.choices])
    name = models.CharField(_("Name"), max_length=80)
    base_url = models.URLField(_("Server"), blank=True, help_text=_("For example https://social.bund.de"))
    handle = models.CharField(_("Account name"), max_length=200, blank=True)
    account_id = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    live_slot = models.PositiveSmallIntegerField(null=True, blank=True)
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Owner"))
    deputy = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Deputy"))
    live_since = models.DateTimeField(null=True, blank=True)
    pause_reason = models.CharField(max_length=300, blank=True)
    # Reading replies: where the last sync ended, when the next is due, and who is at it.
    sync_cursor = models.JSONField(default=dict)
    synced_at = models.DateTimeField(null=True, blank=True)
    sync_due_at = models.DateTimeField(null=True, blank=True)
    sync_lease_until = models.DateTimeField(null=True, blank=True)
    sync_failures = models.PositiveSmallIntegerField(default=0)
    # Until when the requests made for reading are paid for (connectors/budget.py).
    reads_paid_until = models.DateTimeField(null=True, blank=True)
    limits = models.JSONField(default=dict)
    # The platform asked us to wait: nothing is sent to it before.
    quiet_until = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("channel")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "live_slot"],
                condition=~Q(connector="practice"),
                name="one_channel_per_live_slot",
            ),
            models.UniqueConstraint(
                fields=["municipality", "live_slot"],
                condition=Q(connector="practice"),
                name="one_practice_channel_per_live_slot",
            ),
            models.CheckConstraint(
                condition=Q(live_slot__isnull=True) | Q(live_slot__in=[1, 2]), name="at_most_two_live_channels"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["live", "paused"], live_slot__isnull=False)
                | Q(state__in=["planned", "closed"], live_slot__isnull=True),
                name="live_channels_hold_a_slot",
            ),
            models.UniqueConstraint(
                fields=["municipality", "connector", "base_url", "account_id"],
                condition=~Q(account_id="") & ~Q(state="closed"),
                name="one_channel_per_account",
            ),
            models.CheckConstraint(
                condition=Q(connector__in=["practice", "manual"]) | Q(connector=models.F("platform")),
                name="connector_fits_platform",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | ~Q(owner=models.F("deputy")), name="deputy_is_another_person"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_practice(self) -> bool:
        return self.connector == self.Connector.PRACTICE

    @property
    def is_by_hand(self) -> bool:
        return self.connector == self.Connector.MANUAL

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def is_live(self) -> bool:
        return self.state == self.State.LIVE

    @property
    def is_paused(self) -> bool:
        return self.state == self.State.PAUSED

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED


class ChannelCheckQuerySet(models.QuerySet["ChannelCheck"]):
    def due_again(self, at: datetime) -> QuerySet[ChannelCheck]:
        """Links last seen 182 days before ``at`` or earlier, on channels that are public; longest first."""
        return self.filter(
            key__in=ChannelCheck.LINK_KEYS, channel__live_slot__isnull=False, done_at__lte=at - LINKS_HOLD
        ).order_by("done_at", "pk")


class ChannelCheck(models.Model):
    """A ticked line of a channel's checklist: who confirmed it, when."""

    class Key(models.TextChoices):
        IMPRINT = "imprint", _("The profile links to the imprint (DDG § 5, MStV § 18)")
        PRIVACY = "privacy", _("The profile links to the privacy notice")
        NETIQUETTE = "netiquette", _("The netiquette is linked or pinned")
        TWO_FACTOR = "two_factor", _("The account is protected by two-factor authentication")
        TWO_ADMINS = "two_admins", _("Two people can administer the account, by a role mailbox")
        ALTERNATIVE = "alternative", _("Every piece of information is also on the website")

    #: What only a look at the public profile can tell; asked again every half-year.
    LINK_KEYS = (Key.NETIQUETTE, Key.IMPRINT, Key.PRIVACY)

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="checks")
    key = models.CharField(max_length=20, choices=Key.choices)
    done_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    done_at = models.DateTimeField()

    objects = ScopedManager(
        municipality="channel__municipality", _manager_class=models.Manager.from_queryset(ChannelCheckQuerySet)
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "key"], name="one_check_per_key")]

    @property
    def municipality(self) -> Any:
        return self.channel.municipality

    def is_due_again(self, at: datetime) -> bool:
        """Whether the half-year has passed; only links are asked for again."""
        return self.key in self.LINK_KEYS and self.done_at <= at - LINKS_HOLD


class ChannelCheckConfirmation(models.Model):
    """What somebody saw in the profile on a day: the link is there, or it is missing. Never changed."""

    class Answer(models.TextChoices):
        LINKED = "linked", _("still linked")
        MISSING = "missing", _("missing")

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="check_confirmations")
    key = models.CharField(max_length=20, choices=ChannelCheck.Key.choices)
    answer = models.CharField(max_length=10, choices=Answer.choices)
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager(municipality="channel__municipality")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["channel", "key", "at"], name="check_confirmation_by_time")]

    @property
    def municipality(self) -> Any:
        return self.channel.municipality


#: Younger ones are not renewed by any network that renews.
LEAST_AGE = timedelta(hours=25)
#: So long before its end an access is told to people; what renews itself has failed for weeks by then.
TOLD_BEFORE_END = timedelta(days=10)


class CredentialQuerySet(models.QuerySet["Credential"]):
    def needing_a_person(self, at: datetime) -> QuerySet[Credential]:
        """Accesses that were lost, or end within the next days, of channels that are not closed."""
        near = ExpressionWrapper(F("ends_at") - TOLD_BEFORE_END, output_field=models.DateTimeField())
        lost = self.alias(told_from=near).filter(Q(broken_since__isnull=False) | Q(told_from__lte=at))
        return lost.exclude(channel__state=Channel.State.CLOSED)

    def to_renew(self, at: datetime, kinds: Iterable[str]) -> QuerySet[Credential]:
        """Those of ``kinds`` whose renewal is due; one whose end is not known is renewed to learn it."""
        fresh = at - LEAST_AGE
        is_due = Q(renew_at__lte=at) | Q(renew_at__isnull=True, updated_at__lte=fresh)
        working = self.filter(is_due, leases.free(at), broken_since__isnull=True, channel__connector__in=kinds)
        return working.exclude(channel__state=Channel.State.CLOSED).order_by("pk")


class Credential(models.Model):
    """Tokens of a channel, encrypted; never a platform's password."""

    channel = models.OneToOneField(Channel, models.PROTECT, related_name="credential")
    tokens = EncryptedJSONField()
    revision = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)
    # Set when the platform says the token is dead; a transient error never sets it.
    broken_since = models.DateTimeField(null=True, blank=True)

    # As the platform has said; empty where it names no end.
    ends_at = models.DateTimeField(null=True, blank=True)
    renew_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(
        municipality="channel__municipality", _manager_class=models.Manager.from_queryset(CredentialQuerySet)
    )

    def __str__(self) -> str:
        return str(self.channel)
