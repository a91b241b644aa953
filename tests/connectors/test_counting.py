# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lengths are counted as the platforms do."""

import pytest

from channels_mgmt.connectors.counting import graphemes, links, mastodon_length


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
    ],
)
def test_mastodon_counts_links_and_mentions_by_its_own_rule(text, length):
    assert mastodon_length(text) == length


def test_a_link_ends_where_a_reader_would_end_it():
    text = "Siehe https://a.de/x, https://b.de!"

    assert [text[start:end] for start, end in links(text)] == ["https://a.de/x", "https://b.de"]
