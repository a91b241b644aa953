# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a network does not show with a video is said beside the checks, before anything is sent."""

import pytest
from django.urls import reverse

from accounts.models import Role
from channels_mgmt.models import Channel, PostTarget
from channels_mgmt.queries.films import film_gaps, film_hints
from tests.channels_mgmt import films
from tests.channels_mgmt.factories import ChannelFactory, draft
from tests.channels_mgmt.test_films import with_film
from tests.factories import person


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


def channel_on(town, platform) -> Channel:
    return ChannelFactory(
        municipality=town, platform=platform, connector=Channel.Connector.MANUAL, name=platform.title()
    )


@pytest.mark.parametrize(
    ("platform", "words"),
    [
        ("facebook", ["Facebook", "keine Beschreibung"]),
        ("instagram", ["Instagram", "weder Beschreibung noch Untertitel"]),
        ("mastodon", []),
        ("bluesky", []),
        ("threads", []),
    ],
)
def test_only_networks_without_description_or_captions_are_named(town, editor, platform, words):
    film = films.ready_film(town, editor)

    hints = film_hints(film, [channel_on(town, platform)])

    assert len(hints) == bool(words)
    assert all(word in " ".join(hints) for word in words)


def test_where_nobody_speaks_only_the_description_is_missing(town, editor):
    film = films.ready_film(town, editor, captions="", is_without_speech=True)

    [hint] = film_hints(film, [channel_on(town, "instagram")])

    assert "Untertitel" not in hint


def test_the_hint_stands_on_the_page_of_the_video_and_beside_the_text_and_blocks_nothing(town, editor, client):
    post = with_film(draft(town, editor), editor)
    channel = channel_on(town, "facebook")
    PostTarget.objects.create(post=post, channel=channel)
    client.force_login(editor)

    of_film = client.get(reverse("planning:film", args=[town.slug, post.pk])).content.decode()
    of_post = client.get(reverse("planning:post_detail", args=[town.slug, post.pk])).content.decode()

    assert "Facebook nimmt keine Beschreibung" in of_film
    assert "Facebook nimmt keine Beschreibung" in of_post
    assert film_gaps(post.film, [channel], has_images=False) == []
