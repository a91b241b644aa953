# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody took with a phone, once, however often it arrives."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from channels_mgmt.models.films import Video
from channels_mgmt.models.images import MediaAsset, People
from channels_mgmt.models.posts import Post
from core.scoping import ScopedManager


class Capture(models.Model):
    """A photo or a film with a sentence, and who can be recognised as the person who took it says (KUG §§ 22, 23).

    ``key`` is made where the photo was taken; what waits there for a connection is sent until somebody answers.
    """

    People = People

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="captures")
    key = models.CharField(max_length=36)
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    people = models.CharField(_("Who can be recognised?"), max_length=8, choices=People.choices)
    asset = models.ForeignKey(MediaAsset, models.PROTECT, null=True, related_name="captures")
    video = models.ForeignKey(Video, models.SET_NULL, null=True, related_name="captures")
    post = models.OneToOneField(Post, models.SET_NULL, null=True, related_name="capture")
    taken_in_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("capture")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "person", "key"], name="one_capture_per_key"),
            models.CheckConstraint(condition=~Q(key=""), name="capture_has_a_key"),
            models.CheckConstraint(
                condition=Q(asset__isnull=True) | Q(video__isnull=True), name="capture_is_photo_or_film"
            ),
            models.CheckConstraint(
                condition=Q(people__in=["nobody", "agreed", "event"]), name="capture_says_who_is_recognised"
            ),
        ]

    def __str__(self) -> str:
        return self.get_people_display()
