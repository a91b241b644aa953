# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Parts of photos stay with the versions of a post, and a shape a network refuses is told before it does."""

import io

import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from PIL import Image

from accounts.models import Role
from channels_mgmt.models import Channel, MediaAsset, Post
from channels_mgmt.queries.gaps import missing_for_approval
from channels_mgmt.services.focus import set_focus
from channels_mgmt.services.media import add_image
from channels_mgmt.services.planning import create_post, edit_post
from channels_mgmt.services.restoring import restore_version
from tests.channels_mgmt import photos
from tests.channels_mgmt.factories import ChannelFactory, live_channel
from tests.factories import person


def picture(town, editor, size=(1600, 1200)) -> MediaAsset:
    target = io.BytesIO()
    Image.effect_mandelbrot(size, (-2, -1.2, 1, 1.2), 30).convert("RGB").save(target, "JPEG")
    return add_image(town, actor=editor, upload=photos.upload(target.getvalue(), name="platz.jpg"))


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


@pytest.fixture
def channel(town):
    return live_channel(town, name="Mastodon der Stadt")


@pytest.fixture
def asset(town, editor):
    return picture(town, editor)


@pytest.fixture
def post(town, editor, channel, asset):
    return create_post(
        town,
        actor=editor,
        title="Marktplatz",
        text="Der Platz ist neu.",
        channels=[channel],
        shapes={channel.pk: "1:1"},
        images=[(asset, "Der Platz")],
    )


def insta(town, **fields) -> Channel:
    manual = {"connector": Channel.Connector.MANUAL, "name": "Instagram der Stadt"}
    return ChannelFactory(municipality=town, platform="instagram", **manual | fields)


def shown(post) -> list[str]:
    return list(post.targets.values_list("shape", flat=True))


def test_a_version_keeps_the_chosen_part_and_gives_it_back(post, editor, channel):
    """Removal: ``shapes`` handed to ``edit_post`` in ``restore_version``."""
    edit_post(post, actor=editor, channels=[channel], shapes={channel.pk: "4:5"})
    assert post.versions.count() == 2

    restore_version(post.versions.get(number=1), actor=editor, revision=post.revision)

    assert shown(post) == ["1:1"]


def test_a_version_shown_whole_takes_a_part_back(post, editor, channel):
    edit_post(post, actor=editor, channels=[channel], shapes={})
    edit_post(post, actor=editor, channels=[channel], shapes={channel.pk: "9:16"})

    restore_version(post.versions.get(number=2), actor=editor, revision=post.revision)

    assert shown(post) == [""]


def test_what_was_kept_before_parts_were_chosen_is_restored_with_whole_photos(post, editor):
    version = post.versions.get()
    version.said = {name: value for name, value in version.said.items() if name not in ("shapes", "focus")}
    version.save()

    restore_version(version, actor=editor, revision=post.revision)

    assert shown(post) == [""]


def test_the_focus_of_a_version_comes_back_with_it(post, editor, asset):
    set_focus(asset, actor=editor, x=10, y=80)
    edit_post(post, actor=editor, text="Neu.")

    left = restore_version(post.versions.get(number=1), actor=editor, revision=post.revision)

    asset.refresh_from_db()
    assert asset.focus == (50, 50)
    assert left.photos == []


def test_a_focus_that_approved_posts_rest_on_stays_and_is_named(client, post, editor, asset, channel):
    set_focus(asset, actor=editor, x=10, y=80)
    edit_post(post, actor=editor, text="Neu.")
    other = create_post(
        post.municipality,
        actor=editor,
        title="Anderer",
        text="Anderer.",
        channels=[channel],
        shapes={channel.pk: "1:1"},
        images=[(asset, "Der Platz")],
    )
    approver = person(post.municipality, Role.COMMUNICATIONS)
    Post.objects.filter(pk=other.pk).update(
        state=Post.State.APPROVED, approved_hash=other.current_hash(), approved_by=approver
    )
    client.force_login(editor)
    url = reverse("planning:restore_version", args=[post.municipality.slug, post.pk, 1])

    answer = client.post(url, {"revision": post.revision}, follow=True)

    asset.refresh_from_db()
    other.refresh_from_db()
    assert asset.focus == (10, 80)
    assert other.is_approval_valid
    assert "Der Fokus bleibt, wie er jetzt ist" in answer.content.decode()


def test_the_comparison_names_the_part_and_the_focus(client, post, editor, asset, channel):
    set_focus(asset, actor=editor, x=10, y=80)
    edit_post(post, actor=editor, channels=[channel], shapes={channel.pk: "4:5"})
    client.force_login(editor)

    page = client.get(reverse("planning:versions", args=[post.municipality.slug, post.pk]) + "?von=1&bis=2")

    words = " ".join(strip_tags(page.content.decode()).split())
    assert "Ausschnitt der Fotos, je Kanal" in words
    assert "Fokus der Fotos" in words


def test_a_photo_shown_whole_is_kept_as_before(town, editor, channel, asset):
    whole = create_post(
        town, actor=editor, title="Ganz", text="Ganz.", channels=[channel], images=[(asset, "Der Platz")]
    )

    assert set(whole.versions.get().said).isdisjoint({"shapes", "focus"})


# -- what a network refuses -----------------------------------------------------------------------


def panorama(town, editor, shape="", size=(1800, 600)) -> tuple[Post, Channel]:
    channel = insta(town)
    post = create_post(
        town,
        actor=editor,
        title="Panorama",
        text="Der ganze Platz.",
        channels=[channel],
        shapes={channel.pk: shape},
        images=[(picture(town, editor, size), "Der Platz")],
    )
    return post, channel


def refusals(post) -> list:
    return [gap for gap in missing_for_approval(post) if "so breit wie hoch" in str(gap)]


@pytest.mark.parametrize(("size", "ratio"), [((1800, 600), "3,0"), ((600, 900), "0,67")])
def test_a_shape_that_instagram_refuses_is_told_with_what_to_do(town, editor, size, ratio):
    """Removal: ``misshapen_images`` in ``gaps.RULES`` leaves it to the network."""
    post, channel = panorama(town, editor, size=size)

    [gap] = refusals(post)

    assert f"Bild 1 ist {ratio}-mal so breit wie hoch" in str(gap)
    assert "0,8 bis 1,91" in str(gap)
    assert "wählen Sie für diesen Kanal einen Ausschnitt" in str(gap)
    assert gap.part == f"shape_{channel.pk}"


@pytest.mark.parametrize("shape", ["1:1", "4:5", "1.91:1"])
def test_a_chosen_part_of_a_panorama_fits(town, editor, shape):
    post, _channel = panorama(town, editor, shape)

    assert refusals(post) == []


@pytest.mark.parametrize("size", [(800, 1000), (1910, 1000), (1200, 1200)])
def test_what_instagram_takes_as_it_is_needs_no_part(town, editor, size):
    post, _channel = panorama(town, editor, size=size)

    assert refusals(post) == []


def test_the_composer_leads_to_the_choice_of_the_part(client, town, editor):
    post, channel = panorama(town, editor)
    client.force_login(editor)

    page = client.get(reverse("planning:post_edit", args=[town.slug, post.pk])).content.decode()

    assert f'href="#shape_{channel.pk}"' in page
    assert f'id="shape_{channel.pk}"' in page
