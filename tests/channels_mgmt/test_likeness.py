# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The same picture is found again, another one is not; measured on drawn scenes."""

import io
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageEnhance

from channels_mgmt.domain.images import likeness
from channels_mgmt.domain.likeness import BITS, SAME, SAYS_NOTHING, alike, distance, likeness_from
from channels_mgmt.models import MediaAsset
from channels_mgmt.services.likeness import compare_image, likeness_of
from channels_mgmt.services.media import add_image
from channels_mgmt.tasks import compare_images, is_an_image_not_compared
from demo.pictures import SCENES, draw
from tests.channels_mgmt import photos


@pytest.fixture(scope="module")
def scenes() -> dict[str, bytes]:
    return {name: draw(name) for name in SCENES}


def changed(content: bytes, how: str) -> bytes:
    image = Image.open(io.BytesIO(content))
    quality = 85
    if how == "smaller":
        image = image.resize((640, 480))
    elif how == "darker":
        image = ImageEnhance.Brightness(image).enhance(0.8)
    elif how == "paler":
        image = ImageEnhance.Color(image).enhance(0.4)
    elif how == "squeezed":
        quality = 25
    target = io.BytesIO()
    image.convert("RGB").save(target, "JPEG", quality=quality)
    return target.getvalue()


@pytest.mark.parametrize("how", ["smaller", "darker", "paler", "squeezed"])
def test_a_changed_copy_looks_like_its_picture(scenes, how):
    for name, content in scenes.items():
        assert distance(likeness(content), likeness(changed(content, how))) <= SAME, name


def test_other_pictures_do_not_look_alike(scenes):
    found = {name: likeness(content) for name, content in scenes.items()}

    apart = {pair: distance(found[pair[0]], found[pair[1]]) for pair in combinations(found, 2)}

    assert min(apart.values()) > 2 * SAME, sorted(apart.items(), key=lambda item: item[1])[:3]


@pytest.mark.parametrize("colour", ["white", "black", "navy"])
def test_a_picture_of_one_colour_looks_like_nothing(colour):
    plain = likeness(photos.picture("JPEG", colour=colour))

    assert plain == SAYS_NOTHING
    assert distance(plain, plain) == BITS
    assert alike(plain, [(1, plain)]) == []


@given(st.binary(min_size=81, max_size=81))
def test_any_shades_have_a_hash_that_is_alike_to_itself(grey):
    found = likeness_from(grey)

    assert found == SAYS_NOTHING or (len(found) == 32 and distance(found, found) == 0)


def test_the_most_alike_comes_first_and_the_others_are_left_out():
    one = "f" * 32

    assert alike(one, [(1, "f" * 31 + "0"), (2, one), (3, "0" * 32), (4, "")]) == [2, 1]


def test_images_of_before_are_looked_at_once(town, editor):
    from_before = add_image(town, actor=editor, upload=photos.upload(draw("lake")))
    MediaAsset.objects.filter(pk=from_before.pk).update(likeness="")
    copy = add_image(town, actor=editor, upload=photos.upload(draw("lake", share=0.5)))
    assert copy.resembles_id is None
    assert is_an_image_not_compared()

    compare_images()

    from_before.refresh_from_db()
    assert len(from_before.likeness) == 32
    assert not is_an_image_not_compared()


def test_a_file_that_is_gone_is_not_looked_for_again(town, editor):
    asset = add_image(town, actor=editor, upload=photos.upload(draw("lake")))
    MediaAsset.objects.filter(pk=asset.pk).update(likeness="", file="assets/0/gone.jpg", thumbnail="")

    compare_image(MediaAsset.objects.get(pk=asset.pk))

    assert MediaAsset.objects.get(pk=asset.pk).likeness == SAYS_NOTHING
    assert likeness_of(b"no picture") == SAYS_NOTHING


@pytest.fixture
def editor(town):
    from accounts.models import Role
    from tests.factories import person

    return person(town, Role.EDITOR)
