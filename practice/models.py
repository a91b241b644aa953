# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A social network inside the product, for trying out, training and drills. Nothing here is public."""

from __future__ import annotations

from pathlib import PurePosixPath
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from core.platforms import EXAMPLE, CodeField, Platform
from core.scoping import ScopedManager
from practice.domain.platform import FILM_TYPE


class Fault(models.TextChoices):
    """How the practice platform misbehaves, for drills and tests."""

    NONE = "", _("works normally")
    TIMEOUT_BEFORE = "timeout_before", _("does not answer and has stored nothing")
    TIMEOUT_AFTER = "timeout_after", _("has stored the post but does not answer")
    SERVER_ERROR = "server_error", _("reports an internal error")
    THROTTLED = "throttled", _("refuses because of too many requests")
    MALFORMED = "malformed", _("stores the post and answers gibberish")
    SLOW = "slow", _("answers slowly")
    EXPIRED_TOKEN = "expired_token", _("no longer accepts the access")


class PracticeAccount(models.Model):
    """An account of the town, or of an invented citizen, on the town's own practice platform.

    ``emulates`` names the platform whose limits apply. ``fault_count`` is how many requests the
    fault still hits; 0 means until it is switched off. ``slow_ms`` is the delay of ``SLOW``.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="practice_accounts")
    handle = models.SlugField(_("Account name"), max_length=60)
    display_name = models.CharField(_("Displayed name"), max_length=120)
    emulates = CodeField(
        _("Limits like"),
        max_length=20,
        choices=Platform.choices,
        default=EXAMPLE,
    )
    is_town = models.BooleanField(_("account of the town"), default=False)
    # Since when the town has it blocked: it answers nothing any more.
    blocked_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(_("Fault"), max_length=20, choices=Fault.choices, default=Fault.NONE, blank=True)
    fault_count = models.PositiveSmallIntegerField(_("Number of faults"), default=0)
    slow_ms = models.PositiveSmallIntegerField(_("Delay in milliseconds"), default=200)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager(municipality="municipality")

    #: A key with which nothing was published when the session was opened; not stored.
    unused_key = ""

    class Meta:
        verbose_name = _("practice account")
        verbose_name_plural = _("practice accounts")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "handle"], name="practice_handle_once_per_town"),
        ]

    def __str__(self) -> str:
        return self.display_name


class PracticePost(models.Model):
    """A post or a reply. ``root`` is the post that began the thread, ``reply_to`` the one answered.

    A private one is addressed to the town alone, or by the town to one person. A hidden reply stays readable for
    whoever asks for it, as on real platforms; a deleted one does not.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="practice_posts")
    account = models.ForeignKey(PracticeAccount, models.PROTECT, related_name="posts")
    idempotency_key = models.CharField(max_length=64)
    text = models.TextField(_("Text"))
    warning = models.CharField(_("Content warning"), max_length=200, blank=True)
    poll_options = models.JSONField(_("Poll"), default=list, blank=True)
    is_private = models.BooleanField(_("Private"), default=False)
    reply_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    root = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="thread")
    created_at = models.DateTimeField(default=timezone.now)
    hidden_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("practice post")
        verbose_name_plural = _("practice posts")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "idempotency_key"],
                name="practice_key_once_per_account",
            ),
            models.CheckConstraint(
                condition=Q(reply_to__isnull=True, root__isnull=True) | Q(reply_to__isnull=False, root__isnull=False),
                name="practice_reply_has_a_root",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "-created_at"], name="practice_timeline"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


def image_path(image: PracticeImage, filename: str) -> str:
    """Below the town's folder, under a name nobody can guess."""
    suffix = PurePosixPath(filename).suffix.lower()
    return f"practice/{image.post.municipality_id}/{uuid4().hex}{suffix}"


class PracticeImage(models.Model):
    """A picture or a film of a practice post."""

    post = models.ForeignKey(PracticePost, models.CASCADE, related_name="images")
    file = models.ImageField(upload_to=image_path)
    media_type = models.CharField(max_length=40)
    alt_text = models.TextField(_("Alternative text"), blank=True)
    # WebVTT of a film.
    captions = models.TextField(_("Captions"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)

    objects = ScopedManager(municipality="post__municipality")

    class Meta:
        verbose_name = _("practice image")
        ordering = ["post", "position"]
        constraints = [
            models.UniqueConstraint(fields=["post", "position"], name="practice_image_position_once"),
        ]

    def __str__(self) -> str:
        return self.alt_text[:60]

    @property
    def is_film(self) -> bool:
        return self.media_type == FILM_TYPE
