# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Publishing in two steps: a container that holds the post, then publishing that container, which happens once.

The container's number is the key: it is remembered before it is published, and its state tells what became of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from channels_mgmt.connectors.contract import Image, OutgoingPost, Rejected, TryLater, Video
from channels_mgmt.connectors.meta.graph import Graph, error_in, path_of
from channels_mgmt.connectors.transport import Reply

PUBLISHED, FINISHED, IN_PROGRESS = "PUBLISHED", "FINISHED", "IN_PROGRESS"
NOT_FETCHED = 9004
LONGEST_WAIT = 40
"""Seconds that one attempt waits for pictures to be processed; the next goes on with the same container."""


@dataclass(frozen=True, slots=True)
class Containers:
    """Containers of one account. ``create``, ``release`` and ``state`` are called differently by each network."""

    graph: Graph
    account: str
    create: str
    release: str
    state: str

    def state_of(self, number: str) -> str:
        """What has become of a container; empty when there is none, or none any more."""
        if not number:
            return ""
        answer = self.graph.find(path_of(number), params={"fields": f"id,{self.state}"})
        return str(answer.entry(self.state) or "") if answer else ""

    def make(self, **fields: str) -> str:
        """A new container; whatever becomes of it, nothing is public."""
        reply = self.graph.ask("POST", f"{path_of(self.account)}/{self.create}", data=fields, ok=(400,))
        if reply.status == 400:
            self._refuse_unfetched(reply)
        if not reply.entry("id"):
            raise self.graph.unreadable(may_have_happened=False)
        return str(reply.entry("id"))

    def publish(self, post: OutgoingPost, build: Callable[[], str]) -> Reply:
        """Publish the remembered container of ``post``, or a new one where that has gone bad. Once."""
        number = post.client_key.get("container", "")
        if self.state_of(number) not in (FINISHED, IN_PROGRESS):
            number = build()
            post.remember({"container": number})
        self._await(number)
        return self.graph.tell("POST", f"{path_of(self.account)}/{self.release}", data={"creation_id": number})

    def _await(self, number: str) -> None:
        ends_at, pause = time.monotonic() + LONGEST_WAIT, 0.25
        while (state := self.state_of(number)) != FINISHED:
            if state != IN_PROGRESS:
                raise Rejected(
                    _("%(host)s could not process the pictures or the video. Please choose others.")
                    % {"host": self.graph.host}
                )
            if time.monotonic() + pause > ends_at:
                raise TryLater(_("%(host)s is still processing the image or video.") % {"host": self.graph.host}, 60)
            time.sleep(pause)
            pause = min(pause * 2, 4)

    def _refuse_unfetched(self, reply: Reply) -> None:
        error = error_in(reply) or {}
        if error.get("code") == NOT_FETCHED:
            raise Rejected(
                _(
                    "%(host)s could not fetch the picture or video from this installation. Is it behind a firewall "
                    "that lets nobody in from outside? The administration can tell."
                )
                % {"host": self.graph.host}
            )
        self.graph.refuse(reply)


def address_for(image: Image | Video, name: str) -> str:
    """Where ``name`` fetches ``image``; ``Rejected`` where the installation cannot be reached from outside."""
    if not image.address:
        raise Rejected(
            _(
                "%(host)s fetches pictures and videos itself, and this installation has no public address beginning "
                "with https://. Without one none can be published there."
            )
            % {"host": name}
        )
    return image.address
