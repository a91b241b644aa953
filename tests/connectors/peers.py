# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Platforms as the contract suite sees them: a connector, a citizen, and an independent look at what is public.

Citizens and the independent look use the platforms' own SDKs, so that a connector and its test
cannot agree on a wrong wire form.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from uuid import uuid4

from PIL import Image as Picture

from channels_mgmt.connectors.contract import Account, Connector, Image, OutgoingPost, RemoteRef, Timeouts, Video
from channels_mgmt.connectors.registry import build
from tests.channels_mgmt import films
from tests.connectors import proxy
from tests.connectors.proxy import FaultProxy

QUICK = Timeouts(connect=2, read=1.5, total=6)
"""For scripted servers, which answer at once or never."""

PATIENT = Timeouts(connect=5, read=4, total=20)
"""For real servers on a busy machine."""


@dataclass(frozen=True)
class Seen:
    """A post as the public sees it."""

    text: str
    alt_texts: tuple[str, ...] = ()
    reply_to: str | None = None


class Peer:
    """What differs between platforms. ``arm`` lets one of ``faults`` happen to the next publication."""

    kind: str
    account: Account
    images = 4
    #: Whether posts are public records, so that "gone" is true whoever asks.
    anybody_may_ask_what_stands = False
    faults: Mapping[str, object]
    """What can go wrong there, by the names of the contract suite."""

    def connector(self, **changes: object) -> Connector:
        return build(replace(self.account, **changes), self.kind)

    def public_posts(self, text: str) -> list[Seen]:
        """Posts of the town that contain ``text``."""
        raise NotImplementedError

    def public_film(self, text: str) -> tuple[str, str]:
        """Description and captions of the film of the town's post that contains ``text``."""
        raise NotImplementedError

    def citizen_replies(self, remote_id: str, text: str) -> str:
        raise NotImplementedError

    def citizen_deletes(self, remote_id: str) -> None:
        """The author takes the reply away."""
        raise NotImplementedError

    def has_taken_measures(self, ref: RemoteRef) -> bool:
        """Whether the reply is hidden, or what stands for it has happened."""
        raise NotImplementedError

    def arm(self, fault: str) -> None:
        raise NotImplementedError

    def arm_answer(self, fault: str) -> None:
        """The same for the next answer to a reply."""
        self.arm(fault)

    def arm_film(self, fault: str) -> None:
        """The same for the next publication of a video."""
        self.arm(fault)

    def film(self, **changes: object) -> Video:
        """A video as this platform takes it."""
        return a_film(**changes)

    def photos(self, *alt_texts: str) -> list[Image]:
        """Pictures as this platform takes them."""
        return [a_photo(alt_text) for alt_text in alt_texts]

    def post(self, connector: Connector, text: str = "", **fields: object) -> OutgoingPost:
        """A post as this platform takes it."""
        return a_post(connector, text, **fields)

    def lose_access(self, how: str = "revoked") -> Account:
        """The account with credentials that no longer work, because they have ``expired`` or were ``revoked``."""
        raise NotImplementedError


def a_post(connector: Connector, text: str = "", **fields: object) -> OutgoingPost:
    """A post with a text of its own, prepared."""
    key, created_at = uuid4(), datetime.now(UTC)
    kept = connector.prepare(key, created_at)
    text = f"{text or 'Die Brücke ist wieder offen.'} {key.hex[:12]}"
    fields = {"client_key": kept, "remember": kept.update} | fields
    return OutgoingPost(key=key, created_at=created_at, text=text, **fields)


def a_photo(alt_text: str = "Die Brücke im Morgenlicht", size: tuple[int, int] = (64, 48)) -> Image:
    content = BytesIO()
    Picture.new("RGB", size, "#2b6e99").save(content, "JPEG")
    return Image(content.getvalue(), "image/jpeg", alt_text, *size)


def a_film(**changes: object) -> Video:
    """Two seconds with sound, as a worker makes them."""
    content = films.made("mp4")
    given: dict[str, object] = {
        "read": lambda: BytesIO(content),
        "size": len(content),
        "alt_text": "Ein Bagger hebt die Brücke ein.",
        "width": 320,
        "height": 180,
        "seconds": 2.0,
        "captions": films.CAPTIONS,
        "spoken": "Willkommen am Mühlbach.",
        "subtitles": films.SUBTITLES,
    }
    return Video(**(given | changes))  # type: ignore[arg-type]


class WirePeer(Peer):
    """A platform behind a network, with the fault proxy in front of it."""

    proxy: FaultProxy
    refusal: tuple[int, dict[str, str], bytes] = (422, {}, b'{"error": "InvalidRequest", "message": "Not like this"}')
    faults = {
        "timeout before": proxy.BEFORE,
        "timeout after": proxy.AFTER,
        "disconnect": proxy.DISCONNECT,
        "reset before": proxy.RESET_BEFORE,
        "reset after": proxy.RESET,
        "malformed": proxy.MALFORMED,
        "late": proxy.LATE,
        "drip": proxy.DRIP,
        "server error": 500,
        "throttled": (429, {"Retry-After": "7"}, b'{"error": "Too many requests"}'),
        "refused": None,
    }
    create: tuple[str, str]
    answer: tuple[str, str] | None = None

    def arm_answer(self, fault: str) -> None:
        self.arm(fault, self.answer)

    def arm(self, fault: str, request: tuple[str, str] | None = None) -> None:
        self.proxy.arm(*(request or self.create), self.refusal if fault == "refused" else self.faults[fault])
