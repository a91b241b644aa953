# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Documents that data protection, press law and accessibility ask for, and what they are made of."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from channels_mgmt.domain.markup import blanks_in
from channels_mgmt.models.channels import Channel
from core.hashing import content_hash
from core.scoping import ScopedManager


class ChannelDocument(models.Model):
    """One version of one document; its text never changes afterwards, every save is a version of its own.

    ``facts`` are what it was generated from, by name; when they differ from today's the version is stale.
    The mark of a check is pinned to the text by ``checked_hash``. Most kinds belong to a channel, ``TOWN_KINDS`` to the
    town, whose public pages they speak of.
    """

    class Kind(models.TextChoices):
        USAGE_CONCEPT = "usage_concept", _("Usage concept")
        DPIA = "dpia", _("Draft of the data protection impact assessment")
        PRIVACY_NOTICE = "privacy_notice", _("Privacy notice")
        IMPRINT = "imprint", _("Text of the imprint")
        ACCESSIBILITY = "accessibility", _("Accessibility statement")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft, not checked")
        CHECKED = "checked", _("Checked")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.DRAFT: {State.CHECKED},
        State.CHECKED: {State.DRAFT},
    }
    #: Meant for citizens: no name of a person stands in them.
    PUBLIC_KINDS = (Kind.PRIVACY_NOTICE, Kind.IMPRINT, Kind.ACCESSIBILITY)
    CHANNEL_KINDS = (Kind.USAGE_CONCEPT, Kind.DPIA, Kind.PRIVACY_NOTICE, Kind.IMPRINT)
    TOWN_KINDS = (Kind.ACCESSIBILITY,)

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="documents", null=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    version = models.PositiveIntegerField()
    text = models.TextField()
    facts = models.JSONField(default=dict)
    facts_hash = models.CharField(max_length=64)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    checked_hash = models.CharField(max_length=64, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("document")
        ordering = ["channel", "kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["channel", "kind", "version"], name="one_document_per_version"),
            models.UniqueConstraint(
                fields=["municipality", "kind", "version"],
                condition=Q(channel__isnull=True),
                name="one_town_document_per_version",
            ),
            models.CheckConstraint(
                condition=Q(channel__isnull=True, kind="accessibility")
                | (Q(channel__isnull=False) & ~Q(kind="accessibility")),
                name="documents_of_towns_have_no_channel",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", checked_hash="") | (Q(state="checked") & ~Q(checked_hash="")),
                name="checked_documents_name_the_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.place} ({self.version})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.channel is not None and self.municipality_id is None:
            self.municipality = self.channel.municipality
        super().save(*args, **kwargs)

    @property
    def place(self) -> Channel | Municipality:
        """Whose document it is."""
        return self.channel or self.municipality

    @property
    def text_hash(self) -> str:
        return content_hash([self.kind, self.text])

    @property
    def is_check_valid(self) -> bool:
        """Whether somebody checked this very text."""
        return self.state == self.State.CHECKED and self.checked_hash == self.text_hash

    @property
    def blanks(self) -> list[str]:
        """What is still to be filled in, each once."""
        return blanks_in(self.text)

    @property
    def is_public(self) -> bool:
        return self.kind in self.PUBLIC_KINDS


class DocumentCheck(models.Model):
    """Somebody vouched for a version: in which function, when, with which remark. Never changed."""

    document = models.ForeignKey(ChannelDocument, models.PROTECT, related_name="checks")
    number = models.PositiveSmallIntegerField()
    function = models.CharField(_("Function of the person who checked"), max_length=120)
    note = models.TextField(_("Remark"), blank=True)
    text_hash = models.CharField(max_length=64)
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    objects = ScopedManager(municipality="document__municipality")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_document_check_per_number")]

    @property
    def municipality(self) -> Any:
        return self.document.municipality


class DocumentParticulars(models.Model):
    """What a town's documents need besides its particulars: address, representative, data protection officer."""

    municipality = models.OneToOneField(Municipality, models.PROTECT, related_name="document_particulars")
    postal_address = models.TextField(_("Postal address"), blank=True)
    phone = models.CharField(_("Telephone"), max_length=60, blank=True)
    represented_by = models.CharField(_("Represented by"), max_length=160, blank=True)
    responsible_for_content = models.CharField(_("Responsible for journalistic content"), max_length=200, blank=True)
    data_protection_officer = models.TextField(_("Data protection officer"), blank=True)
    legal_form = models.CharField(_("Legal form"), max_length=120, blank=True)
    legal_supervision = models.CharField(_("Legal supervision"), max_length=200, blank=True)
    processors = models.TextField(_("Processors"), blank=True)
    privacy_url = models.URLField(_("Privacy notice of the town’s website"), blank=True)
    access_assessed_on = models.DateField(_("Accessibility assessed on"), null=True, blank=True)
    access_gaps = models.TextField(_("Known barriers of your own"), blank=True)
    enforcement_contact = models.TextField(_("Contact of the enforcement body"), blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = ScopedManager(municipality="municipality")

    def __str__(self) -> str:
        return str(self.municipality)


class ChannelProvider(models.Model):
    """What the town entered about the provider of a channel's platform; replaces the product's default."""

    channel = models.OneToOneField(Channel, models.PROTECT, related_name="provider")
    name = models.CharField(_("Provider"), max_length=160)
    seat = models.CharField(_("Seat and address"), max_length=240)
    privacy_url = models.URLField(_("Privacy policy of the provider"), blank=True)
    joint_control = models.TextField(_("Shared responsibility"), blank=True)
    third_country = models.TextField(_("Transfer to countries outside the European Union"), blank=True)
    as_of = models.DateField(_("As of"))
    source = models.CharField(_("Source"), max_length=300)
    revision = models.PositiveIntegerField(default=0)

    objects = ScopedManager(municipality="channel__municipality")

    def __str__(self) -> str:
        return self.name

    @property
    def municipality(self) -> Any:
        return self.channel.municipality
