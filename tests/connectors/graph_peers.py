# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A page and a profile on the Graph, with Meta's own client as the independent look.

For Threads there is no independent client: its fake and its connector rest on the same documentation.
"""

from __future__ import annotations

from dataclasses import replace

from facebook_business.adobjects.advideo import AdVideo
from facebook_business.adobjects.comment import Comment
from facebook_business.adobjects.igcomment import IGComment
from facebook_business.adobjects.igmedia import IGMedia
from facebook_business.adobjects.iguser import IGUser
from facebook_business.adobjects.page import Page
from facebook_business.adobjects.pagepost import PagePost
from facebook_business.api import FacebookAdsApi
from facebook_business.session import FacebookSession

from channels_mgmt.connectors.contract import Account, Connector, Image, OutgoingPost, RemoteRef, Video
from tests.channels_mgmt import films
from tests.connectors.peers import PATIENT, Seen, WirePeer, a_film, a_photo, a_post
from tests.connectors.proxy import FaultProxy
from tests.fake_graph import CITIZEN_TOKEN, PAGE, PAGE_TOKEN, PROFILE, FakeGraph
from tests.fake_threads import ACCOUNT, TOKEN, FakeThreads


def client_of(graph: FakeGraph, token: str, app_secret: str = "") -> FacebookAdsApi:
    """Meta's client for the holder of ``token``, speaking to the fake."""
    session = FacebookSession(app_id="1" if app_secret else None, app_secret=app_secret or None, access_token=token)
    session.GRAPH = graph.url
    return FacebookAdsApi(session)


REFUSAL = (
    400, {}, b'{"error": {"message": "Invalid parameter", "type": "OAuthException", "code": 100, "fbtrace_id": "A1"}}',
)  # fmt: skip


class FacebookPeer(WirePeer):
    kind = "facebook"
    refusal = REFUSAL
    create = ("POST", f"/v26.0/{PAGE}/feed")
    answer = ("POST", "/v26.0/")
    images = 10

    def __init__(self, graph: FakeGraph, proxy: FaultProxy) -> None:
        self.graph, self.proxy = graph, proxy
        self.town, self.citizen = client_of(graph, PAGE_TOKEN), client_of(graph, CITIZEN_TOKEN)
        self.account = Account(
            base_url=proxy.url,
            handle="stadtmusterstadt",
            remote_id=PAGE,
            tokens={"access": PAGE_TOKEN},
            allow_local=True,
            timeouts=PATIENT,
        )

    def public_posts(self, text: str) -> list[Seen]:
        posts = Page(PAGE, api=self.town).get_published_posts(fields=["id", "message"], params={"limit": 100})
        found = []
        for post in posts:
            photos = self.graph.nodes[post["id"]]["photos"]
            found.append(Seen(post["message"], tuple(self.graph.nodes[p]["alt_text_custom"] for p in photos)))
            comments = PagePost(post["id"], api=self.town).get_comments(
                fields=["id", "message", "from", "parent"], params={"filter": "stream"}
            )
            found += [
                Seen(comment["message"], (), comment["parent"]["id"] if "parent" in comment else post["id"])
                for comment in comments
                if comment["from"]["id"] == PAGE
            ]
        return [seen for seen in found if text in seen.text]

    def arm_film(self, fault: str) -> None:
        self.arm(fault, ("POST", f"/v26.0/{PAGE}/videos?upload_phase=finish"))

    def public_film(self, text: str) -> tuple[str, str]:
        (post,) = [p for p in self.graph.of_kind("post", owner=PAGE) if text in p["message"]]
        video = self.graph.nodes[post["video"]]
        assert video["content"][4:8] == b"ftyp" and AdVideo(video["id"], api=self.town).api_get(
            fields=["published", "description"]
        )["description"] == post["message"]  # fmt: skip
        return "", video["captions"]

    def citizen_replies(self, remote_id: str, text: str) -> str:
        return str(PagePost(remote_id, api=self.citizen).create_comment(params={"message": text})["id"])

    def citizen_deletes(self, remote_id: str) -> None:
        Comment(remote_id, api=self.citizen).api_delete()

    def has_taken_measures(self, ref: RemoteRef) -> bool:
        return bool(Comment(ref.remote_id, api=self.town).api_get(fields=["is_hidden"])["is_hidden"])

    def lose_access(self, how: str = "revoked") -> Account:
        return replace(self.account, tokens={"access": how})


class FetchingPeer(WirePeer):
    """A platform that fetches pictures; the fake serves them itself."""

    images = 10
    refusal = REFUSAL
    graph: FakeGraph | FakeThreads

    def photos(self, *alt_texts: str) -> list[Image]:
        content = a_photo().content
        return [
            replace(a_photo(alt_text), address=self.graph.place_picture(f"bild-{number}", content))
            for number, alt_text in enumerate(alt_texts)
        ]

    def film(self, **changes: object) -> Video:
        return a_film(**{"address": self.graph.place_film(films.made("mp4")), "seconds": 4.0} | changes)

    def citizen_deletes(self, remote_id: str) -> None:
        """Citizens have no interface there."""
        del self.graph.nodes[remote_id]

    def lose_access(self, how: str = "revoked") -> Account:
        return replace(self.account, tokens={"access": how})


class InstagramPeer(FetchingPeer):
    kind = "instagram"
    create = ("POST", f"/v26.0/{PROFILE}/media_publish")
    answer = ("POST", "/v26.0/")

    def __init__(self, graph: FakeGraph, proxy: FaultProxy) -> None:
        self.graph, self.proxy = graph, proxy
        self.town = client_of(graph, PAGE_TOKEN)
        self.account = Account(
            base_url=proxy.url,
            handle="stadt_musterstadt",
            remote_id=PROFILE,
            tokens={"access": PAGE_TOKEN},
            allow_local=True,
            timeouts=PATIENT,
        )

    def post(self, connector: Connector, text: str = "", **fields: object) -> OutgoingPost:
        """Nothing is taken without a picture, but answers are."""
        if "reply_to" not in fields and "video" not in fields:
            fields = {"images": self.photos("Die Brücke")} | fields
        return a_post(connector, text, **fields)

    def public_film(self, text: str) -> tuple[str, str]:
        (media,) = [
            m
            for m in IGUser(PROFILE, api=self.town).get_media(fields=["caption", "media_type"])
            if text in m["caption"]
        ]
        assert media["media_type"] == "VIDEO"
        return "", ""

    def public_posts(self, text: str) -> list[Seen]:
        found = []
        for media in IGUser(PROFILE, api=self.town).get_media(fields=["id", "caption"]):
            found.append(Seen(media["caption"], tuple(self.graph.nodes[media["id"]]["alt_texts"])))
            for comment in IGMedia(media["id"], api=self.town).get_comments(fields=["id", "text"]):
                replies = IGComment(comment["id"], api=self.town).get_replies(fields=["id", "text", "from"])
                found += [Seen(r["text"], (), comment["id"]) for r in replies if r["from"]["id"] == PROFILE]
        return [seen for seen in found if text in seen.text]

    def citizen_replies(self, remote_id: str, text: str) -> str:
        return self.graph.reply_as("bea.buergerin", remote_id, text)

    def has_taken_measures(self, ref: RemoteRef) -> bool:
        return bool(IGComment(ref.remote_id, api=self.town).api_get(fields=["hidden"])["hidden"])


class ThreadsPeer(FetchingPeer):
    kind = "threads"
    create = ("POST", f"/v1.0/{ACCOUNT}/threads_publish")

    def __init__(self, graph: FakeThreads, proxy: FaultProxy) -> None:
        self.graph, self.proxy = graph, proxy
        self.account = Account(
            base_url=proxy.url,
            handle="stadt_musterstadt",
            remote_id=ACCOUNT,
            tokens={"access": TOKEN},
            allow_local=True,
            timeouts=PATIENT,
        )

    def public_posts(self, text: str) -> list[Seen]:
        return [
            Seen(post["text"], tuple(post["alt_texts"]), post["replied_to"]["id"] if post["replied_to"] else None)
            for post in self.graph.of_account(ACCOUNT)
            if text in post["text"]
        ]

    def citizen_replies(self, remote_id: str, text: str) -> str:
        return self.graph.reply_as("bea.buergerin", remote_id, text)

    def public_film(self, text: str) -> tuple[str, str]:
        (post,) = [p for p in self.graph.of_account(ACCOUNT) if text in p["text"]]
        return post["alt_texts"][0], ""

    def has_taken_measures(self, ref: RemoteRef) -> bool:
        return self.graph.nodes[ref.remote_id]["hide_status"] == "HIDDEN"
