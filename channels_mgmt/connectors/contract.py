# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The contract every platform connector keeps.

A connector knows one account on one platform and no database. It turns whatever a platform
answers into three errors, so that the publishing task can decide without knowing platforms:
``TryLater`` and ``Rejected`` promise that nothing was published, ``OutcomeUnknown`` promises
nothing. ``publish`` never repeats a call by itself.

The order of a safe publication: ``prepare`` once and store its result, ``publish`` with it;
after ``OutcomeUnknown`` wait ``settle_seconds``, then ``read_back``; only a ``None`` from there
allows another ``publish``, with the same key.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Protocol
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from channels_mgmt.connectors.abilities import Abilities as Abilities
from channels_mgmt.connectors.abilities import Text as Text
from channels_mgmt.connectors.contents import Contents
from channels_mgmt.connectors.counting import as_sent
from channels_mgmt.connectors.figures import Figures as Figures
from channels_mgmt.connectors.limits import Limits as Limits
from channels_mgmt.connectors.limits import without_image
from channels_mgmt.connectors.media import Image as Image
from channels_mgmt.connectors.media import Video as Video
from channels_mgmt.connectors.media import image_gaps, video_gaps
from core.text import clean_text

if TYPE_CHECKING:
    from channels_mgmt.connectors.pages import Page
    from channels_mgmt.connectors.profile import Profile

Tokens = dict[str, str]
Cursor = dict[str, Any]
"""Where the last reading of comments ended: JSON, empty at first, meant for the connector only."""

PUBLISH_SECONDS = 120
"""The longest one ``publish`` may take, uploads included. A delivery's lease must be longer."""

UPLOAD_SECONDS, VIDEO_SECONDS = 110, 165
"""The longest the upload of a video may take, and one ``publish`` with a video as a whole."""

FETCH_SECONDS = 60
"""The longest one ``fetch_comments``, ``fetch_thread`` or ``parent_of`` may take."""


class ConnectorError(Exception):
    """What a platform's answer means for us. The message is a sentence for a person."""

    raw: str = ""
    """The same for the technical staff: request, status and the server's words; no key, no text of a post."""


class TryLater(ConnectorError):
    """Nothing was published; another attempt may succeed.

    ``retry_after`` is the platform's wish in seconds, or ``None`` when it named none.
    """

    def __init__(self, message: object, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Throttled(TryLater):
    """The platform takes no more requests of this account for a while; everything else would be refused as well."""


class Rejected(ConnectorError):
    """Nothing was published; a person has to act."""


class NeedsReconnect(Rejected):
    """The credentials are dead or belong to another account; the channel must be connected again."""


class OutcomeUnknown(ConnectorError):
    """It may have been published. Never retry blindly: read back first."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds. ``total`` bounds one whole exchange, however slowly the server drips."""

    connect: float = 5.0
    read: float = 15.0
    total: float = 30.0


@dataclass(frozen=True, slots=True)
class RemoteRef:
    """Something on the platform that can be answered, hidden or deleted.

    Only ``remote_id`` is needed; a connector fetches what it misses of the rest. An answer to something
    ``is_private`` goes to its author alone.
    """

    remote_id: str
    cid: str | None = None
    url: str = ""
    root_id: str = ""
    root_cid: str | None = None
    author_id: str = ""
    author_handle: str = ""
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class OutgoingPost:
    """A post or an answer. ``client_key`` is what ``prepare`` returned for ``key``, as stored.

    ``is_repetition``: it was on its way before and may be there. ``booked`` names those of some remote ids that
    already belong to other rows, so that they are never taken for this one. ``remember`` adds to the stored client key
    what an attempt needs to be recognised by; it is stored when the call returns. The text has plain line ends.
    """

    key: UUID
    created_at: datetime
    text: str
    images: Sequence[Image] = ()
    video: Video | None = None
    language: str = "de"
    reply_to: RemoteRef | None = None
    client_key: Mapping[str, str] = field(default_factory=dict)
    is_repetition: bool = True
    booked: Callable[[Sequence[str]], Collection[str]] = lambda _remote_ids: ()
    remember: Callable[[Mapping[str, str]], None] = lambda _found: None

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", as_sent(self.text))

    @property
    def attached(self) -> int:
        """How many pictures and films it carries."""
        return len(self.images) + (self.video is not None)

    @property
    def seconds(self) -> int:
        """The longest its publication may take."""
        return VIDEO_SECONDS if self.video else PUBLISH_SECONDS


@dataclass(frozen=True, slots=True)
class Published:
    """Proof of publication. ``data`` is what the platform needs later (for example the cid)."""

    remote_id: str
    url: str
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IncomingComment:
    """A citizen's reply or mention.

    ``parent_id`` is empty for a mention outside our threads. ``root_id`` is empty where the platform names
    only the parent: whoever needs it goes up by ``parent_of``. ``created_at`` is what the author or the
    server claims, never later than now. Addresses stay valid when an author takes another name. ``raw`` is
    the part of the platform's answer worth keeping: JSON, without anything that we show elsewhere.
    ``is_private``: not meant for everybody. ``contents``: all it carries besides its text. ``counts``: likes, answers.
    """

    remote_id: str
    parent_id: str
    root_id: str
    author_id: str
    author_handle: str
    author_name: str
    text: str
    created_at: datetime
    url: str
    is_private: bool = False
    raw: Mapping[str, Any] = field(default_factory=dict)
    contents: Contents = field(default_factory=Contents)
    author_url: str = ""
    counts: Figures = field(default_factory=dict)

    def __post_init__(self) -> None:
        """What a platform sends is cleaned like what is typed into a form."""
        for name in ("author_handle", "author_name", "text"):
            object.__setattr__(self, name, clean_text(getattr(self, name)))

    @property
    def ref(self) -> RemoteRef:
        """What an answer to this comment, or hiding it, needs."""
        return RemoteRef(
            remote_id=self.remote_id,
            cid=self.raw.get("cid"),
            url=self.url,
            root_id=self.root_id,
            root_cid=self.raw.get("root_cid"),
            author_id=self.author_id,
            author_handle=self.author_handle,
            is_private=self.is_private,
        )


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose account the credentials open."""

    remote_id: str
    handle: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Account:
    """An account as a connector needs it.

    ``remote_id`` is the account's lasting id on the platform; when set, every write refuses to go out under another
    account. ``save_tokens`` must store refreshed tokens before it returns. ``before_request`` is called before each
    request and may raise ``TryLater``. ``allow_local`` permits plain http to this machine, for tests and demos.
    """

    base_url: str
    handle: str
    remote_id: str = ""
    tokens: Tokens = field(default_factory=dict, repr=False)
    limits: Limits | None = None
    save_tokens: Callable[[Tokens], None] | None = None
    allow_local: bool = False
    timeouts: Timeouts = field(default_factory=Timeouts)
    before_request: Callable[[], None] | None = None


class Connector(Protocol):
    """One account on one platform."""

    profile: ClassVar[Profile]
    account: Account

    @property
    def kind(self) -> str: ...

    @property
    def abilities(self) -> Abilities: ...

    @property
    def settle_seconds(self) -> int: ...

    @property
    def finds_by_key(self) -> bool: ...

    @property
    def limits(self) -> Limits:
        """The limits stored with the account, or the platform's defaults. No request is made."""
        ...

    def read_limits(self) -> Limits:
        """Ask the server for its limits."""
        ...

    def prepare(self, key: UUID, created_at: datetime) -> dict[str, str]:
        """The client key of a post: equal arguments give equal results. Store it before ``publish``."""
        ...

    def count(self, text: str, reply_to: RemoteRef | None = None) -> int:
        """How many of ``limits.characters`` the text uses, counted as the platform does."""
        ...

    def publish(self, post: OutgoingPost) -> Published:
        """Publish once. The same ``client_key`` again returns the first publication."""
        ...

    def read_back(self, post: OutgoingPost) -> Published | None:
        """Look for ``post`` on the platform. ``None`` means: surely not there."""
        ...

    def fetch_comments(self, cursor: Cursor) -> Page:
        """The next page of what was written to us since ``cursor`` (empty at first), its oldest entry first.

        At first it goes back ``FIRST_READING``, page by page. The same comment may come again; ``remote_id``
        tells. What the platform announces is never complete: see ``fetch_thread``.
        """
        ...

    def fetch_thread(self, remote_id: str) -> Page:
        """What others wrote below the post ``remote_id``; nothing when the platform has no such post."""
        ...

    def parent_of(self, remote_id: str) -> str | None:
        """What ``remote_id`` answers, empty when it answers nothing, ``None`` when it is not there to be read."""
        ...

    def is_there(self, remote_id: str) -> bool:
        """Whether a citizen's words still stand; false only where the platform says so. What is unclear raises."""
        ...

    def hide(self, ref: RemoteRef, reason: str = "") -> str:
        """Hide a comment or do what ``abilities.hide_means`` says; returns a code of what was done."""
        ...

    def unhide(self, ref: RemoteRef) -> str:
        """Undo ``hide``; returns a code of what was done."""
        ...

    def delete_comment(self, ref: RemoteRef) -> str:
        """Delete a comment of somebody else for good (``abilities.delete_comments``), with what stands below it.

        ``deleted`` when it is gone afterwards, also when it was before; ``Rejected`` where the platform keeps it.
        """
        ...

    def restrict(self, ref: RemoteRef, *, is_block: bool) -> str:
        """Keep the author of ``ref`` from us, as ``abilities`` says; a code of what was done. Repeatable."""
        ...

    def lift(self, ref: RemoteRef, *, is_block: bool) -> str:
        """Undo ``restrict``; a code of what was done. Repeatable."""
        ...

    def delete(self, remote_id: str) -> None:
        """Delete a post or answer of our own. Already gone is fine."""
        ...

    def verify(self) -> Identity:
        """Whose account this is. ``NeedsReconnect`` when it is not the expected one."""
        ...

    def renew_access(self) -> Tokens | None:
        """Tokens that last longer (``ends_at``: until when), the old ones stay valid; ``None``: none are renewed."""
        ...

    def metrics(self, remote_id: str) -> Figures | None:
        """What the platform counts about the post now (``profile.post_figures``); ``None``: the post is gone.

        What it does not say is left out. Reads only; every trouble is ``TryLater`` or ``Rejected``.
        """
        ...

    def audience(self) -> Figures:
        """What the platform counts about the account now (``profile.account_figures``)."""
        ...


def gaps(connector: Connector, post: OutgoingPost) -> list[str]:
    """What keeps ``post`` from being accepted by the platform, one sentence each."""
    limits, found = connector.limits, []
    used = connector.count(post.text, post.reply_to)
    if used > limits.characters:
        found.append(
            ngettext(
                "The text is %(over)d character too long (%(used)d of %(allowed)d).",
                "The text is %(over)d characters too long (%(used)d of %(allowed)d).",
                used - limits.characters,
            )
            % {"over": used - limits.characters, "used": used, "allowed": limits.characters}
        )
    if limits.bytes is not None and (size := len(post.text.encode())) > limits.bytes:
        found.append(
            _("The text takes %(size)d bytes, %(allowed)d are allowed. Fewer emoji and special characters help.")
            % {"size": size, "allowed": limits.bytes}
        )
    if post.reply_to is not None and post.reply_to.is_private and not connector.abilities.private_messages:
        found.append(_("There everybody would read this answer, and it is meant for one person. Nothing was sent."))
    if limits.needs_image and not post.attached and not post.reply_to:
        found.append(without_image())
    if not post.text.strip() and not post.attached:
        found.append(_("The post is empty."))
    if len(post.images) > limits.images:
        found.append(
            _("%(count)d images are attached, %(allowed)d are allowed.")
            % {"count": len(post.images), "allowed": limits.images}
        )
    for number, image in enumerate(post.images, 1):
        found.extend(image_gaps(number, image, limits))
    if post.video is not None and not connector.profile.abilities.videos:
        found.append(_("This software sends no videos there. Please leave the channel or the video out."))
    elif post.video is not None:
        found.extend(video_gaps(post.video, limits.video, has_images=bool(post.images)))
    return found


def refuse_gaps(connector: Connector, post: OutgoingPost) -> None:
    """Raise ``Rejected`` when the platform would not accept ``post``."""
    if found := gaps(connector, post):
        raise Rejected(" ".join(found))


def refuse_other_account(account: Account, identity: Identity) -> Identity:
    """The wrong-account guard: a post must never go out under somebody else's name."""
    if account.remote_id and identity.remote_id != account.remote_id:
        raise NeedsReconnect(
            _("The stored access opens the account %(found)s, not %(expected)s. Please connect the channel again.")
            % {"found": identity.handle, "expected": account.handle}
        )
    return identity
