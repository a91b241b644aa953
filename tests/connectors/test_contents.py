# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a comment carries besides its text is read from what platforms answer."""

import re

import pytest

from channels_mgmt.connectors.bluesky.records import comment_of
from channels_mgmt.connectors.contents import Card, Contents, Link, Medium, Quote, differing
from channels_mgmt.connectors.mastodon.contents import answer_visibility, contents_of
from channels_mgmt.connectors.mastodon.text import anchors, plain_text

PICTURE = {"id": "9", "type": "image", "url": "https://s.example/9.jpg", "description": "Ein Schlagloch"}
BLOB = {"$type": "blob", "ref": {"$link": "bafy1"}, "mimeType": "image/jpeg", "size": 9}
HYDRATED = {"images": [{"fullsize": "https://cdn.example/bafy1", "alt": "Ein Schlagloch"}]}
QUOTED = "at://did:plc:alma/app.bsky.feed.post/3k"


def bluesky(view=None, **record):
    """The contents of a post with these fields in its record, and these in its view."""
    seen = {
        "uri": "at://did:plc:cem/app.bsky.feed.post/3j",
        "cid": "c",
        "author": {"did": "did:plc:cem", "handle": "cem.example"},
        "record": {"text": "Schaut!", "createdAt": "2026-11-24T08:00:00Z"} | record,
        "indexedAt": "2026-11-24T08:00:00Z",
    }
    return comment_of(seen | (view or {})).contents


# -- Mastodon ----------------------------------------------------------------------------------


def test_a_status_tells_its_warning_media_poll_quote_card_and_audience():
    status = {
        "content": "<p>Schaut!</p>",
        "visibility": "private",
        "spoiler_text": "Unfall",
        "sensitive": True,
        "media_attachments": [PICTURE, {"id": "10", "type": "video", "url": None, "remote_url": "https://b/v.mp4"}],
        "poll": {"options": [{"title": "Ja"}, {"title": "Nein"}]},
        "quote": {"state": "accepted", "quoted_status": {"id": "5", "content": "<p>a</p><p>b</p>", "url": "https://q"}},
        "card": {"url": "https://zeitung.example", "title": "Bericht", "description": "Mehr dazu"},
    }

    assert contents_of(status) == Contents(
        audience="followers",
        warning="Unfall",
        is_sensitive=True,
        media=(
            Medium("image", "Ein Schlagloch", "https://s.example/9.jpg", "9"),
            Medium("video", "", "https://b/v.mp4", "10"),
        ),
        poll=("Ja", "Nein"),
        quote=Quote("https://q", "", "a\n\nb", "5"),
        card=Card("https://zeitung.example", "Bericht", "Mehr dazu"),
    )


@pytest.mark.parametrize(
    "quote",
    [
        {"state": "pending", "quoted_status": None},
        {"state": "accepted", "quoted_status_id": "5"},
        {"id": "5", "content": "Wort", "account": {"acct": "alma"}},
    ],
)
def test_a_quoted_post_is_known_even_where_its_words_are_withheld(quote):
    assert contents_of({"quote": quote}).quote is not None


@pytest.mark.parametrize("nonsense", [None, 7, "x", [], {}, [None], [7], {"options": 7}, [{"id": None}]])
def test_nonsense_of_a_server_is_no_error(nonsense):
    names = ("spoiler_text", "media_attachments", "poll", "quote", "card", "mentions", "content", "visibility")
    for name in names:
        assert isinstance(contents_of({name: nonsense}), Contents)
    for name in ("embed", "facets", "labels", "text"):
        assert isinstance(bluesky(**{name: nonsense} if name != "text" else {}), Contents)
        assert isinstance(bluesky({"embed": nonsense, "labels": nonsense}), Contents)


@pytest.mark.parametrize(
    ("visibility", "answer"),
    [
        ("public", "public"),
        (None, "public"),
        ("unlisted", "unlisted"),
        ("private", "direct"),
        ("direct", "direct"),
        ("mutuals_only", "direct"),
    ],
)
def test_an_answer_is_never_seen_by_more_people_than_what_it_answers(visibility, answer):
    """Removal: a visibility nobody knows would be answered in public."""
    assert answer_visibility({"visibility": visibility}, is_private=False) == answer
    assert answer_visibility({"visibility": visibility}, is_private=True) == "direct"


# What browsers put on a line or into a cell of its own (HTML standard, "Rendering").
BLOCKS = [
    *("address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl"),
    *("dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
    *("hgroup", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "p", "pre", "search", "section"),
    *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
]


@pytest.mark.parametrize("name", BLOCKS)
def test_block_elements_never_merge_words(name):
    """Removal: any name in the lists of mastodon_text."""
    for html in (f"eins<{name}>zwei</{name}>drei", f"<{name}>eins</{name}><{name}>zwei</{name}><{name}>drei</{name}>"):
        assert re.findall(r"[a-zäöü]+", plain_text(html)) == ["eins", "zwei", "drei"], html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("a<br>b<br/><br>c", "a\nb\n\nc"),
        ("<ul>\n<li>a</li>\n<li>b</li>\n</ul><p>c</p>", "- a\n- b\n\nc"),
        ("<ol><li>x<li>y</ol>z", "1. x\n2. y\n\nz"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3"),
        ("a<hr>b", "a\n\nb"),
        ("<p>a\nb</p>\n<p>c</p>", "a\nb\n\nc"),
        ('Gut <img class="emoji" alt=":linde:"> so', "Gut :linde: so"),
        ("<p>Grund<wbr>stück, <b>fett</b>er</p>", "Grundstück, fetter"),
    ],
)
def test_the_lines_of_a_status_stay(html, text):
    assert plain_text(html) == text


def test_the_hidden_parts_of_a_link_count():
    html = (
        '<p>Mehr: <a href="https://stadt.example/sehr/langer/pfad"><span class="invisible">https://</span>'
        '<span class="ellipsis">stadt.example/sehr</span><span class="invisible">/langer/pfad</span></a></p>'
    )

    assert plain_text(html) == "Mehr: https://stadt.example/sehr/langer/pfad"
    assert contents_of({"content": html}).links == ()


def test_a_link_whose_words_differ_is_kept_with_its_target():
    html = '<a href="https://falle.example/x">https://sparkasse.example</a> und <a href="https://b.example">hier</a>'

    first, second = contents_of({"content": html}).links

    assert (first.words, first.target, first.is_misleading) == (
        "https://sparkasse.example",
        "https://falle.example/x",
        True,
    )
    assert (second, second.is_misleading) == (Link("hier", "https://b.example"), False)


def test_only_a_mention_the_status_names_is_no_link():
    """Removal: a class is what the sending server claims."""
    html = (
        '<a class="u-url mention" href="https://s.example/@alma">@<span>alma</span></a> '
        '<a class="u-url mention" href="https://falle.example/">@<span>sparkasse</span></a> '
        '<a class="mention hashtag" href="https://s.example/tags/B%C3%BCrger">#<span>Bürger</span></a>'
    )
    status = {"content": html, "mentions": [{"url": "https://s.example/@alma"}]}

    assert [link.target for link in contents_of(status).links] == ["https://falle.example/"]
    assert len(anchors(html)) == 3


@pytest.mark.parametrize(
    ("words", "target", "is_misleading"),
    [
        ("stadt.example", "https://www.stadt.example/", None),
        ("https://stadt.example/a…", "https://stadt.example/abc", False),
        ("stadt.example", "https://neues.stadt.example/x", False),
        ("stadt.example", "https://stadt.example.falle.example/", True),
        ("müller.example", "https://xn--mller-kva.example/x", False),
        ("Haushalt.pdf", "https://stadt.example/1.pdf", False),
        ("z. B.", "https://stadt.example/1", False),
        ("www.stadt.example/amt", "http://[falle", True),
    ],
)
def test_words_that_name_another_server_mislead(words, target, is_misleading):
    assert [link.is_misleading for link in differing([(words, target)])] == (
        [] if is_misleading is None else [is_misleading]
    )


# -- Bluesky -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("embed", "media"),
    [
        ({"images": [{"alt": "Ein Schlagloch", "image": BLOB}]}, [("image", "Ein Schlagloch", "bafy1")]),
        ({"images": [{"alt": "", "image": {"cid": "alt1", "mimeType": "image/png"}}]}, [("image", "", "alt1")]),
        ({"items": [{"alt": str(n), "image": BLOB} for n in range(5)]}, [("image", str(n), "bafy1") for n in range(5)]),
        ({"video": BLOB, "alt": "Hochwasser"}, [("video", "Hochwasser", "bafy1")]),
        ({"video": BLOB, "presentation": "gif"}, [("animation", "", "bafy1")]),
        (
            {"record": {"record": {"uri": QUOTED}}, "media": {"images": [{"alt": "a", "image": BLOB}]}},
            [("image", "a", "bafy1")],
        ),
    ],
)
def test_pictures_galleries_and_films_are_read_from_the_record(embed, media):
    assert [(m.kind, m.alt, m.key) for m in bluesky(embed=embed).media] == media


@pytest.mark.parametrize("embed", [{"record": {"uri": QUOTED}}, {"record": {"record": {"uri": QUOTED}}, "media": {}}])
def test_a_quoted_post_is_read_with_or_without_media(embed):
    quote = bluesky(embed=embed).quote

    assert (quote.key, quote.url) == (QUOTED, "https://bsky.app/profile/did:plc:alma/post/3k")


def test_a_view_adds_addresses_and_the_quoted_words():
    shown = {"author": {"handle": "alma.example"}, "value": {"text": "Das Original"}, "uri": QUOTED}
    record = {"record": {"uri": QUOTED}}, {"record": shown}

    assert bluesky({"embed": record[1]}, embed=record[0]).quote == Quote(
        "https://bsky.app/profile/did:plc:alma/post/3k", "alma.example", "Das Original", QUOTED
    )
    pictures = bluesky({"embed": HYDRATED}, embed={"images": [{"alt": "Ein Schlagloch", "image": BLOB}]})
    assert pictures.media[0].url == "https://cdn.example/bafy1"


def test_a_link_card_and_labels_are_read():
    embed = {"external": {"uri": "https://zeitung.example", "title": "Bericht", "description": "Mehr"}}
    contents = bluesky({"labels": [{"val": "spam"}]}, embed=embed, labels={"values": [{"val": "graphic-media"}]})

    assert contents.card == Card("https://zeitung.example", "Bericht", "Mehr")
    assert contents.labels == ("graphic-media", "spam")


def test_a_facet_gives_the_target_of_its_words_in_bytes():
    text = "Grüße: sparkasse.example"
    start = len("Grüße: ".encode())
    facet = {
        "index": {"byteStart": start, "byteEnd": len(text.encode())},
        "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://falle.example"}],
    }

    (link,) = bluesky(text=text, facets=[facet]).links

    assert link == Link("sparkasse.example", "https://falle.example")
    assert link.is_misleading


# -- both --------------------------------------------------------------------------------------


def test_contents_survive_storing_without_what_databases_refuse():
    contents = Contents(warning="a\x00b", media=(Medium("image", "\ud83dx", "u", "k"),), quote=Quote(text="z" * 99_999))

    kept = Contents.from_json(contents.as_json())

    assert (kept.warning, kept.media[0].alt, len(kept.quote.text)) == ("ab", "x", 10_000)
    assert kept == kept.as_kept()


def test_what_a_platform_adds_by_itself_is_no_edit():
    seen = Contents(media=(Medium("image", "a", "", "k"),), quote=Quote(key="q"))
    later = Contents(
        media=(Medium("image", "a", "https://x/k", "k"),), quote=Quote("u", "w", "t", "q"), card=Card("https://c")
    )

    assert seen.reads_like(later)
    assert seen.completed_by(later) == later
    assert later.completed_by(seen) == later


@pytest.mark.parametrize(
    "other",
    [
        Contents(media=(Medium("image", "a", "u", "neu"),)),
        Contents(media=(Medium("image", "b", "u", "k"),)),
        Contents(),
        Contents(warning="w", media=(Medium("image", "a", "u", "k"),)),
        Contents(poll=("Ja",), media=(Medium("image", "a", "u", "k"),)),
    ],
)
def test_what_the_author_changes_is_an_edit(other):
    assert not Contents(media=(Medium("image", "a", "u", "k"),)).reads_like(other)
