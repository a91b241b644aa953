# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Templates: offered by an empty composer, what citizens can do first, and never out with a gap in it."""

import pytest
from django.urls import reverse

from accounts.models import Role
from channels_mgmt.domain.service_texts import GAP, SERVICE_TEXTS, gaps_left
from channels_mgmt.models import Post
from channels_mgmt.services.planning import create_post, edit_post, submit_post
from core.errors import Refused
from tests.factories import person


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


def filled(text):
    return GAP.sub("Rathaus", text)


@pytest.mark.parametrize("key", SERVICE_TEXTS)
def test_it_goes_out_once_every_gap_is_filled(town, channel, editor, key):
    """Removal: ``left_blank`` among the rules."""
    text = SERVICE_TEXTS[key].text
    post = create_post(town, actor=editor, title=key, text=text, channels=[channel])

    with pytest.raises(Refused) as refused:
        submit_post(post, actor=editor)
    assert [str(gap) for gap in refused.value.gaps] == [f"Noch auszufüllen: {gap}" for gap in gaps_left(text)]

    submit_post(edit_post(post, actor=editor, text=filled(text)), actor=editor)
    assert post.state == Post.State.IN_REVIEW


def test_a_gap_in_the_words_of_one_channel_keeps_it_back(town, channel, editor):
    wordings = {channel.pk: "Ab [… Tag]."}
    post = create_post(town, actor=editor, title="x", text="Ab morgen.", channels=[channel], wordings=wordings)

    with pytest.raises(Refused, match="… Tag"):
        submit_post(post, actor=editor)


def test_ordinary_brackets_are_no_gap():
    assert gaps_left("Termine [Plan als PDF] und so weiter […]") == []


def test_an_empty_composer_offers_them_and_one_click_fills_it(town, client, editor):
    client.force_login(editor)
    composer = reverse("planning:post_create", args=[town.slug])

    offered = client.get(composer).content.decode()
    for key, template in SERVICE_TEXTS.items():
        assert f'href="?vorlage={key}"' in offered
        filled_in = client.get(f"{composer}?vorlage={key}").content.decode()
        assert gaps_left(template.text)[0] in filled_in
        assert template.benefit in filled_in
        assert 'href="?vorlage=' not in filled_in

    assert client.get(f"{composer}?vorlage=unsinn").status_code == 200
