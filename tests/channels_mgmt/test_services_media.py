# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import hashlib
import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import AuditEntry, Role
from channels_mgmt.connectors.bluesky.profile import DEFAULT_LIMITS as BLUESKY
from channels_mgmt.domain import image_files
from channels_mgmt.domain.image_files import UnfitImage
from channels_mgmt.models import MediaAsset
from channels_mgmt.services.media import add_image, rendition
from core.errors import NotPermitted
from tests.channels_mgmt import photos
from tests.factories import person


@pytest.fixture
def editor(town):
    return person(town, Role.EDITOR)


def test_a_phone_photo_is_stored_upright_without_a_trace_of_the_original(town, editor):
    asset = add_image(town, actor=editor, upload=photos.upload())

    stored = asset.file.open("rb").read()
    assert (asset.width, asset.height) == Image.open(io.BytesIO(stored)).size == (800, 1200)
    assert asset.sha256 == hashlib.sha256(stored).hexdigest()
    assert asset.size == len(stored)
    assert b"Exif" not in stored
    assert asset.original_name == "IMG_4711.jpg"
    assert "IMG_4711" not in asset.file.name
    assert AuditEntry.objects.get().action == "media.image_added"


@pytest.mark.parametrize(
    ("kind", "name", "content_type"),
    [
        ("WEBP", "IMG-20260704-WA0003.jpg", "image/jpeg"),
        ("JPEG", "IMG_0815.HEIC", "image/heic"),
        ("PNG", "Bildschirmfoto.jpeg", "image/jpeg"),
        ("JPEG", "foto", "application/octet-stream"),
    ],
)
def test_what_a_file_is_its_content_says(town, editor, kind, name, content_type):
    """Messengers and phones name files after what they once were."""
    upload = photos.upload(photos.picture(kind), name=name, content_type=content_type)

    asset = add_image(town, actor=editor, upload=upload)

    assert asset.media_type == ("image/jpeg" if kind == "JPEG" else "image/png")
    assert asset.original_name == name


def test_a_path_in_the_file_name_is_only_a_name(town, editor):
    asset = add_image(town, actor=editor, upload=photos.upload(name="..\\..\\etc\\foto.jpg"))

    assert asset.original_name == "foto.jpg"
    assert asset.file.name.startswith(f"assets/{town.pk}/")


def test_a_refused_file_leaves_nothing_behind(town, editor):
    with pytest.raises(UnfitImage):
        add_image(town, actor=editor, upload=photos.upload(b"no photo at all"))

    assert not MediaAsset.objects.exists()
    assert not default_storage.exists("assets")


def test_a_file_too_large_is_not_even_read(town, editor):
    class Unread(SimpleUploadedFile):
        def read(self, *args):
            raise AssertionError("was read")

    upload = Unread("foto.jpg", b"", "image/jpeg")
    upload.size = image_files.MAX_BYTES + 1

    with pytest.raises(UnfitImage):
        add_image(town, actor=editor, upload=upload)


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.READER])
def test_who_does_not_write_adds_no_image(town, role):
    with pytest.raises(NotPermitted):
        add_image(town, actor=person(town, role), upload=photos.upload())


def test_a_rendition_keeps_the_limit_of_the_platform_and_the_alternative_text(town, editor):
    asset = add_image(town, actor=editor, upload=photos.upload(photos.noise((3000, 2250))))
    MediaAsset.objects.filter(pk=asset.pk).update(size=0)

    image = rendition(asset, BLUESKY, alt_text="Rotes Laub")

    assert len(image.content) <= BLUESKY.image_bytes
    assert image.media_type in BLUESKY.image_types
    assert image.alt_text == "Rotes Laub"
    assert Image.open(io.BytesIO(image.content)).size == (image.width, image.height)


def test_the_same_image_gives_the_same_bytes_every_time(town, editor):
    """A repeated publication is recognised by its content."""
    asset = add_image(town, actor=editor, upload=photos.upload(photos.noise((3000, 2250))))

    assert rendition(asset, BLUESKY).content == rendition(asset, BLUESKY).content
