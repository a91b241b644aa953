# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image

from channels_mgmt.domain import images
from channels_mgmt.domain.image_files import JPEG, PNG, FitImage, UnfitImage
from channels_mgmt.domain.images import clean, fit_into
from tests.channels_mgmt import photos


def opened(fit: FitImage) -> Image.Image:
    return Image.open(io.BytesIO(fit.content))


def test_a_phone_photo_stands_upright():
    fit = clean(photos.phone_photo(1200, 800))

    assert (fit.width, fit.height) == opened(fit).size == (800, 1200)
    red, green, _blue = opened(fit).getpixel((400, 20))
    assert red > 180
    assert green < 80


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_puts_the_marked_edge_where_the_camera_saw_it(orientation):
    fit = clean(photos.phone_photo(600, 400, orientation=orientation))

    where = {1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom", 8: "bottom"}[orientation]
    spots = {"left": (8, fit.height // 2), "right": (fit.width - 8, fit.height // 2)}
    spots |= {"top": (fit.width // 2, 8), "bottom": (fit.width // 2, fit.height - 8)}
    assert {name for name, spot in spots.items() if opened(fit).getpixel(spot)[0] > 150} == {where}


def test_nothing_but_the_picture_remains():
    original = photos.phone_photo()
    assert b"Exif" in original
    assert b"Telefonhersteller" in original

    fit = clean(original)

    for trace in (b"Exif", b"Telefonhersteller", b"adobe", b"Wohnort", b"ICC_PROFILE", b"Aktenzeichen", b"Photoshop"):
        assert trace not in fit.content
    assert not dict(opened(fit).getexif())
    assert "icc_profile" not in opened(fit).info


def test_text_chunks_of_a_png_are_dropped():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "Wohnort", zip=False)
    target = io.BytesIO()
    Image.new("RGB", (50, 50)).save(target, "PNG", pnginfo=info, dpi=(300, 300))

    assert b"Wohnort" not in clean(target.getvalue()).content


def test_a_wide_colour_profile_becomes_srgb():
    """A Display-P3 red is stored as (255, 0, 0); taken as sRGB it would look too dull."""
    from tests.channels_mgmt.profiles import display_p3

    target = io.BytesIO()
    Image.new("RGB", (60, 60), (200, 120, 100)).save(target, "JPEG", quality=100, icc_profile=display_p3())

    red, _green, _blue = opened(clean(target.getvalue())).getpixel((30, 30))

    assert red > 204


def test_the_longest_edge_is_bounded():
    fit = clean(photos.picture("JPEG", (6000, 1500)))

    assert (fit.width, fit.height) == (images.MAX_EDGE, 640)


@pytest.mark.parametrize(("kind", "expected"), [("JPEG", JPEG), ("PNG", PNG), ("WEBP", PNG)])
def test_every_promised_type_is_taken(kind, expected):
    assert clean(photos.picture(kind)).media_type == expected


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_colour_mode_of_png_is_taken(mode):
    fit = clean(photos.picture("PNG", mode=mode, colour=1))

    assert opened(fit).mode == "RGB"


def test_a_print_photo_in_cmyk_is_taken():
    assert opened(clean(photos.picture("JPEG", mode="CMYK", colour=(0, 200, 200, 0)))).mode == "RGB"


def test_transparency_becomes_white():
    fit = clean(photos.picture("PNG", mode="RGBA", colour=(0, 0, 0, 0)))

    assert opened(fit).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content",
    [
        photos.picture("GIF"),
        photos.picture("TIFF"),
        photos.picture("BMP"),
        b"MZ\x90\x00 a program",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"Sehr geehrte Damen und Herren, " * 50,
        b"",
    ],
)
def test_what_is_no_photo_is_refused_with_a_sentence(content):
    with pytest.raises(UnfitImage, match="JPEG, PNG oder WebP"):
        clean(content)


def test_a_heic_photo_is_refused_with_the_way_out():
    with pytest.raises(UnfitImage, match="iPhone"):
        clean(b"\x00\x00\x00\x18ftypheic" + bytes(100))


def test_grey_of_sixteen_bits_keeps_its_shades():
    """X-ray films and scans of plans; detects a conversion that cuts everything above 255 to white."""
    ramp = Image.new("I;16", (256, 40))
    for x in range(256):
        ramp.paste(x * 257, (x, 0, x + 1, 40))
    target = io.BytesIO()
    ramp.save(target, "PNG")

    stored = opened(clean(target.getvalue()))

    shades = [stored.getpixel((x, 20))[0] for x in (0, 64, 128, 192, 255)]
    assert all(abs(shade - wanted) <= 1 for shade, wanted in zip(shades, (0, 64, 128, 192, 255), strict=True))


def test_grey_of_sixteen_bits_with_a_transparent_shade_keeps_its_shades():
    target = io.BytesIO()
    Image.new("I;16", (40, 40), 128 * 257).save(target, "PNG")
    content = target.getvalue()
    at = content.index(b"IDAT") - 4
    shade = b"tRNS\x00\x00"
    content = content[:at] + struct.pack(">I", 2) + shade + struct.pack(">I", zlib.crc32(shade)) + content[at:]

    assert abs(opened(clean(content)).getpixel((20, 20))[0] - 128) <= 1


def test_a_palette_with_transparency_stands_on_white():
    image = Image.new("P", (40, 40), 0)
    image.putpalette([200, 0, 0, 0, 0, 200])
    image.paste(1, (0, 0, 20, 40))
    target = io.BytesIO()
    image.save(target, "PNG", transparency=0)

    stored = opened(clean(target.getvalue()))

    assert (stored.getpixel((5, 5)), stored.getpixel((35, 5))) == ((0, 0, 200), (255, 255, 255))


def test_of_several_pictures_in_one_file_of_a_phone_the_first_is_taken():
    """MPO: a depth map or a second view stands behind the photo."""
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("navy", "red")]
    target = io.BytesIO()
    frames[0].save(target, "MPO", save_all=True, append_images=frames[1:])

    assert opened(clean(target.getvalue())).getpixel((30, 20))[2] > 100


def test_a_panorama_is_reduced_along_its_longer_edge():
    fit = clean(photos.picture("JPEG", (16_382, 700)))

    assert (fit.width, fit.height) == (images.MAX_EDGE, 109)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.95])
def test_a_truncated_file_is_refused(kind, share):
    whole = photos.noise((400, 300)) if kind == "JPEG" else None
    if whole is None:
        target = io.BytesIO()
        Image.open(io.BytesIO(photos.noise((400, 300)))).save(target, kind)
        whole = target.getvalue()

    with pytest.raises(UnfitImage):
        clean(whole[: int(len(whole) * share)])


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_a_moving_image_is_refused(kind):
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    target = io.BytesIO()
    frames[0].save(target, kind, save_all=True, append_images=frames[1:])

    with pytest.raises(UnfitImage):
        clean(target.getvalue())


def test_an_image_that_fits_is_handed_out_as_it_is():
    fit = clean(photos.phone_photo())

    assert fit_into(fit, max_bytes=1_000_000, media_types=(JPEG,)) is fit


def test_an_image_is_brought_below_the_bytes_of_a_platform():
    fit = clean(photos.noise())
    assert len(fit.content) > 400_000

    small = fit_into(fit, max_bytes=150_000, media_types=(JPEG, PNG))

    assert len(small.content) <= 150_000
    assert opened(small).size == (small.width, small.height)
    assert abs(small.width / small.height - fit.width / fit.height) < 0.01


def test_a_png_becomes_a_jpeg_where_a_platform_takes_no_png():
    assert fit_into(clean(photos.picture("PNG")), max_bytes=10**6, media_types=(JPEG,)).media_type == JPEG


def test_an_impossible_limit_is_refused_instead_of_looping():
    with pytest.raises(UnfitImage):
        fit_into(clean(photos.phone_photo()), max_bytes=100, media_types=(JPEG,))


MEASURE = """
import re, sys, time
from pathlib import Path
import tests.environment, django
django.setup()
from channels_mgmt.domain.image_files import UnfitImage
from channels_mgmt.domain.images import clean
content = open(sys.argv[1], "rb").read()
started = time.process_time()
try:
    clean(content)
    outcome = "taken"
except UnfitImage:
    outcome = "refused"
seconds = time.process_time() - started
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(outcome, seconds, int(peak.group(1)) // 1024)
"""

# Name → content, outcome, seconds of processor time, megabytes of the whole process (Django alone: about 90).
LARGE = {
    "60 megapixels as PNG": (lambda: photos.png_claiming(10_000, 6_000), "refused", 1, 200),
    "bomb as PNG": (lambda: photos.png_claiming(60_000, 60_000), "refused", 1, 200),
    "bomb as WebP": (lambda: photos.webp_claiming(16_383, 16_383), "refused", 1, 200),
    "bomb as JPEG": (lambda: photos.jpeg_claiming(60_000, 60_000), "refused", 1, 200),
    "60 megapixels claimed by a JPEG of 64": (lambda: photos.jpeg_claiming(10_000, 6_000), "refused", 1, 200),
    "short data for 49 megapixels": (lambda: photos.png_claiming(7_000, 7_000), "refused", 1, 200),
    "truncated": (lambda: photos.noise((6_000, 4_000))[:-50_000], "refused", 2, 300),
    "60 megapixels, progressive": (lambda: photos.picture("JPEG", (10_000, 6_000), "L", 90, progressive=True),
                                   "refused", 1, 200),
    "108 megapixels of a phone": (lambda: photos.picture("JPEG", (12_000, 9_000), colour=(90, 120, 60)),
                                  "taken", 8, 250),
    "panorama of a phone": (lambda: photos.picture("JPEG", (16_382, 3_628), colour=(90, 120, 60)), "taken", 8, 250),
    "49 megapixels, 16 bits": (lambda: photos.picture("PNG", (7_000, 7_000), "I;16", 40_000), "taken", 12, 400),
}  # fmt: skip


@pytest.mark.sqlite_only  # no database has a part in it
@pytest.mark.parametrize("case", LARGE)
def test_a_large_image_is_taken_and_a_hostile_one_refused_with_little_work_and_memory(case, tmp_path):
    """In a process of its own, measured. Detects decoding before checking, and a picture decoded whole."""
    make, wanted, allowed_seconds, allowed_megabytes = LARGE[case]
    file = tmp_path / "upload"
    file.write_bytes(make())

    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(file)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=True,
    )

    outcome, seconds, megabytes = done.stdout.split()[-3:]
    assert outcome == wanted
    assert float(seconds) < allowed_seconds
    assert int(megabytes) < allowed_megabytes
