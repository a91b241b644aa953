# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bluesky and other servers of the AT Protocol.

The record key of a post is ours: ``prepare`` derives it, and ``putRecord`` with ``swapRecord:
null`` stores a record only where none is, so a repetition can never make a second post. The
access token lives two hours; it is renewed on the way and stored through ``save_tokens``.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from datetime import datetime
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from channels_mgmt.connectors.account import AccountConnector
from channels_mgmt.connectors.bluesky.people import People
from channels_mgmt.connectors.bluesky.profile import PROFILE
from channels_mgmt.connectors.bluesky.reading import read_notifications, read_thread
from channels_mgmt.connectors.bluesky.records import (
    POST,
    THREADGATE,
    comment_of,
    facets,
    post_url,
    profile_url,
    record_key,
    split_uri,
    timestamp,
)
from channels_mgmt.connectors.contract import (
    FETCH_SECONDS,
    UPLOAD_SECONDS,
    Account,
    Cursor,
    Figures,
    Identity,
    Image,
    Limits,
    NeedsReconnect,
    OutgoingPost,
    Published,
    Rejected,
    RemoteRef,
    TryLater,
    Video,
    refuse_gaps,
    refuse_other_account,
)
from channels_mgmt.connectors.figures import FOLLOWERS, LIKES, QUOTES, REPLIES, SHARES, counted
from channels_mgmt.connectors.pages import Page
from channels_mgmt.connectors.transport import Reply, Session, distrustful

HIDDEN_REPLIES = 300
COUNTS_OF_A_POST = {LIKES: "likeCount", SHARES: "repostCount", REPLIES: "replyCount", QUOTES: "quoteCount"}
PIECE = 256 * 1024
DEAD = {"ExpiredToken", "InvalidToken", "AccountTakedown", "AccountDeactivated", "AuthMissing"}


class Bluesky(People, AccountConnector):
    """One account on a personal data server. ``tokens``: ``access``, ``refresh``; ``remote_id``: the DID."""

    profile = PROFILE

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self._tokens = dict(account.tokens)

    @cached_property
    def http(self) -> Session:
        """Opened at the first request: counting and limits need none."""
        return Session(self.account)

    def read_limits(self) -> Limits:
        """The protocol fixes them; the server is only asked whether it is there."""
        self.http.ask("GET", "/xrpc/com.atproto.server.describeServer")
        return self.profile.limits

    def prepare(self, key: UUID, created_at: datetime) -> dict[str, str]:
        return {"rkey": record_key(key, created_at), "created_at": timestamp(created_at)}

    def publish(self, post: OutgoingPost) -> Published:
        with self.http.all_within(post.seconds):
            return self._publish(post)

    def _publish(self, post: OutgoingPost) -> Published:
        refuse_gaps(self, post)
        record: dict[str, Any] = {
            "$type": POST,
            "text": post.text,
            "createdAt": post.client_key["created_at"],
            "langs": [post.language],
        }
        if found := facets(post.text, self._did_of):
            record["facets"] = found
        if post.reply_to:
            record["reply"] = self._reply_to(post.reply_to)
        if post.images:
            images = [self._upload(image) for image in post.images]
            record["embed"] = {"$type": "app.bsky.embed.images", "images": images}
        if post.video:
            record["embed"] = self._film(post.video, post.language)
        answer = self._tell(
            "com.atproto.repo.putRecord",
            {
                "repo": self._did,
                "collection": POST,
                "rkey": post.client_key["rkey"],
                "record": record,
                "swapRecord": None,
            },
            ok=(400,),
        )
        if answer.entry("error") == "InvalidSwap" and (earlier := self.read_back(post)):
            return earlier
        if answer.status == 400:
            raise self._refusal(answer)
        expected = f"at://{self._did}/{POST}/{post.client_key['rkey']}"
        if answer.entry("uri") != expected or not answer.entry("cid"):
            raise self.http.unreadable(may_have_happened=True)
        return self._published(answer)

    @distrustful
    def read_back(self, post: OutgoingPost) -> Published | None:
        answer = self._record(POST, post.client_key["rkey"])
        return None if answer is None else self._published(answer)

    @distrustful
    def fetch_comments(self, cursor: Cursor) -> Page:
        with self.http.all_within(FETCH_SECONDS):
            return read_notifications(self._ask, comment_of, self._did, cursor)

    @distrustful
    def fetch_thread(self, remote_id: str) -> Page:
        with self.http.all_within(FETCH_SECONDS):
            return read_thread(self._ask, comment_of, self._did, remote_id)

    @distrustful
    def parent_of(self, remote_id: str) -> str | None:
        answer = self._ask("GET", "app.bsky.feed.getPosts", params={"uris": [remote_id]})
        posts = answer.json["posts"]
        return str((posts[0]["record"].get("reply") or {}).get("parent", {}).get("uri", "")) if posts else None

    @distrustful
    def is_there(self, remote_id: str) -> bool:
        """Asks for the record itself: blocks, gates and sleeping accounts take a post from view, not from the world."""
        did, collection, rkey = split_uri(remote_id)
        query = {"repo": did, "collection": collection, "rkey": rkey}
        answer = self._ask("GET", "com.atproto.repo.getRecord", ok=(400,), params=query)
        # The author's own server has a name for it, the network's index only words.
        words = str(answer.entry("message") or "")
        is_gone = answer.entry("error") == "RecordNotFound" or words.startswith("Could not locate record")
        if answer.status == 400 and not is_gone:
            raise self._refusal(answer)
        return answer.status == 200

    def hide(self, ref: RemoteRef, reason: str = "") -> str:
        """Add the reply to the hidden ones of our thread (``hidden``)."""
        self._change_hidden(ref, lambda hidden: hidden if ref.remote_id in hidden else [*hidden, ref.remote_id])
        return "hidden"

    def unhide(self, ref: RemoteRef) -> str:
        self._change_hidden(ref, lambda hidden: [uri for uri in hidden if uri != ref.remote_id])
        return "shown"

    def delete(self, remote_id: str) -> None:
        did, collection, rkey = split_uri(remote_id)
        if did != self._did:
            raise Rejected(_("Only posts of this account can be deleted."))
        self._ask("POST", "com.atproto.repo.deleteRecord", json={"repo": did, "collection": collection, "rkey": rkey})

    @distrustful
    def verify(self) -> Identity:
        answer = self._ask("GET", "com.atproto.server.getSession")
        did, handle = str(answer.json["did"]), str(answer.json["handle"])
        found = Identity(remote_id=did, handle=handle, name=handle, url=profile_url(did))
        return refuse_other_account(self.account, found)

    @distrustful
    def metrics(self, remote_id: str) -> Figures | None:
        answer = self._ask("GET", "app.bsky.feed.getPosts", params={"uris": [remote_id]})
        posts = answer.json["posts"]
        return counted(posts[0], COUNTS_OF_A_POST) if posts else None

    @distrustful
    def audience(self) -> Figures:
        answer = self._ask("GET", "app.bsky.actor.getProfile", params={"actor": self._did})
        return counted(answer.json, {FOLLOWERS: "followersCount"})

    @property
    def _did(self) -> str:
        if self.account.remote_id:
            return self.account.remote_id
        return _subject(self._tokens.get("access", ""))

    def _ask(self, method: str, procedure: str, ok: tuple[int, ...] = (), **request: Any) -> Reply:
        return self._authorised(
            lambda token: self.http.ask(method, f"/xrpc/{procedure}", token=token, ok=(400, 401, *ok), **request), ok
        )

    def _tell(self, procedure: str, body: dict[str, Any], ok: tuple[int, ...] = ()) -> Reply:
        return self._authorised(
            lambda token: self.http.tell("POST", f"/xrpc/{procedure}", token=token, ok=(400, 401), json=body), ok
        )

    def _authorised(self, send: Callable[[str], Reply], ok: tuple[int, ...]) -> Reply:
        """Send; renew a token that ran out (HTTP 400 ``ExpiredToken``) and send once more."""
        answer = send(self._tokens.get("access", ""))
        if answer.entry("error") == "ExpiredToken":
            self._renew()
            answer = send(self._tokens["access"])
        if answer.status >= 400 and (answer.status not in ok or answer.entry("error") in DEAD):
            raise self._refusal(answer)
        return answer

    def _renew(self) -> None:
        path = "/xrpc/com.atproto.server.refreshSession"
        answer = self.http.ask("POST", path, token=self._tokens.get("refresh", ""), ok=(400, 401))
        if answer.status >= 400:
            raise self._dead()
        access, refresh, did = (answer.entry(name) for name in ("accessJwt", "refreshJwt", "did"))
        if not access or not refresh:
            raise self.http.unreadable(may_have_happened=False)
        if did != self._did:
            raise self._dead()
        self._tokens = {"access": str(access), "refresh": str(refresh)}
        if self.account.save_tokens:
            self.account.save_tokens(dict(self._tokens))

    def _refusal(self, answer: Reply) -> Rejected:
        if answer.status == 401 or answer.entry("error") in DEAD:
            return self._dead()
        reason = answer.entry("message") or answer.entry("error") or answer.status
        return Rejected(_("%(host)s refuses: %(reason)s") % {"host": self.http.host, "reason": str(reason)[:300]})

    def _dead(self) -> NeedsReconnect:
        return NeedsReconnect(
            _("%(host)s no longer accepts the stored access. Please connect the channel again.")
            % {"host": self.http.host}
        )

    def _record(self, collection: str, rkey: str, repo: str = "") -> Reply | None:
        query = {"repo": repo or self._did, "collection": collection, "rkey": rkey}
        answer = self._ask("GET", "com.atproto.repo.getRecord", ok=(400,), params=query)
        if answer.status == 400:
            if answer.entry("error") == "RecordNotFound":
                return None
            raise self._refusal(answer)
        if not answer.entry("uri") or not answer.entry("cid"):
            raise self.http.unreadable(may_have_happened=False)
        return answer

    def _published(self, answer: Reply) -> Published:
        uri = str(answer.json["uri"])
        return Published(remote_id=uri, url=post_url(uri), data={"cid": str(answer.json["cid"])})

    def _did_of(self, handle: str) -> str | None:
        """The account behind a handle, ``None`` when there is none: then the mention stays mere text."""
        query = {"handle": handle}
        answer = self._ask("GET", "com.atproto.identity.resolveHandle", ok=(400, 404), params=query)
        did = answer.entry("did")
        return str(did) if answer.status == 200 and did else None

    def _reply_to(self, ref: RemoteRef) -> dict[str, dict[str, str]]:
        """References of an answer. They carry content hashes, which are fetched when not known."""
        parent = {"uri": ref.remote_id, "cid": ref.cid or ""}
        root = {"uri": ref.root_id or ref.remote_id, "cid": ref.root_cid or ""}
        if root["uri"] == parent["uri"]:
            root["cid"] = root["cid"] or parent["cid"]
        missing = [r["uri"] for r in (parent, root) if not r["cid"]]
        if missing:
            answer = self._ask("GET", "app.bsky.feed.getPosts", params={"uris": missing})
            cids = {view["uri"]: view["cid"] for view in answer.entry("posts") or []}
            for reference in (parent, root):
                reference["cid"] = reference["cid"] or cids.get(reference["uri"], "")
        if not parent["cid"] or not root["cid"]:
            raise Rejected(_("The comment no longer exists on the platform."))
        return {"root": root, "parent": parent}

    def _upload(self, image: Image) -> dict[str, Any]:
        answer = self._ask(
            "POST",
            "com.atproto.repo.uploadBlob",
            content=image.content,
            headers={"Content-Type": image.media_type},
        )
        ratio = {"width": image.width, "height": image.height}
        return {"image": self._blob(answer), "alt": image.alt_text, "aspectRatio": ratio}

    def _film(self, video: Video, language: str) -> dict[str, Any]:
        """Stored with the account's data like an image; the network converts it when it is first watched."""

        def send(token: str) -> Reply:
            with video.read() as content:
                return self.http.ask(
                    "POST",
                    "/xrpc/com.atproto.repo.uploadBlob",
                    token=token,
                    ok=(400, 401),
                    content=iter(partial(content.read, PIECE), b""),
                    headers={"Content-Type": video.media_type, "Content-Length": str(video.size)},
                    seconds=UPLOAD_SECONDS,
                )

        film: dict[str, Any] = {
            "$type": "app.bsky.embed.video",
            "video": self._blob(self._authorised(send, ())),
            "alt": video.alt_text,
            "aspectRatio": {"width": video.width, "height": video.height},
        }
        if video.captions:
            sent = self._ask(
                "POST",
                "com.atproto.repo.uploadBlob",
                content=video.captions.encode(),
                headers={"Content-Type": "text/vtt"},
            )
            film["captions"] = [{"lang": language, "file": self._blob(sent)}]
        return film

    def _blob(self, answer: Reply) -> dict[str, Any]:
        blob = answer.entry("blob")
        if not isinstance(blob, dict):
            raise self.http.unreadable(may_have_happened=False)
        return blob

    def _change_hidden(self, ref: RemoteRef, change: Callable[[list[str]], list[str]]) -> None:
        """Read, change and write the thread's gate, unless somebody else changed it in between."""
        root = ref.root_id or ref.remote_id
        did, _collection, rkey = split_uri(root)
        if did != self._did:
            raise Rejected(_("Only replies below posts of this account can be hidden."))
        for _attempt in range(3):
            current = self._record(THREADGATE, rkey)
            gate: dict[str, Any] = (
                dict(current.json["value"])
                if current
                else {"$type": THREADGATE, "post": root, "createdAt": timestamp(None)}
            )
            before = [str(uri) for uri in gate.get("hiddenReplies") or []]
            after = change(before)
            if after == before:
                return
            if len(after) > HIDDEN_REPLIES:
                raise Rejected(_("Bluesky hides at most %(count)d replies per post.") % {"count": HIDDEN_REPLIES})
            body = {
                "repo": did,
                "collection": THREADGATE,
                "rkey": rkey,
                "record": gate | {"hiddenReplies": after},
                "swapRecord": current.json["cid"] if current else None,
            }
            answer = self._ask("POST", "com.atproto.repo.putRecord", ok=(400,), json=body)
            if answer.status == 200:
                return
            if answer.entry("error") != "InvalidSwap":
                raise self._refusal(answer)
        raise TryLater(_("The thread is being changed elsewhere at this moment."), 5)


def _subject(token: str) -> str:
    """The DID an access token was issued for. Not verified: the server does that."""
    try:
        payload = token.split(".")[1]
        return str(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["sub"])
    except (IndexError, KeyError, TypeError, ValueError, binascii.Error):
        raise NeedsReconnect(_("The channel is not connected yet.")) from None
