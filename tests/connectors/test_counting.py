# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lengths are counted as the platforms do."""

import pytest

from channels_mgmt.connectors.bluesky.records import facets
from channels_mgmt.connectors.counting import graphemes, length_with_links, links, without_links
from channels_mgmt.domain.markup import _links


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("Grüße", 5),
        ("Gru\u0308ße", 5),
        ("👩‍👩‍👧‍👦", 1),
        ("🇩🇪🇫🇷", 2),
        ("👍🏽", 1),
        ("1️⃣", 1),
        ("a\r\nb", 3),
        ("ẞ", 1),
    ],
)
def test_people_count_characters_not_code_points(text, length):
    assert graphemes(text) == length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("https://www.musterstadt.example/sehr/langer/pfad?mit=vielen&angaben=1", 23),
        ("Mehr: https://a.de.", 6 + 23 + 1),
        ("(https://a.de)", 1 + 23 + 1),
        ("https://de.wikipedia.org/wiki/Linde_(Baum)", 23),
        ("„https://a.de“", 1 + 23 + 1),
        ("@stadt Hallo", 12),
        ("@stadt@social.example Hallo", 12),
        ("mail@stadt.example", 18),
        ("HTTPS://A.DE", 23),
        ("https://", 8),
        ("«https://a.de»", 1 + 23 + 1),
        ("« https://a.de »", 2 + 23 + 2),
        ("»https://a.de/x«", 1 + 23 + 1),
        ("‹https://a.de›", 1 + 23 + 1),
        ("‚https://a.de‘", 1 + 23 + 1),
        ("‘https://a.de’", 1 + 23 + 1),
        ("https://fr.wikipedia.org/wiki/L’Île", 23),
        ("https://" + "sehr-lang/" * 40, 23),
        ("https://a.de/x und https://b.de/y", 23 + 5 + 23),
    ],
)
def test_mastodon_counts_links_and_mentions_by_its_own_rule(text, length):
    assert length_with_links(text, 23) == length


QUOTES = ["„{}“", "“{}”", "«{}»", "»{}«", "‹{}›", "›{}‹", "‚{}‘", "‘{}’", "'{}'"]
QUOTES += ["«\u202f{}\u202f»", "«\u00a0{}\u00a0»"]
UNSEEN = ["\u200b", "\u200e", "\u202c", "\u2060", "\ufeff", "\u00ad", "\u00a0", "\u202f", "\u2028"]


@pytest.mark.parametrize("around", [*QUOTES, *("{}" + sign + "Wort" for sign in UNSEEN)], ids=ascii)
def test_closing_quotes_and_signs_nobody_sees_end_a_link(around):
    """In posts, in documents and before the hints on wording alike."""
    link = "https://stadt.example/seite"
    text = f"Siehe {around.format(link)}, danke."

    assert [text[start:end] for start, end in links(text)] == [link]
    assert [span.url for span in _links(text, is_bold=False) if span.url] == [link]
    assert "stadt.example" not in without_links(text)
    assert [facet["features"][0]["uri"] for facet in facets(text, lambda _handle: None)] == [link]


def test_a_link_ends_where_a_reader_would_end_it():
    text = "Siehe https://a.de/x, https://b.de!"

    assert [text[start:end] for start, end in links(text)] == ["https://a.de/x", "https://b.de"]
