# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Citizens' comments, what people decided about them, and the evidence kept first."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from channels_mgmt.connectors.contents import Contents
from channels_mgmt.models import Channel, Delivery
from community.models.sight import GuardedManager
from core import leases
from core.folded import FoldedField
from core.scoping import ScopedManager

if TYPE_CHECKING:
    from django.db.models import QuerySet


def words_of(text: str, other_words: str, author: str) -> str:
    """What a comment is searched by: its text, the words of what it carries, and of whom it is."""
    return f"{text}\n{other_words}\n{author}".strip()


class Author(models.Model):
    """A citizen's account on a platform, as far as the platform tells it, and what a person said of it."""

    class Standing(models.TextChoices):
        """``SPAM`` folds what it writes from then on, ``TEST`` counts nothing of it; neither reaches the platform."""

        USUAL = "", pgettext_lazy("account", "Usual")
        TEST = "test", _("Test account of the town")
        SPAM = "spam", _("Advertising")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="authors")
    remote_id = models.CharField(max_length=300)
    handle = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)
    standing = models.CharField(max_length=4, choices=Standing.choices, default=Standing.USUAL, blank=True)
    standing_at = models.DateTimeField(null=True, blank=True)
    standing_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("account of a citizen")
        constraints = [
            models.UniqueConstraint(fields=["channel", "remote_id"], name="one_author_per_account"),
            models.CheckConstraint(
                condition=Q(standing="", standing_at__isnull=True, standing_by__isnull=True)
                | ~Q(standing="") & Q(standing_at__isnull=False, standing_by__isnull=False),
                name="marked_account_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "-standing_at"], condition=~Q(standing=""), name="author_marked")
        ]

    def __str__(self) -> str:
        return self.name or self.handle

    @property
    def audit_label(self) -> str:
        """Its number: the record of what was done outlives the name."""
        return gettext("Account #%(number)s") % {"number": self.pk}

    @property
    def words(self) -> str:
        """What is searched: the name, and the handle without its server, which many have in common."""
        return f"{self.name} {self.handle.lstrip('@').partition('@')[0]}"


#: All but what the town's own test accounts wrote.
COUNTED = ~Q(apart=Author.Standing.TEST)


class CommentQuerySet(models.QuerySet["Comment"]):
    def open(self) -> QuerySet[Comment]:
        """Comments somebody still has to look at."""
        return self.filter(~Q(apart=Author.Standing.TEST), state__in=Comment.OPEN_STATES)

    def counted(self) -> QuerySet[Comment]:
        """All but what the town's own test accounts wrote."""
        return self.filter(COUNTED)

    def in_queue_order(self) -> QuerySet[Comment]:
        """Most urgent first, then the one that is due first."""
        return self.order_by("urgency", "due_at", "pk")

    def with_expired_claim(self, at: datetime) -> QuerySet[Comment]:
        return self.filter(leases.expired(at, "claim_until"), state=Comment.State.CLAIMED)


class Comment(models.Model):
    """A citizen's words under a post of the town.

    ``kept_contents`` is what they carry besides the text, empty while never read; ``other_words`` are its words,
    for the search. ``is_private`` comments are answered to their author alone.
    """

    class State(models.TextChoices):
        NEW = "new", _("New")
        CLAIMED = "claimed", _("In progress")
        WITH_DEPARTMENT = "with_department", _("With a department")
        DECIDED = "decided", _("Decided")
        CLOSED = "closed", _("Done")

    class Urgency(models.IntegerChoices):
        """Computed, never learned (TRIAGE). The reason is always shown."""

        DANGER = 1, _("Danger")
        SOON = 2, _("Soon")
        NORMAL = 3, _("Normal")

    class Kind(models.TextChoices):
        """Suggested by rules (``queries.kinds``) and never decided by them; empty for what was settled before that."""

        QUESTION = "question", _("Question")
        PRAISE = "praise", _("Praise")
        CRITICISM = "criticism", _("Criticism")
        OTHER = "other", _("Other")

    class Burden(models.TextChoices):
        BY_RULE = "", _("As the rule says")
        YES = "yes", _("Burdensome")
        NO = "no", _("Not burdensome")

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        State.NEW: {State.CLAIMED, State.CLOSED},
        State.CLAIMED: {State.NEW, State.DECIDED, State.WITH_DEPARTMENT},
        State.WITH_DEPARTMENT: {State.CLAIMED, State.NEW},
        State.DECIDED: {State.CLOSED, State.CLAIMED, State.NEW},
        State.CLOSED: {State.NEW, State.CLAIMED},
    }
    #: How the id of a comment begins whose author became a pseudonym; no platform names a comment like this.
    FINGERPRINT: ClassVar[str] = "dorflinde:"
    #: What stands in place of words that a person has released; pages show it as they show any words.
    GONE: ClassVar[str] = "[Nach der Frist gelöscht]"
    OPEN_STATES: ClassVar[list[str]] = [State.NEW, State.CLAIMED, State.WITH_DEPARTMENT]
    DECIDED_STATES: ClassVar[list[str]] = [State.DECIDED, State.CLOSED]

    # Each of the four is the beginning of an index below; one more of its own is paid for with every comment.
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="comments", db_index=False)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="comments", db_index=False)
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, related_name="comments", db_index=False)
    author = models.ForeignKey(Author, models.PROTECT, related_name="comments", db_index=False)
    remote_id = models.CharField(max_length=300)
    parent_remote_id = models.CharField(max_length=300, blank=True)
    remote_data = models.JSONField(default=dict)
    url = models.URLField(max_length=500, blank=True)
    text = models.TextField()
    kept_contents = models.JSONField(default=dict)
    other_words = models.TextField(default="", blank=True)
    searchable = FoldedField("all_words", of=("text", "other_words", "author"))
    is_private = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    posted_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    # ``posted_at`` is what author and platform claim and what is shown. Deadlines and reports count from when
    # it could first have been read: after the post it answers and after the reading before.
    readable_since = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=16, choices=State.choices, default=State.NEW)
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices, default=Urgency.NORMAL)
    urgency_reason = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=9, choices=Kind.choices, default="", blank=True)
    due_at = models.DateTimeField()
    claimed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    claim_until = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    is_hidden = models.BooleanField(default=False)
    # Since when a pseudonym stands for the author; ``remote_id`` is a fingerprint then, and there is no way back.
    pseudonymised_at = models.DateTimeField(null=True, blank=True)
    # Since when a person has released the case and its words and evidence are gone.
    emptied_at = models.DateTimeField(null=True, blank=True)
    # Since when the town has it deleted from the platform; nobody can bring it back.
    removed_at = models.DateTimeField(null=True, blank=True)
    # Since when the platform says that it no longer has it; empty again when it shows it anew.
    gone_at = models.DateTimeField(null=True, blank=True)
    # Not in the queue itself because of its author's standing; never what may mean danger.
    apart = models.CharField(max_length=4, choices=Author.Standing.choices, default=Author.Standing.USUAL, blank=True)
    # A person says that it names or attacks somebody of the staff: only who is named for it reads it (docs/adr/0067).
    is_staff_matter = models.BooleanField(default=False)
    # Whether it is shown blurred until it is asked for: a person's word; empty: the rule for danger says so.
    burden = models.CharField(max_length=3, choices=Burden.choices, default=Burden.BY_RULE, blank=True)
    # Equal for comments that say nearly the same (``domain.likeness.fold_key``); empty for what never folds.
    fold_key = models.CharField(max_length=16, default="", blank=True)
    # When it was last asked for by itself, because its thread did not show it.
    looked_for_at = models.DateTimeField(null=True, blank=True)
    # What the platform counted when it was last read; empty where it does not say.
    likes = models.PositiveIntegerField(null=True, blank=True)
    answers = models.PositiveIntegerField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    # Which edition of the town's suggestions it was last looked at with; 0: not yet, or not since it was edited.
    triage_edition = models.PositiveIntegerField(default=0)
    # The language its words probably are in (``community.triage.language``); empty where that is not clear.
    language = models.CharField(max_length=2, blank=True, default="")

    objects = GuardedManager(municipality="municipality", _manager_class=models.Manager.from_queryset(CommentQuerySet))

    class Meta:
        verbose_name = _("comment")
        constraints = [
            models.UniqueConstraint(fields=["channel", "remote_id"], name="one_comment_per_remote_id"),
            models.CheckConstraint(
                condition=~Q(state="claimed") | Q(claimed_by__isnull=False, claim_until__isnull=False),
                name="claimed_comment_has_a_claim",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "closed"]) | Q(decided_at__isnull=False),
                name="decided_comment_says_when",
            ),
            models.CheckConstraint(
                condition=Q(pseudonymised_at__isnull=True)
                | Q(state__in=["decided", "closed"], is_hidden=False, url="")
                | Q(state__in=["decided", "closed"], emptied_at__isnull=False, url=""),
                name="pseudonym_hides_where_the_comment_stood",
            ),
            models.CheckConstraint(
                condition=Q(emptied_at__isnull=True) | Q(pseudonymised_at__isnull=False, other_words=""),
                name="emptied_comment_has_a_pseudonym",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(is_hidden=False), name="removed_comment_cannot_be_shown_again"
            ),
        ]
        indexes = [
            # With all that tabs and menu ask when they count: the table itself is not read for it (docs/adr/0069).
            models.Index(
                fields=["municipality", "urgency", "due_at", "id", "apart", "state", "claim_until"],
                condition=Q(state__in=["new", "claimed", "with_department"]),
                name="comment_queue",
            ),
            models.Index(
                fields=["municipality", "apart", "urgency", "due_at", "id"],
                condition=Q(state__in=["new", "claimed", "with_department"]) & ~Q(apart=""),
                name="comment_queue_apart",
            ),
            models.Index(
                fields=["channel", "urgency", "due_at", "id"],
                condition=Q(state__in=["new", "claimed", "with_department"]),
                name="comment_queue_of_channel",
            ),
            models.Index(
                fields=["delivery", "urgency", "due_at", "id"],
                condition=Q(state__in=["new", "claimed", "with_department"]),
                name="comment_queue_of_post",
            ),
            models.Index(
                fields=["municipality", "kind", "urgency", "due_at", "id", "apart"],
                condition=Q(state__in=["new", "claimed", "with_department"]),
                name="comment_queue_of_kind",
            ),
            models.Index(
                fields=["municipality", "fold_key", "urgency", "due_at", "id"],
                condition=Q(state="new") & ~Q(fold_key=""),
                name="comment_by_fold_key",
            ),
            models.Index(
                fields=["municipality", "-posted_at"],
                condition=Q(is_staff_matter=True),
                name="comment_of_staff",
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(urgency=1, state__in=["new", "claimed", "with_department"]),
                name="comment_in_danger",
            ),
            models.Index(
                fields=["municipality", "triage_edition"],
                condition=Q(state__in=["new", "claimed", "with_department"]),
                name="comment_to_look_at",
            ),
            models.Index(fields=["claim_until"], condition=Q(state="claimed"), name="comment_by_claim"),
            models.Index(
                fields=["municipality", "received_at"],
                condition=Q(is_private=True, emptied_at__isnull=True),
                name="comment_message_by_time",
            ),
            models.Index(fields=["gone_at"], condition=Q(state="new", gone_at__isnull=False), name="comment_gone_open"),
            models.Index(
                fields=["municipality", "-decided_at"],
                condition=Q(gone_at__isnull=False),
                name="comment_gone_by_decision",
            ),
            models.Index(fields=["municipality", "-decided_at"], name="comment_by_decision"),
            models.Index(
                fields=["municipality", "-decided_at"], condition=Q(is_hidden=True), name="comment_hidden_by_decision"
            ),
            # The neighbours of one among 20,000 below a post are found in their order, without reading the others.
            models.Index(fields=["delivery", "posted_at", "id", "municipality"], name="comment_by_delivery"),
            models.Index(
                fields=["municipality", "decided_at"],
                condition=Q(state__in=["decided", "closed"], pseudonymised_at__isnull=True),
                name="comment_with_its_author",
            ),
            models.Index(fields=["author", "-posted_at"], name="comment_by_author"),
            models.Index(fields=["municipality", "-posted_at"], name="comment_by_time"),
            models.Index(fields=["municipality", "-readable_since"], name="comment_by_reading"),
            models.Index(fields=["municipality", "url"], condition=~Q(url=""), name="comment_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:60]}"

    @property
    def audit_label(self) -> str:
        """Its number: the record of what was done outlives name and words."""
        return gettext("Comment #%(number)s") % {"number": self.pk}

    @cached_property
    def contents(self) -> Contents:
        """What the comment carries besides its text; empty for what came in before that was kept."""
        return Contents.from_json(self.kept_contents)

    @property
    def is_decided(self) -> bool:
        return self.state in self.DECIDED_STATES

    @property
    def all_words(self) -> str:
        """Everything in it that can be read, and who wrote it, by the name of that day."""
        return words_of(self.text, self.other_words, self.author.words)


class CommentRevision(models.Model):
    """How a comment read before its author changed it; ``revision`` is the one these words belonged to."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="earlier_revisions")
    revision = models.PositiveIntegerField()
    text = models.TextField()
    kept_contents = models.JSONField(default=dict)
    replaced_at = models.DateTimeField(default=timezone.now)

    objects = GuardedManager("comment__", municipality="comment__municipality")

    class Meta:
        ordering = ["comment", "revision"]
        constraints = [models.UniqueConstraint(fields=["comment", "revision"], name="one_wording_per_revision")]

    def __str__(self) -> str:
        return self.text[:60]

    @cached_property
    def contents(self) -> Contents:
        return Contents.from_json(self.kept_contents)
