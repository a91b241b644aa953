# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Our fake of the Graph, looked at with Meta's own client: publishing, reading, comments, and its classes of errors.

What the client cannot tell is whether the real Graph behaves so; that stands in Meta's documentation only.
"""

import pytest
from facebook_business.adobjects.comment import Comment
from facebook_business.adobjects.igcomment import IGComment
from facebook_business.adobjects.igmedia import IGMedia
from facebook_business.adobjects.iguser import IGUser
from facebook_business.adobjects.page import Page
from facebook_business.adobjects.pagepost import PagePost
from facebook_business.adobjects.photo import Photo
from facebook_business.adobjects.user import User
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError

from tests.connectors.graph_peers import client_of
from tests.connectors.peers import a_photo
from tests.fake_graph import (
    ADMIN_TOKEN,
    CITIZEN_TOKEN,
    FIELDS,
    OTHER_TOKEN,
    PAGE,
    PAGE_TOKEN,
    PROFILE,
    FakeGraph,
    Refusal,
)

#: Fields that Meta's client has no name for, each as the documentation has it.
OF_THE_DOCUMENTATION_ONLY = {
    "comment": {"is_hidden", "can_hide", "comments"},
    "post": {"comments", "reactions"},
    "photo": {"alt_text_custom"},
    "media": {"comments", "children"},
    "reply": {"replies"},
}
CLASSES = {
    "page": Page, "user": User, "post": PagePost, "comment": Comment, "photo": Photo, "profile": IGUser,
    "media": IGMedia, "reply": IGComment,
}  # fmt: skip


@pytest.fixture
def town(graph: FakeGraph) -> FacebookAdsApi:
    return client_of(graph, PAGE_TOKEN)


def names_in(kind: type) -> set[str]:
    return {value for name, value in vars(kind.Field).items() if not name.startswith("_")}


@pytest.mark.parametrize("kind", sorted(CLASSES))
def test_the_fake_knows_no_field_that_the_client_does_not_know(kind: str):
    """A field invented here would let a connector ask for something that does not exist."""
    assert FIELDS[kind] - names_in(CLASSES[kind]) <= OF_THE_DOCUMENTATION_ONLY.get(kind, set())


def test_the_client_speaks_the_version_that_is_pinned(settings):
    assert FacebookAdsApi.API_VERSION == settings.META_GRAPH_VERSION


def test_the_client_publishes_and_reads_a_post_with_photos(graph: FakeGraph, town, tmp_path):
    file = tmp_path / "bild.jpg"
    file.write_bytes(a_photo().content)
    fields = {"published": "false", "alt_text_custom": "Die Brücke"}
    with file.open("rb") as source:
        photo = town.call("POST", (PAGE, "photos"), params=fields, files={"source": source}).json()

    post = Page(PAGE, api=town).create_feed(
        params={"message": "Die Brücke ist offen.", "attached_media": [{"media_fbid": photo["id"]}]}
    )

    (seen,) = Page(PAGE, api=town).get_published_posts(
        fields=["id", "message", "created_time", "from", "permalink_url"]
    )
    assert graph.of_kind("photo", used=True)[0]["alt_text_custom"] == "Die Brücke"
    assert (seen["id"], seen["message"]) == (post["id"], "Die Brücke ist offen.")
    assert seen["from"]["name"] == "Stadt Musterstadt"


def test_the_client_reads_answers_likes_hides_and_deletes_comments(graph: FakeGraph, town):
    post = Page(PAGE, api=town).create_feed(params={"message": "Guten Morgen"})
    comment = PagePost(post["id"], api=client_of(graph, CITIZEN_TOKEN)).create_comment(params={"message": "Moin"})
    own = Comment(comment["id"], api=town)
    answer = own.create_comment(params={"message": "Danke!"})
    own.create_like()
    own.api_update(params={"is_hidden": True})

    asked = {"filter": "stream", "order": "chronological"}
    found = list(
        PagePost(post["id"], api=town).get_comments(
            fields=["id", "message", "from", "parent", "is_hidden"], params=asked
        )
    )

    assert [(c["message"], c["is_hidden"]) for c in found] == [("Moin", True), ("Danke!", False)]
    assert found[1]["parent"]["id"] == comment["id"] and found[1]["id"] == answer["id"]
    own.api_delete()
    assert len(PagePost(post["id"], api=town).get_comments()) == 1


def test_the_client_goes_through_pages_of_a_list(graph: FakeGraph, town):
    for number in range(7):
        Page(PAGE, api=town).create_feed(params={"message": f"Nr. {number}"})

    found = Page(PAGE, api=town).get_published_posts(fields=["message"], params={"limit": 3})

    assert [post["message"] for post in found] == [f"Nr. {number}" for number in range(6, -1, -1)]


def test_the_client_lists_a_persons_pages_with_their_tokens(graph: FakeGraph):
    pages = User("me", api=client_of(graph, ADMIN_TOKEN)).get_accounts(fields=["id", "name", "access_token"])

    assert {page["access_token"] for page in pages} == {PAGE_TOKEN, OTHER_TOKEN}


def test_the_client_publishes_and_answers_on_the_profile(graph: FakeGraph, town):
    address = graph.place_picture("a", a_photo().content)
    profile = IGUser(PROFILE, api=town)
    children = [
        profile.create_media(params={"image_url": address, "is_carousel_item": True, "alt_text": f"Bild {n}"})["id"]
        for n in (1, 2)
    ]
    container = profile.create_media(params={"media_type": "CAROUSEL", "children": children, "caption": "Zwei Bilder"})
    media = profile.create_media_publish(params={"creation_id": container["id"]})

    (seen,) = profile.get_media(fields=["id", "caption", "permalink", "media_type"])
    assert (seen["id"], seen["caption"], seen["media_type"]) == (media["id"], "Zwei Bilder", "CAROUSEL_ALBUM")
    comment = IGMedia(media["id"], api=town).create_comment(params={"message": "Schön!"})
    reply = IGComment(comment["id"], api=town).create_reply(params={"message": "Danke!"})
    IGComment(comment["id"], api=town).api_update(params={"hide": True})
    (found,) = IGMedia(media["id"], api=town).get_comments(fields=["id", "text", "hidden"])
    assert (found["text"], found["hidden"]) == ("Schön!", True)
    assert [r["id"] for r in IGComment(comment["id"], api=town).get_replies(fields=["id"])] == [reply["id"]]
    (limit,) = profile.get_content_publishing_limit(fields=["quota_usage", "config"])
    assert limit["quota_usage"] == 1


@pytest.mark.parametrize(
    ("refusal", "code", "status"),
    [
        (Refusal(4, "(#4) Application request limit reached", status=403), 4, 403),
        (Refusal(368, "The action attempted has been deemed abusive", status=400), 368, 400),
        (Refusal(2, "An unexpected error has occurred", status=500, is_transient=True), 2, 500),
        (Refusal(506, "Duplicate status message"), 506, 400),
    ],
)
def test_the_client_sorts_refusals_as_meant(graph: FakeGraph, town, refusal, code, status):
    graph.fail_once("/feed", refusal)

    with pytest.raises(FacebookRequestError) as caught:
        Page(PAGE, api=town).create_feed(params={"message": "Moin"})

    assert (caught.value.api_error_code(), caught.value.http_status()) == (code, status)
    assert caught.value.api_transient_error() == (code == 2)


@pytest.mark.parametrize(
    ("token", "code", "subcode"), [("revoked", 190, 460), (OTHER_TOKEN, 200, None), (CITIZEN_TOKEN, 200, None)]
)
def test_the_client_is_refused_with_a_token_that_does_not_fit(graph: FakeGraph, token, code, subcode):
    with pytest.raises(FacebookRequestError) as caught:
        Page(PAGE, api=client_of(graph, token)).create_feed(params={"message": "Moin"})

    assert (caught.value.api_error_code(), caught.value.api_error_subcode()) == (code, subcode)


def test_the_clients_proof_of_the_apps_secret_is_asked_for():
    graph = FakeGraph(app_secret="geheim")
    Page(PAGE, api=client_of(graph, PAGE_TOKEN, "geheim")).create_feed(params={"message": "Moin"})

    with pytest.raises(FacebookRequestError, match="proof"):
        Page(PAGE, api=client_of(graph, PAGE_TOKEN, "falsch")).create_feed(params={"message": "Moin"})

    assert [post["message"] for post in graph.of_kind("post")] == ["Moin"]
    graph.close()
