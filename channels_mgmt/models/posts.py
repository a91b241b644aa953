# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Posts, their media, and one delivery per channel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from accounts.models import Municipality, User
from channels_mgmt.domain.ai_label import labelled, labelled_alt
from channels_mgmt.domain.placing import Placing
from channels_mgmt.models.campaigns import Campaign
from channels_mgmt.models.channels import Channel
from channels_mgmt.models.films import Film
from channels_mgmt.models.outbox import Outgoing, OutgoingQuerySet
from core.folded import FoldedField
from core.hashing import content_hash


def asset_path(asset: MediaAsset, filename: str) -> str:
    """A name that says nothing about the photo and cannot be guessed."""
    return f"assets/{asset.municipality_id}/{uuid4().hex}.{filename.rpartition('.')[2]}"


class People(models.TextChoices):
    """Who can be recognised in an image, as the person says who took or brought it (KUG §§ 22, 23)."""

    NOBODY = "nobody", _("Nobody can be recognised")
    AGREED = "agreed", _("Everybody who can be recognised has agreed")
    EVENT = "event", _("A public event, nobody is singled out")


class MediaAsset(models.Model):
    """An image made fit for publication: upright, without EXIF and GPS, sRGB."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="media_assets")
    file = models.FileField(upload_to=asset_path)
    thumbnail = models.FileField(upload_to=asset_path, blank=True)
    media_type = models.CharField(max_length=20, default="image/jpeg")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    original_name = models.CharField(max_length=200)
    credit = models.CharField(_("Credit"), max_length=120, blank=True)
    # Remembered for every later use of the image.
    is_ai_made = models.BooleanField(_("Generated or changed by AI"), default=False)
    people = models.CharField(_("Who can be recognised?"), max_length=8, choices=People.choices, blank=True, default="")
    licence = models.ForeignKey("channels_mgmt.Licence", models.PROTECT, null=True, blank=True, related_name="assets")
    # What it looks like (domain.likeness); empty until somebody has looked, and an older image that looks the same.
    likeness = models.CharField(max_length=32, blank=True, default="")
    resembles = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    searchable = FoldedField("all_words", of=("original_name", "credit"))
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("image")
        indexes = [
            models.Index(fields=["municipality", "-uploaded_at"], name="asset_by_age"),
            models.Index(fields=["uploaded_at"], condition=Q(likeness=""), name="asset_not_compared"),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def all_words(self) -> str:
        """What it is searched by."""
        return f"{self.original_name}\n{self.credit}"


@dataclass(frozen=True)
class PostParts:
    """Channels with their wording, and images with their files, of one post as they were read together."""

    targets: list[PostTarget]
    media: list[PostMedia]


class Post(models.Model):
    """What the town wants to say, to be published on one or two channels."""

    class State(models.TextChoices):
        IDEA = "idea", _("Idea")
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("Approval open")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")
        PARTLY = "partly", _("Partly published")
        FAILED = "failed", _("Failed")

    class Kind(models.TextChoices):
        EXPLAIN = "explain", _("Explaining")
        QUESTION = "question", _("Question to citizens")
        SERVICE = "service", _("Service")
        EVENT = "event", _("Event")
        WARNING = "warning", _("Warning")
        PEOPLE = "people", _("People")
        JOB = "job", _("Job")
        OTHER = "other", _("Other")

    class Risk(models.TextChoices):
        """Decides who approves; never more than one approver (D4)."""

        ROUTINE = "routine", _("Routine")
        SENSITIVE = "sensitive", _("Sensitive")
        CRISIS = "crisis", _("Crisis")

    class AiUse(models.TextChoices):
        """What AI had to do with the text; only the last needs a label (Art. 50 (4) of Regulation (EU) 2024/1689)."""

        NONE = "", _("No AI")
        ASSISTED = "assisted", _("Written with AI, reviewed by a person who answers for it")
        GENERATED = "generated", _("Generated by AI, not reviewed by a person")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.IDEA: {State.DRAFT},
        State.DRAFT: {State.IN_REVIEW, State.APPROVED},
        State.IN_REVIEW: {State.DRAFT, State.APPROVED},
        State.APPROVED: {State.DRAFT, State.PUBLISHED, State.PARTLY, State.FAILED},
        State.PARTLY: {State.PUBLISHED, State.FAILED, State.DRAFT},
        State.FAILED: {State.DRAFT, State.PUBLISHED, State.PARTLY},
        State.PUBLISHED: set(),
    }

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="posts")
    title = models.CharField(_("Working title"), max_length=120)
    text = models.TextField(_("Text"), blank=True)
    searchable = FoldedField("all_words", of=("title", "text"))
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind.choices, default=Kind.OTHER)
    pillar = models.CharField(_("Content pillar"), max_length=80, blank=True)
    target_group = models.CharField(_("Target group"), max_length=80, blank=True)
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="posts", verbose_name=_("Campaign")
    )
    facts_as_of = models.DateField(_("Facts as of"), null=True, blank=True)
    contact = models.CharField(_("Who knows more in the house?"), max_length=160, blank=True)
    citizen_benefit = models.CharField(_("What can citizens do with it now?"), max_length=200, blank=True)
    alternative_url = models.URLField(
        _("Where it can be found without social media"), blank=True, help_text=_("Web page or public notice.")
    )
    # The other way where it is no web page: a notice, or why there is none (docs/adr/0051).
    notice_on = models.DateField(_("Day of the notice"), null=True, blank=True)
    notice_place = models.CharField(_("Where it hangs or stands"), max_length=160, blank=True)
    no_other_way = models.CharField(_("Why it can be found nowhere else"), max_length=200, blank=True)
    ai_use = models.CharField(_("AI in the text"), max_length=10, choices=AiUse.choices, blank=True, default="")
    film = models.OneToOneField(Film, models.PROTECT, null=True, blank=True, related_name="post")
    risk = models.CharField(_("Risk class"), max_length=10, choices=Risk.choices, default=Risk.SENSITIVE)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Author"))
    edited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # As said by people: day and wall clock in the town's zone. ``planned_at`` is the instant they name.
    planned_day = models.DateField(_("Day"), null=True, blank=True)
    planned_time = models.TimeField(_("Time"), null=True, blank=True)
    planned_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_hash = models.CharField(max_length=64, blank=True)
    return_reason = models.TextField(blank=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedManager(municipality="municipality")

    #: Set by whoever read the parts together with the post and lets nobody change them; not stored.
    parts: PostParts | None = None

    class Meta:
        verbose_name = _("post")
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(risk="routine") | ~Q(approved_by=models.F("author")),
                name="post_four_eyes",
            ),
            models.CheckConstraint(condition=Q(ai_use__in=["", "assisted", "generated"]), name="post_ai_use_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "published", "partly"]) | ~Q(approved_hash=""),
                name="approved_posts_carry_a_hash",
            ),
            models.CheckConstraint(
                condition=Q(planned_day__isnull=True, planned_time__isnull=True, planned_at__isnull=True)
                | Q(planned_day__isnull=False, planned_time__isnull=False, planned_at__isnull=False),
                name="post_plan_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(notice_on__isnull=True, notice_place="") | Q(notice_on__isnull=False) & ~Q(notice_place=""),
                name="notices_name_day_and_place",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "planned_day", "planned_at"], name="post_by_plan"),
            models.Index(fields=["municipality", "state", "-created_at"], name="post_by_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def all_words(self) -> str:
        """What it is searched by."""
        return f"{self.title}\n{self.text}"

    @property
    def placing(self) -> Placing:
        return Placing(self.pillar, self.target_group, self.facts_as_of, self.contact, self.campaign_id)

    @property
    def has_notice(self) -> bool:
        return self.notice_on is not None

    @property
    def is_being_written(self) -> bool:
        return self.state in (self.State.IDEA, self.State.DRAFT)

    @property
    def is_returned(self) -> bool:
        """Whether it is a draft that came back to its author."""
        return self.state == self.State.DRAFT and bool(self.return_reason)

    @property
    def waits_for_approval(self) -> bool:
        return self.state == self.State.IN_REVIEW

    @property
    def is_approved(self) -> bool:
        """Whether it is approved and nothing has gone out yet; ``is_approval_valid`` says whether that still counts."""
        return self.state == self.State.APPROVED

    @property
    def is_published(self) -> bool:
        """Whether it went out on every channel."""
        return self.state == self.State.PUBLISHED

    @property
    def was_released_alone(self) -> bool:
        """Whether it counts as approved without an approver: as an emergency post, by its release."""
        return bool(self.approved_hash) and self.approved_by_id is None

    @property
    def may_become_emergency(self) -> bool:
        """Whether it is written and nobody has approved it: then one person may let it go out at once."""
        return self.state in (self.State.DRAFT, self.State.IN_REVIEW)

    @property
    def is_public(self) -> bool:
        """Whether it went out on a channel at least, so that nobody changes it any more."""
        return self.state in (self.State.PUBLISHED, self.State.PARTLY)

    @property
    def is_approved_by_author(self) -> bool:
        """Whether one pair of eyes approved it: enough for a routine post and for no other (``post_four_eyes``)."""
        return self.approved_by_id is not None and self.approved_by_id == self.author_id

    @property
    def may_go_out(self) -> bool:
        """Whether it was approved and is not public on every channel yet."""
        return self.state in (self.State.APPROVED, self.State.PARTLY, self.State.FAILED)

    @property
    def planned_wall(self) -> datetime | None:
        """The naive wall time of the plan in the town's zone, as people said it."""
        if self.planned_day is None or self.planned_time is None:
            return None
        return datetime.combine(self.planned_day, self.planned_time)

    def content(self) -> Any:
        """What an approval covers: risk class, text, images with alt text and order, video, channels and their wording.

        What AI has made and the video came later and are left out where nothing is: approvals of before stay valid.
        """
        parts = self.parts or self.parts_as_stored()
        covered: dict[str, Any] = {
            "risk": self.risk,
            "text": self.text,
            "alternative_url": self.alternative_url,
            "media": [[m.asset.sha256, m.alt_text] for m in parts.media],
            "targets": [[t.channel_id, t.text] for t in parts.targets],
        }
        made = [m.asset.sha256 for m in parts.media if m.asset.is_ai_made]
        if self.ai_use or made:
            covered["ai"] = [self.ai_use, made]
        if self.film is not None:
            covered["film"] = self.film.content()
        return covered

    def labelled(self, wording: str) -> str:
        """``wording`` as it goes out, with the label of what AI has made."""
        media = self.parts.media if self.parts else self.media.select_related("asset")
        return labelled_by(wording, self.ai_use, [m.asset for m in media])

    def parts_as_stored(self) -> PostParts:
        """Read anew: targets by channel, images in order."""
        media = self.media.select_related("asset").order_by("position")
        return PostParts(list(self.targets.order_by("channel_id")), list(media))

    def current_hash(self) -> str:
        """SHA-256 of the content as it reads now."""
        return content_hash(self.content())

    @property
    def is_approval_valid(self) -> bool:
        """Approved, and not a character changed since."""
        return bool(self.approved_hash) and self.approved_hash == self.current_hash()


def labelled_by(wording: str, ai_use: str, assets: Iterable[MediaAsset]) -> str:
    """The same for content that is not stored."""
    made = sum(asset.is_ai_made for asset in assets)
    return labelled(wording, is_text_made=ai_use == Post.AiUse.GENERATED, images_made=made)


class PostTarget(models.Model):
    """A channel the post goes to, with its own wording where wanted."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="targets")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    text = models.TextField(_("Own wording"), blank=True)

    objects = ScopedManager(municipality="post__municipality")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "channel"], name="one_target_per_channel")]

    @property
    def wording(self) -> str:
        """What this channel says: its own wording, else the post's text."""
        return self.text or self.post.text


class PostMedia(models.Model):
    """An image in a post with its alternative text."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="media")
    asset = models.ForeignKey(MediaAsset, models.PROTECT, related_name="uses")
    position = models.PositiveSmallIntegerField(default=1)
    alt_text = models.TextField(_("Alternative text"), blank=True)

    objects = ScopedManager(municipality="post__municipality")

    @property
    def spoken(self) -> str:
        """The alternative text as it goes out."""
        return labelled_alt(self.alt_text, is_made=self.asset.is_ai_made)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["post", "position"], name="one_image_per_position")]


class Delivery(Outgoing):
    """One post on one channel, exactly once."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="deliveries")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="deliveries")

    objects = ScopedManager(
        municipality="post__municipality", _manager_class=models.Manager.from_queryset(OutgoingQuerySet)
    )

    class Meta:
        verbose_name = _("delivery")
        constraints = [
            models.UniqueConstraint(
                fields=["post", "channel"], condition=~Q(state="withdrawn"), name="one_delivery_per_post_and_channel"
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(lease_until__isnull=False), name="delivery_sending_has_lease"
            ),
            models.UniqueConstraint(
                fields=["channel", "remote_id"], condition=~Q(remote_id=""), name="one_delivery_per_remote_post"
            ),
            models.UniqueConstraint(
                fields=["channel", "said"],
                condition=Q(state__in=["sending", "uncertain"]) & ~Q(said=""),
                name="equal_words_go_out_one_by_one",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="delivery_by_due"),
            models.Index(fields=["channel", "remote_id"], name="delivery_by_remote"),
        ]

    def __str__(self) -> str:
        return f"{self.post} → {self.channel}"

    @property
    def municipality(self) -> Any:
        return self.post.municipality

    @property
    def takes_a_confirmation(self) -> bool:
        """Whether a person may say that it is public, and where: by hand, also when the time for it is over."""
        return self.channel.is_by_hand and (self.is_handed_over or self.is_missed)
