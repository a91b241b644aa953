# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What one account on any of Meta's networks has in common: a Graph, an identity, containers, a day's quota."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext as _

from channels_mgmt.connectors.account import AccountConnector
from channels_mgmt.connectors.contract import (
    Account,
    Identity,
    Image,
    Limits,
    OutgoingPost,
    Published,
    Rejected,
    RemoteRef,
    TryLater,
    refuse_other_account,
)
from channels_mgmt.connectors.meta.containers import Containers, address_for
from channels_mgmt.connectors.meta.graph import Graph, path_of
from channels_mgmt.connectors.transport import Reply, distrustful

CLOCK_TOLERANCE = timedelta(minutes=2)
FULL_REST = 3600
"""Seconds to wait when the day's posts are used up."""


class GraphAccount(AccountConnector):
    """Base of connectors to the Graph. ``name`` is how people call the network; an empty ``version``: the pinned."""

    name: ClassVar[str]
    version: ClassVar[str] = ""

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self._identity: Identity | None = None

    @cached_property
    def graph(self) -> Graph:
        """Opened at the first request: counting and limits need none."""
        return Graph(self.account, self.name, self.version)

    def read_limits(self) -> Limits:
        return self.profile.limits

    def prepare(self, key: UUID, created_at: datetime) -> dict[str, str]:
        return {"created_at": created_at.astimezone(UTC).isoformat()}

    @distrustful
    def is_there(self, remote_id: str) -> bool:
        return self.graph.find(path_of(remote_id), params={"fields": "id"}) is not None

    def hide(self, ref: RemoteRef, reason: str = "") -> str:
        """A network may refuse this, or accept it without any effect: both are said."""
        return self._set_hidden(ref, is_hidden=True)

    def unhide(self, ref: RemoteRef) -> str:
        return self._set_hidden(ref, is_hidden=False)

    def delete_comment(self, ref: RemoteRef) -> str:
        """Looks afterwards: a network can answer as if there were nothing, and keep it."""
        if not self.abilities.delete_comments:
            return super().delete_comment(ref)
        path = path_of(ref.remote_id)
        self.graph.find(path, method="DELETE")
        if self.graph.find(path, params={"fields": "id"}) is not None:
            words = _("%(network)s did not delete the comment: it is still there. Please look there yourself.")
            raise Rejected(words % {"network": self.name})
        return "deleted"

    def delete(self, remote_id: str) -> None:
        self.graph.find(path_of(remote_id), method="DELETE")

    @distrustful
    def verify(self) -> Identity:
        return self._own()

    def _own(self) -> Identity:
        """Whose token this is, asked once. A post must never go out under another name."""
        if self._identity is None:
            self._identity = refuse_other_account(self.account, self._read_identity())
        return self._identity

    def _own_id(self) -> str:
        """Reading needs no proof of whose account it is: it costs a request each time."""
        return self.account.remote_id or self._own().remote_id

    def _read_identity(self) -> Identity:
        raise NotImplementedError

    def _set_hidden(self, ref: RemoteRef, *, is_hidden: bool) -> str:
        raise NotImplementedError

    def _number_in(self, answer: Reply) -> str:
        """The number of what has just become public."""
        if not answer.entry("id"):
            raise self.graph.unreadable(may_have_happened=True)
        return str(answer.entry("id"))


class ContainerAccount(GraphAccount):
    """Base of those that publish containers; ``calls``: how creating, releasing and their state are called there."""

    calls: ClassVar[tuple[str, str, str]]
    picture_fields: ClassVar[Mapping[str, str]] = {}

    @property
    def _containers(self) -> Containers:
        return Containers(self.graph, self._own_id(), *self.calls)

    def _is_full(self, path: str, usage: str = "quota_usage", config: str = "config") -> bool:
        """Whether the day's posts are used up; asked first, because a full day makes the container useless."""
        answer = self.graph.ask("GET", path, params={"fields": f"{usage},{config}"})
        entries = answer.entry("data")
        limit = entries[0] if isinstance(entries, list) and entries and isinstance(entries[0], dict) else {}
        used, settings = limit.get(usage), limit.get(config)
        total = settings.get("quota_total") if isinstance(settings, dict) else None
        return isinstance(used, int) and isinstance(total, int) and used >= total > 0

    def _carousel(self, images: Sequence[Image], **fields: str) -> str:
        parts = [self._containers.make(is_carousel_item="true", **self._picture(image)) for image in images]
        return self._containers.make(media_type="CAROUSEL", children=",".join(parts), **fields)

    def _published(self, answer: Reply) -> Published:
        remote_id = self._number_in(answer)
        try:
            found = self.graph.find(path_of(remote_id), params={"fields": "id,permalink"})
        except (Rejected, TryLater):
            found = None  # nice to have: that it is out is certain already
        return Published(remote_id, str(found.entry("permalink") or "") if found else "")

    def _picture(self, image: Image) -> dict[str, str]:
        return {**self.picture_fields, "image_url": address_for(image, self.name), "alt_text": image.alt_text}


def since_prepared(post: OutgoingPost) -> datetime:
    """From when on ``post`` may be public, clocks apart."""
    return datetime.fromisoformat(post.client_key["created_at"]) - CLOCK_TOLERANCE
