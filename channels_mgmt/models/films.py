# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Videos, and what a post says about the one it carries."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from channels_mgmt.domain.ai_label import labelled_alt
from channels_mgmt.domain.captions import Cue, read_captions
from channels_mgmt.models.images import People
from core import leases
from core.scoping import ScopedManager

if TYPE_CHECKING:
    from django.db.models import QuerySet


def video_path(video: Video, filename: str) -> str:
    """A name that says nothing about the film and cannot be guessed."""
    return f"videos/{video.municipality_id}/{uuid4().hex}.{filename.rpartition('.')[2]}"


class VideoQuerySet(models.QuerySet["Video"]):
    def to_work_on(self, at: datetime) -> QuerySet[Video]:
        """Videos for which a worker has something to do, and which none is at; oldest first."""
        State = Video.State
        is_open = Q(state__in=[State.CHECKING, State.CONVERTING]) | Q(state=State.READY) & ~Q(poster_at=F("wanted_at"))
        rested = Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=at)
        return self.filter(is_open, rested, leases.free(at)).order_by("pk")

    def worked_on(self, at: datetime) -> QuerySet[Video]:
        return self.filter(lease_until__gt=at)


class Video(models.Model):
    """A film as it came, until a copy fit for publication is made of it: H.264 in MP4, without place and device.

    The row is the queue: a worker takes it for a while, renews that while it goes on, and whoever comes after one that
    died begins anew.
    """

    class State(models.TextChoices):
        CHECKING = "checking", _("Is being looked at")
        CONVERTING = "converting", _("Is being converted")
        READY = "ready", _("Ready")
        UNFIT = "unfit", _("Cannot be used")
        CANCELLED = "cancelled", _("Conversion cancelled")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.CHECKING: {State.CONVERTING, State.UNFIT, State.CANCELLED},
        State.CONVERTING: {State.READY, State.UNFIT, State.CANCELLED},
        State.CANCELLED: {State.CHECKING},
        State.READY: set(),
        State.UNFIT: set(),
    }

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="videos")
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKING)
    # What came. Gone as soon as there is a copy, or when it cannot be used.
    original = models.FileField(upload_to=video_path, blank=True)
    original_name = models.CharField(max_length=200)
    container = models.CharField(max_length=10)
    given_bytes = models.PositiveBigIntegerField()
    file = models.FileField(upload_to=video_path, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    milliseconds = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    video_codec = models.CharField(max_length=20, blank=True)
    audio_codec = models.CharField(max_length=20, blank=True)
    poster = models.FileField(upload_to=video_path, blank=True)
    # Milliseconds: what the poster shows, and what it is to show.
    poster_at = models.IntegerField(default=-1)
    wanted_at = models.PositiveIntegerField(default=0)
    percent = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    # Remembered for every post with the film, as with an image.
    is_ai_made = models.BooleanField(_("Generated or changed by AI"), default=False)
    people = models.CharField(_("Who can be recognised?"), max_length=8, choices=People.choices, blank=True, default="")
    licence = models.ForeignKey("channels_mgmt.Licence", models.PROTECT, null=True, blank=True, related_name="videos")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(municipality="municipality", _manager_class=models.Manager.from_queryset(VideoQuerySet))

    class Meta:
        verbose_name = _("video")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | ~Q(file="") & ~Q(sha256="") & Q(milliseconds__gt=0),
                name="ready_videos_have_a_copy",
            ),
            models.CheckConstraint(condition=~Q(state="unfit") | ~Q(error=""), name="unfit_videos_say_why"),
        ]
        indexes = [models.Index(fields=["state", "lease_until"], name="video_by_state")]

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_in_work(self) -> bool:
        """Whether the software moves it on by itself, so that looking again is worth it."""
        return self.state in (self.State.CHECKING, self.State.CONVERTING)

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def is_unfit(self) -> bool:
        return self.state == self.State.UNFIT

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def seconds(self) -> float:
        return self.milliseconds / 1000

    @property
    def length(self) -> str:
        """As people read it, for example ``1:05``."""
        return f"{round(self.seconds) // 60}:{round(self.seconds) % 60:02}"


class Film(models.Model):
    """The video of one post, with everything that is said about it. A row is never changed: another takes its place."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="films")
    video = models.ForeignKey(Video, models.PROTECT, related_name="films")
    alt_text = models.TextField(_("What is to be seen?"), blank=True)
    # WebVTT as this software writes it.
    captions = models.TextField(_("Captions"), blank=True)
    is_without_speech = models.BooleanField(_("Nothing is spoken in it"), default=False)
    # ``None``: the one that was taken by itself.
    poster_at = models.PositiveIntegerField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("video of a post")
        constraints = [
            models.CheckConstraint(
                condition=Q(captions="") | Q(is_without_speech=False), name="captions_only_where_somebody_speaks"
            ),
        ]

    def __str__(self) -> str:
        return self.video.original_name

    def content(self) -> list[Any]:
        """What an approval covers of it. What AI has made is left out where it has not: earlier approvals stay."""
        covered = [self.video.sha256, self.alt_text, self.captions, self.is_without_speech, self.poster_at]
        return [*covered, "ai"] if self.video.is_ai_made else covered

    @property
    def spoken(self) -> str:
        """The description as it goes out."""
        return labelled_alt(self.alt_text, is_made=self.video.is_ai_made)

    @property
    def cues(self) -> list[Cue]:
        """Its captions, one by one."""
        return list(read_captions(self.captions).cues) if self.captions else []

    @property
    def has_its_poster(self) -> bool:
        """Whether the picture in store is the one chosen here."""
        return bool(self.video.poster) and self.poster_at in (None, self.video.poster_at)
