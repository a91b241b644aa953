# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether the town may show an image or a film: who agreed to be seen (KUG §§ 22, 23; Art. 7 GDPR), and who made it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from channels_mgmt.models.films import Video
from channels_mgmt.models.images import MediaAsset
from channels_mgmt.models.posts import Post
from core.folded import FoldedField
from core.platforms import Platform
from core.scoping import ScopedManager


def scan_path(consent: Consent, filename: str) -> str:
    """A name that says nothing about the paper; what lies there is encrypted."""
    return f"scans/{consent.municipality_id}/{uuid4().hex}.bin"


def _ends_together(name: str) -> models.CheckConstraint:
    neither = Q(valid_until__isnull=True, ends_at__isnull=True)
    return models.CheckConstraint(condition=neither | Q(valid_until__isnull=False, ends_at__isnull=False), name=name)


class Consent(models.Model):
    """Somebody agreed to be shown, for a purpose and some networks, until it ends or is taken back.

    ``who`` is a name, or what the town knows the people by. No ``platforms``: all of them. The paper is encrypted.
    """

    class State(models.TextChoices):
        GIVEN = "given", _("Given")
        WITHDRAWN = "withdrawn", pgettext_lazy("consent", "Withdrawn")
        FORGOTTEN = "forgotten", _("Deleted after its time")

    class Signed(models.TextChoices):
        SELF = "self", _("The person shown")
        PARENTS = "parents", _("Both parents")
        CHILD = "child", _("Both parents and the child (from about 14 years on)")
        SPOKEN = "spoken", _("By word of mouth, as who took the photo says")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.GIVEN: {State.WITHDRAWN, State.FORGOTTEN},
        State.WITHDRAWN: {State.FORGOTTEN},
        State.FORGOTTEN: set(),
    }

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="consents")
    who = models.CharField(_("Who agreed?"), max_length=120, blank=True)
    purpose = models.CharField(_("For what?"), max_length=200, blank=True)
    searchable = FoldedField("all_words", of=("who", "purpose"))
    signed_by = models.CharField(_("Who signed?"), max_length=8, choices=Signed.choices)
    platforms = models.JSONField(default=list)
    given_on = models.DateField(_("Given on"))
    # As said by people; the instant after it in the town's zone stands beside it.
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.GIVEN)
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)
    withdrawal_note = models.CharField(_("How was it withdrawn?"), max_length=300, blank=True)
    scan = models.FileField(upload_to=scan_path, blank=True)
    scan_type = models.CharField(max_length=20, blank=True)
    scan_sha256 = models.CharField(max_length=64, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("consent")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="forgotten") | ~Q(who="") & ~Q(purpose=""), name="consent_says_who"
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_on__isnull=False), name="withdrawn_consent_has_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="forgotten") | Q(who="", purpose="", withdrawal_note="", scan=""),
                name="forgotten_consent_is_empty",
            ),
            _ends_together("consent_end_is_whole"),
        ]
        indexes = [models.Index(fields=["municipality", "state", "ends_at"], name="consent_by_end")]

    def __str__(self) -> str:
        return gettext("Consent no. %(number)s") % {"number": self.pk}

    @property
    def all_words(self) -> str:
        """What it is searched by."""
        return f"{self.who}\n{self.purpose}"

    @property
    def is_given(self) -> bool:
        return self.state == self.State.GIVEN

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN

    @property
    def is_forgotten(self) -> bool:
        return self.state == self.State.FORGOTTEN

    def has_ended(self, day: date) -> bool:
        return self.valid_until is not None and self.valid_until < day

    @property
    def platform_names(self) -> list[str]:
        """Where it may be shown; none means everywhere."""
        return [str(Platform(code).label) for code in self.platforms if code in Platform.values]

    def covers(self, platform: str) -> bool:
        return not self.platforms or platform in self.platforms


class AssetConsent(models.Model):
    """An image that ``consent`` is about. ``by_likeness``: nobody has said so, the images look the same."""

    asset = models.ForeignKey(MediaAsset, models.PROTECT, related_name="consent_links")
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="asset_links")
    by_likeness = models.BooleanField(default=False)

    objects = ScopedManager(municipality="consent__municipality")

    class Meta:
        verbose_name = _("image of a consent")
        constraints = [models.UniqueConstraint(fields=["asset", "consent"], name="one_link_per_asset_and_consent")]

    def __str__(self) -> str:
        return f"{self.consent}: {self.asset}"

    @property
    def municipality(self) -> Municipality:
        return self.consent.municipality


class VideoConsent(models.Model):
    """A film that ``consent`` is about.

    ``sha256`` is that of its copy, once there is one. It stays when the film goes, so that loading the same film again
    does not walk around a withdrawal.
    """

    video = models.ForeignKey(Video, models.SET_NULL, null=True, related_name="consent_links")
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="video_links")
    sha256 = models.CharField(max_length=64, blank=True, default="")

    objects = ScopedManager(municipality="consent__municipality")

    class Meta:
        verbose_name = _("film of a consent")
        constraints = [models.UniqueConstraint(fields=["video", "consent"], name="one_link_per_video_and_consent")]
        indexes = [models.Index(fields=["sha256"], condition=~Q(sha256=""), name="consent_by_film")]

    def __str__(self) -> str:
        return f"{self.consent}: {self.video or self.sha256}"

    @property
    def municipality(self) -> Municipality:
        return self.consent.municipality


class WithdrawalTask(models.Model):
    """A post that showed an image when its consent was withdrawn, until somebody has seen to it."""

    consent = models.ForeignKey(Consent, models.PROTECT, related_name="tasks")
    post = models.ForeignKey(Post, models.CASCADE, related_name="withdrawal_tasks")
    opened_at = models.DateTimeField()
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    note = models.CharField(_("What was done?"), max_length=200, blank=True)

    objects = ScopedManager(municipality="consent__municipality")

    class Meta:
        verbose_name = _("task after a withdrawal")
        constraints = [
            models.UniqueConstraint(fields=["consent", "post"], name="one_task_per_consent_and_post"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="settled_tasks_name_who",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consent}: {self.post}"

    @property
    def municipality(self) -> Municipality:
        return self.consent.municipality


class Licence(models.Model):
    """Where images and films come from and on which terms the town uses them."""

    class Terms(models.TextChoices):
        OWN = "own", _("Made by the town itself")
        AGREED = "agreed", _("Bought or agreed, with terms of their own")
        CC0 = "cc0", _("CC0 or free of rights")
        CC_BY = "cc_by", _("CC BY: with the name")
        CC_BY_SA = "cc_by_sa", _("CC BY-SA: with the name, on the same terms")
        OTHER = "other", _("Other terms")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="licences")
    source = models.CharField(_("Where from?"), max_length=160)
    author = models.CharField(_("Who made it?"), max_length=120, blank=True)
    terms = models.CharField(_("On which terms?"), max_length=8, choices=Terms.choices)
    note = models.CharField(_("What the terms say"), max_length=300, blank=True)
    credit_line = models.CharField(_("Credit line"), max_length=120, blank=True)
    url = models.URLField(_("Where the terms stand"), blank=True)
    # As said by people; the instant after it in the town's zone stands beside it.
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("licence")
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="licence_names_a_source"),
            _ends_together("licence_end_is_whole"),
        ]
        indexes = [models.Index(fields=["municipality", "ends_at"], name="licence_by_end")]

    def __str__(self) -> str:
        return f"{self.source} · {self.author}" if self.author else self.source

    def has_ended(self, day: date) -> bool:
        return self.valid_until is not None and self.valid_until < day
